"""Answers with rows, and citations of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from madang.api.native.schemas.catalogue import Origin
from madang.api.native.schemas.shape import Shape, Words

Row = dict[str, Any]


class AnswerColumn(Shape):
    name: str
    type: str
    semantic: str
    unit: str


class Facts(Shape):
    """What every answer says of itself."""

    dataset: str
    resource: str
    revision: str
    published_at: datetime | None
    origin: Origin
    columns: list[AnswerColumn]
    total: int | None = Field(description="rows that the question has; null when `count=false` spared the count")
    returned: int | None = Field(description="how many of them these are")
    complete: bool
    next: str | None = Field(description="where the next rows are; it names the revision")


class Rows(Facts):
    rows: list[Row]


class Feature(Shape):
    type: Literal["Feature"]
    geometry: dict[str, Any] | None
    properties: Row | None


class FeatureCollection(Shape):
    """GeoJSON (RFC 7946), in degrees; `madang` says what the answer says of itself."""

    type: Literal["FeatureCollection"]
    madang: Facts
    features: list[Feature]


class SqlTable(Shape):
    dataset: str
    resource: str
    revision: str
    published_at: datetime | None
    origin: Origin


class SqlFacts(Shape):
    tables: list[SqlTable]
    origin: Origin | None
    columns: list[AnswerColumn]
    total: int | None
    returned: int
    complete: bool
    next: None


class SqlRows(SqlFacts):
    rows: list[Row]


class SqlFeatureCollection(Shape):
    type: Literal["FeatureCollection"]
    madang: SqlFacts
    features: list[Feature]


class CitedTable(SqlTable):
    number: int


class Fingerprint(Shape):
    rule: str
    sha256: str


class Cite(Shape):
    text: str
    bibtex: str


class Citation(Shape):
    citation: str
    question: dict[str, str]
    sql: str | None
    tables: list[CitedTable]
    rows: int
    fingerprint: Fingerprint
    software: str
    created_at: datetime
    rows_url: str | None
    cite: dict[str, Cite] = Field(description="how to cite it, by language")
    page: str
    url: str


class Asked(Shape):
    """The answer of one state of the data, compared with the cited one."""

    revisions: list[str]
    state: Literal["same", "differs", "unanswerable", "withdrawn"]
    rows: int | None = None
    fingerprint: str | None = None
    added: int | None = None
    removed: int | None = None
    withdrawn_at: datetime | None = None
    reason: str | None = None
    texts: Words | None = None
    is_cited: bool | None = None


class Verified(Shape):
    citation: str
    verified_at: datetime
    software: str
    cited: Asked
    current: Asked | None
