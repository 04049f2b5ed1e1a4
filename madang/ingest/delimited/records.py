"""Splits a stream of UTF-8 text into records of one width, with the line number of each; nothing is ever dropped.

Two ways that must agree (`tests/ingest/delimited/test_records.py` compares them): `records_fast` where it can prove that it is right,
else `records_exact`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from madang.ingest.delimited.records_exact import GIVE_UP, exact
from madang.ingest.delimited.records_fast import fast
from madang.ingest.delimited.records_layout import Block, Layout
from madang.ingest.no_table import LineTooLong

BLOCK = 8 << 20
WINDOW = 1 << 14  # bytes that are read exactly where quotes are irregular; doubled each time within a block
RECORD_LIMIT = 32 << 20


@dataclass(frozen=True)
class Records(Layout):
    """The records of one file, block by block."""

    def blocks(self, text: Iterable[bytes], line: int) -> Iterator[Block]:
        """Parse UTF-8 text whose first byte begins `line`; yields blocks in file order."""
        rest = b""
        for chunk, last in _with_last(_gathered(text)):
            data, window = rest + chunk, WINDOW
            if last and data and not data.endswith((b"\n", b"\r")):
                data += b"\n"
            while data:
                block = fast(self, data, line, last)
                if block is None or not (block.consumed or len(data) < GIVE_UP):
                    block, window = self._exact(data, line, last, window), window * 2
                if not block.consumed:
                    break
                block.text, block.first = data, line
                data, line = data[block.consumed :], line + block.lines
                yield block
            rest = data
            if len(rest) > RECORD_LIMIT:
                raise LineTooLong(name=self.name, line=line, megabytes=RECORD_LIMIT >> 20)

    def _exact(self, data: bytes, line: int, last: bool, window: int) -> Block:
        if self.dialect.plain and window < len(data):
            block = exact(self, data[:window], line, False)
            if block.consumed:
                return block
        return exact(self, data, line, last)


def _gathered(text: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    size = 0
    for chunk in text:
        held.append(chunk)
        size += len(chunk)
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _with_last(chunks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    before: bytes | None = None
    for chunk in chunks:
        if before is not None:
            yield before, False
        before = chunk
    if before is not None:
        yield before, True
