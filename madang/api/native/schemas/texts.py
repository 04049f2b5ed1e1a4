"""Stories and indicators."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from madang.api.native.schemas.catalogue import Named, Origin
from madang.api.native.schemas.shape import Shape, Words


class Shows(Shape):
    """A revision that a story shows, or that an indicator is computed of."""

    dataset: str
    resource: str
    revision: str
    number: int
    origin: Origin


class Story(Shape):
    """The version of a story that readers see."""

    slug: str
    version: int
    title: Words
    summary: Words
    authors: list[str]
    organisation: Named
    published_at: datetime
    follows: bool = Field(description="figures follow new data; else they stay as they were")
    languages: list[str] = Field(description="the languages of the text")
    page: str
    permalink: str = Field(description="this version, for ever the same")
    url: str


class StoryTold(Story):
    """A story with its text and the revisions that it was written with."""

    text: Words = Field(description="Markdown, with `[[...]]` for numbers and addresses of charts and maps")
    revisions: list[Shows]
    versions: list[int]


class Stories(Shape):
    total: int
    returned: int
    stories: list[Story]


class At(Shape):
    """A value that was or shall be."""

    period: str
    value: float


class Point(Shape):
    """The value of a period beside the path."""

    period: str
    value: float | None
    expected: float | None = Field(
        description="where the straight way from baseline to target stands; null before the baseline"
    )
    unknown: float | None = Field(description="the share of rows that lack a value, 0 to 1")
    rows: int


class Asked(Shape):
    """The question of an indicator."""

    dataset: str | None
    resource: str | None
    measure: str
    period: str
    where: str
    rows_url: str | None


class Indicator(Shape):
    """An indicator with its newest value."""

    slug: str
    title: Words
    unit: Words
    organisation: Named
    status: Literal["reached", "on-track", "off-track", "missed", "no-data", "broken"]
    why: Words | None = Field(description="why it cannot be computed now; the values are then the last known ones")
    newest: Point | None
    target: At
    origin: Origin
    page: str
    url: str


class IndicatorTold(Indicator):
    """An indicator with its definition and all values."""

    definition: Words
    direction: Literal["more", "less"]
    cycle: str
    sdg: str | None = Field(description="a goal or target of the Sustainable Development Goals")
    baseline: At
    milestones: list[At]
    target_source: Words
    question: Asked
    per: Asked | None = Field(description="what it is divided by")
    times: float
    late_since: datetime | None
    gone: float | None = Field(description="the share of the way from baseline to target that is gone")
    pace: float | None = Field(description="change in a year, of the newest five values")
    projected: float | None = Field(description="the value at the target's date if the pace stays")
    revisions: list[Shows]
    points: list[Point]


class Indicators(Shape):
    total: int
    returned: int
    indicators: list[Indicator]
