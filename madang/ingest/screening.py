"""Rows that are typed already are looked into like those of a file: what a study computed may name people too.

While they are written to the revision they are staged beside it; then the checks for personal data run over them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.utils import timezone

from madang.ingest.check import check
from madang.ingest.infer import infer
from madang.ingest.staging import Stage
from madang.ingest.tables import Finding, Header
from madang.lib.problems import Problem
from madang.query.model import Column, Type


class NamesPeople(Problem):
    en = "{resource}: findings about people wait for a decision: {findings}. Change the rows, or give the reason for each as `justified`."
    ko = "{resource}: 사람에 관한 항목이 결정을 기다립니다: {findings}. 행을 고치거나, 항목마다 사유를 `justified`로 주세요."


class Screen:
    """Stages the rows that pass through `rows`; then `findings` says what stands in them. `folder` is scratch."""

    def __init__(self, folder: Path, schema: pa.Schema, columns: Sequence[Column]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        asked = [column.name for column in columns if column.type is not Type.GEOMETRY]
        self._fields = [
            (name, schema.field(name).type) for name in asked if not pa.types.is_binary(schema.field(name).type)
        ]
        kinds = {f"c{number}": kind for number, (_, kind) in enumerate(self._fields, 1) if not _is_text(kind)}
        self._stage = Stage(folder, "", [Header(name, name) for name, _ in self._fields], kinds)
        self._done = 0

    def rows(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The same batches; each is staged on its way."""
        with self._stage:
            for batch in batches:
                self._stage.write(self._staged(batch))
                yield batch

    def findings(self) -> list[Finding]:
        """What is personal in the rows that have passed."""
        staged = self._stage.staged({})
        return [finding for finding in check(staged, infer(staged, {})) if finding.severity == "personal"]

    def _staged(self, batch: pa.RecordBatch) -> pa.Table:
        lines = pa.array(range(self._done + 1, self._done + batch.num_rows + 1), pa.int64())
        self._done += batch.num_rows
        arrays = [batch.column(batch.schema.names.index(name)) for name, _ in self._fields]
        return pa.Table.from_arrays([*arrays, lines], names=[*self._stage.schema.names]).cast(self._stage.schema)


@contextmanager
def opened(folder: Path, schema: pa.Schema, columns: Sequence[Column]) -> Iterator[Screen]:
    """A screen whose scratch goes at the end."""
    try:
        yield Screen(folder, schema, columns)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def settled(resource: str, findings: Sequence[Finding], justified: Mapping[str, str], by: str) -> list[dict[str, Any]]:
    """The findings as a receipt tells them, each with the reason for its id: none for all, as none knows what rows will bring.

    Raises `NamesPeople` for those without one.
    """
    open_ = [finding.id for finding in findings if not justified.get(finding.id, "").strip()]
    if open_:
        raise NamesPeople(resource=resource, findings=", ".join(open_))
    return [
        {
            "id": finding.id, "code": finding.code, "severity": finding.severity, "table": "", "column": finding.column,
            "count": finding.count, "text": finding.text, "sample": list(finding.sample),
            "decision": {"what": "justify", "why": justified[finding.id], "by": by, "at": timezone.now().isoformat()},
        }
        for finding in findings
    ]  # fmt: skip
