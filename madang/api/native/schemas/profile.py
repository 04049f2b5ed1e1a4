"""What the columns of a table hold, and how good a dataset is."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from madang.api.native.schemas.catalogue import Origin
from madang.api.native.schemas.shape import Shape, Words

Scalar = str | int | float | bool


class Bar(Shape):
    """Rows from `low` to before `high`; the last bar holds its `high` too."""

    low: Scalar
    high: Scalar
    rows: int
    closed: bool


class FrequentValue(Shape):
    value: Scalar
    rows: int
    cut: bool = Field(description="only the beginning of a longer text")


class Outlier(Shape):
    row: int = Field(description="the number of the row in this revision: `where=_row = 17`")
    value: float


class Outliers(Shape):
    """Values farther from the quartiles than three times their distance (Tukey 1977, far out)."""

    below: float
    above: float
    rows: int
    farthest: list[Outlier]


class Gap(Shape):
    after: str
    before: str
    missing: int = Field(description="how many steps are not there")


class Rhythm(Shape):
    """The usual distance between two days that occur, and where more is missing."""

    every: int
    unit: Literal["day", "month"]
    gaps: list[Gap] = Field(description="the widest")
    count: int


class Share(Shape):
    name: str
    rows: int


class Texts(Shape):
    """Lengths; shapes and scripts among `looked` rows, which are spread evenly over a large table."""

    shortest: int
    longest: int
    looked: int
    shapes: list[Share] = Field(description="A and a stand for letters, 9 for a digit, 가 for syllables")
    scripts: list[Share]


class ColumnProfile(Shape):
    """What a column holds. Figures that its type does not have are null or empty lists."""

    name: str
    type: str
    rows: int
    missing: int
    distinct: int | None
    blank: int = Field(description="empty texts, which are not missing")
    low: Scalar | None
    high: Scalar | None
    mean: float | None
    deviation: float | None = Field(description="of a sample")
    quartiles: list[float] | None
    histogram: list[Bar]
    frequent: list[FrequentValue] = Field(description="at most ten values that are there more than once")
    outliers: Outliers | None
    rhythm: Rhythm | None
    texts: Texts | None
    approximate: list[str] = Field(description="figures that are estimates; all others are exact")


class TableProfile(Shape):
    """The profile of a revision: counted once, and never another."""

    dataset: str
    resource: str
    revision: str
    published_at: datetime | None
    origin: Origin
    rows: int
    columns: list[ColumnProfile]
    keys: list[list[str]] = Field(description="columns that name a row, alone or in pairs")
    repeated: int | None = Field(description="rows that repeat another one; null: not counted")


class QualityReason(Shape):
    code: str
    dimension: str
    points: float
    of: int
    text: Words
    todo: Words = Field(description="what to do; empty when all points are there")


class Quality(Shape):
    """The score of a dataset, with a reason for each part."""

    dataset: str
    points: float
    of: int
    reasons: list[QualityReason]
