"""Collects the distinct words of a stream that hold bytes above 127, for `likelihood`; memory stays flat."""

from __future__ import annotations

import re

WORDS = 200  # distinct words that are weighed; more would only say the same louder
LOOKED = 50_000  # words looked at closely; after that only a few of each chunk
PIECE = 1 << 18
LONGEST = 256  # bytes of a word before and after its first letter
# No multi-byte encoding has trail bytes below 0x30 or between 0x3A and 0x3F, so a cut there cuts no character.
_BEFORE = re.compile(rb"[0-9@-\x7f]*\Z")
_AFTER = re.compile(rb"[0-9@-\xff]*")
_LETTER = re.compile(rb"[\x80-\xff]")
_BOUNDARY = re.compile(rb"[^0-9@-\xff]")


class Words:
    """Feed it chunks in order. `tokens` are the first distinct words with their ASCII neighbours."""

    def __init__(self) -> None:
        self.tokens: dict[bytes, None] = {}
        self._looked = 0
        self._tail = b""  # a word that may go on in the next chunk

    def add(self, chunk: bytes, final: bool = False) -> None:
        if len(self.tokens) >= WORDS:
            return
        for at in range(0, max(1, len(chunk)), PIECE):
            piece = chunk[at : at + PIECE]
            if piece.isascii() and self._tail.isascii() and not final:
                self._tail = (self._tail + piece[-LONGEST:])[-LONGEST:]
            else:
                self._look(self._tail + piece, final)

    def _look(self, data: bytes, final: bool) -> None:
        keep = 0 if final else self._unfinished(data)
        self._find(data[: len(data) - keep], 1_000 if self._looked < LOOKED else 20)
        self._tail = data[len(data) - keep :]

    def _unfinished(self, data: bytes) -> int:
        """Bytes after the last boundary, at most what a word may be long."""
        last = data[-2 * LONGEST :]
        ends = [found.end() for found in _BOUNDARY.finditer(last)]
        return len(last) - ends[-1] if ends else len(data) if len(data) <= len(last) else 0

    def _find(self, data: bytes, most: int) -> None:
        end = 0
        for _ in range(most):
            letter = _LETTER.search(data, end)
            if letter is None:
                return
            first = letter.start()
            before = _BEFORE.search(data, max(end, first - LONGEST), first)
            found = _AFTER.match(data, first, first + LONGEST)
            end = found.end() if found else first + 1
            if end - first < LONGEST and before:  # a word without an end may be cut inside a character
                self.tokens[data[before.start() : end]] = None
            else:
                boundary = _BOUNDARY.search(data, end)
                end = boundary.end() if boundary else len(data)
            if len(self.tokens) >= WORDS:
                return
            self._looked += 1
