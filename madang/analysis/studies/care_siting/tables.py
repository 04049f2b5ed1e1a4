"""The results as tables, with the columns that `results` declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pyarrow as pa
import shapely

from madang.analysis.methods.distances import Floats
from madang.analysis.studies.care_siting.access import Summary, summary, supply
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.reasons import reason
from madang.analysis.studies.care_siting.results import YIELDS
from madang.analysis.tabular.yielded import Row, table

LEAVES = {"may move": "moves", "may close": "closes"}


def tables(found: Findings) -> dict[str, pa.Table]:
    """One table for each yield; numbers that are not known are empty."""
    rows: Mapping[str, Callable[[Findings], list[Row]]] = {
        "sites": _sites, "facilities": _facilities, "access": _access, "allocation": _allocation, "equity": _equity,
        "alternatives": _alternatives, "scenario": _scenario, "sensitivity": _sensitivity,
    }  # fmt: skip
    return {one.name: table(one, rows[one.name](found)) for one in YIELDS}


def _point(place: Floats) -> bytes:
    return bytes(shapely.to_wkb(shapely.Point(place[0], place[1])))


def _sites(found: Findings) -> list[Row]:
    case = found.case
    size = supply(case)
    whole = sum(one.gain for one in found.openings)
    rows = []
    for order, one in enumerate(found.openings, start=1):
        cost = found.costs[one.site]
        why = reason(found, order - 1)
        rows.append({
            "order": order, "site": case.name(one.site), "district": found.district(one.site), "service": case.candidates.service[one.site],
            "phase": one.phase, "instead_of": case.name(found.replaced[one.site]) if one.site in found.replaced else None,
            "capacity": size[one.site], "cost": cost, "newly_within": one.within, "nearer": one.nearer,
            "metres_saved": one.saved, "people": one.served, "marginal_gain": one.gain / whole if whole else 0.0,
            "gain_per_cost": one.within / cost if cost else np.nan, "in_alternatives": found.in_alternatives(one.site),
            "stays": found.stays(one.site), "check_on_site": found.sparse(one.site), "why": why["en"], "why_ko": why["ko"],
            "geometry": _point(case.place(one.site)),
        })  # fmt: skip
    return rows


def _facilities(found: Findings) -> list[Row]:
    case, m = found.case, len(found.case.candidates)
    people = np.bincount(found.after.site[found.after.site >= 0], case.need[found.after.site >= 0], case.all.shape[1])
    leaves = dict.fromkeys(found.choice.moved.tolist())
    status = [LEAVES[word] if m + at in leaves else word for at, word in enumerate(case.facilities.status)]
    return [
        {
            "name": name, "service": case.facilities.service[at], "status": status[at],
            "capacity": case.facilities.capacity[at], "placed_by": case.facilities.placed_by[at], "people": people[m + at],
            "geometry": _point(case.facilities.place[at]),
        }
        for at, name in enumerate(case.facilities.name)
    ]  # fmt: skip


def _access(found: Findings) -> list[Row]:
    case, areas = found.case, found.case.areas
    before, after = case.by_area(found.before.metres), case.by_area(found.after.metres)
    return [
        {
            "code": areas.code[at], "name": areas.name[at], "district": areas.district[at], "people": areas.need[at],
            "fifth": found.fifth[at] if found.fifth is not None else None, "metres_before": before[at], "metres_after": after[at],
            "within_before": found.before.within[at], "within_after": found.after.within[at],
            "places_before": found.before.places[at], "places_after": found.after.places[at], "left_out": found.left_out[at],
            "geometry": bytes(shapely.to_wkb(areas.shape[at])) if areas.shape[at] is not None else _point(areas.place[at]),
        }
        for at in range(len(areas.code))
    ]  # fmt: skip


def _allocation(found: Findings) -> list[Row]:
    case = found.case
    pairs: dict[tuple[int, int], list[float]] = {}
    for area, site, people, metres in zip(
        case.points.owner, found.after.site, case.need, found.after.metres, strict=True
    ):
        if site >= 0:
            kept = pairs.setdefault((int(area), int(site)), [0.0, 0.0, 0.0])
            kept[0] += people
            kept[1] += metres
            kept[2] += 1
    m = len(case.candidates)
    return [
        {
            "code": case.areas.code[area], "area": case.areas.name[area], "site": case.name(site), "kind": "new" if site < m else "today",
            "people": people, "metres": metres / points,
        }
        for (area, site), (people, metres, points) in sorted(pairs.items())
    ]  # fmt: skip


def _equity(found: Findings) -> list[Row]:
    rows = []
    for kind, group, which in found.groups():
        for when, state in (("today", found.before), ("then", found.after)):
            rows.append(
                {"group_kind": kind, "group": group, "when": when, **_summed(summary(found.case, state.metres, which))}
            )
    return rows


def _summed(one: Summary) -> Row:
    return {
        "people": one.people, "within": one.share, "mean": one.mean, "worst_tenth": one.worst_tenth, "longest": one.longest,
        "gini": one.gini, "without": one.apart,
    }  # fmt: skip


def _alternatives(found: Findings) -> list[Row]:
    first = set(found.choice.new.tolist())
    chosen = [(found.choice.new, 0.0), *((other.new, loss) for other, loss in found.alternatives)]
    rows = []
    for number, (sites, loss) in enumerate(chosen):
        seen = summary(found.case, np.minimum(found.kept, found.case.nearest(sites)[0]))
        rows += [
            {
                "alternative": number, "site": found.case.name(site), "chosen_first": site in first, "loss": loss, "within": seen.share,
                "mean": seen.mean, "geometry": _point(found.case.place(site)),
            }
            for site in sites.tolist()
        ]  # fmt: skip
    return rows


def _scenario(found: Findings) -> list[Row]:
    return [
        {
            "kind": step.kind, "sites": len(step.new), "limit": step.limit, "spared": step.spared or None,
            "cost": float(found.costs[step.new].sum()), **_summed(step.summary), "gap": step.solution.gap, "proved": step.solution.proved,
        }
        for step in found.steps
    ]  # fmt: skip


def _sensitivity(found: Findings) -> list[Row]:
    return [
        {
            "kind": one.kind, "change": one.label["en"], "change_ko": one.label["ko"], "within_before": one.today, "within_after": one.then,
            "share_stays": one.stay, "share_near": one.near,
        }
        for one in found.changes
    ]  # fmt: skip
