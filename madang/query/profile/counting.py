"""Counting a table: column by column, each figure exact unless it says otherwise, within one budget of time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import combinations, pairwise
from typing import Any

from madang.query.compile_expressions import Sql
from madang.query.engines.duckdb import Session
from madang.query.expressions import Type
from madang.query.limits import EXPORT, Limits, TooMuchMemory, admitted
from madang.query.model import Column, Table
from madang.query.profile import edges, model, statements

FENCE = 3.0
FEW_CELLS = 20_000_000
"""Cells up to which rows are compared as a whole, and pairs of columns are tried as a key."""
MOST_PAIRS = 6
MOST_GAPS = 5
NAMING = (Type.TEXT, Type.INTEGER, Type.DATE, Type.DATETIME)
"""Types of columns that can name a row; fractions measure, and are different by chance."""
USUAL = 0.6
"""The share of distances between days that makes one the usual one."""


def profile(table: Table, limits: Limits = EXPORT) -> model.Profile:
    """Count everything. Raises `TooSlow`, `Busy`, `TooMuchMemory` and `store.manifest.Missing`."""
    with Session(table, limits.seconds) as session:
        ask = _Asking(session, limits)
        columns = tuple(_column(ask, table, column) for column in table.columns)
        keys, repeated = _keys(ask, table, columns)
    return model.Profile(table.revision, table.rows, columns, keys, repeated)


class _Asking:
    """Statements one by one, each admitted for itself so that readers' questions come in between."""

    def __init__(self, session: Session, limits: Limits) -> None:
        self._session, self._limits = session, limits

    def rows(self, sql: Sql) -> list[tuple[Any, ...]]:
        with admitted(True, self._limits):
            _, batches = self._session.batches(sql)
            columns = [batch.to_pydict().values() for batch in batches]
        return [row for one in columns for row in zip(*one, strict=True)]

    def row(self, sql: Sql) -> tuple[Any, ...]:
        (row,) = self.rows(sql)
        return row


def _column(ask: _Asking, table: Table, column: Column) -> model.Column:
    rows, present, *more = ask.row(statements.counts(column))
    facts: dict[str, Any] = {"name": column.name, "type": column.type.value, "rows": rows, "missing": rows - present}
    if column.type is Type.GEOMETRY or not present:
        return model.Column(**facts)
    low, high = more[:2]
    facts |= {"low": _scalar(low), "high": _scalar(high)}
    facts |= _distinct(ask, column) | _frequent(ask, column)
    match column.type:
        case Type.TEXT:
            facts |= {"blank": more[2], "texts": _texts(ask, table, column, *more[3:])}
        case Type.INTEGER | Type.NUMBER:
            facts |= _numbers(ask, column, low, high)
        case Type.DATE | Type.DATETIME:
            facts["histogram"] = _bars(ask, column, edges.of_moments(low, high, column.type), low, high)
            facts["rhythm"] = _rhythm([day for (day,) in ask.rows(statements.days(column))])
        case Type.TIME:
            facts["histogram"] = _bars(ask, column, [at for at in edges.of_times() if low < at <= high], low, high)
    return model.Column(**facts)


def _distinct(ask: _Asking, column: Column) -> dict[str, Any]:
    try:
        return {"distinct": ask.row(statements.distinct(column))[0]}
    except TooMuchMemory:
        return {"distinct": ask.row(statements.distinct(column, about=True))[0], "approximate": ("distinct",)}


def _frequent(ask: _Asking, column: Column) -> dict[str, Any]:
    """The most frequent values that are there more than once; none when there is no memory to tell."""
    try:
        found = ask.rows(statements.frequent(column))
    except TooMuchMemory:
        return {}
    values = [model.Frequent(_scalar(value), rows, cut) for value, rows, cut in found if _scalar(value) is not None]  # type: ignore[arg-type]
    return {"frequent": tuple(value for value in values if value.rows > 1)}


def _numbers(ask: _Asking, column: Column, low: Any, high: Any) -> dict[str, Any]:
    mean, deviation, points = ask.row(statements.spread(column))
    if points is None or not (math.isfinite(low) and math.isfinite(high)):
        return {}
    first, *quartiles, last = points
    whole = column.type is Type.INTEGER
    inner = edges.of_numbers(float(low), float(high), (first, last), whole=whole)
    return {
        "mean": _finite(mean),
        "deviation": _finite(deviation),
        "quartiles": tuple(quartiles),
        "histogram": _bars(ask, column, inner, low, high),
        "outliers": _outliers(ask, column, quartiles),
    }


def _bars(ask: _Asking, column: Column, inner: Sequence[Any], low: Any, high: Any) -> tuple[model.Bin, ...]:
    """One bar between each two of: the least value, the inner edges, the greatest."""
    counted = dict(ask.rows(statements.histogram(column, inner)))
    ends = [_scalar(low), *map(_scalar, inner), _scalar(high)]
    last = len(inner)
    return tuple(
        model.Bin(begin, end, counted.get(place, 0), place == last)  # type: ignore[arg-type]
        for place, (begin, end) in enumerate(pairwise(ends))
    )


def _outliers(ask: _Asking, column: Column, quartiles: list[float]) -> model.Outliers | None:
    distance = FENCE * (quartiles[2] - quartiles[0])
    below, above = quartiles[0] - distance, quartiles[2] + distance
    if column.semantic.endswith(("code", "year")) or not 0 < distance < math.inf:
        return None
    count = ask.row(statements.outside(column, below, above))[0]
    found = ask.rows(statements.farthest(column, below, above)) if count else []
    return model.Outliers(
        below, above, count, tuple(model.Outlier(*one) for one in found if _finite(one[1]) is not None)
    )


def _texts(ask: _Asking, table: Table, column: Column, shortest: int, longest: int) -> model.Texts:
    every = max(table.rows // statements.LOOKED, 1)
    looked, *counts = ask.row(statements.scripts(column, every))
    scripts = [model.Share(*one) for one in zip(statements.SCRIPTS, counts, strict=True) if one[1]]
    shapes = [model.Share(*one) for one in ask.rows(statements.shapes(column, every))]
    return model.Texts(shortest, longest, looked, tuple(shapes), tuple(scripts))


def _rhythm(days: list[date]) -> model.Rhythm | None:
    """The usual step between days that occur, and where more is missing; None when there is no usual one."""
    if not 3 <= len(days) <= statements.MOST_DAYS:
        return None
    monthly = len({day.day for day in days}) == 1
    places = [day.year * 12 + day.month if monthly else day.toordinal() for day in days]
    steps = [later - earlier for earlier, later in pairwise(places)]
    every, times = Counter(steps).most_common(1)[0]
    if times < USUAL * len(steps):
        return None
    gaps = [
        model.Gap(earlier.isoformat(), later.isoformat(), -(-step // every) - 1)
        for (earlier, later), step in zip(pairwise(days), steps, strict=True)
        if step > every
    ]
    widest = sorted(gaps, key=lambda gap: (-gap.missing, gap.after))[:MOST_GAPS]
    return model.Rhythm(every, "month" if monthly else "day", tuple(widest), len(gaps))


def _keys(
    ask: _Asking, table: Table, columns: tuple[model.Column, ...]
) -> tuple[tuple[tuple[str, ...], ...], int | None]:
    """Columns that name a row, alone or in pairs, and how many rows repeat another one."""
    alone = tuple((column.name,) for column in columns if column.unique and column.type in NAMING)
    if alone:
        return alone, 0
    plain = [column for column in columns if column.type != Type.GEOMETRY]
    if not 0 < table.rows * len(plain) <= FEW_CELLS:
        return (), None
    pairs = [pair for pair in combinations(plain, 2) if _may_be_key(pair, table.rows)][:MOST_PAIRS]
    names = [tuple(column.name for column in pair) for pair in pairs]
    keys = tuple(pair for pair in names if ask.row(statements.together(pair))[0] == table.rows)
    if keys:
        return keys, 0
    return (), table.rows - ask.row(statements.together([column.name for column in columns]))[0]


def _may_be_key(pair: tuple[model.Column, ...], rows: int) -> bool:
    """Whether a pair can have so many combinations."""
    product = math.prod(column.distinct or 0 for column in pair)
    return product >= rows and all(not column.missing and column.type in NAMING for column in pair)


def _scalar(value: Any) -> model.Scalar | None:
    """A value as JSON has it; None for what is no number."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    return _finite(float(value))


def _finite(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None
