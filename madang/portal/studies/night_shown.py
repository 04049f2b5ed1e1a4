"""What stands beside the map of an hour: the week's heat, the cover by the number of spots, and how forecasts did on past nights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from madang.analysis.days import NAMES
from madang.analysis.studies.night_mobility.said import CALLED, VERDICTS
from madang.portal.studies import night_chart
from madang.portal.studies.night_map import amount
from madang.portal.studies.night_moment import Moment, hours, in_words, named
from madang.portal.studies.night_tables import NightTables

SHADES = ("shade0", "shade1", "shade2", "shade3", "shade4")
"""Of the heat, from little to much."""
PARTLY = gettext_lazy(
    "Expected activity of the cells that may be told, together: the total of all would give away the small counts that are left out."
)
VISITORS_PARTLY = gettext_lazy(
    "Expected visitors of the cells that may be told, together: the total of all would give away the small counts that are left out."
)


def profile(tables: NightTables) -> dict[tuple[str, int], float]:
    """All activity that is expected of the whole city, by day and hour; nothing when an hour's was left out to guard small counts."""
    rows = tables.rows("profile")
    told = {(row["day"], int(row["hour"])): row["expected"] for row in rows}
    return {} if None in told.values() else told


def together(tables: NightTables) -> dict[tuple[str, int], float]:
    """What the map draws of an hour, all cells with a number together."""
    return {moment: float(np.nansum(values)) for moment, values in tables.areas.drawn.items()}


def heats(tables: NightTables, moment: Moment) -> list[dict[str, Any]]:
    """What the map draws, of the whole city by day and hour. Where these are visitors, all activity by the day of the week stands
    below: the sum of all visitors is told of no day, it could give away a small count."""
    whole, drawn = profile(tables), together(tables)
    if not tables.visitors:
        said = _("Expected activity of all cells together.") if whole else PARTLY
        return [{"said": said, **heat(whole or drawn, moment)}]
    all_told = all(np.isfinite(values).all() for values in tables.areas.drawn.values())
    said = _("Expected visitors of all cells together.") if all_told else VISITORS_PARTLY
    found = [{"said": said, **heat(drawn, moment)}]
    if whole and set(whole) != set(drawn):
        found.append({"said": _("All activity, who sleeps there too, by the day of the week."), **heat(whole, moment)})
    return found


def heat(values: dict[tuple[str, int], float], moment: Moment) -> dict[str, Any]:
    """A table of days by hours; each square leads to its moment: Monday's to that of weekdays, where no more is told apart. Shades are
    even steps between the least and the greatest."""
    night = moment.night
    known = list(values.values()) or [0.0]
    low, high = min(known), max(known)

    def square(day: str, hour: int) -> dict[str, Any]:
        value = values.get((day, hour))
        step = 0 if value is None else min(int((value - low) / ((high - low) or 1) * len(SHADES)), len(SHADES) - 1)
        return {
            "value": None if value is None else amount(value), "shade": "" if value is None else SHADES[step],
            "address": moment.address(day=night.day(day), hour=hour),
            "said": f"{named(day)} {hours(hour)}", "here": (night.day(day), hour) == (moment.day, moment.hour),
        }  # fmt: skip

    days = [day for day in NAMES if any(day == one for one, _hour in values)]
    return {
        "hours": [hours(hour) for hour in night.hours],
        "lines": [(named(day), [square(day, hour) for hour in night.hours]) for day in days],
    }


def spots(tables: NightTables, moment: Moment) -> list[dict[str, Any]]:
    """The list, best first."""
    return [
        {
            **row, "percent": percent(row["share"]), "gained": amount_or_dash(row["gain"]),
            "stay": percent(row["stays"], digits=0), "place": place(row),
        }
        for row in tables.spots(moment.day, None if moment.stays else moment.hour)
    ]  # fmt: skip


def place(row: dict[str, Any]) -> str:
    """Where it is, as a phone opens it (RFC 5870)."""
    return f"geo:{row['latitude']:.6f},{row['longitude']:.6f}"


def amount_or_dash(value: float | None) -> str:
    return "–" if value is None else amount(value)


def percent(share: float | None, digits: int = 1) -> str:
    return "–" if share is None else f"{100 * share:.{digits}f}%"


def busiest(tables: NightTables, moment: Moment, most: int = 15) -> list[dict[str, str]]:
    """The cells in which most is expected: what the map shows, to read, beside all activity with its interval."""
    areas, at = tables.areas, (moment.day, moment.hour)
    if at not in areas.drawn:
        return []
    values = areas.drawn[at]
    order = [one for one in (-values).argsort(kind="stable").tolist() if values[one] == values[one]][:most]
    return [
        {
            "name": areas.names[one], "drawn": amount(values[one]), "expected": amount(areas.expected[at][one]),
            "low": amount(areas.low[at][one]), "high": amount(areas.high[at][one]),
        }
        for one in order
    ]  # fmt: skip


def cover(tables: NightTables, moment: Moment) -> dict[str, Any] | None:
    """The lines of cover against the number of spots with their numbers, of the hour or of the whole night; None when the run says
    nothing of it."""
    where = f"day = '{moment.day}' and " + ("hour is null" if moment.stays else f"hour = {moment.hour:d}")
    rows = tables.rows("cover", where, "k")
    if not rows:
        return None
    last = rows[-1]
    return {
        "lines": [{"k": row["k"], **{name: percent(row[name]) for name in ("share", "bound", "busiest", "peaks")}} for row in rows],
        "last": {"k": last["k"], **{name: percent(last[name]) for name in ("share", "bound", "gap", "busiest", "peaks")}},
        "chart": night_chart.svg(rows),
    }  # fmt: skip


def backtest(tables: NightTables) -> list[dict[str, Any]]:
    """How each forecast did on nights that it had not seen, the chosen one first."""
    rows = tables.rows("backtest")
    return [
        {
            "model": in_words(CALLED.get(row["model"], {"en": row["model"]})), "chosen": row["chosen"],
            "k": row["k"], "nights": row["nights"], "hit": percent(row["hit_rate"]),
            "hit_range": _range([percent(row["hit_low"]), percent(row["hit_high"])]), "pai": _decimal(row["pai"]),
            "pai_range": _range([_decimal(row["pai_low"]), _decimal(row["pai_high"])]), "area": percent(row["area_share"]),
            "verdict": in_words(VERDICTS.get(row["verdict"], {"en": row["verdict"] or "–"})),
        }
        for row in sorted(rows, key=lambda row: (not row["chosen"], -(row["hit_rate"] or 0)))
    ]  # fmt: skip


def _range(ends: Sequence[str]) -> str:
    return _("%(from)s to %(to)s") % {"from": ends[0], "to": ends[1]}


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
