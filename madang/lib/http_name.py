"""The name of a file that came over the web, as its publisher meant it."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from madang.lib.http_answer import Answer

LONGEST = 200


def of_answer(answer: Answer, asked: str) -> str:
    """What Content-Disposition says, else the end of the address: of the last one that looks like a file's name.

    `asked` is the address as it may be shown: the first one, which may hold a secret, is not looked at.
    """
    said = _said(answer.headers.get("Content-Disposition", ""))
    if said:
        return said
    names = [of_address(url) for url in reversed(answer.chain[1:])] + [of_address(asked)]
    return next((name for name in names if re.search(r"\.\w{2,8}$", name)), names[0])


def of_address(url: str) -> str:
    """The last part of the path, or the host where there is none."""
    parts = urlsplit(url)
    last = next((part for part in reversed(parts.path.split("/")) if part), "")
    return _plain(_decoded(unquote_to_bytes(last))) or parts.hostname or "file"


def _said(header: str) -> str:
    """`filename*=UTF-8''%EC%9D%B8.csv` before `filename="..."`, which servers write raw in UTF-8 or CP949, or escaped."""
    extended = re.search(r"filename\*\s*=\s*([\w-]*)'[^']*'([^;\s]+)", header, re.IGNORECASE)
    if extended:
        with suppress(LookupError, UnicodeError):
            return _plain(unquote(extended[2].strip('"'), encoding=extended[1] or "utf-8", errors="strict"))
    quoted = re.search(r'filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]+))', header, re.IGNORECASE)
    if not quoted:
        return ""
    raw = (quoted[1] or quoted[2] or "").strip()
    with suppress(UnicodeError):  # headers arrive as Latin-1
        return _plain(_decoded(unquote_to_bytes(raw.encode("latin-1"))))
    return _plain(raw)


def _decoded(name: bytes) -> str:
    for encoding in ("utf-8", "cp949"):
        with suppress(UnicodeDecodeError):
            return name.decode(encoding)
    return name.decode("latin-1")


def _plain(name: str) -> str:
    """Without folders, control characters and what makes a name hidden."""
    last = re.split(r"[/\\]", name)[-1]
    return re.sub(r"[\x00-\x1f\x7f]", "", last).strip().lstrip(".")[:LONGEST]
