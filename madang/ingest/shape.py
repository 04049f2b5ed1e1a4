"""Where the table begins in a grid of cells: what stands above it, its header rows, how wide it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

HEADER_ROWS = 6
SAMPLE = 300
Row = Sequence[str]
_NUMBER = re.compile(r"[-+△▲(]?\s?[£$€₩]?\s?\d[\d,]*(\.\d*)?([eE][-+]?\d+)?\)?\s?%?|\.\d+")
_MOMENT = re.compile(r"\d{2,4}[-./]\s?\d{1,2}([-./]\s?\d{1,4})?\.?([T ]\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(:\d{2})?")
_NIL = re.compile(r"[-–—.…*xX]+|n/?a|null|none|nan|미상|해당없음", re.I)
_YEAR = re.compile(r"(19|20)\d\d")


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
    """Positions (first, end) of the tables that stand below one another, parted by blank rows.

    A part is a table of its own only when it brings its own header, and that header is not the one of the table before;
    otherwise the blank row is only a gap.
    """
    parts: list[tuple[int, int]] = []
    header: list[str] = []
    for first, end in _blocks(rows):
        found = shape(rows[first:end])
        own = [cell.strip() for at in found.header for cell in rows[first + at]]
        alone = found.width >= 2 and found.header and _body_is_typed(rows[first + found.body : end], found.width)
        if not parts or (alone and own != header and end - first - found.body >= 2):
            parts.append((first, end))
            header = own
        else:
            parts[-1] = (parts[-1][0], end)
    return [(0, len(rows))] if len(parts) < 2 else [(0, parts[0][1]), *parts[1:]]


def _blocks(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Runs of filled rows; a run of one or two lone cells is the title of the run after it."""
    runs: list[list[int]] = []
    for position, row in enumerate(rows):
        if not _filled(row):
            continue
        if runs and runs[-1][1] == position:
            runs[-1][1] = position + 1
        else:
            runs.append([position, position + 1])
    joined: list[tuple[int, int]] = []
    title: int | None = None
    for first, end in runs:
        if all(_filled(row) == 1 for row in rows[first:end]) and end - first <= 2:
            title = first if title is None else title
            continue
        joined.append((first if title is None else title, end))
        title = None
    return joined


def _body_is_typed(body: Sequence[Row], width: int) -> bool:
    return len(body) >= 2 and bool(_typed(body, width))


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
    # One cell more than the header in a tenth of the rows is a damaged row; in half of them it is a column without a name.
    return max(named, usual) if header else max(usual, Counter(filled).most_common(1)[0][0])


def _first_full(rows: Sequence[Row]) -> int:
    """The first row that is part of the table: titles, notes and `key,value` lines stand above it."""
    widths = sorted(_last_filled(row) for row in rows[:SAMPLE] if _filled(row))
    usual = widths[len(widths) // 2] if widths else 0
    for position, row in enumerate(rows):
        last = _last_filled(row)
        if not last or (usual >= 2 and last == 1):
            continue
        if usual >= 5 and last == 2 and _filled(row) <= 2:
            continue
        return position
    return 0


def _kind(cell: str) -> str:
    text = cell.strip()
    if not text or _NIL.fullmatch(text):
        return ""
    if _NUMBER.fullmatch(text):
        return "number"
    if _MOMENT.fullmatch(text):
        return "moment"
    if any(letter.isdigit() for letter in text):
        return "code:" + re.sub(r"[가-힣]+", "가", re.sub(r"[A-Za-z]+", "A", re.sub(r"\d+", "9", text)))[:12]
    return "text"


def _typed(body: Sequence[Row], width: int) -> dict[int, str]:
    """Columns whose cells are mostly numbers, moments or codes of one pattern: a header cell does not look like them."""
    typed: dict[int, str] = {}
    for position in range(width):
        kinds = Counter(kind for row in body if position < len(row) and (kind := _kind(row[position])))
        total = sum(kinds.values())
        if total and kinds.most_common(1)[0][1] / total >= 0.75 and (kind := kinds.most_common(1)[0][0]) != "text":
            typed[position] = kind
    return typed


def _header_count(rows: Sequence[Row]) -> int:
    """How many of the first rows are header rows (0 to 6)."""
    if len(rows) <= 1:
        return 0 if rows and _typed(rows, len(rows[0])) else len(rows)
    width = max(_last_filled(row) for row in rows)
    body = rows[min(HEADER_ROWS, len(rows) // 2) :]
    typed = _typed(body, width)
    if not typed:
        return _header_of_texts(rows, width)
    count = 0
    while count < min(HEADER_ROWS, len(rows) - 1) and _is_header(rows, count, typed, width):
        count += 1
    return count


def _is_header(rows: Sequence[Row], position: int, typed: dict[int, str], width: int) -> bool:
    row = rows[position]
    cells = {at: row[at].strip() for at in typed if at < len(row) and row[at].strip()}
    # A dash is a value, not a label: rows of dashes stay data.
    misfits = [at for at, cell in cells.items() if _kind(cell) and _kind(cell) != typed[at]]
    fits = [at for at, cell in cells.items() if _kind(cell) == typed[at]]
    if position == 0:
        years = _counts_up([cells[at] for at in fits]) and not _counts_up([_at(rows[-1], at) for at in fits])
        return len(misfits) > len(fits) or years or not cells
    if not _unfinished(rows[:position], width):
        return len(misfits) >= 2 and not fits and _labels_nothing(rows, position, typed)
    return len(misfits) >= max(1, len(cells) / 2) and len(misfits) >= len(fits)


def _labels_nothing(rows: Sequence[Row], position: int, typed: dict[int, str]) -> bool:
    """Beside the typed columns the row is blank or repeats the header: a row of units (`,명,㎢`), not a row of data."""
    row, above = rows[position], rows[position - 1]
    return all(cell.strip() in ("", _at(above, at)) for at, cell in enumerate(row) if at not in typed)


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
