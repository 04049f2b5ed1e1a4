"""Datasets, resources, columns, revisions, use."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from pydantic import Field

from madang.api.native.schemas.shape import Shape, Words

Origin = Literal["observed", "derived", "generated"]


class Named(Shape):
    """An organisation or a theme."""

    slug: str
    name: Words


class Licence(Named):
    url: str
    attribution: Words = Field(description="the words to print beside the data")


class Period(Shape):
    """The days that the values are about."""

    start: date | None
    end: date | None


class Column(Shape):
    """A column of the current revision, with what people say of it."""

    name: str
    type: str
    semantic: str = ""
    unit: str = ""
    label: Words
    description: Words
    missing: Words = Field(description="why a value may be missing")
    codes: dict[str, Words] = Field(description="what each code means")
    refers_to: str | None = Field(
        None, description="dataset/table whose key these values are; absent when you may not see it"
    )


class Columns(Shape):
    columns: list[Column]


class Matches(Shape):
    """How many different values of a column find a row of the table that it was said to refer to."""

    column: str
    refers_to: str
    values: int
    found: int
    missing: list[str] = Field(description="the first values without a row")
    more: bool = Field(description="there are more values than were looked up")


class Described(Columns):
    references: list[Matches] = Field(description="of columns whose `refers_to` was changed")


class Original(Shape):
    """The file as it came."""

    sha256: str
    bytes: int
    name: str | None = None
    media_type: str | None = None


class Geometry(Shape):
    """Which column holds the shapes of a layer, of which kind, in which system of coordinates, and where they lie."""

    column: str = "geometry"
    kind: str | None = None
    crs: str | None = None
    bbox: list[float] | None = Field(None, description="west, south, east, north")


class Revision(Shape):
    revision: str
    number: int
    state: Literal["ready", "published"]
    published_at: datetime | None
    original: Original
    manifest_sha256: str
    url: str
    rows: int | None = Field(description="null: a file without a table")
    rejects: int = Field(description="rows of the file that could not be read")
    geometry: Geometry | None
    origin: Origin


class Tombstone(Shape):
    """What is left of a revision that was withdrawn."""

    revision: str
    number: int
    state: Literal["withdrawn"]
    published_at: datetime | None
    original: Original
    manifest_sha256: str
    url: str
    withdrawn_at: datetime | None
    reason: str


class Revisions(Shape):
    revisions: list[Revision | Tombstone]


class Resource(Shape):
    """One table, layer, file or link; addresses only of what this reader may have."""

    name: str
    title: Words
    description: Words
    kind: Literal["table", "layer", "file", "link", "live"]
    link: str | None
    columns: list[Column]
    revision: Revision | Tombstone | None = Field(description="the current one")
    rows_url: str | None
    files: dict[str, str] = Field(description="addresses of the whole, by extension; `original` is the file as it came")
    url: str


class Addressing(Shape):
    """By which names clients of other portals know a table."""

    services: list[str] = Field(description="SERVICE of Seoul's dialect, a table of CKAN's; the first is the main one")
    arguments: list[str] = Field(
        description="columns that Seoul's dialect filters by place; none: all columns in order"
    )
    key: list[str] = Field(description="columns that together name a row")


class Found(Shape):
    """A dataset as it is found."""

    slug: str
    title: Words
    description: Words
    organisation: Named
    theme: Named | None
    licence: Licence
    keywords: dict[str, list[str]]
    source: Words
    method: Words
    origin: Origin
    access: Literal["open", "internal", "restricted"]
    state: str
    cycle: str
    freshness: Literal["fresh", "late", "open-ended", "empty"]
    spatial: Words
    period: Period
    contact: str
    custom: dict[str, Any] = Field(description="the city's own fields")
    issued: datetime | None
    modified: datetime
    url: str


class OpenReports(Shape):
    """How many reports of errors wait for an answer or for what was promised."""

    open: int
    url: str


class Dataset(Found):
    """A dataset with its resources."""

    resources: list[Resource]
    reports: OpenReports


class Facet(Shape):
    value: str
    count: int


class Datasets(Shape):
    """A page of hits."""

    total: int
    returned: int
    complete: bool
    near: bool = Field(description="nothing fitted; these only resemble what was asked")
    sure: int = Field(description="how many of the total fit all words; they come first when the best match does")
    meant: str = Field(description="the words that were looked for instead of those that stand nowhere, else empty")
    next: str | None
    datasets: list[Found]
    facets: dict[str, list[Facet]]


class Day(Shape):
    day: date
    resource: str
    dialect: str
    format: str
    requests: int
    rows: int
    refused: int


class Usage(Shape):
    dataset: str
    from_: date = Field(serialization_alias="from")
    to: date
    requests: int
    rows: int
    refused: int
    days: list[Day]
