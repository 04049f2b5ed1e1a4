"""From staged text to the rows of a revision: one SELECT per table, streamed; a row whose value gets lost is a reject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest import naming
from madang.ingest.checks.small_cells import SMALLEST
from madang.ingest.coordinates.location import Location
from madang.ingest.handover import Typed
from madang.ingest.tables import Inferred
from madang.lib import duck
from madang.lib.problems import Problem
from madang.query.model import Column, Type

BATCH = 122_880
WIDE = 300
"""Columns that are converted at a time."""
SLICE = 8_192
"""Rows of a wide table that are held at a time."""
MASK = "regexp_replace({value}::VARCHAR, '[^[:space:][:punct:]]', '*', 'g')"
"""Length and punctuation stay, so that people see what was there; every letter and digit of any script goes."""
REJECTED = {
    "en": "a value does not fit the type of its column: {names}",
    "ko": "열의 형식에 맞지 않는 값이 있습니다: {names}",
}


class CannotGeneralise(Problem):
    en = "The column {column} cannot be generalised: only dates can, to their year. Drop or mask it."
    ko = "{column} 열은 일반화할 수 없습니다. 날짜만 연도로 일반화할 수 있습니다. 열을 빼거나 가리세요."


@dataclass(frozen=True)
class Plan:
    """How a staged table becomes rows: names with their SQL, and per name the condition under which its value got lost."""

    typed: Typed
    columns: tuple[Column, ...]
    values: tuple[str, ...]  # SQL over the staged columns, one for each of `columns`
    lost: Mapping[str, str]  # column name -> condition
    hidden: frozenset[str] = frozenset()  # columns whose content may not be shown: dropped, masked, generalised
    geometry: dict[str, Any] | None = field(default=None, compare=False)


def plan(typed: Typed, decisions: Mapping[str, str]) -> Plan:
    """`decisions` maps column names to `drop`, `mask`, `suppress` (counts of 1 to 4 become empty) or `generalise`.

    Raises `CannotGeneralise`.

    Places that come from a hidden column are hidden with it.
    """
    if typed.location and not decisions.keys().isdisjoint(typed.location.columns):
        typed = replace(typed, location=None)
    kept = [(name, place, column) for name, place, column in _named(typed) if decisions.get(column.name) != "drop"]
    columns = [_column(name, column, decisions.get(column.name, "")) for name, _, column in kept]
    values = [_value(column, decisions.get(column.name, "")) for _, _, column in kept]
    if typed.location:
        columns.append(Column("geometry", Type.GEOMETRY))
        values.append(f"({typed.location.sql})::BLOB")
    return Plan(
        typed,
        tuple(columns),
        tuple(values),
        {name: lost for name, place, column in kept if (lost := _lost(typed, place, column))},
        frozenset(decisions),
        _geometry(typed.location) if typed.location else None,
    )


def schema(plan: Plan) -> pa.Schema:
    """The Arrow types of the rows, as DuckDB derives them."""
    with _opened(plan, 256) as connection:
        found = connection.execute(f"{_select(plan)} LIMIT 0").to_arrow_table().schema
    return found.remove(len(plan.columns)).remove_metadata()


def rows(plan: Plan, memory_mb: int) -> Iterator[pa.RecordBatch]:
    """The rows that fit, in the order of the file."""
    if len(plan.columns) > WIDE:
        yield from _wide_rows(plan, memory_mb)
        return
    with _opened(plan, memory_mb) as connection:
        for batch in connection.execute(_select(plan)).to_arrow_reader(BATCH):
            lost, kept = batch.column(len(plan.columns)), batch.select(range(len(plan.columns)))
            yield kept.filter(pc.invert(lost)) if lost.true_count else kept


def _wide_rows(plan: Plan, memory_mb: int) -> Iterator[pa.RecordBatch]:
    """As `rows`, a group of columns at a time: DuckDB holds every step of every expression (2,444 columns took over 1 GB)."""
    groups = [range(start, min(start + WIDE, len(plan.columns))) for start in range(0, len(plan.columns), WIDE)]
    names = [column.name for column in plan.columns]
    with _opened(plan, memory_mb) as connection:
        for start in range(0, plan.typed.staged.rows, SLICE):
            where = f"file_row_number BETWEEN {start} AND {start + SLICE - 1}"
            parts = [connection.execute(_group(plan, group, where)).to_arrow_table() for group in groups]
            whole = pa.table([column for part in parts for column in part.columns[:-1]], names=names)
            lost = reduce(pc.or_, (part[part.num_columns - 1] for part in parts))
            yield from whole.filter(pc.invert(lost)).to_batches()


def _group(plan: Plan, group: range, where: str) -> str:
    """Some columns of a slice of rows, and at the end whether one of them lost its value."""
    selected = ", ".join(f"{plan.values[n]} AS {duck.identifier(plan.columns[n].name)}" for n in group)
    lost = " OR ".join(plan.lost[plan.columns[n].name] for n in group if plan.columns[n].name in plan.lost) or "false"
    source = f"read_parquet({duck.literal(str(plan.typed.staged.file))}, file_row_number = true)"
    return f'SELECT {selected}, coalesce({lost}, false) AS "_lost" FROM {source} WHERE {where}'


def rejects(plan: Plan, fitted: int, memory_mb: int) -> Iterator[pa.Table]:
    """The rows that the reader refused, then those whose values got lost (there are some only if `fitted` fell short)."""
    staged = plan.typed.staged
    with _opened(plan, memory_mb) as connection:
        if staged.rejects is not None and staged.reject_count:
            text = "''" if plan.hidden else "text"
            source = duck.literal(str(staged.rejects))
            query = f"SELECT line::BIGINT AS line, reason_en, reason_ko, {text} AS text FROM read_parquet({source})"
            yield connection.execute(query).to_arrow_table()
        if fitted < staged.rows:
            yield connection.execute(_lost_rows(plan)).to_arrow_table()


def _select(plan: Plan) -> str:
    """Every value, and whether one of the row got lost: as a WHERE it would convert everything twice (12 CPU s against 5)."""
    selected = ", ".join(
        f"{value} AS {duck.identifier(column.name)}" for column, value in zip(plan.columns, plan.values, strict=True)
    )
    lost = " OR ".join(plan.lost.values()) or "false"
    return f'SELECT {selected}, {lost} AS "_lost" FROM {_source(plan.typed)}'


def _lost_rows(plan: Plan) -> str:
    """Line, reason and text of the rows of which a value got lost."""
    names = ", ".join(f"CASE WHEN {condition} THEN {duck.literal(name)} END" for name, condition in plan.lost.items())
    reasons = ", ".join(
        f"replace({duck.literal(REJECTED[language])}, '{{names}}', concat_ws(', ', {names})) AS reason_{language}"
        for language in ("en", "ko")
    )
    cells = ", ".join(f"c{number}::VARCHAR" for number in range(1, len(plan.typed.staged.headers) + 1))
    text = "''" if plan.hidden else f"concat_ws(' | ', {cells})"
    where = " OR ".join(plan.lost.values()) or "false"
    return f"SELECT line::BIGINT AS line, {reasons}, {text} AS text FROM {_source(plan.typed)} WHERE {where}"


def _source(typed: Typed) -> str:
    return f"read_parquet({duck.literal(str(typed.staged.file))})"


def _named(typed: Typed) -> list[tuple[str, str, Inferred]]:
    """(name, staged column, column) of each column, its name its own in any case; `geometry` is left to the place of the rows."""
    taken = ["_row", *(["geometry"] if typed.location else [])]
    places = [(f"c{number}", column) for number, column in enumerate(typed.columns, 1) if column.type != Type.GEOMETRY]
    names = naming.distinct((column.name for _, column in places), taken)
    return [(name, place, column) for name, (place, column) in zip(names, places, strict=True)]


def _column(name: str, column: Inferred, decision: str) -> Column:
    if decision == "generalise" and column.type not in (Type.DATE, Type.DATETIME):
        raise CannotGeneralise(column=column.name)
    if decision == "generalise":
        return Column(name, Type.INTEGER)
    return Column(name, Type.TEXT) if decision == "mask" else Column(name, column.type, column.semantic, column.unit)


def _value(column: Inferred, decision: str) -> str:
    if decision == "mask":
        return MASK.replace("{value}", f"({column.sql})")
    if decision == "suppress":
        return f"CASE WHEN ({column.sql}) NOT BETWEEN 1 AND {SMALLEST - 1} THEN ({column.sql}) END"
    return f"year({column.sql})" if decision == "generalise" else f"({column.sql})"


def _lost(typed: Typed, place: str, column: Inferred) -> str:
    """The condition that the file says something and the value nothing; empty for columns that the format typed itself."""
    if place in typed.staged.native or column.type == Type.TEXT:
        return ""
    words = "".join(f", {duck.literal(word)}" for word in column.null_words)
    # An absent cell (NULL) says nothing; without coalesce its row would be neither kept nor refused.
    lost = f"coalesce(trim({place}) NOT IN (''{words}), false)"
    return f"(CASE WHEN ({column.sql}) IS NULL THEN {lost} ELSE false END)"


def _geometry(location: Location) -> dict[str, Any]:
    """What the catalogue and GeoParquet say of the geometry: column, kind, CRS of the file, bounding box in degrees."""
    box = list(location.bbox) if location.bbox else None
    return {"column": "geometry", "kind": location.kind, "crs": location.crs, "bbox": box}


@contextmanager
def _opened(plan: Plan, memory_mb: int) -> Iterator[duck.DuckDBPyConnection]:
    """A connection for one query, closed even when the reader of its stream stops early."""
    connection = duck.connect(spatial=plan.typed.location is not None, memory_mb=memory_mb)
    try:
        yield connection
    finally:
        connection.close()
