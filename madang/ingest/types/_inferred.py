"""Decisions written out: the SQL of each column, what it holds, and the evidence in two languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from madang.ingest.tables import Inferred, Staged
from madang.ingest.types import _evidence
from madang.ingest.types._column_type import column_types
from madang.ingest.types._decide import VAGUE, Decision
from madang.ingest.types._evidence import Misfit
from madang.ingest.types._misfits import misfits
from madang.ingest.types._native import native
from madang.ingest.types._profile import AT_ONCE, EXACT
from madang.ingest.types._units import unit
from madang.ingest.types._values import batched, table
from madang.lib import duck
from madang.lib.problems import Problem, Text
from madang.query.model import Type

Held = tuple[int, str | None, str | None]
"""Values that are not null, the least and the greatest as text."""

SAMPLE = 5
AS_WRITTEN = ("text", "category")
NUMBERS = (Type.INTEGER, Type.NUMBER)
TRIMMED: Text = {"en": "blanks around values removed", "ko": "값 앞뒤의 빈칸을 뺐습니다"}
CHOSEN: Text = {"en": "chosen by a person", "ko": "사람이 고름"}


class ConversionLost(Problem):
    en = "Column {column}: {lost:,} values of type {type} did not convert ({sql}). This is a fault of the type's CONVERT."
    ko = "열 {column}: {type} 값 {lost:,}개가 바뀌지 않았습니다({sql}). 열 종류의 CONVERT가 잘못되었습니다."


def text_columns(
    connection: duck.DuckDBPyConnection, staged: Staged, decided: Mapping[str, Decision], samples: Mapping[str, list[str]]
) -> dict[str, Inferred]:
    """The columns staged as text, by field."""
    others = {field: _others(connection, staged, decision) for field, decision in decided.items()}
    sql = {field: _sql(decision, others[field]) for field, decision in decided.items()}
    held = _held(connection, staged, sql, {field for field, d in decided.items() if d.kind.name in AS_WRITTEN})
    return {
        field: _inferred(connection, staged, decision, others[field], sql[field], held[field], samples[field][:SAMPLE])
        for field, decision in decided.items()
    }


def native_columns(connection: duck.DuckDBPyConnection, staged: Staged, kinds: Mapping[str, str]) -> dict[str, Inferred]:
    """The columns that the format typed, by field."""
    rules = {field: native(kind) for field, kind in kinds.items()}
    sql = {field: rule.sql.replace("{value}", duck.identifier(field)) for field, rule in rules.items()}
    held = _held(connection, staged, sql, set())
    headers = {f"c{number}": header for number, header in enumerate(staged.headers, 1)}
    found = {}
    for field, rule in rules.items():
        filled, low, high = held[field]
        different, some = _different(connection, staged, sql[field])
        found[field] = Inferred(
            name=headers[field].name,
            header=headers[field].header,
            type=rule.type,
            semantic=rule.semantic,
            sql=sql[field],
            evidence=_evidence.native(column_types()[rule.semantic].label, staged.rows, staged.rows - filled),
            nulls=staged.rows - filled,
            distinct=different,
            low=low,
            high=high,
            sample=some,
            unit=unit(headers[field].header) if rule.type in NUMBERS else "",
            converted=rule.note,
        )
    return found


def _others(connection: duck.DuckDBPyConnection, staged: Staged, decision: Decision) -> list[Misfit]:
    """The null words of a column, or the values that do not fit a chosen type."""
    if decision.fit.matching == decision.fit.filled:
        return []
    return misfits(connection, staged, decision.profile, decision.kind, most=60 if decision.kind.sql else 100_000)


def _sql(decision: Decision, others: Sequence[Misfit]) -> str:
    """The DuckDB expression of the typed value; it fails rather than lose a value that was counted as fitting."""
    profile, kind = decision.profile, decision.kind
    column = duck.identifier(profile.field)
    if kind.name in AS_WRITTEN:  # to the letter, but for blank cells
        return column if profile.value == column else f"CASE WHEN {profile.value} IS NOT NULL THEN {column} END"
    value = kind.converted(profile.value)
    if decision.storage.duckdb:
        value = f"CAST({value} AS {decision.storage.duckdb})"
    if not others:
        return value
    if decision.forced and kind.sql:
        return f"CASE WHEN {kind.fits(profile.value)} THEN {value} END"
    words = ", ".join(duck.literal(other.value) for other in others)
    return f"CASE WHEN {profile.value} NOT IN ({words}) THEN {value} END"


def _held(connection: duck.DuckDBPyConnection, staged: Staged, sql: Mapping[str, str], plain: set[str]) -> dict[str, Held]:
    """Convert every value of every column once and look at what comes out. `plain` columns have no least and greatest."""
    found: dict[str, Held] = {}
    for some in batched(sql, AT_ONCE):
        asked = [
            f"count({sql[field]}), "
            + ("NULL, NULL" if field in plain else f"CAST(min({sql[field]}) AS VARCHAR), CAST(max({sql[field]}) AS VARCHAR)")
            for field in some
        ]
        row = connection.execute(f"SELECT {', '.join(asked)} FROM {table(staged)}").fetchone()
        assert row is not None
        found |= {field: (count, low, high) for field, (count, low, high) in zip(some, batched(row, 3), strict=True)}
    return found


def _different(connection: duck.DuckDBPyConnection, staged: Staged, sql: str) -> tuple[int, tuple[str, ...]]:
    counted = f"count(DISTINCT {sql})" if staged.rows <= EXACT else f"approx_count_distinct({sql})"
    row = connection.execute(f"SELECT {counted} FROM {table(staged)}").fetchone()
    some = connection.execute(f"SELECT CAST({sql} AS VARCHAR) AS v FROM {table(staged)} WHERE v IS NOT NULL LIMIT 100").fetchall()
    assert row is not None
    return row[0], tuple(dict.fromkeys(text for (text,) in some))[:SAMPLE]


def _inferred(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    decision: Decision,
    others: Sequence[Misfit],
    sql: str,
    held: Held,
    sample: Sequence[str],
) -> Inferred:
    profile, kind, kept = decision.profile, decision.kind, decision.storage
    filled, low, high = held
    if filled < decision.fit.matching:
        raise ConversionLost(column=profile.header.name, lost=decision.fit.matching - filled, type=kind.name, sql=sql)
    left = decision.fit.filled - filled - sum(other.count for other in others)
    return Inferred(
        name=profile.header.name,
        header=profile.header.header,
        type=kept.type,
        semantic=kind.name,
        sql=sql,
        evidence=_why(connection, staged, decision, others),
        nulls=staged.rows - filled,
        null_words={other.value: other.count for other in others} | ({"…": left} if left else {}),
        distinct=max(0, profile.distinct - len(others)),
        low=low,
        high=high,
        sample=tuple(sample),
        unit=(next(iter(decision.fit.units), "") or unit(profile.header.header)) if kept.type in NUMBERS else "",
        converted=_evidence.joined(kind.note, kept.note, TRIMMED if profile.padded and kind.name not in AS_WRITTEN else None),
    )


def _why(connection: duck.DuckDBPyConnection, staged: Staged, decision: Decision, others: Sequence[Misfit]) -> Text:
    """The evidence: all rows but the null words; or what the column nearly was and where it is not."""
    profile, fit = decision.profile, decision.fit
    if not profile.filled:
        return _evidence.empty(profile.rows)
    if decision.near and decision.kind.name in VAGUE:
        near, share = decision.near
        wrong = misfits(connection, staged, profile, near)
        return _evidence.nearly(decision.kind.label, near.label, share.matching, profile.filled, wrong)
    return _evidence.whole(decision.kind.label, profile.filled, profile.rows - profile.filled, others)
