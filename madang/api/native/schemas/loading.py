"""Runs, uploads, schedules, receipts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import ConfigDict, Field

from madang.api.native.schemas.catalogue import Origin
from madang.api.native.schemas.shape import Shape, Words


class ReceiptFile(Shape):
    model_config = ConfigDict(extra="allow")
    name: str
    bytes: int
    sha256: str


class Receipt(Shape):
    """The account of a load, version 1: how the file was read, what its columns are, what was found, what was decided."""

    model_config = ConfigDict(extra="allow")
    version: int
    file: ReceiptFile
    encoding: dict[str, Any] | None
    tables: list[dict[str, Any]]
    findings: list[dict[str, Any]]


class Said(Shape):
    grave: bool
    text: Words


class ReceiptDifference(Shape):
    from_: ReceiptFile = Field(serialization_alias="from")
    to: ReceiptFile
    same: bool
    tables: list[dict[str, Any]]
    tables_gone: list[str]
    tables_new: list[str]
    said: list[Said]


class RevisionReceipt(Shape):
    revision: str
    origin: Origin
    receipt: Receipt | dict[str, Any] = Field(description="empty for what was not read from a file")
    since: ReceiptDifference | None = Field(description="what changed since the revision before")


class ReceiptsDiff(Shape):
    from_: str = Field(serialization_alias="from")
    to: str
    difference: ReceiptDifference


class RunFile(Shape):
    name: str
    sha256: str
    bytes: int | None


class Run(Shape):
    run: str
    state: str
    step: str
    file: RunFile
    target: dict[str, Any]
    rows_done: int
    receipt: dict[str, Any] | None
    reason: dict[str, Any] | None
    revisions: list[str]
    created_at: datetime
    finished_at: datetime | None
    url: str


class LastRun(Shape):
    run: str
    state: str
    reason: dict[str, Any] | None
    created_at: datetime
    url: str


class Schedule(Shape):
    schedule: str
    dataset: str
    resource: str | None
    source: str
    settings: dict[str, Any]
    cron: str
    words: Words
    time_zone: str
    choices: dict[str, Any]
    publish: bool
    paused: bool
    reason: dict[str, Any] | None
    next_at: datetime | None
    late: bool
    failures: int
    failing_since: datetime | None
    looks: int
    changed_at: datetime | None
    last_run: LastRun | None
    url: str


class Schedules(Shape):
    schedules: list[Schedule]


class Removed(Shape):
    removed: str


class Upload(Shape):
    upload: str
    state: str
    file_name: str
    length: int | None
    offset: int
    target: dict[str, Any]
    created_at: datetime
    expires_at: datetime | None
    url: str
    run: str | None


class Uploads(Shape):
    uploads: list[Upload]


class Part(Shape):
    start: int
    bytes: int
    sha256: str


class UploadWithParts(Upload):
    parts: list[Part]
