"""Columns that the format typed itself: the DuckDB type of the staged Parquet column to ours."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madang.lib import duck
from madang.lib.problems import Text
from madang.query.model import Type

AS_JSON: Text = {"en": "nested values written as JSON", "ko": "중첩된 값을 JSON 글로 적었습니다"}
AS_TEXT: Text = {"en": "written as text", "ko": "글로 적었습니다"}
AS_UTC: Text = {"en": "times in UTC", "ko": "시각은 UTC입니다"}
AS_BASE64: Text = {"en": "bytes written in base64", "ko": "바이트를 base64로 적었습니다"}


@dataclass(frozen=True)
class Native:
    """Our type, the DuckDB expression of `{value}`, and a note when it is not the value itself."""

    type: Type
    semantic: str
    sql: str = "{value}"
    note: Text | None = None


RULES: tuple[tuple[str, Native], ...] = (
    (r"BOOLEAN", Native(Type.BOOLEAN, "boolean")),
    (r"U?(TINYINT|SMALLINT|INTEGER)|BIGINT", Native(Type.INTEGER, "integer", "CAST({value} AS BIGINT)")),
    (r"UBIGINT|U?HUGEINT", Native(Type.TEXT, "identifier", "CAST({value} AS VARCHAR)", AS_TEXT)),
    # NaN is how data frames write "no value"; it has no place in JSON and would poison every sum.
    (r"FLOAT|DOUBLE", Native(Type.NUMBER, "number", "CASE WHEN isfinite({value}) THEN CAST({value} AS DOUBLE) END")),
    (r"DECIMAL.*", Native(Type.NUMBER, "number")),
    (r"DATE", Native(Type.DATE, "date")),
    (r"TIME", Native(Type.TIME, "time")),
    (r"TIMESTAMP(_S|_MS|_NS)?", Native(Type.DATETIME, "datetime", "CAST({value} AS TIMESTAMP)")),
    (r"TIMESTAMP WITH TIME ZONE", Native(Type.DATETIME, "datetime_zoned", "make_timestamp(epoch_us({value}))", AS_UTC)),
    (r"BLOB", Native(Type.TEXT, "text", "to_base64({value})", AS_BASE64)),
    (r".*(\[.*\]|\(.*\))|JSON", Native(Type.TEXT, "text", "CAST(to_json({value}) AS VARCHAR)", AS_JSON)),
    (r".*", Native(Type.TEXT, "text", "CAST({value} AS VARCHAR)", AS_TEXT)),
)


def described(connection: duck.DuckDBPyConnection, table: str) -> dict[str, str]:
    """The DuckDB type of every staged column."""
    return {name: kind for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {table}").fetchall()}


def native(kind: str) -> Native:
    """What a column of DuckDB type `kind` becomes."""
    return next(rule for pattern, rule in RULES if re.fullmatch(pattern, kind))
