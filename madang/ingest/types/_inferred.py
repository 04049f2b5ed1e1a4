"""Decisions written out: the SQL of each column, what it holds, and the evidence in two languages."""

from __future__ import annotations

from collections.abc import Mapping

from madang.ingest.tables import Inferred, Staged
from madang.ingest.types import _evidence
from madang.ingest.types._decide import VAGUE, Decision
from madang.ingest.types._fit import Misfit, fitting
from madang.ingest.types._sample import Sample
from madang.ingest.types._units import unit
from madang.ingest.types._values import batched, table
from madang.lib import duck
from madang.lib.problems import Problem, Text
from madang.query.model import Type

Held = tuple[int, str | None, str | None]
"""Values that are not null, the least and the greatest as text."""

AT_ONCE = 40
"""Columns per query: one query over thousands of columns costs DuckDB more in planning than in reading."""

SAMPLE = 5
AS_WRITTEN = ("text", "category")
NUMBERS = (Type.INTEGER, Type.NUMBER)
TRIMMED: Text = {"en": "blanks around values removed", "ko": "값 앞뒤의 빈칸을 뺐습니다"}


class ConversionLost(Problem):
    en = "Column {column}: {lost:,} values of type {type} did not convert ({sql}). This is a fault of the type's CONVERT."
    ko = "열 {column}: {type} 값 {lost:,}개가 바뀌지 않았습니다({sql}). 열 종류의 CONVERT가 잘못되었습니다."


def text_columns(
    connection: duck.DuckDBPyConnection, staged: Staged, decided: Mapping[int, Decision], samples: Mapping[int, Sample]
) -> dict[int, Inferred]:
    """The columns staged as text, by field."""
    sql = {field: _sql(decision) for field, decision in decided.items()}
    plain = {field for field, decision in decided.items() if decision.kind.name in AS_WRITTEN}
    found = held(connection, staged, {field: text for field, text in sql.items() if field not in plain})
    found |= {field: (decided[field].column.filled, None, None) for field in plain}
    return {
        field: _inferred(connection, staged, decision, sql[field], found[field], samples[field].values[:SAMPLE])
        for field, decision in decided.items()
    }


def held(connection: duck.DuckDBPyConnection, staged: Staged, sql: Mapping[int, str]) -> dict[int, Held]:
    """Convert every value of every column once and look at what comes out."""
    found: dict[int, Held] = {}
    for some in batched(sql, AT_ONCE):
        asked = ", ".join(f"count({sql[f]}), min({sql[f]})::VARCHAR, max({sql[f]})::VARCHAR" for f in some)
        row = connection.execute(f"SELECT {asked} FROM {table(staged)}").fetchone()
        assert row is not None
        found |= {field: (count, low, high) for field, (count, low, high) in zip(some, batched(row, 3), strict=True)}
    return found


def _sql(decision: Decision) -> str:
    """The DuckDB expression of the typed value; it fails rather than lose a value that was counted as fitting."""
    column, kind, fit = decision.column, decision.kind, decision.fit
    if kind.name in AS_WRITTEN:  # to the letter, but for blank cells
        return f"CASE WHEN {column.value} IS NOT NULL THEN {column.staged} END" if column.blank else column.staged
    value = kind.converted(column.value)
    if decision.storage.duckdb:
        value = f"CAST({value} AS {decision.storage.duckdb})"
    if fit.matching == fit.filled:
        return value
    if decision.forced:
        return f"CASE WHEN {fitting(column.value, kind, fit)} THEN {value} END"
    words = ", ".join(duck.literal(other.value) for other in fit.misfits)
    return f"CASE WHEN {column.value} NOT IN ({words}) THEN {value} END"


def _inferred(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    decision: Decision,
    sql: str,
    held: Held,
    sample: tuple[str, ...],
) -> Inferred:
    column, kind, kept, fit = decision.column, decision.kind, decision.storage, decision.fit
    filled, low, high = held
    if filled != (column.filled if kind.name in AS_WRITTEN else fit.matching):
        raise ConversionLost(column=column.header.name, lost=fit.matching - filled, type=kind.name, sql=sql)
    others = {misfit.value: misfit.count for misfit in fit.misfits} if filled < column.filled else {}
    rest = column.filled - filled - sum(others.values())
    return Inferred(
        name=column.header.name,
        header=column.header.header,
        type=kept.type,
        semantic=kind.name,
        sql=sql,
        evidence=_why(connection, staged, decision),
        nulls=staged.rows - filled,
        null_words=others | ({"…": rest} if rest else {}),
        distinct=column.distinct - len(others),
        low=low,
        high=high,
        sample=sample,
        unit=(next(iter(fit.units), "") or unit(column.header.header)) if kept.type in NUMBERS else "",
        converted=_evidence.joined(
            kind.note, kept.note, TRIMMED if column.padded and kind.name not in AS_WRITTEN else None
        ),
    )


def _why(connection: duck.DuckDBPyConnection, staged: Staged, decision: Decision) -> Text:
    """The evidence: all rows but the null words; or what the column nearly was and where it is not."""
    column, kind, fit = decision.column, decision.kind, decision.fit
    if not column.filled:
        return _evidence.empty(staged.rows)
    if decision.near and kind.name in VAGUE:
        near, almost = decision.near
        return _evidence.nearly(
            kind.label, near.label, almost.matching, column.filled, _lines(connection, staged, decision, almost.misfits)
        )
    others = _lines(connection, staged, decision, fit.misfits) if fit.matching < column.filled else []
    return _evidence.whole(
        kind.label, column.filled, staged.rows - column.filled, sum(m.count for m in fit.misfits), others
    )


def _lines(
    connection: duck.DuckDBPyConnection, staged: Staged, decision: Decision, misfits: tuple[Misfit, ...]
) -> list[_evidence.Lines]:
    """The first lines of the most frequent misfits, from the file."""
    shown = misfits[: _evidence.MOST]
    if all(misfit.count == 1 for misfit in shown):
        return [_evidence.Lines(misfit.value, misfit.count, (misfit.line,)) for misfit in shown]
    values = ", ".join(duck.literal(misfit.value) for misfit in shown)
    query = f"SELECT v, min(line, 3) FROM (SELECT {decision.column.value} AS v, line FROM {table(staged)}) WHERE v IN ({values}) GROUP BY v"
    lines = dict(connection.execute(query).fetchall())
    return [_evidence.Lines(misfit.value, misfit.count, tuple(lines[misfit.value])) for misfit in shown]
