"""How many of the first rows of a table are header rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from madang.ingest.shape.cell_kinds import Row, kind_of, last_filled, typed

HEADER_ROWS = 6


def header_count(rows: Sequence[Row]) -> int:
    """How many of the first rows are header rows (0 to 6)."""
    if len(rows) <= 1:
        return 0 if rows and typed(rows, len(rows[0])) else len(rows)
    usual = Counter(last_filled(row) for row in rows).most_common(1)[0][0]
    width = max(usual, last_filled(rows[0]))  # one damaged row may be wider
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
