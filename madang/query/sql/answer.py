"""The two calls of this package: `read` a statement, then `run` it over the tables that it names."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from madang.query import metering
from madang.query.answer import Answer
from madang.query.limits import TooMuchMemory, TooSlow
from madang.query.model import Table
from madang.query.sql import complaints, frames, pool, problems
from madang.query.sql.kept import Kept
from madang.query.sql.limits import LIMITS, READ_SECONDS, SqlLimits
from madang.query.sql.process import Died, DiedIdle, Gone, Late
from madang.query.sql.statement import DUCKDB, Checked, Named
from madang.store import serving

log = logging.getLogger(__name__)
ATTEMPTS = 3
Shown = Sequence[tuple[str | None, str]]


def _stays() -> bool:
    return False


def read(
    text: str, limits: SqlLimits = LIMITS, gone: Callable[[], bool] = _stays, whose: str = "", dialect: str = DUCKDB
) -> Checked:
    """Check the text of a statement, as `run` is asked. Raises the problems of `problems`, `Busy`, `TooSlow`."""
    request = {"text": text, "dialect": dialect, "memory_mb": limits.memory_mb}
    last = _asked(pool.readers(), request, READ_SECONDS, limits, gone, whose)
    if "problem" in last:
        raise problems.told(last)
    named = tuple(Named(dataset, name, (line, column)) for dataset, name, line, column in last["tables"])
    where = {name: tuple(place) for name, place in last["names"].items()}
    return Checked(last["sql"], named, last["volatile"], where, dialect)


def run(
    checked: Checked,
    tables: Sequence[Table],
    limits: SqlLimits = LIMITS,
    gone: Callable[[], bool] = _stays,
    whose: str = "",
    shown: Sequence[Shown] = (),
) -> Answer:
    """Answer a statement over `tables`, which are those of `checked.tables`, in that order, as `policy.readable` gave them.

    `shown` says for each table which of its columns (`_row` among them; None is nothing) are shown under which names; without it
    all of its own are, under theirs.

    `whose` it is decides that nobody has all children; `gone` is asked again and again whether anybody waits for the answer.

    The answer is computed when this returns; its `batches` wait in memory or in a file without a name. `complete` is False when
    it was cut at `limits.rows` or `limits.bytes`. Raises `Busy`, `TooSlow`, `TooMuchMemory`, `UnknownColumn`, `DoesNotFit`,
    `EngineDied`, `Left`, and what the meter of this request raises (`query.metering`: all rows of all its tables are scanned).
    """
    done = metering.admit_tables(tables)
    try:
        for _ in range(ATTEMPTS):
            kept = Kept()
            try:
                last = _computed(checked, tables, limits, gone, whose, kept, shown)
                if "missing" not in last:
                    return _answer(checked, tables, last, kept)
            except BaseException:
                kept.close()
                raise
            kept.close()
            log.warning("a serving copy could not be attached: %s", last["missing"])
            for table in tables:  # evicted between look-up and opening, or damaged: it is made again
                serving.drop(table.store, table.revision)
        raise problems.EngineDied
    finally:
        done()


def _computed(
    checked: Checked, tables: Sequence[Table], limits: SqlLimits, gone: Callable[[], bool], whose: str, kept: Kept,
    shown: Sequence[Shown],
) -> dict[str, Any]:  # fmt: skip
    columns = shown or [[(column.name, column.name) for column in table.columns] for table in tables]
    files = [
        [str(serving.path(table.store, table.revision)), list(pairs)]
        for table, pairs in zip(tables, columns, strict=True)
    ]
    request = {
        "sql": checked.sql, "dialect": checked.dialect, "tables": files, "memory_mb": limits.memory_mb, "rows": limits.rows,
        "bytes": limits.bytes, "exact": limits.exact,
    }  # fmt: skip
    return _asked(pool.runners(limits.at_once), request, limits.seconds, limits, gone, whose, kept.add)


def _answer(checked: Checked, tables: Sequence[Table], last: dict[str, Any], kept: Kept) -> Answer:
    if "odd" in last:
        log.error("the engine reads a checked statement otherwise: %s in %s", last["odd"], checked.sql)
        raise problems.NotAllowed(what=last["odd"], line=1, column=1, why_en="", why_ko="")
    if "error" in last:
        raise complaints.problem(last["error"], checked, tables)
    rows, complete = last["rows"], last["complete"]
    return Answer(
        kept.columns, kept.schema(), kept.batches(), rows if complete else None, rows, complete=complete, close=kept.close
    )  # fmt: skip


def _asked(
    children: pool.Pool, request: dict[str, Any], seconds: float, limits: SqlLimits, gone: Callable[[], bool], whose: str,
    take: Callable[[bytes, bytes], None] = lambda kind, body: None,
) -> dict[str, Any]:  # fmt: skip
    """Let a child do it; `take` gets the frames before the last one, which is returned."""
    body = b""
    for attempt in range(ATTEMPTS):
        try:
            with children.child(limits, gone, whose) as child:
                for kind, body in child.ask(request, seconds, gone):
                    if kind != frames.JSON:
                        take(kind, body)
            break
        except Late as late:
            raise TooSlow(seconds=seconds) from late
        except Gone as left:
            raise problems.Left from left
        except (Died, frames.Odd) as death:
            log.warning("a child died: %s", death)
            if not isinstance(death, DiedIdle) or attempt + 1 == ATTEMPTS:
                raise problems.EngineDied from death
    last: dict[str, Any] = json.loads(body)
    if last.get("memory"):
        raise TooMuchMemory
    return last
