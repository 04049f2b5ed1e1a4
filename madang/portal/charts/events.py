"""Tables of events: each row is something that happened at a moment, so the first thing to ask is how many there were."""

from __future__ import annotations

import re

from madang.portal.charts.kept import Kept
from madang.portal.charts.meaning import Meant
from madang.portal.figures.roles import Role
from madang.query.answer import answer
from madang.query.expressions import Aggregate, Expression, Function, Ref
from madang.query.model import Question, Selected, Table, Type

MOSTLY = 0.5
"""Different moments for each row from which on rows are events."""
ANY_TIME = 12
"""Different minutes and seconds that no clock makes which reads a value every five minutes."""
_COUNTS = re.compile(
    r"수$|건수|횟수|명수|인원|인구|합계|수량|(?<![a-z])(count|counts|number|total|quantity|n)(?![a-z])", re.IGNORECASE
)
_UNITS = ("명", "건", "대", "개", "회", "곳", "people", "cases")
_known: Kept[str] = Kept(2_000, lambda found: 1)


def moment_of(table: Table, columns: dict[str, Meant]) -> str:
    """The moment of the events that a table holds, "" for other tables. Asked once for a revision."""
    moments = [c for c in columns.values() if c.role is Role.TIME and c.type is Type.DATETIME and c.distinct != 1]
    if not moments or any(counts(column) for column in columns.values()):
        return ""
    name = moments[0].name
    return _known.get(f"{table.revision} {name}", lambda: name if _scattered(table, name) else "")


def counts(column: Meant) -> bool:
    """Whether a column clearly is a count, so that rows are sums already."""
    whole = column.role is Role.AMOUNT and column.type is Type.INTEGER
    return whole and (column.unit in _UNITS or bool(_COUNTS.search(column.name)))


def _scattered(table: Table, name: str) -> bool:
    """Whether the moments are mostly different and fall at any minute and second, as no regular reading does."""
    moment = Ref(name)
    asked: dict[str, Expression] = {
        "n": moment,
        "minutes": Function("minute", (moment,)),
        "seconds": Function("second", (moment,)),
    }
    select = [Selected(Aggregate("count", one, distinct=True), alias) for alias, one in asked.items()]
    question = Question((*select, Selected(Aggregate("count", moment), "rows")), limit=1, count=False)
    [row] = answer(table, question).table().to_pylist()
    rows: int = row["rows"]
    few = min(ANY_TIME, rows * MOSTLY)
    return bool(rows > 2 and row["n"] >= rows * MOSTLY and min(row["minutes"], row["seconds"]) >= few)
