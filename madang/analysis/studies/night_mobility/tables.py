"""The results as tables, with the columns that `results` declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import shapely

from madang.analysis.methods.spots.choosing import Spots as Chosen
from madang.analysis.methods.spots.nights import Stable
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.results import YIELDS
from madang.analysis.tabular.yielded import Row, table


def tables(found: Findings) -> dict[str, pa.Table]:
    """One table for each yield; numbers that are not known are empty."""
    rows: Mapping[str, Callable[[Findings], list[Row]]] = {
        "areas": _areas, "demand": _demand, "profile": lambda one: one.profile, "spots": spots, "cover": _cover,
        "backtest": lambda one: one.trial.rows, "cruising": lambda one: one.cruising,
    }  # fmt: skip
    return {one.name: table(one, rows[one.name](found)) for one in YIELDS}


def _areas(found: Findings) -> list[Row]:
    cells, signal, sure = found.cells, found.signal, found.significance
    return [
        {
            "cell": cells.code[at], "name": cells.name[at], "district": cells.district[at], "rank": rank, "signal": signal.value[at],
            "night": signal.night[at], "quiet": signal.quiet[at], "z": sure.z[at], "q": sure.q[at], "hot": bool(sure.hot[at]),
            "geometry": bytes(shapely.to_wkb(cells.shape[at] if cells.shape[at] is not None else shapely.Point(cells.place[at]))),
        }
        for rank, at in enumerate(signal.order.tolist(), start=1)
    ]  # fmt: skip


def _demand(found: Findings) -> list[Row]:
    cells, demand, sure = found.cells, found.demand, found.demand.significance
    return [
        {
            "cell": cells.code[at], "name": cells.name[at], "district": cells.district[at], "day": day, "hour": hour,
            "expected": demand.told.expected[d, h, at], "low": demand.told.low[d, h, at], "high": demand.told.high[d, h, at],
            "visitors": demand.visitors[d, h, at] if np.isfinite(demand.told.expected[d, h, at]) else None,
            "nights": demand.told.nights[d, h, at], "z": sure.z[d, h, at], "q": sure.q[d, h, at], "hot": bool(sure.hot[d, h, at]),
        }
        for d, day in enumerate(demand.days) for h, hour in enumerate(demand.hours) for at in range(len(cells))
    ]  # fmt: skip


def spots(found: Findings) -> list[Row]:
    """The set of the whole night and those of the hours, day by day."""
    asked = found.question
    rows: list[Row] = []
    for day, night in zip(asked.days, found.choice.nights, strict=True):
        rows += _set(found, night, night.night, {"day": day, "hour": None, "variant": "night"})
        for hour, own in zip(asked.hours, night.hourly, strict=True):
            rows += _set(found, night, own, {"day": day, "hour": hour, "variant": "hour"})
    return rows


def _set(found: Findings, night: Stable, chosen: Chosen, of: Row) -> list[Row]:
    candidates, stays = found.question.candidates, night.stays(chosen)
    return [
        {
            **of, "rank": rank + 1, "spot": candidates.name[at], "longitude": candidates.place[at, 0],
            "latitude": candidates.place[at, 1], "gain": chosen.gain[rank], "covered": chosen.covered[rank],
            "share": chosen.share[rank], "stays": stays[rank], "rule": candidates.rule[at] or None,
            "geometry": bytes(shapely.to_wkb(shapely.Point(candidates.place[at]))),
        }
        for rank, at in enumerate(np.asarray(chosen.order).tolist())
    ]  # fmt: skip


def _cover(found: Findings) -> list[Row]:
    asked = found.question
    return [
        {
            "day": asked.days[one.day], "hour": None if one.hour is None else asked.hours[one.hour], "k": k, "share": one.share[at],
            "bound": one.bound[at], "gap": one.gap[at], "busiest": one.busiest[at], "peaks": one.peaks[at],
        }
        for one in found.choice.covered for at, k in enumerate(one.k.tolist())
    ]  # fmt: skip
