"""Records the exact way: Python's `csv` reads line by line and recovers from quotes that never close."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from madang.ingest.dialect import lines_of
from madang.ingest.records_layout import Block, Layout, first_line, without_blank
from madang.ingest.staging import text_table
from madang.lib.problems import Text

GIVE_UP = 24 << 20  # a quote that stays open so long was never meant to open
ODD_TEXT = {
    "en": "holds bytes that are no text in the encoding of the file, or NUL",
    "ko": "파일의 인코딩에 맞지 않는 바이트나 NUL이 들어 있습니다",
}


def exact(layout: Layout, data: bytes, line: int, last: bool) -> Block:
    """The records that end in `data`, of which the first begins `line`; `last` when nothing follows."""
    text = data.decode("utf-8", errors="ignore" if not last else "replace")
    lines = lines_of(text)
    if not last and lines and (not lines[-1].endswith("\n")):
        lines.pop()  # half a line, or a CR whose LF may follow
    block = Block(layout.schema.empty_table())
    rows: list[list[str]] = []
    at: list[int] = []
    done = 0
    for first, count, cells in _records(layout, lines, last or len(data) > GIVE_UP):
        raw = "".join(lines[first : first + count])
        done = first + count
        fitting = None if "\0" in raw or cells is None else layout.fit(cells)
        if fitting is None:
            block.rejects.append(
                (line + first, ODD_TEXT if "\0" in raw else _broken(layout, cells), raw.rstrip("\r\n"))
            )
            continue
        block.mended += len(cells or ()) != layout.width and any(fitting)
        rows.append(fitting)
        at.append(line + first)
    block.table = text_table(layout.schema, rows, at)
    block.consumed, block.lines = len("".join(lines[:done]).encode()), done
    return without_blank(block)


def _broken(layout: Layout, cells: list[str] | None) -> Text:
    if cells is not None:
        return layout.reason(cells)
    return {"en": "a quote opens and never closes", "ko": "따옴표가 열리고 닫히지 않습니다"}


def _records(layout: Layout, lines: list[str], last: bool) -> Iterator[tuple[int, int, list[str] | None]]:
    """Yield (first line, lines, cells). A record over several lines that does not fit is given up after its first line.

    Stops before a record that is still open at the end, unless this is the last block.
    """
    first = 0
    while first < len(lines):
        for begun, count, cells in _run(layout, lines, first):
            first = begun + count
            at_end = first >= len(lines)
            open_quote = at_end and _unclosed(layout, lines[begun:first])
            if open_quote and not last:
                return
            if open_quote or cells is None or (count > 1 and layout.fit(cells) is None):
                yield begun, 1, None if open_quote or cells is None else first_line(layout.dialect, lines[begun])
                first = begun + 1
                break
            yield begun, count, cells


def _run(layout: Layout, lines: list[str], first: int) -> Iterator[tuple[int, int, list[str] | None]]:
    reader = layout.dialect.reader(lines[at] for at in range(first, len(lines)))
    while True:
        begun = first + reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error:
            yield begun, 1, None
            return
        if cells is None:
            return
        yield begun, first + reader.line_num - begun, cells


def _unclosed(layout: Layout, lines: list[str]) -> bool:
    """Whether the text ends inside quotes."""
    try:
        list(layout.dialect.reader(iter(lines), strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
