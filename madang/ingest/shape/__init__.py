"""Where the table begins in a grid of cells: what stands above it, its header rows, how wide it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from madang.ingest.shape.cell_kinds import Row, filled, kind_of, last_filled, typed
from madang.ingest.shape.header_rows import header_count

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
    count = header_count([row for row in rows[first : first + SAMPLE] if filled(row)])
    chosen: list[int] = []
    position = first
    while len(chosen) < count:
        if filled(rows[position]):
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
    body = [row for row in rows[found.body :] if filled(row)]
    own = [cell.strip() for at in found.header for cell in rows[at]]
    if found.width < 2 or len(body) < 2 or max((last_filled(rows[at]) for at in found.header), default=0) < found.width:
        return None
    return own if typed(body, found.width) or shares_labels(own, above) else None


def shares_labels(cells: Row, labels: Sequence[str]) -> bool:
    """Whether at least two cells, and half of those that are filled, are labels of another header."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    shared = sum(cell in labels for cell in texts)
    return shared >= 2 and shared * 2 >= len(texts)


def _labels(rows: Sequence[Row]) -> list[str]:
    return [cell.strip() for at in shape(rows).header for cell in rows[at]]


def _blocks(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Runs of filled rows; a run of lone cells is the title of the run after it."""
    runs: list[list[int]] = []
    for position, row in enumerate(rows):
        if not filled(row):
            continue
        if runs and runs[-1][1] == position and not _new_width(rows, runs[-1][0], position):
            runs[-1][1] = position + 1
        else:
            runs.append([position, position + 1])
    joined: list[tuple[int, int]] = []
    title: int | None = None
    for first, end in runs:
        if all(filled(row) == 1 for row in rows[first:end]):
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
    if filled(rows[begun]) < 2 or len(here) == len(before[0]) or any(len(row) != len(here) for row in after):
        return False
    if shares_labels(here, [cell.strip() for cell in rows[begun]]):
        return True
    return are_labels(here) and not are_labels(before[-1]) and not are_labels(after[0])


def are_labels(cells: Row) -> bool:
    """Whether a row could be a header: at least two cells, no number or moment, mostly words, no two alike."""
    texts = [cell.strip() for cell in cells if cell.strip()]
    kinds = [kind_of(cell) for cell in texts]
    if len(texts) < 2 or len(set(texts)) < len(texts) or {"number", "moment", ""} & set(kinds):
        return False
    return kinds.count("text") * 2 > len(kinds)


def _width(body: Sequence[Row], header: Sequence[Row]) -> int:
    """The columns of the table: those that the header names, more when most rows go further."""
    named = max((last_filled(row) for row in header), default=0)
    widths = [last_filled(row) for row in body[:SAMPLE] if filled(row)]
    if not widths:
        return named
    usual = sorted(widths)[len(widths) // 2]
    if not header:  # an empty last cell may be a column: nothing tells that it is none
        return Counter(len(row) for row in body[:SAMPLE] if filled(row)).most_common(1)[0][0]
    # One cell more than the header in a tenth of the rows is a damaged row; in half of them it is a column without a name.
    return max(named, usual)


def _first_full(rows: Sequence[Row]) -> int:
    """The first row that is part of the table: titles, notes and `key,value` lines stand above it."""
    start = _after_prose(rows)
    widths = sorted(last_filled(row) for row in (rows[start:][:SAMPLE] if start else rows[-SAMPLE:]) if filled(row))
    usual = widths[len(widths) // 2] if widths else 0
    for position in range(max(start, _after_notes(rows, usual)), len(rows)):
        row = rows[position]
        last = last_filled(row)
        if not last or (usual >= 2 and last == 1):
            continue
        if usual >= 5 and last == 2 and filled(row) <= 2:
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
    widths = Counter(len(row) for row in rows if filled(row))
    return max(widths.values(), default=0) < 0.9 * widths.total() and opens_table(rows) is None


def _after_notes(rows: Sequence[Row], usual: int) -> int:
    """The row after the last gap above which every row is less than half as wide as the table: running text with commas."""
    begun = 0
    for position, row in enumerate(rows):
        last = last_filled(row)
        if last * 2 >= usual and last > 1:
            break
        if not last:
            begun = position
    return begun
