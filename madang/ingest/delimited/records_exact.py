"""Records the exact way: Python's `csv` reads line by line, and what it cannot read for certain is mended or refused."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from madang.ingest.delimited.dialect import lines_of
from madang.ingest.delimited.records_layout import Block, Layout, first_line, without_blank
from madang.ingest.delimited.records_mend import WRONG, mend
from madang.ingest.staging import text_table
from madang.lib.problems import Text

GIVE_UP = 24 << 20  # a quote that stays open so long was never meant to open
OPEN_LINES = 200  # a quote open for so many lines was never meant to open when its first line can be read alone
LEAST = 1 << 30  # no reading assumes so much
JOINED = 8  # lines that are joined to mend a record with line ends in its cells
ODD_TEXT = {
    "en": "holds bytes that are no text in the encoding of the file, or NUL",
    "ko": "파일의 인코딩에 맞지 않는 바이트나 NUL이 들어 있습니다",
}
ODD_QUOTES = {
    "en": "its quotes can be read in more than one way, or in none that fits the columns",
    "ko": "따옴표를 읽는 방법이 여럿이거나 열에 맞는 방법이 없습니다",
}
Found = tuple[
    int, int, list[str] | None, bool
]  # first line, lines, cells (None: unreadable quotes), whether quotes are odd


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
    for first, count, cells, odd in records(layout, lines, last or len(data) > GIVE_UP):
        raw = "".join(lines[first : first + count])
        done = first + count
        fitting = None if "\0" in raw or cells is None else layout.fit(cells)
        if fitting is None:
            block.rejects.append((line + first, _reason(layout, raw, cells), raw.rstrip("\r\n")))
            continue
        if len(cells or ()) != layout.width and any(fitting):
            block.mended.append(line + first)
        if odd:
            block.quotes.append(line + first)
        rows.append(fitting)
        at.append(line + first)
    block.table = text_table(layout.schema, rows, at)
    block.consumed, block.lines = len("".join(lines[:done]).encode()), done
    return without_blank(block)


def _reason(layout: Layout, raw: str, cells: list[str] | None) -> Text:
    if "\0" in raw:
        return ODD_TEXT
    return ODD_QUOTES if cells is None else layout.reason(cells)


def records(layout: Layout, lines: list[str], last: bool) -> Iterator[Found]:
    """The records of some lines. One whose quotes are irregular, or which does not fit for its quotes, is mended or costs one line.

    Stops before a record that is still open at the end, unless this is the last block.
    """
    first = 0
    while first < len(lines):
        for begun, count, cells in _regular(layout, lines, first):
            first = begun + count
            if cells is not None and count == 1:
                yield begun, 1, _line(layout, lines[begun], cells), False
                continue
            if cells is not None and (layout.any_lines or layout.fit(cells) is not None):
                yield begun, count, cells, False
                continue
            if cells is None and not last and first >= len(lines) and not _surely_odd(layout, lines, begun):
                return  # still open: what closes it may follow
            found = _mended(layout, lines, begun)
            yield found
            first = begun + found[1]
            break


def _line(layout: Layout, line: str, cells: list[str]) -> list[str] | None:
    """The cells of a line that `csv` can read: as they are when they fit, else read with another delimiter.

    `csv` takes a quote inside a cell for text, so `a"9,000",b` gives cells that fit by number only: None.
    """
    if len(cells) != layout.width:
        return cells if layout.any_lines else layout.read_again(line, cells)
    hidden = layout.typed and layout.dialect.quote and _hides_delimiter(layout, line)
    return None if hidden and not layout.in_place_unquoted(cells) else cells


def _hides_delimiter(layout: Layout, line: str) -> bool:
    """Whether a delimiter stands between two quotes that are not at the edges of a cell."""
    quote, mark = layout.dialect.quote or "", layout.dialect.delimiter
    parts = line.rstrip("\r\n").split(quote)
    if not any(mark in part for part in parts[1:-1]):
        return False
    spaces = " " if layout.dialect.spaced else ""
    return not all(not part or part.rstrip(spaces).endswith(mark) for part in parts[0:-1:2]) or len(parts) % 2 == 0


def _regular(layout: Layout, lines: list[str], first: int) -> Iterator[tuple[int, int, list[str] | None]]:
    """Records with regular quotes. The first that has none ends this: (its line, lines that `csv` read of it, None)."""
    reader = layout.dialect.reader((lines[at] for at in range(first, len(lines))), strict=True)
    while True:
        begun = reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error:
            yield first + begun, max(1, reader.line_num - begun), None
            return
        if cells is None:
            return
        yield first + begun, reader.line_num - begun, cells


def _surely_odd(layout: Layout, lines: list[str], begun: int) -> bool:
    return (
        len(lines) - begun > OPEN_LINES and mend(layout.dialect, lines[begun].rstrip("\r\n"), layout.width) is not None
    )


def _mended(layout: Layout, lines: list[str], begun: int) -> Found:
    """The record that begins here, mended within its line or over the next few; else its first line alone, refused.

    Of readings over more or fewer lines the one that assumes least is taken; a next line that is no record counts against it.
    """
    text, best = "", (2 * LEAST, 0, [""])
    for count, line in enumerate(lines[begun : begun + JOINED], 1):
        text += line
        found = mend(layout.dialect, text.rstrip("\r\n"), layout.width)
        if found is not None:
            best = min(best, (2 * found[0] + (not _begins_record(layout, lines, begun + count)), count, found[1]))
        if best[0] <= 2 * WRONG:
            break  # one misplaced quote: no reading over more lines assumes less
    if best[1]:
        return begun, best[1], best[2] if layout.in_place_unquoted(best[2]) else None, True
    try:
        return begun, 1, first_line(layout.dialect, lines[begun]), False
    except csv.Error:
        return begun, 1, None, True


def _begins_record(layout: Layout, lines: list[str], at: int) -> bool:
    """Whether this line is blank, a record, or begins one that goes on."""
    if at >= len(lines) or not lines[at].strip():
        return True
    try:
        return layout.fit(first_line(layout.dialect, lines[at])) is not None
    except csv.Error as error:
        return "end of data" in str(error) or mend(layout.dialect, lines[at].rstrip("\r\n"), layout.width) is not None
