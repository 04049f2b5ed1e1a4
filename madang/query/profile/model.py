"""What is known of a column and of a table, as values and as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

Scalar = str | int | float | bool
"""A value as JSON has it; dates and moments are texts of ISO 8601."""


@dataclass(frozen=True)
class Bin:
    """How many rows lie from `low` to before `high`; the last bin of a histogram holds its `high` too (`closed`)."""

    low: Scalar
    high: Scalar
    rows: int
    closed: bool = False


@dataclass(frozen=True)
class Frequent:
    """A value and its rows. `cut`: only the beginning of a longer text."""

    value: Scalar
    rows: int
    cut: bool = False


@dataclass(frozen=True)
class Outlier:
    """A value far from the others, with the number of its row."""

    row: int
    value: float


@dataclass(frozen=True)
class Outliers:
    """Values below `below` or above `above`: three times the distance of the quartiles away from them (Tukey 1977, "far out")."""

    below: float
    above: float
    rows: int
    farthest: tuple[Outlier, ...]


@dataclass(frozen=True)
class Gap:
    """Between two days that are there, so many steps are not."""

    after: str
    before: str
    missing: int


@dataclass(frozen=True)
class Rhythm:
    """The usual distance between two days: `every` so many of `unit` (day, month); and where more is missing."""

    every: int
    unit: str
    gaps: tuple[Gap, ...]
    count: int


@dataclass(frozen=True)
class Share:
    """Texts of one shape (`서울-99`: 가 a syllable, A and a letters, 9 a digit) or script, among the rows that were looked at."""

    name: str
    rows: int


@dataclass(frozen=True)
class Texts:
    """Lengths of texts; their shapes and scripts among `looked` rows, spread evenly over the table when it is large."""

    shortest: int
    longest: int
    looked: int
    shapes: tuple[Share, ...]
    scripts: tuple[Share, ...]


@dataclass(frozen=True)
class Column:
    """A column. Figures that its type does not have are None or empty. `missing` rows have no value, `blank` an empty text.

    `approximate` names figures that are estimates, because the exact ones needed more memory or time than there is.
    """

    name: str
    type: str
    rows: int
    missing: int
    distinct: int | None = None
    blank: int = 0
    low: Scalar | None = None
    high: Scalar | None = None
    mean: float | None = None
    deviation: float | None = None
    quartiles: tuple[float, float, float] | None = None
    histogram: tuple[Bin, ...] = ()
    frequent: tuple[Frequent, ...] = ()
    outliers: Outliers | None = None
    rhythm: Rhythm | None = None
    texts: Texts | None = None
    approximate: tuple[str, ...] = ()

    @property
    def present(self) -> int:
        return self.rows - self.missing

    @property
    def unique(self) -> bool:
        """Whether each row has a value of its own."""
        return 0 < self.rows == self.distinct and not self.missing and "distinct" not in self.approximate

    @property
    def median(self) -> float | None:
        return self.quartiles[1] if self.quartiles else None


@dataclass(frozen=True)
class Profile:
    """A table: its columns in order, which of them name a row, and how many rows are there more than once (None: not counted)."""

    revision: str
    rows: int
    columns: tuple[Column, ...]
    keys: tuple[tuple[str, ...], ...] = ()
    repeated: int | None = None

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Profile:
        columns = tuple(_column(column) for column in value["columns"])
        keys = tuple(tuple(key) for key in value["keys"])
        return cls(**{**value, "columns": columns, "keys": keys})


def _column(value: dict[str, Any]) -> Column:
    found: dict[str, Any] = {
        "histogram": tuple(Bin(**each) for each in value["histogram"]),
        "frequent": tuple(Frequent(**each) for each in value["frequent"]),
        "approximate": tuple(value["approximate"]),
    }
    for name, read in {"quartiles": tuple, "outliers": _outliers, "rhythm": _rhythm, "texts": _texts}.items():
        found[name] = read(value[name]) if value[name] else None  # type: ignore[operator]
    return Column(**{**value, **found})


def _outliers(value: dict[str, Any]) -> Outliers:
    return Outliers(**{**value, "farthest": tuple(Outlier(**each) for each in value["farthest"])})


def _rhythm(value: dict[str, Any]) -> Rhythm:
    return Rhythm(**{**value, "gaps": tuple(Gap(**each) for each in value["gaps"])})


def _texts(value: dict[str, Any]) -> Texts:
    return Texts(**{**value, **{name: tuple(Share(**each) for each in value[name]) for name in ("shapes", "scripts")}})
