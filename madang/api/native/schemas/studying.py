"""Studies: what they declare, how a run goes, what it found."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from madang.api.native.schemas.catalogue import Origin
from madang.api.native.schemas.shape import Shape, Words


class StudyListed(Shape):
    study: str
    version: int = Field(description="raised when the same inputs give another result")
    title: Words
    summary: Words
    url: str


class Studies(Shape):
    studies: list[StudyListed]


class StudyColumn(Shape):
    """A column that a role needs of its table."""

    name: str
    label: Words
    description: Words
    types: list[str]
    required: bool
    many: bool = Field(description="several columns may be given, with a weight each")


class StudyRole(Shape):
    name: str
    label: Words
    description: Words
    required: bool
    columns: list[StudyColumn]
    tables_url: str = Field(description="tables of the catalogue that fit")


class StudyParameter(Shape):
    name: str
    label: Words
    description: Words
    kind: Literal["number", "integer", "choice", "flag", "text"]
    default: Any
    low: float | None
    high: float | None
    choices: dict[str, Words]
    unit: str
    advanced: bool


class StudyYieldColumn(Shape):
    name: str
    type: str
    semantic: str
    unit: str
    label: Words
    description: Words


class StudyYield(Shape):
    """A table that a run publishes."""

    name: str
    label: Words
    description: Words
    columns: list[StudyYieldColumn]


class Study(StudyListed):
    reads: list[StudyRole]
    parameters: list[StudyParameter]
    yields: list[StudyYield]
    runs_url: str


class StudyGuess(Shape):
    column: str
    reason: Words


class StudyTable(Shape):
    dataset: str
    resource: str
    title: Words
    reason: Words
    sure: bool = Field(description="its title and its columns fit")
    columns: dict[str, StudyGuess] = Field(description="the column guessed for each role of columns")


class StudyTables(Shape):
    study: str
    role: str
    tables: list[StudyTable]


class StudyInput(Shape):
    """The revision that plays a role, pinned when the run began."""

    dataset: str
    resource: str
    revision: str
    number: int
    title: Words
    origin: Origin
    access: str
    licence: str
    columns: dict[str, list[str]]
    weights: dict[str, list[float]]
    where: str


class StudyRun(Shape):
    run: str
    study: str
    version: int
    title: Words
    state: Literal["waiting", "running", "draft", "published", "failed", "cancelled"]
    step: Literal["read", "compute", "publish"]
    progress: float = Field(description="of the present step, 0 to 1")
    said: Words = Field(description="what it does just now")
    before: int = Field(description="your runs that come first")
    inputs: dict[str, StudyInput]
    parameters: dict[str, Any]
    seed: int
    organisation: str | None
    reason: Words | None = Field(description="why it failed, or why it stays a draft")
    costs: dict[str, float] = Field(description="seconds, cpu_seconds, memory_mb")
    created_at: datetime
    finished_at: datetime | None
    result_url: str | None
    url: str


class StudyRuns(Shape):
    runs: list[StudyRun]


class StudyResultTable(Shape):
    name: str
    rows: int
    dataset: str | None = Field(description="none while the run is a draft")
    resource: str | None
    revision: str | None
    rows_url: str | None


class StudyFile(Shape):
    name: str
    media_type: str
    bytes: int
    url: str


class StudyResult(Shape):
    """What a run found. Report and certificates stand in `files`, as do the tables of a draft."""

    run: str
    study: str
    version: int
    seed: int
    dataset: str | None
    dataset_url: str | None
    origin: Origin
    tables: list[StudyResultTable]
    quality: dict[str, Any]
    files: list[StudyFile]
    url: str
