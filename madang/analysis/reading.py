"""The tables of a run's roles, written to its scratch as one Parquet file each: the pinned revisions, read as whoever asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from madang.accounts.policy import readable
from madang.analysis.asking import question
from madang.analysis.inputs import revision_of, table_of
from madang.analysis.models import StudyRun
from madang.catalog.models import Dataset
from madang.catalog.tables import table
from madang.lib.problems import Problem
from madang.query import answer
from madang.query.limits import EXPORT
from madang.query.model import Table

MOST_ROWS = 3_000_000


class TooManyRows(Problem):
    en = "{table} has more than {most:,} rows for one role of a study. Narrow it with `where`, or publish a table of sums first."
    ko = (
        "{table}: 분석의 한 역할에 쓰기에는 행이 {most:,}개보다 많습니다. `where`로 줄이거나 합친 표를 먼저 게시하세요."
    )


class NoRows(Problem):
    en = "{table} has no rows for the role `{role}`{where_en}. Look at the condition, or choose another table."
    ko = "{table}에 `{role}` 역할로 쓸 행이 없습니다{where_ko}. 조건을 확인하거나 다른 표를 고르세요."


def read(run: StudyRun, role: str, target: Path, beat: Callable[[], None]) -> int:
    """Write the rows of one role to `target` and return how many. `beat` is called often and may raise to stop.

    Raises `TooManyRows`, `NoRows`, and what `policy.readable` and `query.answer` raise: rights may have changed since the start.
    """
    given = run.inputs[role]
    found = answer.answer(_table(run, given), question(given), EXPORT)
    rows = 0
    try:
        with pq.ParquetWriter(target, found.schema, compression="zstd") as writer:
            for batch in found.batches:
                beat()
                rows += batch.num_rows
                if rows > MOST_ROWS:
                    raise TooManyRows(table=_named(given), most=MOST_ROWS)
                writer.write_batch(batch)
    finally:
        found.close()
    if not rows:
        where = given["where"]
        raise NoRows(
            table=_named(given), role=role, where_en=f" where {where}" if where else "",
            where_ko=f"(조건: {where})" if where else "",
        )  # fmt: skip
    return rows


def _named(given: dict[str, Any]) -> str:
    return f"{given['dataset']}/{given['resource']}"


def _table(run: StudyRun, given: dict[str, Any]) -> Table:
    """Rows of restricted data go to studies alone, so `policy.readable` would refuse; `revision_of` asks who may run one."""
    resource = table_of(given["dataset"], given["resource"], run.actor)
    if resource.dataset.access == Dataset.Access.RESTRICTED:
        return table(revision_of(resource, run.actor, given["revision"]))
    return readable(run.actor, resource, revision=given["revision"])
