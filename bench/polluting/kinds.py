"""The kinds of pollution of the Pollock paper, at every place or at a sample of places.

After Vitagliano, Hameed, Jiang, Reisener, Wu and Naumann, "Pollock: A Data Loading Benchmark", PVLDB 16(8), 2023, and the
programs that its authors published with it. What counts as right follows them: a cell keeps an added stray quote; a lost or an
added delimiter changes nothing in the cells that are expected; stacked header rows are joined by a space; of several
tables the first is expected; an unescaped quote is part of its cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from polluting.sources import Source
from polluting.text import Line, Written

Grid = list[list[str]]

WEIGHTS = {
    "source": 1,
    "no payload": 15,
    "no trailing newline": 184,
    "double trailing newline": 5,
    "no header": 470,
    "header of 2 rows": 47,
    "header of 3 rows": 47,
    "preamble": 282,
    "second table, same columns": 62.67,
    "second table, more columns": 62.67,
    "second table, fewer columns": 62.67,
    "header only": 3,
    "one data row": 4,
    "records end with CR": 7,
    "records end with LF": 1691,
    "delimiter tab": 4,
    "delimiter ;": 834,
    "delimiter space": 4,
    "delimiter comma and space": 101,
    "quote '": 11,
    "escape \\": 1,
    "escape missing": 7,
    "row with a delimiter less": 247,
    "row with a delimiter more": 278,
    "row with other delimiters": 12,
    "cell with a quote more": 7,
}
"""How many of the real files of the paper's survey showed each kind (pollock_weights.json of its programs), summed per kind."""

FILES = {
    "row with a delimiter less": 672,
    "row with a delimiter more": 756,
    "cell with a quote more": 756,
    "row with other delimiters": 84,
}
"""How many files of the paper's own set are of the kinds of which there are several."""


@dataclass(frozen=True, eq=False)
class Polluted:
    """A file with its truth: the first row is the header as it is expected, or the first data row when there is none."""

    kind: str
    name: str
    data: bytes
    truth: Grid


def paper(source: Source, every: int) -> Iterator[Polluted]:
    """Every kind of the paper; the kinds of one row or cell at each place (`every` 1) or at each `every`-th."""
    yield from _whole(source)
    yield from _marks(source)
    yield from _tables(source)
    clean = _Clean(source)
    places = [(row, column) for row in range(len(source.rows) + 1) for column in range(len(source.header))]
    for row, column in places[::every]:
        yield from _one_cell(clean, row, column)
    for row in range(0, len(source.rows) + 1, min(every, 4)):
        line = clean.line(row)
        line.marks = [" "] * len(line.marks)
        yield clean.with_line(row, line, "row with other delimiters", f"row {row}")


class _Clean:
    """A clean file written once, of which single lines are damaged."""

    def __init__(self, source: Source) -> None:
        self.written = Written(source)
        self.texts, self.truth = [str(line) for line in self.written.lines], self.written.truth

    def line(self, row: int) -> Line:
        """A copy of a line, to be damaged."""
        line = self.written.lines[row]
        return replace(line, cells=[*line.cells], marks=[*line.marks])

    def with_line(self, row: int, line: Line, kind: str, place: str, truth: Grid | None = None) -> Polluted:
        text = "".join([*self.texts[:row], str(line), *self.texts[row + 1 :]])
        return made(self.written.source, kind, place, text, truth or self.truth)


def made(source: Source, kind: str, place: str, text: str, truth: Grid, encoding: str = "utf-8") -> Polluted:
    return Polluted(kind, f"{source.name}: {kind} {place}".strip(), text.encode(encoding), truth)


def _whole(source: Source) -> Iterator[Polluted]:
    clean = Written(source)
    text, truth = str(clean), clean.truth
    lines = [str(line) for line in clean.lines]
    body, width = "".join(lines[1:]), len(source.header)
    yield made(source, "source", "", text, truth)
    yield made(source, "no payload", "", "", [])
    yield made(source, "no trailing newline", "", text.removesuffix("\r\n"), truth)
    yield made(source, "double trailing newline", "", text + "\r\n", truth)
    yield made(source, "no header", "", body, truth[1:])
    for count in (2, 3):
        stacked = [" ".join([label] * count) for label in source.header]
        yield made(source, f"header of {count} rows", "", lines[0] * count + body, [stacked, *truth[1:]])
    empty = "," * (width - 1) + "\r\n"
    yield made(source, "preamble", "", "PREAMBLE" + empty + empty + text, truth)
    yield made(source, "header only", "", lines[0], truth[:1])
    yield made(source, "one data row", "", lines[0] + lines[1], truth[:2])


def _marks(source: Source) -> Iterator[Polluted]:
    """Another mark in the whole file. Only the mark changes: cells that hold the new one are not quoted for it."""
    variants: dict[str, dict[str, str]] = {
        "records end with CR": {"end": "\r"},
        "records end with LF": {"end": "\n"},
        "delimiter tab": {"delimiter": "\t"},
        "delimiter ;": {"delimiter": ";"},
        "delimiter space": {"delimiter": " "},
        "delimiter comma and space": {"delimiter": ", "},
        "quote '": {"quote": "'"},
        "escape \\": {"escape": "\\"},
        "escape missing": {"escape": ""},
    }
    for kind, marks in variants.items():
        written = Written(source, **marks)
        yield made(source, kind, "", str(written), written.truth)


def _tables(source: Source) -> Iterator[Polluted]:
    clean = Written(source)
    for kind, change in (("same", 0), ("more", 1), ("fewer", -1)):
        width = len(source.header) + change
        second = [
            (*row, "col1" if at == 0 else row[-1])[:width] for at, row in enumerate([source.header, *source.rows])
        ]
        text = str(clean) + "".join(str(clean.line(row)) for row in second)
        yield made(source, f"second table, {kind} columns", "", text, clean.truth)


def _one_cell(clean: _Clean, row: int, column: int) -> Iterator[Polluted]:
    place = f"row {row} column {column}"
    if column:
        less = clean.line(row)
        less.marks[column - 1] = ""
        yield clean.with_line(row, less, "row with a delimiter less", place)
    more = clean.line(row)
    if column:
        more.marks[column - 1] = ",,"
    else:
        more.lead = ","
    yield clean.with_line(row, more, "row with a delimiter more", place)
    stray = clean.line(row)
    cell = stray.cells[column]
    at = 1 if cell.startswith('"') else 0
    stray.cells[column] = cell[:at] + '"' + cell[at:]
    cells = [*clean.truth[row]]
    cells[column] = '"' + cells[column]
    truth = [*clean.truth[:row], cells, *clean.truth[row + 1 :]]
    yield clean.with_line(row, stray, "cell with a quote more", place, truth)
