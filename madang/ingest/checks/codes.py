"""Are the codes still those that are served? New ones are told; when many are gone or their form changed, a person must look.

A code list that was renumbered (neighbourhoods of 8 digits instead of 10) has the same columns and types, and breaks every join.
"""

from __future__ import annotations

from collections.abc import Sequence

from madang.ingest.checks._masking import quoted
from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._values import MEMORY_MB, table
from madang.lib import duck
from madang.query.model import Type

MOST = 5_000
"""Different values up to which a column is a list of codes."""
GONE = 0.1
"""Share of the codes of before that may be missing: a month without `기타` is no other list."""
CODES = frozenset((
    "category", "code", "company_number", "district_code", "dong_code", "gss_code", "identifier", "legal_dong_code", "postcode_kr",
    "postcode_uk", "reference", "region_code", "zero_padded",
))  # fmt: skip


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    if previous is None or not previous.files:
        return []
    known = {column.name: column for column in previous.columns}
    asked = [
        column for column in columns
        if column.name in known and column.type is Type.TEXT and 0 < column.distinct <= MOST
        and column.semantic in CODES and known[column.name].semantic in CODES
    ]  # fmt: skip
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        return [finding for column in asked for finding in _compared(connection, staged, column, previous)]


def _compared(
    connection: duck.DuckDBPyConnection, staged: Staged, column: Inferred, previous: Previous
) -> list[Finding]:
    now = _values(connection, f"SELECT DISTINCT {column.sql} FROM {table(staged)}")
    before = _values(
        connection,
        f"SELECT DISTINCT {duck.identifier(column.name)} FROM {duck.parquet(previous.files)} LIMIT {MOST + 1}",
    )
    gone, new = sorted(before - now), sorted(now - before)
    if not before or len(before) > MOST or not (gone or new):
        return []
    if _forms(before).isdisjoint(_forms(now)) and column.semantic != "category":
        return [_changed(staged, column, before, now)]
    if len(gone) > max(1, GONE * len(before)):
        return [_gone(staged, column, gone, len(before))]
    return [_told(staged, column, gone, new)]


def _values(connection: duck.DuckDBPyConnection, query: str) -> set[str]:
    return {str(value) for (value,) in connection.execute(query).fetchall() if value is not None}


def _forms(codes: set[str]) -> set[str]:
    """Their shapes: `1111051500` is `9999999999`, `E05000889` is `A99999999`."""
    return {"".join("9" if c.isdigit() else "A" if c.isalpha() else c for c in code) for code in codes}


def _changed(staged: Staged, column: Inferred, before: set[str], now: set[str]) -> Finding:
    old, new = quoted(min(before)), quoted(min(now))
    text = {
        "en": f"The codes of {column.name} are written differently now: {old} before, {new} now. Nothing that was "
        "joined by them fits any more. Ask the sender, or publish and tell the readers.",
        "ko": f"{column.name} 열의 코드 형식이 바뀌었습니다: 전에는 {old}, 지금은 {new}. "
        "이 코드로 잇던 자료가 맞지 않습니다. 보낸 곳에 확인하거나, 이용자에게 알리고 게시하세요.",
    }
    return Finding("codes-changed", "breaking", text, staged.name, column.name, len(now))


def _gone(staged: Staged, column: Inferred, gone: Sequence[str], count: int) -> Finding:
    some = _some(gone)
    text = {
        "en": f"{len(gone):,} of the {count:,} codes of {column.name} are gone: {some}. Is a part of the data missing?",
        "ko": f"{column.name} 열의 코드 {count:,}개 가운데 {len(gone):,}개가 없어졌습니다: {some}. "
        "자료의 일부가 빠진 것은 아닌지 확인하세요.",
    }
    return Finding("codes-changed", "breaking", text, staged.name, column.name, len(gone))


def _told(staged: Staged, column: Inferred, gone: Sequence[str], new: Sequence[str]) -> Finding:
    text = {
        "en": f"Codes of {column.name}: {len(new):,} new ({_some(new)}), {len(gone):,} gone ({_some(gone)}).",
        "ko": f"{column.name} 열의 코드: 새로 생긴 것 {len(new):,}개({_some(new)}), 없어진 것 {len(gone):,}개({_some(gone)}).",
    }
    return Finding(
        "codes-gone" if gone else "codes-added", "warning" if gone else "info", text, staged.name, column.name
    )


def _some(codes: Sequence[str]) -> str:
    return ", ".join(map(quoted, codes[:5])) or "-"
