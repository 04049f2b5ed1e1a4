"""Decisions written out: the SQL of each column, what it holds, and the evidence in two languages."""

from __future__ import annotations

from collections.abc import Mapping

from madang.ingest.tables import Inferred, Staged
from madang.ingest.types import _evidence
from madang.ingest.types._column_type import column_types
from madang.ingest.types._decide import VAGUE, Decision
from madang.ingest.types._fit import Misfit, fitting, source
from madang.ingest.types._plain import Plain
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
    found = _held(connection, staged, decided, sql)
    return {
        field: _inferred(connection, staged, decision, sql[field], found[field], samples[field].values[:SAMPLE])
        for field, decision in decided.items()
    }


def _held(
    connection: duck.DuckDBPyConnection, staged: Staged, decided: Mapping[int, Decision], sql: Mapping[int, str]
) -> dict[int, Held]:
    """What comes out of each column: from its different values, or its looks, and only else from the whole file."""
    found: dict[int, Held] = {}
    waiting: dict[int, str] = {}
    for field, decision in decided.items():
        column, plain = decision.column, decision.column.look and decision.column.look.plain
        as_it_is = decision.kind.type is Type.TEXT and decision.kind.convert == "{value}"
        if decision.kind.name in AS_WRITTEN or (as_it_is and column.apart and decision.fit.matching == column.filled):
            found[field] = column.filled, None, None
        elif plain and decision.kind.numbers(plain) and decision.kind.type in NUMBERS:
            found[field] = _of_plain(plain, decision)
        elif column.apart:
            waiting[field] = sql[field]
        else:
            found[field] = _of_values(connection, decision)
    return found | held(connection, staged, waiting)


def _of_plain(plain: Plain, decision: Decision) -> Held:
    """Plain numbers convert for sure: they were cast when they were looked at."""
    if decision.storage.duckdb == "DOUBLE":
        return decision.column.filled, repr(plain.least), repr(plain.greatest)
    return decision.column.filled, plain.low, plain.high


def _of_values(connection: duck.DuckDBPyConnection, decision: Decision) -> Held:
    """The different values of a column, each converted once."""
    value = _typed(decision, "v")
    values = f"SELECT n, {value} AS t FROM vals WHERE field = {decision.column.field} AND v IS NOT NULL"
    query = f"SELECT sum(n) FILTER (WHERE t IS NOT NULL), min(t)::VARCHAR, max(t)::VARCHAR FROM ({values})"
    count, low, high = connection.execute(query).fetchone() or (0, None, None)
    return int(count or 0), low, high


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
    column = decision.column
    if decision.kind.name in AS_WRITTEN:  # to the letter, but for blank cells
        return column.written
    return _typed(decision, column.value)


def _typed(decision: Decision, text: str) -> str:
    """The typed value of the trimmed `text`; NULL for null words, and for what a chosen type does not take."""
    kind, fit = decision.kind, decision.fit
    value = kind.converted(text, decision.column.signs)
    if decision.storage.duckdb:
        value = f"CAST({value} AS {decision.storage.duckdb})"
    if fit.matching == fit.filled:
        return value
    if decision.forced:
        return f"CASE WHEN {fitting(text, kind, fit)} THEN {value} END"
    words = ", ".join(duck.literal(other.value) for other in fit.misfits)
    return f"CASE WHEN {text} NOT IN ({words}) THEN {value} END"


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
        values=column.values,
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
    why = _evidence.whole(
        kind.label, column.filled, staged.rows - column.filled, sum(m.count for m in fit.misfits), others
    )
    return _evidence.with_forms(why, _forms(connection, staged, decision)) if kind.forms else why


def _forms(connection: duck.DuckDBPyConnection, staged: Staged, decision: Decision) -> list[tuple[str, int]]:
    """An example of each form of a column of mixed forms, and how many values are of it; each value counts once."""
    cases = " ".join(f"WHEN {column_types()[name].fits('v')} THEN {at}" for at, name in enumerate(decision.kind.forms))
    rows = f"SELECT CASE {cases} END AS form, v, n FROM {source(staged, decision.column)}"
    query = f"SELECT min(v), sum(n)::BIGINT FROM ({rows}) WHERE form IS NOT NULL GROUP BY form ORDER BY 2 DESC, 1"
    return connection.execute(query).fetchall()


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
