"""What the first megabyte from some line on tells: its rows, whether another table follows, and where the data begin."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from madang.ingest import encodings
from madang.ingest.delimited.dialect import Dialect, lines_of
from madang.ingest.delimited.records_exact import records
from madang.ingest.delimited.records_layout import OTHER_MARKS, Layout, first_line
from madang.ingest.no_table import NoRows, NotText, Prose, refuse_wide
from madang.ingest.readers._csv_lines import from_line
from madang.ingest.shape import Shape, are_labels, shape, split
from madang.ingest.shape.cell_kinds import kind_of, typed
from madang.ingest.shape.headers import headers
from madang.ingest.tables import Choices, Header

TABULAR = (".csv", ".tsv", ".tab", ".psv")
HEAD = 1 << 20
HEAD_ROWS = 2_000
SURE = 0.95  # of the cells of a column look alike: a cell that does not has moved
Rows = list[tuple[int, list[str]]]


def opening(path: Path, decision: encodings.Decision, line: int = 1) -> str:
    """The first megabyte of text from `line` on, cut after a whole line when the file goes on."""
    data = b""
    for block in from_line(encodings.text_blocks(path, decision), line):
        data += block
        if len(data) >= HEAD:
            break
    if len(data) < HEAD:
        return data.decode("utf-8", errors="ignore")
    data = data[:HEAD]
    cut = max(data.rfind(b"\n"), data.rfind(b"\r"))
    return data[: cut + 1 if cut > 0 else HEAD].decode("utf-8", errors="ignore")


def refuse_binary(name: str, head: str) -> None:
    """Raise `NotText` when a tenth of the head is NUL."""
    if head.count("\0") > len(head) / 10:
        raise NotText(name=name, nuls=head.count("\0"), bytes=len(head))


def numbered(head: str, dialect: Dialect, line: int = 1) -> Rows:
    """The records of the first lines of a head that begins `line`, each with the line that it begins in."""
    lines = lines_of(head)[:HEAD_ROWS]
    layout = Layout("", dialect, _usual_width(dialect, lines))
    return [
        (line + first, cells if cells is not None else _loose(dialect, lines[first]))
        for first, _, cells, _ in records(replace(layout, any_lines=True), lines, True)
    ]


def _usual_width(dialect: Dialect, lines: list[str]) -> int:
    """How many cells most of the lines have whose quotes are regular."""
    widths: Counter[int] = Counter()
    for line in lines[-500:]:
        try:
            widths[len(first_line(dialect, line))] += 1
        except csv.Error:
            continue
    return max(widths, key=lambda width: (widths[width] * (width > 1), widths[width]), default=1)


def _loose(dialect: Dialect, line: str) -> list[str]:
    return next(iter(dialect.reader([line])), [])


def first_part(rows: Rows, choices: Choices) -> tuple[Rows, int | None]:
    """The rows of the first table, and the line where the next one begins; a person's header rows mean one table."""
    if choices.get("header_rows") is not None:
        return rows, None
    parts = split([cells for _, cells in rows])
    if len(parts) < 2:
        return rows, None
    first, (begin, _) = rows[: parts[1][0]], parts[1]
    return first, rows[begin][0]


def first_rows(head: str, dialect: Dialect) -> list[list[str]]:
    """The rows of the table that a head begins with."""
    return [cells for _, cells in first_part(numbered(head, dialect), {})[0]]


@dataclass(frozen=True)
class Plan:
    """What the head of the table told. `above` are records before the data with their lines; `line` begins the data."""

    name: str
    shape: Shape
    headers: tuple[Header, ...]
    header_lines: tuple[int, ...]
    above: tuple[tuple[int, str], ...]
    line: int
    short: frozenset[int] = field(default=frozenset())
    typed: tuple[tuple[int, str, bool], ...] = ()
    usual: int = 0  # cells of most rows of data
    named: int = 0  # cells of the header

    def layout(self, dialect: Dialect) -> Layout:
        return Layout(self.name, dialect, self.shape.width, self.short, self.typed)


def plan_of(name: str, rows: Rows, after: int, dialect: Dialect, choices: Choices) -> Plan:
    """Find width, header rows and the first line of data. Raises `NoRows`, `TooManyColumns`, `Prose`.

    `after` is the line after the last of `rows`, where the data begin when the rows are only a header.
    """
    if not rows or not any(cell.strip() for _, cells in rows for cell in cells):
        raise NoRows(name=name)
    grid = [cells for _, cells in rows]
    wanted = choices.get("header_rows")
    chosen = None if wanted is None else [at for at, (line, _) in enumerate(rows) if line in wanted]
    found, grid = _header_elsewhere(shape(grid, chosen), grid, dialect)
    refuse_wide(name, found.width)
    _refuse_prose(name, grid, found.width, dialect, choices)
    above = tuple((rows[at][0], " ".join(grid[at])) for at in range(found.body) if at not in found.header)
    body = [cells for cells in grid[found.body :] if any(cell.strip() for cell in cells)]
    return Plan(
        name,
        found,
        headers([grid[at] for at in found.header], found.width),
        tuple(rows[at][0] for at in found.header),
        above,
        rows[found.body][0] if found.body < len(rows) else after,
        _short_rows(body, found.width),
        _typed_columns(body, found.width),
        Counter(map(len, body)).most_common(1)[0][0] if body else found.width,
        max((len(grid[at]) for at in found.header), default=0),
    )


def _header_elsewhere(found: Shape, grid: list[list[str]], dialect: Dialect) -> tuple[Shape, list[list[str]]]:
    """Mend a header whose own line is damaged: written with another delimiter, or with a blank cell more than the rows."""
    body = [cells for cells in grid[found.body :] if any(cell.strip() for cell in cells)]
    if len(body) < 2:
        return found, grid
    usual, count = Counter(map(len, body)).most_common(1)[0]
    if not found.header and found.body and count > len(body) / 2:
        labels = _labels_of(grid[found.body - 1], usual, dialect)
        if labels:
            at = found.body - 1
            return replace(found, header=(at,), width=usual), [*grid[:at], labels, *grid[at + 1 :]]
    if len(found.header) == 1 and count > len(body) * 0.8:
        at = found.header[0]
        named = [cell for cell in grid[at] if cell.strip()]
        if len(grid[at]) > usual == len(named):
            return replace(found, width=usual), [*grid[:at], named, *grid[at + 1 :]]
    return found, grid


def _labels_of(cells: list[str], width: int, dialect: Dialect) -> list[str] | None:
    """The labels in a line that another delimiter parts into exactly as many cells as the rows have."""
    line = dialect.delimiter.join(cells)
    for mark in OTHER_MARKS:
        if mark in line and mark != dialect.delimiter and width > 2:
            labels = _loose(replace(dialect, delimiter=mark, spaced=False), line)
            if len(labels) == width and are_labels(labels):
                return labels
    return None


def _refuse_prose(name: str, grid: list[list[str]], width: int, dialect: Dialect, choices: Choices) -> None:
    """Text that is no CSV by its name must look like a table: most lines of one width, of two cells or more.

    Nearly all lines where a colon and a blank part the cells: `author: name` stands in every readme.
    """
    if name.lower().endswith(TABULAR) or choices.get("delimiter"):
        return
    filled = [cells for cells in grid if any(cell.strip() for cell in cells)]
    fitting = [cells for cells in filled if len(cells) == width or (len(cells) > width and cells[width - 1].strip())]
    share = sum(1 for cells in fitting if not any(cell.strip() for cell in cells[width:]) and width > 1) / len(filled)
    if share < (0.9 if dialect.spaced and dialect.delimiter == ":" else 0.6) and len(filled) > 3:
        raise Prose(name=name, share=share)


def _short_rows(body: list[list[str]], width: int) -> frozenset[int]:
    """Widths below the table's whose missing cells at the end are surely empty ones that were left out.

    They are common (a tenth of the rows), or the columns that they lack are empty in every row.
    """
    widths = Counter(map(len, body))
    common = {one for one, count in widths.items() if 1 < one < width and count >= max(2, len(body) / 10)}
    if len(body) < 10:
        return frozenset(common)
    last = max((at for cells in body for at, cell in enumerate(cells[:width], 1) if cell.strip()), default=width)
    return frozenset(common | set(range(max(2, last), width)))


def _typed_columns(body: list[list[str]], width: int) -> tuple[tuple[int, str, bool], ...]:
    """(position, kind, whether cells may be empty) of each column whose cells nearly all look alike."""
    fitting = [cells for cells in body if len(cells) == width] or body
    found = typed(fitting, width, SURE) if len(fitting) >= 10 else {}
    return tuple(
        (at, kind, any(not kind_of(cells[at]) for cells in body if at < len(cells)) or any(len(c) <= at for c in body))
        for at, kind in found.items()
    )
