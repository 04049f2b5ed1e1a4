"""Casts: which type can become which, and how. A cast changes the type and never the value, but for the day or time of a moment.

Each entry is SQL that gives the value, or NULL where it does not fit; `{0}` is the value.
"""

from __future__ import annotations

from madang.lib.problems import Problem
from madang.query.expressions import Type

DAY = "(000[1-9]|00[1-9][0-9]|0[1-9][0-9]{2}|[1-9][0-9]{3})-[0-9]{2}-[0-9]{2}"
TIME = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
PATTERNS: dict[Type, str] = {
    Type.INTEGER: "[+-]?[0-9]+",
    Type.NUMBER: "[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?",
    Type.BOOLEAN: "(?i)true|false",
    Type.DATE: DAY,
    Type.TIME: TIME,
    Type.DATETIME: f"{DAY}([ T]{TIME})?",
}
"""What a text without the blanks around it must look like to be of that type; both RE2 and Python read them alike."""
ENGINE = {
    Type.TEXT: "VARCHAR", Type.INTEGER: "BIGINT", Type.NUMBER: "DOUBLE", Type.BOOLEAN: "BOOLEAN", Type.DATE: "DATE",
    Type.TIME: "TIME", Type.DATETIME: "TIMESTAMP",
}  # fmt: skip


class DoesNotFit(Problem):
    en = "`{value}` cannot be read as {type}. Use `try_cast(... as {type})`, which leaves such values empty, or choose rows with `where`."
    ko = (
        "`{value}`을(를) {type} 형으로 읽을 수 없습니다. "
        "맞지 않는 값을 비워 두는 `try_cast(... as {type})`를 쓰거나 `where`로 행을 고르세요."
    )


def _from_text(type: Type) -> str:
    braces = PATTERNS[type].replace("{", "{{").replace("}", "}}")
    read = f"TRY_CAST(CASE WHEN regexp_full_match(trim({{0}}), '{braces}') THEN trim({{0}}) END AS {ENGINE[type]})"
    # The engine reads 1e999 as infinite.
    return f"CASE WHEN isfinite({read}) THEN {read} END" if type is Type.NUMBER else read


CASTS: dict[tuple[Type, Type], str] = {
    **{(Type.TEXT, type): _from_text(type) for type in PATTERNS},
    **{(type, type): f"CAST({{0}} AS {ENGINE[type]})" for type in (Type.TEXT, Type.INTEGER, Type.NUMBER, Type.BOOLEAN, Type.TIME)},
    **{(type, Type.TEXT): "CAST({0} AS VARCHAR)" for type in ENGINE},
    (Type.INTEGER, Type.NUMBER): "CAST({0} AS DOUBLE)",
    (Type.NUMBER, Type.INTEGER): "CASE WHEN {0} = trunc({0}) THEN TRY_CAST({0} AS BIGINT) END",
    (Type.BOOLEAN, Type.INTEGER): "CAST({0} AS BIGINT)",
    (Type.DATE, Type.DATE): "CAST({0} AS DATE)",
    (Type.DATETIME, Type.DATETIME): "{0}",  # with its zone
    (Type.DATE, Type.DATETIME): "CAST({0} AS TIMESTAMP)",
    (Type.DATETIME, Type.DATE): "CAST({0} AS DATE)",
    (Type.DATETIME, Type.TIME): "CAST({0} AS TIME)",
}  # fmt: skip
MAY_FAIL = frozenset({(Type.TEXT, type) for type in PATTERNS} | {(Type.NUMBER, Type.INTEGER)})
MARK = "madang: does not fit "


def spelt(source: Type | None, type: Type, safe: bool, value: str) -> str:
    """The SQL of a cast of the SQL `value`."""
    if source is None:
        return f"CAST({value} AS {ENGINE.get(type, 'GEOMETRY')})"
    text = CASTS[source, type].format(value)
    if safe or (source, type) not in MAY_FAIL:
        return text
    refusal = f"error('{MARK}{type.value} ' || left(CAST({value} AS VARCHAR), 100))"
    return f"coalesce({text}, CASE WHEN {value} IS NOT NULL THEN {refusal} END)"


def problem(message: str) -> DoesNotFit | None:
    """The problem of the engine's message, if a cast of ours raised it."""
    if MARK not in message:
        return None
    type, _, value = message.split(MARK, 1)[1].partition(" ")
    return DoesNotFit(type=type, value=value)
