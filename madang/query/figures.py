"""One figure for each group of rows, of parts that can be put together again: groups that turn out to be one area are added up exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.lib.problems import Problem
from madang.query.answer import answer
from madang.query.expressions import Aggregate, Arithmetic, Expression, IsNull, Literal, Not, Ref
from madang.query.limits import Limits
from madang.query.model import Question, Selected, Table

MOST_GROUPS = 500_000
LIMITS = Limits(page=MOST_GROUPS + 1)
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class TooManyGroups(Problem):
    en = "{columns} of {table} have more than {most:,} values together: no map shows them. Choose others, or narrow it with `where`."
    ko = "{table}의 {columns} 값이 합쳐서 {most:,}가지를 넘어 지도에 담을 수 없습니다. 다른 열을 고르거나 `where`로 줄이세요."


@dataclass(frozen=True)
class Measure:
    """What is shown of the rows in an area: the `take` of a column (of no column: how many rows), over the sum of the column `per`.

    The mean is that of all rows in the area, each counting once. `per` counts only rows that have a value.
    """

    column: str = ""
    take: str = "sum"
    per: str = ""


@dataclass(frozen=True)
class Figures:
    """Arrays, one entry a group: rows, rows with a value, their sum, least and greatest (NaN without any), the sum of `per`."""

    rows: Ints
    known: Ints
    total: Floats
    least: Floats
    most: Floats
    per: Floats

    def merged(self, group: Ints, size: int) -> Figures:
        """The figures of `size` larger groups; `group` says to which each of these belongs, below 0 to none."""
        kept = group >= 0
        at = group[kept]

        def added(values: Any) -> Any:
            return np.bincount(at, weights=values[kept], minlength=size)

        least, most = np.full(size, np.nan), np.full(size, np.nan)
        np.fmin.at(least, at, self.least[kept])
        np.fmax.at(most, at, self.most[kept])
        whole = [added(values).astype(np.int64) for values in (self.rows, self.known)]
        return Figures(
            whole[0], whole[1], added(np.nan_to_num(self.total)), least, most, added(np.nan_to_num(self.per))
        )

    def values(self, measure: Measure) -> Floats:
        """The figure of each group; NaN where no row has a value, or nothing to divide by."""
        if not measure.column:
            found = np.where(self.rows > 0, self.rows, np.nan).astype(float)
        else:
            with np.errstate(divide="ignore", invalid="ignore"):
                ways = {"sum": self.total, "mean": self.total / self.known, "min": self.least, "max": self.most}
            found = np.where(self.known > 0, ways[measure.take], np.nan)
        if measure.per:
            found = np.divide(found, self.per, out=np.full(len(found), np.nan), where=self.per != 0)
        return found


TAKES = ("sum", "mean", "min", "max")


def grouped(
    table: Table, keys: tuple[Expression, ...], measure: Measure, where: Expression | None = None
) -> tuple[list[list[Any]], Figures]:
    """The values of `keys` (a list for each) and the figures of each group of rows. Raises `TooManyGroups` and as `answer`."""
    selected = (*(Selected(key, f"key{n}") for n, key in enumerate(keys)), *_parts(measure))
    asked = Question(select=selected, where=where, group_by=keys, limit=MOST_GROUPS + 1, count=False)
    found = answer(table, asked, LIMITS).table()
    if found.num_rows > MOST_GROUPS:
        from madang.query.words import words

        raise TooManyGroups(columns=", ".join(words(key) for key in keys), table=table.name, most=MOST_GROUPS)
    columns = [found.column(at) for at in range(len(selected))]
    numbers = [_floats(column) for column in columns[len(keys) :]]
    rows, known = (numbers[at].astype(np.int64) for at in (0, 1))
    return [column.to_pylist() for column in columns[: len(keys)]], Figures(rows, known, *numbers[2:])


def _parts(measure: Measure) -> list[Selected]:
    value = Arithmetic("*", Ref(measure.column), Literal(1.0)) if measure.column else None
    nothing = Arithmetic("*", Aggregate("count"), Literal(0.0))
    figures = [Aggregate(name, value) if value else nothing for name in ("sum", "min", "max")]
    known = Aggregate("count", Ref(measure.column)) if measure.column else Aggregate("count")
    return [
        Selected(Aggregate("count"), "rows"), Selected(known, "known"),
        *(Selected(one, f"figure{n}") for n, one in enumerate(figures)), Selected(_per(measure), "per"),
    ]  # fmt: skip


def _per(measure: Measure) -> Expression:
    if not measure.per:
        return Arithmetic("*", Aggregate("count"), Literal(0.0))
    chosen = Not(IsNull(Ref(measure.column))) if measure.column else None
    return Aggregate("sum", Arithmetic("*", Ref(measure.per), Literal(1.0)), chosen=chosen)


def _floats(column: Any) -> Floats:
    return np.array([np.nan if value is None else float(value) for value in column.to_pylist()], dtype=float)
