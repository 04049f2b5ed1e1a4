"""DuckDB in the running child: a database in memory for one statement, with the named tables attached, then locked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa

from madang.lib import duck
from madang.query.functions import LATE
from madang.query.sql import frames, second_look
from madang.query.sql.statement import POSTGRES

BATCH_ROWS = 8_192
ENGINE_SHARE = 0.6
"""Of the child's memory that DuckDB plans with, so that most of what is too large ends in its own words."""
LOCKS = (
    "SET python_enable_replacements = false",  # no variable of this process is a table
    "SET enable_external_access = false",
    "SET disabled_filesystems = 'LocalFileSystem'",  # not even the files that are attached, by their path
    "SET lock_configuration = true",
)
SETTINGS = {POSTGRES: ("SET integer_division = true", "SET ieee_floating_point_ops = false")}
"""What operators mean in another dialect: 7 / 2 is 3; what is divided by zero is nothing."""
PLAIN = set(
    "BOOLEAN TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER UBIGINT FLOAT DOUBLE VARCHAR DATE TIME TIMESTAMP"  # noqa: SIM905
    " TIMESTAMP_S TIMESTAMP_MS TIMESTAMP_NS GEOMETRY".split()
)
"""Types of columns that every format can write as they are."""
MOST_COLUMNS = 1_000
LONGEST_NAME = 255
BATCH_LETTERS = 4 << 20
"""Of names in a batch, since JSON repeats them in each row."""
Say = Callable[[bytes, bytes], None]


class TooWide(ValueError):
    """An answer with too many columns."""


class Engine:
    """One DuckDB for one statement: locked, it can never be given other tables."""

    def __init__(self) -> None:
        self.connection = duck.connect_apart()

    def run(self, request: dict[str, Any], say: Say) -> dict[str, Any]:
        """Execute `sql` over `tables`: frames for schema and batches, and the facts of the last one.

        Each table is a path and pairs of a column and the name under which it is shown.

        Every way in which it can end is an answer: `complete`, `missing` (a table's copy is gone), `memory`, or `error`.
        """
        try:
            if odd := second_look.odd(self.connection, request["sql"]):
                return {"odd": odd}
            try:
                self.attach(request)
            except duck.Error as error:
                return {"missing": str(error)}
            return self._answer(request, say)
        except (duck.OutOfMemory, MemoryError, pa.ArrowMemoryError):
            return {"memory": True}
        except (duck.Error, pa.ArrowException, OSError, second_look.NotRead, TooWide) as error:
            memory = any(
                word in str(error)
                for word in ("Out of Memory", "bad_alloc", "could not allocate", "failed to allocate")
            )
            return {"memory": True} if memory else {"error": str(error)[:2_000]}
        finally:
            self.close()

    def close(self) -> None:
        self.connection.close()

    def attach(self, request: dict[str, Any]) -> None:
        """The copies of the named tables, read-only; `t0` shows the columns of the first one and nothing else of it."""
        run = self.connection.execute
        run(f"SET memory_limit = '{int(request['memory_mb'] * ENGINE_SHARE)}MB'")
        if request.get("exact"):
            run("SET threads = 1")
        attached: dict[str, str] = {}
        for number, (path, columns) in enumerate(request["tables"]):
            if path not in attached:
                attached[path] = f"revision_{number}"
                run(f"ATTACH {duck.literal(path)} AS {attached[path]} (READ_ONLY)")
            shown = ", ".join(_shown(*pair) for pair in columns)
            run(f"CREATE TEMP VIEW t{number} AS SELECT {shown} FROM {attached[path]}.rows")
        for setting in SETTINGS.get(request.get("dialect", ""), ()):
            run(setting)
        for lock in LOCKS:
            run(lock)

    def _answer(self, request: dict[str, Any], say: Say) -> dict[str, Any]:
        """At most `rows` rows and `bytes` bytes, in batches; whether these are all."""
        rows, size = 0, 0
        reader, most = self._started(request)
        say(frames.SCHEMA, reader.schema.serialize().to_pybytes())
        pieces = (batch.slice(start, most) for batch in reader for start in range(0, batch.num_rows, most))
        for batch in pieces:
            kept, body = _within(batch.slice(0, max(request["rows"] - rows, 0)), request["bytes"] - size)
            size += len(body)
            rows += kept.num_rows
            if kept.num_rows:
                say(frames.BATCH, body)
            if kept.num_rows < batch.num_rows:
                return {"complete": False, "rows": rows}
        return {"complete": True, "rows": rows}

    def _started(self, request: dict[str, Any]) -> tuple[pa.RecordBatchReader, int]:
        """The rows of the statement under names of its own, with types that formats know, and how many of them make a batch.

        Its order stays. Raises `TooWide`: as text, wide rows are many times their bytes here.
        """
        sql, most = request["sql"], request["rows"] + 1
        relation = self.connection.sql(sql)
        names = [_shortened(name) for name in relation.columns]
        types = [str(kind) for kind in relation.types]
        if len(names) > MOST_COLUMNS:
            raise TooWide(f"Binder Error: the answer has {len(names)} columns; at most {MOST_COLUMNS} are given")
        inner = ", ".join(f"c{place}" for place in range(len(names)))
        outer = ", ".join(_fitted(place, kind) for place, kind in enumerate(types))
        text = f"SELECT {outer} FROM ({sql}) AS answer({inner}) LIMIT {most}"
        reader = self.connection.execute(text).to_arrow_reader(BATCH_ROWS)
        fields = [
            field.with_name(name).with_metadata({**(field.metadata or {}), "engine": kind})
            for field, name, kind in zip(reader.schema, names, types, strict=True)
        ]
        schema = pa.schema(fields)
        batches = (pa.RecordBatch.from_arrays(batch.columns, schema=schema) for batch in reader)
        width = sum(len(name) + 16 for name in names)
        return pa.RecordBatchReader.from_batches(schema, batches), max(1, min(BATCH_ROWS, BATCH_LETTERS // width))


def _shown(column: str | None, name: str) -> str:
    return f"{'NULL::VARCHAR' if column is None else duck.identifier(column)} AS {duck.identifier(name)}"


def _shortened(name: str) -> str:
    """A column without an alias is named by its whole expression."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 3] + "..."


def _within(batch: pa.RecordBatch, most: int) -> tuple[pa.RecordBatch, bytes]:
    """As many of the first rows as fit into so many bytes, to a factor of two, and these as a message."""
    while (body := batch.serialize().to_pybytes()) and len(body) > most and batch.num_rows:
        batch = batch.slice(0, batch.num_rows // 2)
    return batch, body


def _fitted(place: int, kind: str) -> str:
    """The column of that number, as it is or cast to what can be written."""
    column = f"c{place}"
    if kind.startswith(("DATE", "TIMESTAMP")) and not kind.endswith("]"):
        known = f"isfinite({column}) AND year({column}) BETWEEN 1 AND 9999"
        return f"CASE WHEN {column} IS NULL OR {known} THEN {column} ELSE error('{LATE}') END AS {column}"
    if kind in PLAIN or kind.startswith("DECIMAL"):
        return column
    if kind in ("HUGEINT", "UHUGEINT", "BIGNUM"):
        return f"CAST({column} AS DECIMAL(38, 0)) AS {column}"
    if kind == "BLOB":
        return f"hex({column}) AS {column}"
    if kind == '"NULL"':
        return f"CAST({column} AS INTEGER) AS {column}"
    named = not re.search(r"STRUCT\([A-Z]+[,()]", kind)  # of (1, 2) the parts have no names, so it is no JSON object
    if named and (kind.startswith(("STRUCT", "MAP", "UNION", "JSON")) or kind.endswith("]")):
        return f"CAST(to_json({column}) AS VARCHAR) AS {column}"
    return f"CAST({column} AS VARCHAR) AS {column}"
