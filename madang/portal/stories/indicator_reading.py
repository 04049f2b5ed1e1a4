"""An indicator in words: values with their decimals and unit, its status, and why it cannot be computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import Revision
from madang.community import indicators, indicators_sdg
from madang.community.indicators_trend import Point, Status, at_least, expected
from madang.community.indicators_values import Read, read
from madang.community.models import Indicator
from madang.lib.problems import Text
from madang.lib.texts import choose
from madang.portal.stories import trend_drawing

STATUSES: dict[Status, Promise] = {
    Status.REACHED: _("target reached"),
    Status.ON_TRACK: _("on track"),
    Status.OFF_TRACK: _("off track"),
    Status.MISSED: _("target missed"),
    Status.NO_DATA: _("no data yet"),
    Status.BROKEN: _("cannot be computed"),
}
ICONS = {Status.REACHED: "target", Status.ON_TRACK: "check", Status.OFF_TRACK: "alert", Status.MISSED: "close",
         Status.NO_DATA: "clock", Status.BROKEN: "help"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One period of the table below the chart."""

    period: str
    value: float | None
    expected: float | None
    good: bool | None
    unknown: float | None
    rows: int


@dataclass(frozen=True)
class Told:
    """What templates ask of an indicator."""

    read: Read
    language: str

    @property
    def indicator(self) -> Indicator:
        return self.read.indicator

    @property
    def newest(self) -> Point | None:
        return self.read.newest

    @property
    def revisions(self) -> list[Revision]:
        return self.read.revisions

    @property
    def origin(self) -> str:
        return self.read.origin

    @property
    def due(self) -> datetime | None:
        return self.read.due

    @property
    def status(self) -> str:
        return str(self.read.status)

    @property
    def status_words(self) -> str:
        return str(STATUSES[self.read.status])

    @property
    def status_icon(self) -> str:
        return ICONS[self.read.status]

    @property
    def why_text(self) -> str:
        return self.read.why.text(self.language) if self.read.why else ""

    @property
    def unit(self) -> str:
        return choose(self.indicator.unit, self.language)[0]

    @property
    def address(self) -> str:
        return reverse("indicator", args=[self.indicator.slug])

    @property
    def goal_of(self) -> tuple[int, Text] | None:
        return indicators_sdg.goal(self.indicator.sdg)

    def told(self, value: float | None) -> str:
        """A value with the decimals of the indicator."""
        return "–" if value is None else f"{value:,.{self.indicator.decimals}f}"

    def measured(self, value: float | None) -> str:
        """A value with its unit."""
        return f"{self.told(value)} {self.unit}".strip() if value is not None else "–"

    @property
    def value(self) -> str:
        return self.told(self.newest.value) if self.newest else "–"

    @property
    def target(self) -> str:
        return self.measured(self.indicator.target_value)

    @property
    def baseline(self) -> str:
        return self.measured(self.indicator.baseline_value)

    @property
    def expected(self) -> str:
        return self.measured(self.read.expected)

    @property
    def distance(self) -> str:
        """How far the newest value is from the target."""
        if self.newest is None or self.newest.value is None:
            return "–"
        return self.measured(abs(self.indicator.target_value - self.newest.value))

    @property
    def gone(self) -> str:
        """The share of the way that is gone, in per cent."""
        share = self.read.gone
        return "–" if share is None else f"{share * 100:,.0f} %"

    @property
    def bar(self) -> float:
        """The same for a bar, 0 to 100."""
        return round(min(max(self.read.gone or 0, 0), 1) * 100, 1)

    @property
    def pace(self) -> str:
        slope = self.read.pace
        return "–" if slope is None else f"{slope:+,.{self.indicator.decimals + 1}f} {self.unit}".strip()

    @property
    def projected(self) -> str:
        return self.measured(self.read.projected)

    @property
    def projected_good(self) -> bool | None:
        """Whether the target is reached if the pace stays."""
        value = self.read.projected
        return None if value is None else at_least(value, self.indicator.target_value, self.read.goal)

    @property
    def unknown(self) -> str:
        """The share of rows that lack a value, in the newest period."""
        return _share(self.newest.unknown) if self.newest else "–"

    @cached_property
    def lines(self) -> list[Line]:
        """Every period beside the expected path."""
        return [self._line(point) for point in self.read.points]

    def _line(self, point: Point) -> Line:
        wanted = expected(self.read.goal, point.period)
        known = point.value is not None and wanted is not None
        good = at_least(point.value, wanted, self.read.goal) if known else None  # type: ignore[arg-type]
        return Line(point.period, point.value, wanted, good, point.unknown, point.rows)

    @property
    def table(self) -> list[list[str]]:
        """The lines in words: period, value, expected, unknown share, rows."""
        return [
            [line.period, self.told(line.value), self.told(line.expected), _share(line.unknown), f"{line.rows:,}"] for line in self.lines
        ]  # fmt: skip

    @property
    def drawing(self) -> trend_drawing.Drawing | None:
        return trend_drawing.drawing(self.read.points, self.read.goal, self.told)


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:,.1f} %"


def told(one: Indicator, language: str = "") -> Told:
    """An indicator as it stands now."""
    return Told(read(one), language or get_language() or "ko")


def of_slug(actor: policy.Actor, slug: str) -> Any:
    """The same by its slug. Raises `Hidden`."""
    return told(indicators.found(actor, slug))
