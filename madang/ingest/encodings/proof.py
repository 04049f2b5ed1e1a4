"""The rows that prove an encoding: the first lines that are not plain ASCII, as each reading shows them."""

from __future__ import annotations

import codecs
import re
from typing import Any

from madang.ingest.encodings import decoders

PROOF_ROWS = 5
PROOF_TEXT = 200
LINE_BYTES = 4096
CHOICE_ROWS = 2
WIDE = ("utf-16", "utf-32")
_ODD = re.compile(rb"[\x80-\xff\0\x0e\x1b]|~\{")  # the last three: ISO 2022 and HZ are written in ASCII
_MARKS = (b"\0", b"\x0e", b"\x1b", b"~{")
_HEADER = {"iso2022_kr": b"\x1b$)C"}  # stands once, at the beginning of the file
Lines = list[tuple[int, bytes]]


class ProofLines:
    """Collects the first lines that are not plain ASCII (or hold NUL), with their numbers. Feed it chunks in order."""

    def __init__(self) -> None:
        self.lines: Lines = []
        self._number, self._tail = 1, b""

    @property
    def full(self) -> bool:
        return len(self.lines) >= PROOF_ROWS

    def add(self, chunk: bytes, final: bool = False) -> None:
        if self.full:
            return
        end = b"\n" if b"\n" in chunk or b"\r" not in chunk else b"\r"
        ended = final or end in chunk
        if ended and (_odd(chunk) or _odd(self._tail)):
            parts = (self._tail + chunk).split(end)
            for number, line in enumerate(parts if final else parts[:-1], self._number):
                if _odd(line):
                    self.lines.append((number, window(line)))
                if self.full:
                    return
        self._number += chunk.count(end)
        self._tail = window(chunk[chunk.rfind(end) + 1 :] if end in chunk else self._tail + chunk)


def _odd(data: bytes) -> bool:
    return not data.isascii() or any(mark in data for mark in _MARKS)


def window(line: bytes) -> bytes:
    """A line short enough to show: from its beginning, or from a little before its first letter that is not ASCII."""
    if len(line) <= PROOF_TEXT:
        return line
    found = _ODD.search(line)
    first = found.start() if found else len(line)
    return line[:LINE_BYTES] if first < PROOF_TEXT // 2 else b"..." + line[max(0, first - 40) :][:LINE_BYTES]


def proof(lines: Lines, taken: str, other: str) -> list[dict[str, Any]]:
    """The lines in the taken reading and in the other: `[{line, text, otherwise}]`."""
    return [{"line": number, "text": _text(line, taken), "otherwise": _text(line, other)} for number, line in lines]


def offered(lines: Lines, names: tuple[str, ...]) -> list[dict[str, str]]:
    """What the first of the lines are in each encoding that a person may choose: `[{name, text}]`."""
    return [{"name": name, "text": "\n".join(_text(line, name) for _, line in lines[:CHOICE_ROWS])} for name in names]


def wide(head: bytes, name: str, start: int = 0) -> Lines:
    """The first lines of UTF-16 or UTF-32 text that are not ASCII (else the first lines), as UTF-8."""
    text = head[start : start + (1 << 16)].decode(name, errors="ignore")
    lines = list(enumerate(text.splitlines(), 1))
    shown = [(number, line) for number, line in lines if not line.isascii()] or lines
    return [(number, line.encode("utf-8", "ignore")[:LINE_BYTES]) for number, line in shown[:PROOF_ROWS]]


def _text(line: bytes, encoding: str) -> str:
    """The line up to `PROOF_TEXT` characters, with bytes that are no text as `\\xff`."""
    if encoding.startswith(WIDE):
        return line.decode(encoding, errors="ignore").strip("\r\n\0")[:PROOF_TEXT]
    if decoders.is_korean(encoding):
        return decoders.Korean("backslashreplace").decode(line, True).strip("\r\n")[:PROOF_TEXT]
    header = _HEADER.get(codecs.lookup(encoding).name, b"")
    return (header + line).decode(encoding, errors="backslashreplace").strip("\r\n")[:PROOF_TEXT]
