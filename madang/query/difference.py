"""What differs between the rows of two revisions of one resource: which came, which went, which cells changed.

With a key (columns that name a row) the rows of a key are compared cell by cell. Without one, rows are compared whole: each
is as often there as it is, and one that changed went and came. Columns of one revision alone, or of another type in each, are
told and not compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import pyarrow as pa

from madang.lib.duck import identifier
from madang.query import metering
from madang.query.compile_expressions import Sql
from madang.query.engines.duckdb import Session
from madang.query.limits import Limits, admitted
from madang.query.model import ROW, Column, Table, Type
from madang.store import serving

Kind = Literal["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("changed", "added", "removed")
LIMITS = Limits(seconds=30.0)
NAMES = (Type.TEXT, Type.INTEGER, Type.DATE, Type.DATETIME)
"""Types of columns that can name a row."""
TRIED = 8
"""Columns that are looked at for a key, the first ones: what names a row usually stands in front."""
PAIRS_UP_TO = 1_000_000
"""Rows of both revisions together up to which pairs of columns are looked at too."""


@dataclass(frozen=True)
class Difference:
    """Rows by what became of them; `cells` counts changed cells by column. `key` is () when rows were compared whole."""

    key: tuple[str, ...]
    added: int
    removed: int
    changed: int
    same: int
    cells: dict[str, int]
    columns_new: tuple[str, ...]
    columns_gone: tuple[str, ...]
    columns_retyped: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One row: `before` is None for one that came, `after` for one that went; `times` of it without a key."""

    before: dict[str, Any] | None
    after: dict[str, Any] | None
    times: int = 1


def difference(old: Table, new: Table, key: Sequence[str] = (), limits: Limits = LIMITS) -> Difference:
    """Count what differs. Without `key`, or with one that is not true in both, a key is looked for.

    Raises `limits.TooSlow`, `TooMuchMemory`, `Busy`, `store.manifest.Missing`, and what the meter raises.
    """
    with _both(old, new, limits) as both:
        if not both.shared:
            return Difference((), new.rows, old.rows, 0, 0, {}, *_columns(old, new, ()))
        found = both.key(key)
        counts = both.one(both.keyed_counts(found) if found else both.whole_counts())
    added, removed, changed, same, *cells = (int(number or 0) for number in counts)
    compared = [column.name for column in both.shared if column.name not in found]
    return Difference(
        found, added, removed, changed, same,
        {name: number for name, number in zip(compared, cells, strict=False) if number},
        *_columns(old, new, both.shared),
    )  # fmt: skip


def changes(
    old: Table, new: Table, key: Sequence[str], kind: Kind, offset: int, limit: int, limits: Limits = LIMITS
) -> list[Change]:
    """Rows of one kind in stored order, with the columns of both. `key` is that of `difference`. Raises as `difference`."""
    with _both(old, new, limits) as both:
        if not both.shared:
            return []
        names = [column.name for column in both.shared]
        found = both.table(both.keyed(key, kind, offset, limit) if key else both.whole(kind, offset, limit))
        rows = zip(*(column.to_pylist() for column in found.columns), strict=True)
        return [_change(kind, names, row) for row in rows]


def _change(kind: Kind, names: list[str], row: tuple[Any, ...]) -> Change:
    width, times = len(names), row[0]
    before, after = dict(zip(names, row[1 : width + 1], strict=True)), dict(zip(names, row[width + 1 :], strict=True))
    return Change(None if kind == "added" else before, None if kind == "removed" else after, times)


def _columns(old: Table, new: Table, shared: Sequence[Column]) -> tuple[tuple[str, ...], ...]:
    was, now = ({column.name for column in table.columns} for table in (old, new))
    both = {column.name for column in shared}
    return (
        tuple(column.name for column in new.columns if column.name not in was),
        tuple(column.name for column in old.columns if column.name not in now),
        tuple(column.name for column in new.columns if column.name in was and column.name not in both),
    )


@contextmanager
def _both(old: Table, new: Table, limits: Limits) -> Iterator[_Both]:
    done = metering.admit_tables((old, new))
    with ExitStack() as stack:
        session = stack.enter_context(Session(new, limits.seconds, done))
        before = stack.enter_context(serving.attached(old.store, old.revision))
        stack.enter_context(admitted(True, limits))
        yield _Both(old, new, session, before)


class _Both:
    """The two revisions on one cursor: `rows` is the new one, `before` the table of the old one."""

    def __init__(self, old: Table, new: Table, session: Session, before: str) -> None:
        types = {column.name: column.type for column in old.columns}
        self.shared = tuple(column for column in new.columns if types.get(column.name) is column.type)
        self._rows, self._session, self._before = old.rows + new.rows, session, before
        self._tables = (before, "rows")

    def one(self, sql: str) -> tuple[Any, ...]:
        table = self.table(sql)
        return tuple(column[0].as_py() for column in table.columns)

    def table(self, sql: str) -> pa.Table:
        schema, batches = self._session.batches(Sql(sql, []))
        return pa.Table.from_batches(list(batches), schema)

    def key(self, wished: Sequence[str]) -> tuple[str, ...]:
        """The wished columns, else the first that name every row in both revisions; () when none do."""
        known = {column.name for column in self.shared}
        if wished and known >= set(wished) and self._names_rows(wished):
            return tuple(wished)
        tried = [column.name for column in self.shared if column.type in NAMES][:TRIED]
        candidates: list[tuple[str, ...]] = [(name,) for name in tried]
        if self._rows <= PAIRS_UP_TO:
            candidates += list(combinations(tried, 2))
        return next((one for one in candidates if self._names_rows(one)), ())

    def _names_rows(self, names: Sequence[str]) -> bool:
        columns = ", ".join(map(identifier, names))
        empty = " OR ".join(f"{identifier(name)} IS NULL" for name in names)
        return all(
            self.one(f"SELECT (SELECT count(*) FROM {table} WHERE {empty}) = 0 AND NOT EXISTS "
                     f"(SELECT 1 FROM {table} GROUP BY {columns} HAVING count(*) > 1)")[0]
            for table in self._tables
        )  # fmt: skip

    def _written(self) -> str:
        return ", ".join(
            f"ST_AsWKB({identifier(one.name)}) AS c{place}" if one.type is Type.GEOMETRY else f"{identifier(one.name)} AS c{place}"
            for place, one in enumerate(self.shared)
        )  # fmt: skip

    def _joined(self, on: Sequence[int]) -> str:
        """Both revisions, row beside row, as `o` and `n`; the columns are c0, c1 and so on."""
        same = " AND ".join(f"o.c{place} IS NOT DISTINCT FROM n.c{place}" for place in on)
        parts = [f"(SELECT {self._written()}, {ROW} AS r FROM {table})" for table in self._tables]
        return f"{parts[0]} o FULL JOIN {parts[1]} n ON {same}"

    def _places(self, key: Sequence[str]) -> tuple[list[int], list[int]]:
        """Places of the key, and of what is compared."""
        names = [column.name for column in self.shared]
        keys = [names.index(name) for name in key]
        return keys, [place for place in range(len(names)) if place not in keys]

    def keyed_counts(self, key: Sequence[str]) -> str:
        keys, compared = self._places(key)
        both = "o.r IS NOT NULL AND n.r IS NOT NULL"
        other = [f"o.c{place} IS DISTINCT FROM n.c{place}" for place in compared]
        changed = " OR ".join(other) or "false"
        counts = ["o.r IS NULL", "n.r IS NULL", f"{both} AND ({changed})", f"{both} AND NOT ({changed})"]
        counts += [f"{both} AND {one}" for one in other]
        return f"SELECT {', '.join(f'count(*) FILTER (WHERE {one})' for one in counts)} FROM {self._joined(keys)}"

    def keyed(self, key: Sequence[str], kind: Kind, offset: int, limit: int) -> str:
        keys, compared = self._places(key)
        other = " OR ".join(f"o.c{place} IS DISTINCT FROM n.c{place}" for place in compared) or "false"
        where = {
            "added": "o.r IS NULL", "removed": "n.r IS NULL",
            "changed": f"o.r IS NOT NULL AND n.r IS NOT NULL AND ({other})",
        }[kind]  # fmt: skip
        return (
            f"SELECT 1, {self._sides()} FROM {self._joined(keys)} WHERE {where} "
            f"ORDER BY coalesce(n.r, o.r) LIMIT {int(limit)} OFFSET {int(offset)}"
        )

    def _sides(self) -> str:
        return ", ".join(f"{side}.c{place}" for side in "on" for place in range(len(self.shared)))

    def _grouped(self) -> str:
        """Whole rows with how often they stand in each revision."""
        written = f"SELECT {self._written()}, count(*) AS times, min({ROW}) AS r"
        grouped = [f"({written} FROM {table} GROUP BY ALL)" for table in self._tables]
        same = " AND ".join(f"o.c{place} IS NOT DISTINCT FROM n.c{place}" for place in range(len(self.shared)))
        return f"{grouped[0]} o FULL JOIN {grouped[1]} n ON {same}"

    def whole_counts(self) -> str:
        was, now = "coalesce(o.times, 0)", "coalesce(n.times, 0)"
        counts = f"sum(greatest({now} - {was}, 0)), sum(greatest({was} - {now}, 0)), 0, sum(least({was}, {now}))"
        return f"SELECT {counts} FROM {self._grouped()}"

    def whole(self, kind: Kind, offset: int, limit: int) -> str:
        more, less = ("n", "o") if kind == "added" else ("o", "n")
        times = f"coalesce({more}.times, 0) - coalesce({less}.times, 0)"
        never = " AND false" if kind == "changed" else ""
        return (
            f"SELECT {times}, {self._sides()} FROM {self._grouped()} WHERE {times} > 0{never} "
            f"ORDER BY {more}.r LIMIT {int(limit)} OFFSET {int(offset)}"
        )
