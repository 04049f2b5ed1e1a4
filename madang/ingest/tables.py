"""What the steps of a load hand to each other: a reading of the file, then staged tables, then columns with their types."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict, cast

from madang.lib.problems import Text
from madang.query.model import Type


class Choices(TypedDict, total=False):
    """How a person corrected the reading; everything absent is decided from the bytes. The same keys serve `--choice`."""

    encoding: str  # "cp949"
    delimiter: str
    quote: str
    header_rows: list[int]  # 1-based line numbers of the header, [] for none
    sheet: str  # read this sheet or archive member only
    types: dict[str, str]  # column name -> public name of a column type
    earlier_types: dict[str, str]  # chosen for an earlier revision: they hold for columns that are still there
    crs: str  # "EPSG:5174"
    language: str  # the city's first language, which settles what cannot be decided


def inside(choices: Choices) -> Choices:
    """The choices for what stands inside a member that `sheet` has chosen already."""
    kept = {key: value for key, value in choices.items() if key != "sheet"}
    return cast(Choices, kept)


@dataclass(frozen=True)
class Finding:
    """Something a person should know or must decide. `personal` and `breaking` findings block publication until decided."""

    code: str  # "resident-number"
    severity: str  # "info" | "warning" | "error" | "personal" | "breaking"
    text: Text  # what was found and what to do
    table: str = ""
    column: str = ""
    count: int = 0
    sample: tuple[str, ...] = ()  # masked for personal data

    @property
    def id(self) -> str:
        """The key under which a decision is kept: the same finding next time has the same id, and no other has it."""
        return ":".join((self.code, self.table.replace(":", "%3A"), self.column))


@dataclass(frozen=True)
class Header:
    """`header` is the publisher's to the letter (stacked rows joined by " / "); `name` is unique, never empty."""

    name: str
    header: str


@dataclass(frozen=True)
class Staged:
    """A table as text on disk, before types: Parquet with VARCHAR columns `c1`..`cn` in file order and BIGINT `line`.

    `line` is the 1-based line (or sheet row, or feature) that the row came from. Empty cells are NULL only when the format
    says so; an empty text cell is ''. Columns that the format types itself keep that Arrow type and stand in `native`.
    A geometry is a BLOB column `geometry` of WKB, in the coordinates of the file.
    """

    name: str  # sheet, layer or archive member; "" when the file is one table
    file: Path
    headers: tuple[Header, ...]
    rows: int
    native: frozenset[str] = frozenset()  # "c3": not text
    geometry_crs: str | None = None  # "EPSG:5174" as the file says; None without geometry
    rejects: Path | None = None  # Parquet: line BIGINT, reason_en, reason_ko, text VARCHAR
    reject_count: int = 0
    facts: dict[str, Any] = field(default_factory=dict)  # dialect, header_rows, furniture: shown in the receipt


@dataclass(frozen=True)
class Reading:
    """What became of a file: its tables, or why there is none and what would mend it."""

    format: str  # public name of the reader, or "file"
    tables: tuple[Staged, ...] = ()
    encoding: dict[str, Any] | None = None  # as in the receipt
    no_table: dict[str, Text] | None = None  # {"reason": Text, "remedy": Text}
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Inferred:
    """A column with its type and the evidence for it. `sql` turns the staged text into the value (DuckDB, reads `c<i>`)."""

    name: str
    header: str
    type: Type
    semantic: str  # public name of the column type that recognised it: "dong_code", "date"
    sql: str
    evidence: Text  # "number in all 423 rows except 2 and 9,204: `N/A`"
    nulls: int = 0
    null_words: dict[str, int] = field(default_factory=dict)
    distinct: int = 0
    values: dict[str, tuple[int, int]] | None = None  # each text, how often, line where first; of few, in long tables
    low: str | None = None
    high: str | None = None
    sample: tuple[str, ...] = ()
    unit: str = ""
    converted: Text | None = None  # "thousands separators removed"
