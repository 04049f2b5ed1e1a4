"""Writing a table as delimited text piece by piece, so that one piece can be damaged."""

from __future__ import annotations

from dataclasses import dataclass, field

from polluting.sources import Source


@dataclass
class Line:
    """A record as it is written: cells with their quotes, the marks between them, and its end."""

    cells: list[str]
    marks: list[str]
    end: str = "\r\n"
    lead: str = ""

    def __str__(self) -> str:
        marks = [*self.marks, self.end]
        return self.lead + "".join(cell + mark for cell, mark in zip(self.cells, marks, strict=True))


@dataclass
class Written:
    """A whole file, record by record. `quote` and `escape` are how cells are written."""

    source: Source
    delimiter: str = ","
    quote: str = '"'
    escape: str = '"'
    end: str = "\r\n"
    lines: list[Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = [self.source.header, *self.source.rows]
        self.lines = [self.line(row) for row in rows]

    def line(self, row: tuple[str, ...]) -> Line:
        cells = [self.cell(text, column in self.source.quoted) for column, text in enumerate(row)]
        return Line(cells, [self.delimiter] * (len(row) - 1), self.end)

    def cell(self, text: str, quoted: bool) -> str:
        """Quoted when the comma form needs it, whatever the delimiter: the paper changes marks, not cells."""
        inner = text.replace('"', self.escape + '"')
        quoted = quoted or any(sign in text for sign in (",", '"', "\n", "\r"))
        return f"{self.quote}{inner}{self.quote}" if quoted else inner

    def __str__(self) -> str:
        return "".join(map(str, self.lines))

    @property
    def truth(self) -> list[list[str]]:
        return [list(self.source.header), *(list(row) for row in self.source.rows)]
