"""The figures of a chart: which expression of the query plane each is, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from madang.portal.charts.meaning import Meant
from madang.portal.charts.state import State
from madang.query.expressions import Aggregate, Expression, Ref

NAMES: dict[str, Promise] = {
    "count": gettext_lazy("number of rows"), "sum": gettext_lazy("sum"), "average": gettext_lazy("average"),
    "median": gettext_lazy("median"), "min": gettext_lazy("lowest"), "max": gettext_lazy("highest"),
    "distinct": gettext_lazy("different values"),
}  # fmt: skip
_TITLES: dict[str, Promise] = {
    "sum": pgettext_lazy("measure", "%(column)s"), "average": gettext_lazy("average of %(column)s"),
    "median": gettext_lazy("median of %(column)s"), "min": gettext_lazy("lowest %(column)s"),
    "max": gettext_lazy("highest %(column)s"), "distinct": gettext_lazy("different values of %(column)s"),
}  # fmt: skip
_ENGINE = {"average": "avg", "distinct": "count"}


@dataclass(frozen=True)
class Measure:
    """`alias` names it in the answer. `unit` is "" for counts, `whole` the title where it leaves the aggregate out."""

    alias: str
    expression: Expression
    title: str
    unit: str
    whole: str = ""

    @property
    def named(self) -> str:
        """With the aggregate, for titles."""
        return self.whole or self.title

    @property
    def written(self) -> str:
        return f"{self.title} ({self.unit})" if self.unit else self.title


def measures(state: State, columns: dict[str, Meant]) -> list[Measure]:
    """One for each `y`, or the count of rows."""
    if not state.aggregate:
        return []
    if state.aggregate == "count" and not state.y:
        return [Measure("m0", Aggregate("count"), _("number of rows"), "")]
    return [_measure(f"m{place}", state.aggregate, columns[name]) for place, name in enumerate(state.y)]


def _measure(alias: str, aggregate: str, column: Meant) -> Measure:
    if aggregate == "count":
        return Measure(
            alias, Aggregate("count", Ref(column.name)), _("rows with %(column)s") % {"column": column.label}, ""
        )
    expression = Aggregate(_ENGINE.get(aggregate, aggregate), Ref(column.name), distinct=aggregate == "distinct")
    unit = "" if aggregate == "distinct" else column.unit
    return Measure(
        alias, expression, str(_TITLES[aggregate]) % {"column": column.label}, unit, _whole(aggregate, column)
    )


def _whole(aggregate: str, column: Meant) -> str:
    return _("sum of %(column)s") % {"column": column.label} if aggregate == "sum" else ""
