"""What a run would publish: for each table of its file one content, with a fingerprint that tells whether it is new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from django.conf import settings

from madang.catalog.models import Resource
from madang.ingest import assess, converting, handover, naming
from madang.ingest.models import Run
from madang.ingest.receipts import redact
from madang.lib.problems import Text
from madang.query.model import Column
from madang.store import Store

HIDING = assess.CHANGES
"""Decisions that change the rows. The original then holds what must not be seen, so it is withheld."""


@dataclass(frozen=True)
class Original:
    """The file behind a revision. `sha256` is empty when nobody may download it: the store then cannot be asked for it."""

    name: str = ""
    sha256: str = ""
    bytes: int = 0


@dataclass(frozen=True)
class Content:
    """What a new revision of one resource will hold; `plan` is absent for a kept file without a table."""

    resource: str
    kind: str
    title: Text
    fingerprint: str
    receipt: dict[str, Any]
    original: Original
    columns: tuple[Column, ...] = ()
    geometry: dict[str, Any] | None = None
    plan: converting.Plan | None = field(default=None, compare=False)
    sort_by: tuple[str, ...] = ()

    @property
    def lines(self) -> int:
        """Rows that the reader staged or refused; each must end as a row or as a reject."""
        assert self.plan is not None
        staged = self.plan.typed.staged
        return staged.rows + staged.reject_count

    def schema(self) -> pa.Schema:
        assert self.plan is not None
        return converting.schema(self.plan)

    def rows(self) -> Iterator[pa.RecordBatch]:
        assert self.plan is not None
        return converting.rows(self.plan, settings.MADANG["memory"])

    def rejects(self, fitted: int) -> Iterator[pa.Table]:
        assert self.plan is not None
        return converting.rejects(self.plan, fitted, settings.MADANG["memory"])


def contents(store: Store, run: Run, progress: handover.Progress) -> tuple[Content, ...]:
    """The contents of a run's file: one for each table, or the file itself when it has none."""
    tables = handover.typed(store, run, progress)
    if not tables:
        return (_file(run),)
    names = naming.resources([table.staged.name for table in tables], run.target.get("resource", ""))
    return tuple(
        _table(run, name, table, position) for position, (name, table) in enumerate(zip(names, tables, strict=True))
    )


def _table(run: Run, name: str, table: handover.Typed, position: int) -> Content:
    decisions = assess.changing(run, table.staged.name, HIDING)
    plan = converting.plan(table, decisions)
    receipt = {**run.receipt, "tables": run.receipt["tables"][position : position + 1]}
    receipt["findings"] = [f for f in run.receipt["findings"] if f["table"] in ("", table.staged.name)]
    if run.restricted or assess.changing(run, None, HIDING):  # a line of the file may be one of another of its tables
        receipt = redact.receipt(receipt, None if run.restricted else plan.hidden)
    return Content(
        resource=name,
        kind=Resource.Kind.LAYER if plan.geometry else Resource.Kind.TABLE,
        title=_title(table.staged.name),
        fingerprint=_digest(run.sha256, table.staged.name, plan),
        receipt=receipt,
        original=Original(run.file_name, "" if assess.changing(run, None, HIDING) else run.sha256, run.bytes),
        columns=plan.columns,
        geometry=plan.geometry,
        plan=plan,
    )


def _file(run: Run) -> Content:
    return Content(
        resource=run.target.get("resource") or "file",
        kind=Resource.Kind.FILE,
        title={},
        fingerprint=_digest(run.sha256, "file", None),
        receipt=run.receipt,
        original=Original(run.file_name, run.sha256, run.bytes),
    )


def _digest(sha256: str, table: str, plan: converting.Plan | None) -> str:
    """The bytes and every decision about how they become rows; the same again is nothing new."""
    read = plan and [[c.as_json() for c in plan.columns], plan.values, [h.name for h in plan.typed.staged.headers]]
    facts = plan and plan.typed.staged.facts
    words = json.dumps([sha256, table, read, facts], sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()


def _title(table: str) -> Text:
    """A sheet or layer is titled by its own name, in the language that its letters tell."""
    if not table:
        return {}
    return {"ko" if any("가" <= letter <= "힣" for letter in table) else "en": table}
