"""How many values of a column are of a type, asked of every value; and which ones are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType
from madang.ingest.types._columns import Column
from madang.ingest.types._values import NULL_WORDS, table
from madang.lib import duck
from madang.query.model import Type

Asked = tuple[Column, ColumnType]

MOST = 100
"""Different misfits that are looked at: there are fewer null words than that."""


@dataclass(frozen=True)
class Misfit:
    """A value that is not of a type, how often it stands, and the line where first."""

    value: str
    count: int
    line: int


@dataclass(frozen=True)
class Digits:
    """How the numbers of a column are written: digits after the point (fewest, most) and before it, and whether some end in 0."""

    few: int
    many: int
    whole: int
    zeros: bool


@dataclass(frozen=True)
class Fit:
    """Of the filled values of a column: how many are of the type, the least and greatest unit, and up to `MOST` misfits."""

    matching: int
    filled: int
    units: frozenset[str] = frozenset()
    misfits: tuple[Misfit, ...] = ()
    words: int = 0  # values that are null words and not of the type
    digits: Digits | None = None  # of a NUMBER type

    @property
    def all(self) -> bool:
        """Every value is of the type or a null word, and at least one is of the type."""
        return self.matching > 0 and self.matching + self.words == self.filled and len(self.units) < 2

    @property
    def share(self) -> float:
        """Of the values that are not null words."""
        return self.matching / max(1, self.filled - self.words)


def fits(connection: duck.DuckDBPyConnection, staged: Staged, asked: Sequence[Asked]) -> dict[Asked, Fit]:
    """Ask each `(column, type)` about every value of the column."""
    together: dict[ColumnType, list[Column]] = defaultdict(list)
    found: dict[Asked, Fit] = {}
    for column, kind in asked:
        known = _known(column, kind)
        if known is not None:
            found[column, kind] = known
        elif kind.sql is None:
            found[column, kind] = _by_python(connection, staged, column, kind)
        elif column.apart:
            found |= _counted(connection, [column], kind, source(staged, column))
        else:
            together[kind].append(column)
    for kind, columns in together.items():
        found |= _counted(
            connection,
            columns,
            kind,
            f"vals WHERE v IS NOT NULL AND field IN ({', '.join(str(c.field) for c in columns)})",
        )
    return {pair: _with_misfits(connection, staged, *pair, fit) for pair, fit in found.items()}


def _known(column: Column, kind: ColumnType) -> Fit | None:
    """What is sure without asking the values: text is everything, and plain numbers were looked at."""
    if kind.name == "text":
        return Fit(column.filled, column.filled)
    plain = column.look.plain if column.look else None
    fits = kind.numbers(plain) if plain else None
    if plain is None or fits is None:
        return None
    digits = Digits(plain.few, plain.many, plain.whole, plain.zeros)
    return Fit(column.filled if fits else 0, column.filled, digits=digits)


def source(staged: Staged, column: Column) -> str:
    """The relation `(field, v, n, line)` of one column's values, with its WHERE clause."""
    if column.apart:
        return f"(SELECT {column.field} AS field, {column.value} AS v, 1 AS n, line FROM {table(staged)}) WHERE v IS NOT NULL"
    return f"vals WHERE v IS NOT NULL AND field = {column.field}"


def fitting(value: str, kind: ColumnType, fit: Fit) -> str:
    """The condition that a trimmed value is of the type, also for a type without SQL once its misfits are known."""
    if fit.matching == fit.filled:
        return f"{value} IS NOT NULL"
    if kind.sql:
        return kind.fits(value)
    others = ", ".join(duck.literal(misfit.value) for misfit in fit.misfits)
    return f"{value} NOT IN ({others})" if others else f"{value} IS NOT NULL"


def _counted(
    connection: duck.DuckDBPyConnection, columns: Iterable[Column], kind: ColumnType, relation: str
) -> dict[Asked, Fit]:
    unit = kind.unit.replace("{value}", "v") if kind.unit else "NULL::VARCHAR"
    columns = list(columns)
    number = kind.converted("v", columns[0].signs) if kind.type is Type.NUMBER else "''"
    rows = connection.execute(
        f"SELECT field, sum(n), min(unit), max(unit), {DIGITS} FROM (SELECT field, n, unit, t, "
        f"instr(t, '.') AS point, strlen(t) - starts_with(t, '-')::INTEGER AS long FROM "
        f"(SELECT field, n, {unit} AS unit, {number} AS t FROM {relation} AND {kind.fits('v')})) GROUP BY field"
    ).fetchall()
    found = {field: _of_row(int(matching), {low, high}, digits) for field, matching, low, high, *digits in rows}
    return {(c, kind): replace(found.get(c.field, Fit(0, 0)), filled=c.filled) for c in columns}


DIGITS = """min(CASE WHEN point > 0 THEN strlen(t) - point ELSE 0 END), max(CASE WHEN point > 0 THEN strlen(t) - point ELSE 0 END),
    max(CASE WHEN point > 0 THEN point - 1 - (strlen(t) - long) ELSE long END), coalesce(bool_or(point > 0 AND suffix(t, '0')), false)"""
"""Over the plain digits `t` of a number: places, digits before the point, zeros at the end."""


def _of_row(matching: int, units: set[str | None], digits: Sequence[Any]) -> Fit:
    return Fit(matching, 0, frozenset(unit for unit in units if unit is not None), digits=Digits(*digits))


def _with_misfits(
    connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType, fit: Fit
) -> Fit:
    """Add what does not fit, unless nothing does or next to everything is of another kind."""
    if kind.sql is None or fit.matching == 0 or fit.matching == fit.filled:
        return fit
    query = (
        f"SELECT v, sum(n)::BIGINT, min(line) FROM {source(staged, column)} AND NOT {kind.fits('v')} "
        f"GROUP BY v ORDER BY 2 DESC, 3 LIMIT {MOST}"
    )
    return _fit(kind, fit, [Misfit(*row) for row in connection.execute(query).fetchall()])


def _by_python(connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType) -> Fit:
    """Ask `matches` about each different value."""
    query = f"SELECT v, sum(n)::BIGINT, min(line) FROM {source(staged, column)} GROUP BY v ORDER BY 2 DESC, 3"
    cursor = connection.execute(query)
    matching, misfits = 0, []
    while rows := cursor.fetchmany(10_000):
        matching += sum(count for text, count, _ in rows if kind.matches(text))
        misfits += [Misfit(*row) for row in rows if not kind.matches(row[0])]
    return _fit(kind, Fit(matching, column.filled), misfits)


def _fit(kind: ColumnType, fit: Fit, misfits: Sequence[Misfit]) -> Fit:
    words = sum(misfit.count for misfit in misfits if misfit.value.lower() in NULL_WORDS or misfit.value in kind.nulls)
    return replace(fit, misfits=tuple(misfits), words=words)
