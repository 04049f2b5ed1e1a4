"""How many values of a column are of a type, asked of every value; and which ones are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType
from madang.ingest.types._columns import Column
from madang.ingest.types._values import NULL_WORDS, table
from madang.lib import duck

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
class Fit:
    """Of the filled values of a column: how many are of the type, the least and greatest unit, and up to `MOST` misfits."""

    matching: int
    filled: int
    units: frozenset[str] = frozenset()
    misfits: tuple[Misfit, ...] = ()
    words: int = 0  # values that are null words and not of the type

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
        if kind.sql is None:
            found[column, kind] = _by_python(connection, staged, column, kind)
        elif column.apart:
            found |= _counted(connection, [column], kind, source(staged, column))
        else:
            together[kind].append(column)
    for kind, columns in together.items():
        found |= _counted(
            connection, columns, kind, f"vals WHERE field IN ({', '.join(str(c.field) for c in columns)})"
        )
    return {pair: _with_misfits(connection, staged, *pair, fit) for pair, fit in found.items()}


def source(staged: Staged, column: Column) -> str:
    """The relation `(field, v, n, line)` of one column's values."""
    if column.apart:
        return f"(SELECT {column.field} AS field, {column.value} AS v, 1 AS n, line FROM {table(staged)} WHERE v IS NOT NULL)"
    return f"(SELECT field, v, n, line FROM vals WHERE field = {column.field} AND v IS NOT NULL)"


def fitting(value: str, kind: ColumnType, fit: Fit) -> str:
    """The condition that a trimmed value is of the type, also for a type without SQL once its misfits are known."""
    if kind.sql:
        return kind.fits(value)
    others = ", ".join(duck.literal(misfit.value) for misfit in fit.misfits)
    return f"{value} NOT IN ({others})" if others else f"{value} IS NOT NULL"


def _counted(
    connection: duck.DuckDBPyConnection, columns: Iterable[Column], kind: ColumnType, relation: str
) -> dict[Asked, Fit]:
    unit = kind.unit.replace("{value}", "v") if kind.unit else "NULL::VARCHAR"
    where = f"FILTER (WHERE {kind.fits('v')})"
    rows = connection.execute(
        f"SELECT field, sum(n) {where}, min({unit}) {where}, max({unit}) {where} FROM {relation} GROUP BY field"
    ).fetchall()
    counts = {field: (int(matching or 0), frozenset({low, high} - {None})) for field, matching, low, high in rows}
    nothing: tuple[int, frozenset[str]] = (0, frozenset())
    return {(c, kind): Fit(counts.get(c.field, nothing)[0], c.filled, counts.get(c.field, nothing)[1]) for c in columns}


def _with_misfits(
    connection: duck.DuckDBPyConnection, staged: Staged, column: Column, kind: ColumnType, fit: Fit
) -> Fit:
    """Add what does not fit, unless nothing does or next to everything is of another kind."""
    if kind.sql is None or fit.matching == 0 or fit.matching == fit.filled:
        return fit
    query = (
        f"SELECT v, sum(n)::BIGINT, min(line) FROM {source(staged, column)} WHERE NOT {kind.fits('v')} "
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
    return Fit(fit.matching, fit.filled, fit.units, tuple(misfits), words)
