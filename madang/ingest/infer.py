"""From staged text to typed columns: decided on every value of the file, each with the evidence for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from madang.ingest.tables import Choices, Inferred, Staged
from madang.ingest.types._column_type import ColumnType, column_types
from madang.ingest.types._columns import LONG, collect
from madang.ingest.types._decide import decide
from madang.ingest.types._inferred import text_columns
from madang.ingest.types._native import described
from madang.ingest.types._native_columns import codes, is_whole, names_things, native_columns
from madang.ingest.types._sample import samples
from madang.ingest.types._units import COUNTED, of_table
from madang.ingest.types._values import MEMORY_MB, batched, table
from madang.lib import duck
from madang.lib.problems import Problem
from madang.query import near

MOST_AT_ONCE, CELLS = 500, 20_000_000
"""Columns inferred together, and the values of them held at once, spilled or not."""


class UnknownType(Problem):
    en = (
        "There is no column type {type} (chosen for {column}). Choose one of: {near}. `madang types` lists all {count}."
    )
    ko = "열 종류 {type}이(가) 없습니다({column}에 고른 것). 다음에서 고르세요: {near}. `madang types`로 {count}개를 모두 볼 수 있습니다."


class UnknownColumn(Problem):
    en = "There is no column {column}; a type was chosen for it. The columns are: {known}."
    ko = "열 {column}이(가) 없는데 종류를 골랐습니다. 있는 열: {known}."


PLAIN = ("text", "integer", "number", "boolean", "date", "time", "datetime")


def require_type(column: str, kind: str) -> None:
    """Raise `UnknownType`, with the names that are near, when a type that was chosen for a column is none."""
    known = column_types()
    if kind not in known:
        likely = near.matches(kind, known) or PLAIN
        raise UnknownType(type=kind, column=column, near=", ".join(likely), count=len(known))


def infer(staged: Staged, choices: Choices) -> tuple[Inferred, ...]:
    """The type of every column of a staged table, in its order.

    `choices["types"]` overrules what the values say; a chosen type that some values do not fit makes those null, and
    `checks.undecided` reports them. `choices["earlier_types"]` were chosen for an earlier revision and hold for the columns that
    are still there. Raises `UnknownType`, `UnknownColumn`.
    """
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        kinds = described(connection, table(staged))
        fields = range(1, len(staged.headers) + 1)
        texts = [field for field in fields if kinds[f"c{field}"] == "VARCHAR"]
        chosen = _chosen(staged, choices)
        named = {f for f in fields if is_whole(kinds[f"c{f}"]) and names_things(staged.headers[f - 1].header)}
        coded = [f for f in fields if f in named or (f in chosen and is_whole(kinds[f"c{f}"]))]
        native = {f: kinds[f"c{f}"] for f in fields if f not in set(texts)}
        columns = native_columns(connection, staged, native, chosen)
        for some in batched(texts, max(1, min(MOST_AT_ONCE, CELLS // max(1, min(staged.rows, LONG))))):
            columns |= _texts(connection, staged, some, chosen)
        for some in batched(coded, MOST_AT_ONCE):
            columns |= codes(_texts(connection, staged, some, chosen), chosen)
        return tuple(_with_unit(columns[field], of_table(staged.facts)) for field in fields)


def _with_unit(column: Inferred, unit: str) -> Inferred:
    """The unit of the whole table, for numbers that have none of their own."""
    return replace(column, unit=unit) if unit and not column.unit and column.semantic in COUNTED else column


def _texts(
    connection: duck.DuckDBPyConnection, staged: Staged, fields: Sequence[int], chosen: Mapping[int, ColumnType]
) -> dict[int, Inferred]:
    """Infer some of the text columns: sampled, collected, decided, written out."""
    sampled = samples(connection, staged, fields)
    columns = collect(connection, staged, fields)
    return text_columns(connection, staged, decide(connection, staged, columns, sampled, chosen), sampled)


def _chosen(staged: Staged, choices: Choices) -> dict[int, ColumnType]:
    """The types that a person chose, by field. Choices for the columns of other tables of the file are not ours."""
    fields = {header.name: number for number, header in enumerate(staged.headers, 1)}
    types = choices.get("types", {})
    for column, kind in types.items():
        require_type(column, kind)
        if column not in fields and not staged.name:
            raise UnknownColumn(column=column, known=", ".join(list(fields)[:50]))
    wanted = {**choices.get("earlier_types", {}), **types}
    return {fields[c]: column_types()[kind] for c, kind in wanted.items() if c in fields and kind in column_types()}
