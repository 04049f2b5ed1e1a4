"""Requests for data, reports of errors, and what the city says to them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from madang.api.native.schemas.catalogue import Named
from madang.api.native.schemas.shape import Shape


class Event(Shape):
    """A line of the public history."""

    at: datetime
    what: Literal["answered", "assigned", "replied", "merged", "opened", "hidden"]
    state: str
    words: str
    language: str
    reason: str = Field(description="why data are not published, by a word of a list; else empty")
    planned_on: date | None
    dataset: str | None = Field(
        description="the dataset that the answer names; null when there is none that you may see"
    )
    revision: str | None
    organisation: Named | None


class Request(Shape):
    """What somebody asked the city to publish. Who asked is not kept."""

    request: str
    text: str
    language: str
    place: str
    period: str
    purpose: str
    state: Literal["waiting", "question", "planned", "partly", "published", "declined"]
    since: datetime = Field(description="in this state since")
    overdue: bool
    planned_on: date | None
    wanted: int = Field(description="who asked, asked the same again, or supports it")
    organisation: Named | None = Field(description="who must answer; null while nobody was named")
    asked_at: datetime
    page: str
    url: str


class RequestTold(Request):
    """A request with its history."""

    merged_into: str | None
    history: list[Event]


class Requests(Shape):
    total: int
    returned: int
    complete: bool
    next: str | None
    requests: list[Request]


class Report(Shape):
    """An error that somebody saw. Reports of personal data stand here only when they are handled, without their words."""

    report: str
    kind: Literal["wrong", "outdated", "broken", "personal", "unclear", "other"]
    text: str
    language: str
    dataset: str
    resource: str | None
    revision: str | None
    column: str | None
    row: str | None
    value: str | None = Field(description="as it was seen")
    state: Literal["open", "planned", "mended", "right"]
    since: datetime
    overdue: bool
    planned_on: date | None
    mended_in: str | None
    asked_at: datetime
    page: str
    url: str


class ReportTold(Report):
    """A report with its history."""

    history: list[Event]


class Reports(Shape):
    total: int
    returned: int
    complete: bool
    next: str | None
    reports: list[Report]
