"""Columns that the format typed itself, written out like the inferred ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from madang.ingest.tables import Inferred, Staged
from madang.ingest.types import _evidence
from madang.ingest.types._column_type import ColumnType, column_types
from madang.ingest.types._distinct import estimated, exact
from madang.ingest.types._inferred import NUMBERS, SAMPLE, Held, held
from madang.ingest.types._native import Native, native
from madang.ingest.types._units import unit
from madang.ingest.types._values import table
from madang.lib import duck
from madang.lib.problems import Text
from madang.query.model import Type

EXACT = 1_000_000
"""Up to this many rows different values are counted; above, only those of columns in which nearly all are different."""

KEPT_AS_TEXT: Text = {
    "en": "numbers of the file kept as they name things, because header and values say so",
    "ko": "열 이름과 값이 이름을 가리켜, 파일의 숫자를 그대로 글로 두었습니다",
}

AS_TEXT = native("UUID")
"""What DuckDB has no type of ours for is written as text."""


def is_whole(kind: str) -> bool:
    """Whether a DuckDB type is of whole numbers."""
    return native(kind).semantic == "integer"


def names_things(header: str) -> bool:
    """Whether the header speaks for a type whose values look like whole numbers but are codes, days or moments."""
    return any(kind.type in (Type.TEXT, Type.DATE, Type.DATETIME) and kind.speaks_for(header) for kind in _kinds())


def codes(found: Mapping[int, Inferred], chosen: Mapping[int, ColumnType]) -> dict[int, Inferred]:
    """Of native whole numbers looked at as text: those that header and values prove to be something else, and the chosen ones."""
    proved = {f: c for f, c in found.items() if f in chosen or (column_types()[c.semantic] in _kinds() and _proved(c))}
    texts = {f: c for f, c in proved.items() if c.type is Type.TEXT}
    return proved | {f: replace(c, converted=_evidence.joined(c.converted, KEPT_AS_TEXT)) for f, c in texts.items()}


def _proved(column: Inferred) -> bool:
    return column_types()[column.semantic].speaks_for(column.header) and not column.null_words


def _kinds() -> list[ColumnType]:
    """The types with words in the header, dates and codes: what is left when the header says nothing is a number."""
    return [kind for kind in column_types().values() if kind.names and kind.type is not Type.INTEGER]


def native_columns(
    connection: duck.DuckDBPyConnection, staged: Staged, kinds: Mapping[int, str], chosen: Mapping[int, ColumnType]
) -> dict[int, Inferred]:
    """The columns of DuckDB types `kinds`, by field; those for which a person chose text are written as text."""
    as_text = {field for field, kind in chosen.items() if kind.name == "text"}
    rules = {field: AS_TEXT if field in as_text else native(kind) for field, kind in kinds.items()}
    sql = {field: rule.sql.replace("{value}", f'"c{field}"') for field, rule in rules.items()}
    found = held(connection, staged, sql)
    return {field: _inferred(connection, staged, field, rules[field], sql[field], found[field]) for field in kinds}


def _inferred(
    connection: duck.DuckDBPyConnection, staged: Staged, field: int, rule: Native, sql: str, held: Held
) -> Inferred:
    header = staged.headers[field - 1]
    filled, low, high = held
    some = connection.execute(
        f"SELECT ({sql})::VARCHAR AS v FROM {table(staged)} WHERE v IS NOT NULL LIMIT 100"
    ).fetchall()
    return Inferred(
        name=header.name,
        header=header.header,
        type=rule.type,
        semantic=rule.semantic,
        sql=sql,
        evidence=_evidence.native(column_types()[rule.semantic].label, filled, staged.rows - filled),
        nulls=staged.rows - filled,
        distinct=_distinct(connection, staged, sql, filled),
        low=low,
        high=high,
        sample=tuple(dict.fromkeys(text for (text,) in some))[:SAMPLE],
        unit=unit(header.header) if rule.type in NUMBERS else "",
        converted=rule.note,
    )


def _distinct(connection: duck.DuckDBPyConnection, staged: Staged, sql: str, filled: int) -> int:
    """How many different values there are. HyperLogLog is never a third off: where it says so, some are surely equal."""
    about = estimated(connection, staged, {0: sql})[0] if staged.rows > EXACT else filled
    return exact(connection, staged, sql, filled) if about > 0.6 * filled else about
