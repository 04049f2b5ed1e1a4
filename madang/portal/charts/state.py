"""The state of a chart in its address. Filters and words to search for are the sheet's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from madang.lib.charts.chart import ARRANGEMENTS, KINDS
from madang.portal.charts.refusals import OddChart
from madang.portal.dataset.sheet_address import Filter, Sheet
from madang.query import parse
from madang.query.expressions import And, Expression
from madang.query.model import Table, Type

AGGREGATES = ("count", "sum", "average", "median", "min", "max", "distinct")
BUCKETS = ("year", "quarter", "month", "week", "day", "hour", "hour_of_day", "weekday", "month_of_year")
ALONE = ("empty", "filled", "blank")  # comparisons without a value
SORTS = ("value", "-value", "name", "-name")
MOST_MEASURES = 6
MOST_BARS = 200


@dataclass(frozen=True)
class State:
    """What the address says; "" and () where it leaves the choice to us. `where` is a condition of the native API."""

    kind: str = ""
    x: str = ""
    y: tuple[str, ...] = ()
    colour: str = ""
    aggregate: str = ""
    bucket: str = ""
    sort: str = ""
    limit: int = 0
    arrange: str = ""
    upright: bool = False
    log: bool = False
    where: str = ""
    filters: tuple[Filter, ...] = ()
    text: str = ""

    @classmethod
    def read(cls, query: QueryDict, table: Table) -> State:
        """Raises `OddChart` for a column, kind or word that there is not: an old link must not show another chart unseen."""
        limit = query.get("limit", "")
        return cls(
            _one_of(query, "kind", KINDS), _column(query.get("x", ""), table),
            tuple(dict.fromkeys(_column(name, table) for name in query.getlist("y") if name))[:MOST_MEASURES],
            _column(query.get("colour", ""), table), _one_of(query, "aggregate", AGGREGATES),
            _one_of(query, "bucket", BUCKETS), _one_of(query, "sort", SORTS),
            min(int(limit[:9]), MOST_BARS) if limit.isascii() and limit.isdecimal() else 0,
            _one_of(query, "arrange", ARRANGEMENTS), query.get("upright") == "1", query.get("log") == "1",
            query.get("where", "").strip(), *_rows(query, table),
        )  # fmt: skip

    @property
    def empty(self) -> bool:
        """Whether the choice of the chart is left to us."""
        return not (self.kind or self.x or self.y or self.colour or self.aggregate)

    def condition(self, table: Table) -> Expression | None:
        """The rows that the chart is about, but for the words to search for. Raises what `parse.condition` raises."""
        own = parse.condition(self.where) if self.where else None
        parts = [part for part in (Sheet(filters=self.filters).question(table).where, own) if part is not None]
        return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None

    def with_(self, **changes: object) -> State:
        return replace(self, **changes)  # type: ignore[arg-type]

    def address(self) -> str:
        """The query string, without `?`; equal states have equal ones."""
        pairs = [("kind", self.kind), ("x", self.x), *(("y", name) for name in self.y), ("colour", self.colour)]
        pairs += [("aggregate", self.aggregate), ("bucket", self.bucket), ("sort", self.sort)]
        pairs += [("limit", str(self.limit) if self.limit else ""), ("arrange", self.arrange)]
        pairs += [("upright", "1" if self.upright else ""), ("log", "1" if self.log else ""), ("where", self.where)]
        return "&".join(
            filter(
                None,
                (urlencode([pair for pair in pairs if pair[1]]), Sheet(filters=self.filters, text=self.text).address()),
            )
        )


def _one_of(query: QueryDict, name: str, known: tuple[str, ...]) -> str:
    value = query.get(name, "")
    if value and value not in known:
        raise OddChart(
            why_en=f"`{name}` is one of {', '.join(known)}.",
            why_ko=f"`{name}`은(는) {', '.join(known)} 가운데 하나입니다.",
        )
    return value


def _column(name: str, table: Table) -> str:
    if not name:
        return ""
    column = next((one for one in table.columns if one.name == name), None)
    if column is None or column.type is Type.GEOMETRY:
        shown = name[:80]
        raise OddChart(
            why_en=f"the table has no column “{shown}” to draw.",
            why_ko=f"이 표에는 그릴 수 있는 “{shown}” 열이 없습니다.",
        )
    return column.name


def _rows(query: QueryDict, table: Table) -> tuple[tuple[Filter, ...], str]:
    """The filters and the words of the sheet. Raises `OddChart` for a value that its column cannot be compared with."""
    read = Sheet.read(query, table)
    for line in read.filters:
        if line.odd and line.value:
            raise OddChart(
                why_en=f"“{line.value[:80]}” cannot be compared with “{line.column}”.",
                why_ko=f"“{line.value[:80]}”은(는) “{line.column}” 열과 비교할 수 없습니다.",
            )
    return tuple(line for line in read.filters if not line.odd and (line.value or line.operator in ALONE)), read.text
