"""How a number is kept so that it writes back as it was written: BIGINT, DECIMAL of one scale, or DOUBLE.

`12.50` beside `7.25` is DECIMAL(18, 2) and comes out as `12.50`. Values of different numbers of decimals are DOUBLE when
each one, printed with its own number of decimals, is its text again; else DECIMAL(38, s); else the column stays text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType, column_types
from madang.ingest.types._columns import Column
from madang.ingest.types._fit import DIGITS, Digits, Fit, fitting, source
from madang.lib import duck
from madang.lib.problems import Text
from madang.query.model import Type

MOST_DIGITS = 15
"""Longer whole numbers are hardly ever counts, and JSON readers lose their last digits (2^53)."""

SURE = 15
"""Digits that every DOUBLE gives back."""

WITHOUT_ZEROS = "CASE WHEN contains(t, '.') AND suffix(t, '0') THEN rtrim(rtrim(t, '0'), '.') ELSE t END"

ZEROS_LOST: Text = {
    "en": "decimals are not written alike in all rows ({few} to {many} places): zeros at the end are not kept",
    "ko": "소수 자릿수가 행마다 달라({few}~{many}자리) 끝의 0은 남기지 않습니다",
}


@dataclass(frozen=True)
class Storage:
    """The type people see, the DuckDB type of the file, and a note when the text does not come back to the letter."""

    type: Type
    duckdb: str
    note: Text | None = None


def storage(
    connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType, fit: Fit
) -> Storage | None:
    """Choose how the fitting values of a NUMBER type are kept, from all of them; None when no number can hold them."""
    digits = fit.digits or _asked(connection, staged, column, kind, fit)
    few, many, whole = digits.few, digits.many, digits.whole
    if many == 0:
        return Storage(Type.INTEGER, "BIGINT") if whole <= MOST_DIGITS else None
    if whole > MOST_DIGITS or (few < many and digits.zeros and _collapse(connection, staged, column, kind, fit)):
        return None
    if few == many and whole + many <= 18:
        return Storage(Type.NUMBER, f"DECIMAL(18, {many})")
    note = {language: text.format(few=few, many=many) for language, text in ZEROS_LOST.items()} if few < many else None
    if whole + many <= SURE or _come_back(connection, staged, column, kind, fit):
        return Storage(Type.NUMBER, "DOUBLE", note if digits.zeros else None)
    return Storage(Type.NUMBER, f"DECIMAL(38, {many})", note) if whole + many <= 38 else None


def _texts(staged: Staged, column: Column, kind: ColumnType, fit: Fit) -> str:
    return (
        f"(SELECT {kind.converted('v', column.signs)} AS t FROM {source(staged, column)} AND {fitting('v', kind, fit)})"
    )


def _come_back(connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType, fit: Fit) -> bool:
    """Whether each value, printed with its own number of decimals, is its text again."""
    back = (
        "printf('%.' || (CASE WHEN contains(t, '.') THEN length(t) - strpos(t, '.') ELSE 0 END) || 'f', t::DOUBLE) = t"
    )
    return bool(_one(connection, f"SELECT bool_and({back}) FROM {_texts(staged, column, kind, fit)}")[0])


def _collapse(connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType, fit: Fit) -> bool:
    """Whether several values would become one number: 1.1 and 1.10 are two versions, and no number tells them apart."""
    if kind.unit or column_types()["integer"].speaks_for(column.header.header):
        return False  # an amount is one, also when it is written 603.6 here and 603.60 there
    texts = f"(SELECT t, {WITHOUT_ZEROS} AS short FROM {_texts(staged, column, kind, fit)})"
    some = f"(SELECT DISTINCT short FROM {texts} WHERE t <> short)"  # few: only they can be equal to another
    pairs = f"SELECT short FROM {texts} WHERE short IN {some} GROUP BY short HAVING min(t) <> max(t) LIMIT 1"
    return bool(_one(connection, f"SELECT count(*) FROM ({pairs})")[0])


def _asked(connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType, fit: Fit) -> Digits:
    """For types without SQL, whose fit was counted in Python."""
    measured = "SELECT t, instr(t, '.') AS point, strlen(t) - starts_with(t, '-')::INTEGER AS long FROM "
    return Digits(*_one(connection, f"SELECT {DIGITS} FROM ({measured}{_texts(staged, column, kind, fit)})"))


def _one(connection: duck.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row
