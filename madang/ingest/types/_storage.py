"""How a number is kept so that it writes back as it was written: BIGINT, DECIMAL of one scale, or DOUBLE.

`12.50` beside `7.25` is DECIMAL(18, 2) and comes out as `12.50`. Values of different numbers of decimals are DOUBLE when
each one, printed with its own number of decimals, is its text again; else DECIMAL(38, s); else the column stays text.
"""

from __future__ import annotations

from dataclasses import dataclass

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType
from madang.ingest.types._profile import Profile
from madang.ingest.types._values import table
from madang.lib import duck
from madang.lib.problems import Text
from madang.query.model import Type

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


def storage(connection: duck.DuckDBPyConnection, staged: Staged, profile: Profile, kind: ColumnType) -> Storage | None:
    """Choose how the fitting values of a NUMBER type are kept, from all of them; None when no number can hold them."""
    digits = kind.converted(profile.value)
    query = f"""
        WITH texts AS (SELECT {digits} AS t FROM {table(staged)} WHERE {_fitting(profile, kind)}),
             scaled AS (SELECT t, CASE WHEN contains(t, '.') THEN length(t) - strpos(t, '.') ELSE 0 END AS s FROM texts)
        SELECT min(s), max(s), max(length(ltrim(split_part(t, '.', 1), '-'))),
               bool_and(printf('%.' || s || 'f', t::DOUBLE) = t), bool_or(s > 0 AND right(t, 1) = '0')
        FROM scaled"""
    row = connection.execute(query).fetchone()
    assert row is not None
    few, many, whole, doubles, zeros = row
    if many == 0:
        return Storage(Type.INTEGER, "BIGINT") if whole <= 18 else None
    if few == many and whole + many <= 18:
        return Storage(Type.NUMBER, f"DECIMAL(18, {many})")
    if doubles:
        note = {language: text.format(few=few, many=many) for language, text in ZEROS_LOST.items()} if zeros else None
        return Storage(Type.NUMBER, "DOUBLE", note)
    if whole + many <= 38:
        note = {language: text.format(few=few, many=many) for language, text in ZEROS_LOST.items()} if few < many else None
        return Storage(Type.NUMBER, f"DECIMAL(38, {many})", note)
    return None


def _fitting(profile: Profile, kind: ColumnType) -> str:
    return kind.fits(profile.value) if kind.sql else f"{profile.value} IS NOT NULL"
