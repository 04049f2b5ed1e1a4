"""Where the table begins in a grid of cells: what stands above it, its header rows, how wide it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from madang.ingest.cell_kinds import Row, kind_of, typed

HEADER_ROWS = 6
SAMPLE = 300


@dataclass(frozen=True)
class Shape:
    """Positions in the grid that was analysed: the `header` rows, and the first row of data (`body`)."""

    width: int
    header: tuple[int, ...]
    body: int


def shape(rows: Sequence[Row], header: Sequence[int] | None = None) -> Shape:
    """Find the shape of a grid; `header` are positions a person chose ([] for none). Blank rows may stand anywhere above."""
    if header is not None:
        body = max(header, default=-1) + 1
        return Shape(_width(rows[body:], [rows[position] for position in header]), tuple(header), body)
    first = _first_full(rows)
    count = _header_count([row for row in rows[first : first + SAMPLE] if _filled(row)])
    chosen: list[int] = []
    position = first
    while len(chosen) < count:
        if _filled(rows[position]):
            chosen.append(position)
        position += 1
    return Shape(_width(rows[position:], [rows[at] for at in chosen]), tuple(chosen), position)


def split(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Positions (first, end) of the tables that stand below one another.

    A part after a gap is a table of its own only when it brings its own header, and that header is not the one of the table
    before; otherwise the blank row is only a gap. Without a gap a table begins where rows of another width follow their labels.
    """
    parts: list[tuple[int, int]] = []
    header: list[str] = []
    for first, end in _blocks(rows):
        own = opens_table(rows[first:end], header)
        if own is not None and len(parts) == 1 and _is_prose(rows[slice(*parts[0])]):
            parts = [(parts[0][0], end)]
            header = own
        elif not parts or (own is not None and own != header):
            parts.append((first, end))
            header = own if own is not None else _labels(rows[first:end])
        else:
            parts[-1] = (parts[-1][0], end)
    return [(0, len(rows))] if len(parts) < 2 else [(0, parts[0][1]), *parts[1:]]


def opens_table(rows: Sequence[Row], above: Sequence[str] = ()) -> list[str] | None:
    """The labels of the table that begins here, when one does below a table with the labels `above`.

    It has a label for each column and two rows; its columns are not only text, or half of its labels are those above.
    """
    found = shape(rows)
    body = [row for row in rows[found.body :] if _filled(row)]
    own = [cell.strip() for at in found.header for cell in rows[at]]
    if (
        found.width < 2
        or len(body) < 2
        or max((_last_filled(rows[at]) for at in found.header), default=0) < found.width
    ):
        return None
    return own if typed(body, found.width) or shares_labels(own, above) else None


def shares_labels(cells: Row, labels: Sequence[str]) -> bool:
    """Whether at least two cells, and half of those that are filled, are labels of another header."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    shared = sum(cell in labels for cell in filled)
    return shared >= 2 and shared * 2 >= len(filled)


def _labels(rows: Sequence[Row]) -> list[str]:
    return [cell.strip() for at in shape(rows).header for cell in rows[at]]


def _blocks(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Runs of filled rows; a run of lone cells is the title of the run after it."""
    runs: list[list[int]] = []
    for position, row in enumerate(rows):
        if not _filled(row):
            continue
        if runs and runs[-1][1] == position and not _new_width(rows, runs[-1][0], position):
            runs[-1][1] = position + 1
        else:
            runs.append([position, position + 1])
    joined: list[tuple[int, int]] = []
    title: int | None = None
    for first, end in runs:
        if all(_filled(row) == 1 for row in rows[first:end]):
            title = first if title is None else title
            continue
        joined.append((first if title is None else title, end))
        title = None
    return joined


def _new_width(rows: Sequence[Row], begun: int, position: int) -> bool:
    """Whether labels stand here, and from here on the rows have another width than those since `begun`."""
    before, here, after = rows[max(begun, position - 2) : position], rows[position], rows[position + 1 : position + 3]
    if len(before) < 2 or len(after) < 2 or len(here) < 2 or len({len(row) for row in before}) > 1:
        return False
    if _filled(rows[begun]) < 2 or len(here) == len(before[0]) or any(len(row) != len(here) for row in after):
        return False
    if shares_labels(here, [cell.strip() for cell in rows[begun]]):
        return True
    return are_labels(here) and not are_labels(before[-1]) and not are_labels(after[0])


def are_labels(cells: Row) -> bool:
    """Whether a row could be a header: at least two cells, no number or moment, mostly words, no two alike."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    kinds = [kind_of(cell) for cell in filled]
    if len(filled) < 2 or len(set(filled)) < len(filled) or {"number", "moment", ""} & set(kinds):
        return False
    return kinds.count("text") * 2 > len(kinds)


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell.strip())


def _last_filled(row: Row) -> int:
    return max((position for position, cell in enumerate(row, 1) if cell.strip()), default=0)


def _width(body: Sequence[Row], header: Sequence[Row]) -> int:
    """The columns of the table: those that the header names, more when most rows go further."""
    named = max((_last_filled(row) for row in header), default=0)
    filled = [_last_filled(row) for row in body[:SAMPLE] if _filled(row)]
    if not filled:
        return named
    usual = sorted(filled)[len(filled) // 2]
    if not header:  # an empty last cell may be a column: nothing tells that it is none
        return Counter(len(row) for row in body[:SAMPLE] if _filled(row)).most_common(1)[0][0]
    # One cell more than the header in a tenth of the rows is a damaged row; in half of them it is a column without a name.
    return max(named, usual)


def _first_full(rows: Sequence[Row]) -> int:
    """The first row that is part of the table: titles, notes and `key,value` lines stand above it."""
    start = _after_prose(rows)
    widths = sorted(_last_filled(row) for row in (rows[start:][:SAMPLE] if start else rows[-SAMPLE:]) if _filled(row))
    usual = widths[len(widths) // 2] if widths else 0
    for position in range(max(start, _after_notes(rows, usual)), len(rows)):
        row = rows[position]
        last = _last_filled(row)
        if not last or (usual >= 2 and last == 1):
            continue
        if usual >= 5 and last == 2 and _filled(row) <= 2:
            continue
        return position
    return 0


def _after_prose(rows: Sequence[Row]) -> int:
    """Where the first block begins that opens a table, when running text stands above it; else 0."""
    blocks = _blocks(rows)
    if len(blocks) < 2 or not _is_prose(rows[slice(*blocks[0])]):
        return 0
    return next((first for first, end in blocks[1:] if opens_table(rows[first:end])), 0)


def _is_prose(rows: Sequence[Row]) -> bool:
    """Whether the rows of a block have no common width."""
    widths = Counter(len(row) for row in rows if _filled(row))
    return max(widths.values(), default=0) < 0.9 * widths.total() and opens_table(rows) is None


def _after_notes(rows: Sequence[Row], usual: int) -> int:
    """The row after the last gap above which every row is less than half as wide as the table: running text with commas."""
    begun = 0
    for position, row in enumerate(rows):
        last = _last_filled(row)
        if last * 2 >= usual and last > 1:
            break
        if not last:
            begun = position
    return begun


def _header_count(rows: Sequence[Row]) -> int:
    """How many of the first rows are header rows (0 to 6)."""
    if len(rows) <= 1:
        return 0 if rows and typed(rows, len(rows[0])) else len(rows)
    usual = Counter(_last_filled(row) for row in rows).most_common(1)[0][0]
    width = max(usual, _last_filled(rows[0]))  # one damaged row may be wider
    body = rows[min(HEADER_ROWS, len(rows) // 2) :]
    columns = typed(body, width)
    if not columns:
        return _header_of_texts(rows, width)
    count = 0
    while count < min(HEADER_ROWS, len(rows) - 1) and _is_header(rows, count, columns, width):
        count += 1
    return count


def _is_header(rows: Sequence[Row], position: int, columns: dict[int, str], width: int) -> bool:
    row = rows[position]
    cells = {at: row[at].strip() for at in columns if at < len(row) and row[at].strip()}
    # A dash is a value, not a label: rows of dashes stay data.
    misfits = [at for at, cell in cells.items() if kind_of(cell) and kind_of(cell) != columns[at]]
    fits = [at for at, cell in cells.items() if kind_of(cell) == columns[at]]
    if position == 0:
        years = _counts_up([cells[at] for at in fits]) and not _counts_up([_at(rows[-1], at) for at in fits])
        return len(misfits) > len(fits) or years or not cells
    if sum(_is_data(cell) for cell in row) >= 2:
        return False
    if not _unfinished(rows[:position], width):
        return len(misfits) >= 2 and not fits and _labels_nothing(rows, position, columns)
    return len(misfits) >= max(1, len(cells) / 2) and len(misfits) >= len(fits)


def _is_data(cell: str) -> bool:
    """Whether a cell is a number that is no year, month or rank, or a moment: none stands in a second header row."""
    kind = kind_of(cell)
    return kind == "moment" or (kind == "number" and re.fullmatch(r"\d{1,4}", cell.strip()) is None)


def _labels_nothing(rows: Sequence[Row], position: int, columns: dict[int, str]) -> bool:
    """Beside the typed columns the row is blank or repeats the header: a row of units (`,명,㎢`), not a row of data."""
    row, above = rows[position], rows[position - 1]
    return all(cell.strip() in ("", _at(above, at)) for at, cell in enumerate(row) if at not in columns)


def _at(row: Row, position: int) -> str:
    return row[position].strip() if position < len(row) else ""


def _counts_up(cells: Sequence[str]) -> bool:
    """Labels such as 2019, 2020, 2021 or 0, 1, 2 ... 23: whole numbers by a constant step."""
    if len(cells) < 3 or not all(re.fullmatch(r"\d{1,4}", cell) for cell in cells):
        return False
    steps = {int(right) - int(left) for left, right in pairwise(cells)}
    return len(steps) == 1 and 0 not in steps


def _unfinished(levels: Sequence[Row], width: int) -> bool:
    """The labels so far repeat or leave columns unnamed, so another header row is expected."""
    labels = [tuple(_at(level, position) for level in levels) for position in range(width)]
    return len(set(labels)) < len(labels) or any(not any(label) for label in labels)


def _header_of_texts(rows: Sequence[Row], width: int) -> int:
    """Tables of text only: the first row is a header unless its words stand again below, or it repeats itself."""
    first = [_at(rows[0], position) for position in range(width)]
    again = sum(
        1 for position, cell in enumerate(first) if cell and any(_at(row, position) == cell for row in rows[1:])
    )
    return 0 if again > width * 0.3 or (len(rows) > 2 and not any(first)) else 1
