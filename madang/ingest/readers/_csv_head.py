"""What the first megabyte of delimited text tells: its rows, its tables, and where the data of each begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from madang.ingest import dialect as dialects
from madang.ingest import encodings
from madang.ingest.headers import headers
from madang.ingest.no_table import NoRows, NotText, Prose, refuse_wide
from madang.ingest.shape import Shape, shape, split
from madang.ingest.tables import Choices, Header

TABULAR = (".csv", ".tsv", ".tab", ".psv")
HEAD = 1 << 20
HEAD_ROWS = 1_000
Rows = list[tuple[int, list[str]]]


def opening(path: Path, decision: encodings.Decision) -> str:
    """The first megabyte as text, cut after a whole line when the file goes on."""
    data = b""
    for block in encodings.text_blocks(path, decision):
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


def numbered(head: str, dialect: dialects.Dialect) -> Iterator[tuple[int, list[str]]]:
    """The first thousand lines as rows of cells, each with the line that it begins in."""
    reader = dialect.reader(dialects.lines_of(head))
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1
        if line > HEAD_ROWS:
            return


def parts_of(rows: Rows, dialect: dialects.Dialect, head: str, choices: Choices) -> list[tuple[Rows, list[str]]]:
    """Rows and lines of each table in the head, when there are several; a person's header rows mean one table."""
    if choices.get("header_rows") is not None or len(rows) >= HEAD_ROWS:
        return []
    lines = dialects.lines_of(head)
    parts = split([cells for _, cells in rows])
    starts = [rows[first][0] for first, _ in parts] + [len(lines) + 1]
    return [
        (rows[first : parts[at + 1][0] if at + 1 < len(parts) else None], lines[starts[at] - 1 : starts[at + 1] - 1])
        for at, (first, _) in enumerate(parts)
    ]


@dataclass(frozen=True)
class Plan:
    """What the head of the file told. `above` are records before the data with their lines; `line` begins the data."""

    name: str
    shape: Shape
    headers: tuple[Header, ...]
    header_lines: tuple[int, ...]
    above: tuple[tuple[int, str], ...]
    line: int
    short: frozenset[int] = field(default=frozenset())


def plan_of(name: str, rows: Rows, after: int, choices: Choices) -> Plan:
    """Find width, header rows and the first line of data. Raises `NoRows`, `TooManyColumns`, `Prose`.

    `after` is the line after the last of `rows`, where the data begin when the rows are only a header.
    """
    if not rows or not any(cell.strip() for _, cells in rows for cell in cells):
        raise NoRows(name=name)
    grid = [cells for _, cells in rows]
    wanted = choices.get("header_rows")
    chosen = None if wanted is None else [at for at, (line, _) in enumerate(rows) if line in wanted]
    found = shape(grid, chosen)
    refuse_wide(name, found.width)
    _refuse_prose(name, grid, found.width, choices)
    above = tuple((rows[at][0], " ".join(grid[at])) for at in range(found.body) if at not in found.header)
    return Plan(
        name,
        found,
        headers([grid[at] for at in found.header], found.width),
        tuple(rows[at][0] for at in found.header),
        above,
        rows[found.body][0] if found.body < len(rows) else after,
        _short_rows(grid[found.body :], found.width),
    )


def _refuse_prose(name: str, grid: list[list[str]], width: int, choices: Choices) -> None:
    """Text that is no CSV by its name must look like a table: most lines of one width, of two cells or more."""
    if name.lower().endswith(TABULAR) or choices.get("delimiter"):
        return
    filled = [cells for cells in grid if any(cell.strip() for cell in cells)]
    fitting = [cells for cells in filled if len(cells) == width or (len(cells) > width and cells[width - 1].strip())]
    share = sum(1 for cells in fitting if not any(cell.strip() for cell in cells[width:]) and width > 1) / len(filled)
    if share < 0.6 and len(filled) > 3:
        raise Prose(name=name, share=share)


def _short_rows(body: list[list[str]], width: int) -> frozenset[int]:
    """Widths below the table's that are common enough (a tenth of the rows) to be left-out empty cells at the end."""
    widths = [len(cells) for cells in body if any(cell.strip() for cell in cells)]
    return frozenset(one for one in set(widths) if 1 < one < width and widths.count(one) >= max(2, len(widths) / 10))
