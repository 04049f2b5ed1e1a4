"""Maps and charts of the report."""

from __future__ import annotations

from typing import Any

import numpy as np

from madang.analysis.methods.equity import lorenz
from madang.analysis.report import Areas, Chart, Groups, Lines, Map, Places
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.sweep import Step
from madang.lib.charts import chart as charts
from madang.lib.charts.chart import Scale
from madang.lib.problems import Text

WITHIN: Text = {"en": "% within the standard today", "ko": "지금 기준 거리 안 비율(%)"}
NOWHERE: Text = {"en": "nothing to reach", "ko": "갈 수 있는 곳이 없음"}
METRES: Text = {"en": "metres to the nearest place", "ko": "가장 가까운 시설까지(m)"}
NOT_LEFT_OUT: Text = {"en": "not left out", "ko": "소외되지 않음"}
ROOM: Text = {"en": "places for 1,000 people in need", "ko": "수요 1,000명당 정원"}
PEOPLE: Text = {"en": "people in need", "ko": "수요 인구"}
PART = 0.1
"""The least share of an area's people that makes it part of where a new site's people come from."""
SEEN = 0.05
"""The least share of all areas that must go to new sites for a map of them: among thousands of facilities it would be empty."""
MOST_DOTS = 1_000
"""Facilities beyond which a map would be covered by them."""


def map_of_sites(found: Findings) -> Map:
    """Shares within the standard today, the facilities of today, and the new sites by their order."""
    case, too_many = found.case, _too_many(found)
    return Map(
        {"en": "Where to open", "ko": "새로 열 곳"},
        (
            Areas(case.areas.shape, 100 * found.before.within, WITHIN, "jade", "equal"),
            *_today(found),
            _new(found),
        ),
        {
            "en": "Numbers are the order in which the new sites bring most. Colours tell how many live within the standard today; see "
            f"the legend.{too_many['en']}",
            "ko": "숫자는 새로 여는 곳의 효과가 큰 순서입니다. 색은 지금 기준 거리 안에 사는 사람의 비율이며 범례를 보세요."
            f"{too_many['ko']}",
        },
    )


def map_of_catchments(found: Findings) -> Map | None:
    """From where people come to the new sites; None where these areas are too few to see."""
    to, new = _goes_to(found), _new(found)
    if (to >= 0).sum() < max(1, SEEN * len(to)):
        return None
    share = f"{100 * PART:.0f}"
    label: Text = {"en": "One colour: people go to the same new site", "ko": "같은 색: 같은 새 시설로 가는 구역"}
    other: Text = {"en": f"fewer than {share} % go to a new site", "ko": f"새 시설로 가는 주민이 {share}% 미만"}
    return Map(
        {"en": "Who goes to the new sites", "ko": "새로 여는 곳의 이용권"},
        (Groups(found.case.areas.shape, to, new.degrees, label, other), new),
        {
            "en": f"Areas where a new site becomes the nearest place for at least {share} % of the people, in the colour of the one "
            "that most of these go to.",
            "ko": f"주민의 {share}% 이상에게 새 시설이 가장 가까워지는 구역입니다. 색은 그 가운데 가장 많은 사람이 가는 시설을 나타냅니다.",
        },
    )


def _goes_to(found: Findings) -> Any:
    """The new site (n,), by its order, to which most people of each area go of those who go to a new one; -1 where these are few."""
    case, count = found.case, len(found.openings)
    order = {one.site: number for number, one in enumerate(found.openings)}
    to = np.array([order.get(int(site), count) for site in found.after.site], dtype=np.intp)
    people = np.zeros((len(case.areas.code), count + 1))
    np.add.at(people, (case.points.owner, to), case.need)
    every, new = people.sum(axis=1), people[:, :count]
    some = (new.sum(axis=1) >= PART * every) & (every > 0)
    return np.where(some, new.argmax(axis=1), -1) if count else np.full(len(every), -1)


def map_of_access(found: Findings) -> Map:
    """Metres to the nearest place once the sites are open."""
    case = found.case
    return Map(
        {"en": "How far it still is", "ko": "그래도 남는 거리"},
        (Areas(case.areas.shape, _known(case.by_area(found.after.metres)), METRES, "plum", none=NOWHERE),),
        {
            "en": "The mean distance of the people of each area to the nearest place, with the new sites.",
            "ko": "새로 여는 곳을 포함해 각 구역 주민이 가장 가까운 시설까지 가는 평균 거리입니다.",
        },
    )


def map_of_places(found: Findings) -> Map:
    """Places for each 1,000 people (E2SFCA), today and with the new sites: what there is room for, not only how far it is."""
    return Map(
        {"en": "Room for people (E2SFCA)", "ko": "정원의 여유(E2SFCA)"},
        (Areas(found.case.areas.shape, found.after.places, ROOM, "jade"),),
        {
            "en": "Places within reach for each 1,000 people in need, shared with everybody else who reaches them.",
            "ko": "닿을 수 있는 시설의 정원을 다른 이용자와 나눈 뒤 수요 1,000명에게 돌아가는 몫입니다.",
        },
    )


def map_of_left_out(found: Findings) -> Map | None:
    if not found.left_out.any():
        return None
    import shapely

    case = found.case
    outlines = [shapely.boundary(shape) for shape in case.areas.shape[found.left_out] if shape is not None]
    drawn = [line for line in outlines if not shapely.is_empty(line)]
    layers: list[Any] = [
        Areas(
            case.areas.shape, np.where(found.left_out, case.areas.need, np.nan), PEOPLE, "persimmon", none=NOT_LEFT_OUT
        )
    ]
    if drawn:
        layers.append(Lines(np.array(drawn), {"en": "left out", "ko": "소외 구역"}, "strong"))
    return Map(
        {"en": "Who stays left out", "ko": "그래도 소외되는 구역"},
        (*layers, _new(found)),
        {
            "en": "Areas in which most people stay farther than the standard, even with the new sites.",
            "ko": "새로 열어도 주민 대부분이 기준 거리보다 멀리 사는 구역입니다.",
        },
    )


def _today(found: Findings) -> tuple[Places, ...]:
    place = found.case.facilities.place
    shown = 0 < len(place) <= MOST_DOTS
    return (Places(place, {"en": "facilities of today", "ko": "현재 시설"}, "soft"),) if shown else ()


def _too_many(found: Findings) -> Text:
    """A sentence where the facilities of today are not drawn, else nothing."""
    count = len(found.case.facilities.place)
    if count <= MOST_DOTS:
        return {"en": "", "ko": ""}
    return {
        "en": f" The {count:,} facilities of today would cover the map and are not drawn.",
        "ko": f" 현재 시설 {count:,}곳은 지도를 덮으므로 그리지 않았습니다.",
    }


def _new(found: Findings) -> Places:
    place = np.array([found.case.place(one.site) for one in found.openings]).reshape(-1, 2)
    marks = tuple(str(order) for order in range(1, len(found.openings) + 1))
    return Places(place, {"en": "new sites", "ko": "새로 여는 곳"}, "accent", marks)


def _known(metres: Any) -> Any:
    return np.where(np.isfinite(metres), metres, np.nan)


def chart_of_counts(found: Findings) -> Chart | None:
    """The share within the standard against the number of new sites."""
    steps = [step for step in found.steps if step.kind == "sites"]
    if len(steps) < 2:
        return None
    return Chart(
        {"en": "What more sites bring", "ko": "더 열면 얼마나 나아지는가"},
        {language: _counts(found, steps, language) for language in ("en", "ko")},
        {
            "en": f"People within the standard for up to {steps[-1].count} new sites, each number with its own best choice.",
            "ko": f"새로 여는 곳이 {steps[-1].count}곳까지 늘 때 기준 거리 안에 드는 사람입니다. 수마다 가장 나은 선택을 따로 구했습니다.",
        },
    )


def _counts(found: Findings, steps: list[Step], language: str) -> charts.Chart:
    """Against the number of sites, or against what they cost where that is known."""
    costs = [float(found.costs[step.new].sum()) for step in steps]
    priced = bool(np.isfinite(costs).all())
    words = {
        "en": ("Cost" if priced else "New sites", "% within the standard"),
        "ko": ("비용" if priced else "새로 여는 수", "기준 거리 안 비율(%)"),
    }[language]
    along = costs if priced else [len(step.new) for step in steps]
    shares = [(0, found.today.share), *zip(along, (step.summary.share for step in steps), strict=True)]
    points = tuple({"x": x, "y": round(100 * share, 3), "tip": f"{x:,.0f}: {100 * share:.1f} %"} for x, share in shares)
    return charts.Chart("line", points, Scale(words[1]), Scale(words[0]), language=language)


def chart_of_front(found: Findings) -> Chart | None:
    """The average way against that of the worst-off tenth, for the same number of sites."""
    steps = [step for step in found.steps if step.kind == "front"]
    if len(steps) < 2:
        return None
    best = min(steps, key=lambda step: step.summary.mean)
    no_price = best.summary.worst_tenth <= min(step.summary.worst_tenth for step in steps) * 1.01
    more_en = (
        " Here is hardly anything to weigh: the shortest average is about the best for the worst-off too."
        if no_price
        else ""
    )
    more_ko = (
        " 여기서는 효율과 형평이 거의 상충하지 않습니다. 평균이 가장 짧은 선택이 가장 먼 사람들에게도 거의 가장 낫습니다."
        if no_price
        else ""
    )
    return Chart(
        {"en": "Efficiency against fairness", "ko": "효율과 형평"},
        {language: _front(found, steps, language) for language in ("en", "ko")},
        {
            "en": "Each point is a choice of as many sites: to the left the average way is shorter, below that of the tenth "
            "that has it farthest." + more_en,
            "ko": "점마다 같은 수를 여는 다른 선택입니다. 왼쪽일수록 평균 거리가, 아래일수록 가장 먼 10%의 거리가 짧습니다."
            + more_ko,
        },
    )


def _front(found: Findings, steps: list[Step], language: str) -> charts.Chart:
    words = {
        "en": ("Mean distance, m", "Worst-off tenth, m", "Choice", "compromise", "this report"),
        "ko": ("평균 거리(m)", "가장 먼 10%(m)", "선택", "절충안", "이 보고서의 선택"),
    }[language]
    chosen = [(step.summary.mean, step.summary.worst_tenth, words[3]) for step in steps]
    chosen.append((found.then.mean, found.then.worst_tenth, words[4]))
    points = tuple({"x": x, "y": y, "c": name, "tip": f"{name}: {x:,.0f} m, {y:,.0f} m"} for x, y, name in chosen)
    colour = Scale(words[2], "category", order=(words[3], words[4]))
    return charts.Chart("point", points, Scale(words[1]), Scale(words[0]), colour, language=language)


def chart_of_fairness(found: Findings) -> Chart:
    """Lorenz curves of distance, today and then."""
    return Chart(
        {"en": "How evenly distance is spread", "ko": "거리가 얼마나 고르게 나뉘는가"},
        {language: _lorenz(found, language) for language in ("en", "ko")},
        {
            "en": f"Lorenz curves: the nearer to the diagonal, the more alike the ways are. Gini {found.today.gini:.3f} today, "
            f"{found.then.gini:.3f} with the new sites.",
            "ko": "로렌츠 곡선입니다. 대각선에 가까울수록 거리가 고릅니다. "
            f"지니계수는 지금 {found.today.gini:.3f}, 새로 연 뒤 {found.then.gini:.3f}입니다.",
        },
    )


def _lorenz(found: Findings, language: str) -> charts.Chart:
    words = {
        "en": ("% of people, nearest first", "% of all distance", "", "today", "with the new sites", "all alike"),
        "ko": ("사람의 비율(%), 가까운 순", "거리 합의 비율(%)", "", "지금", "새로 연 뒤", "모두 같을 때"),
    }[language]
    curves = [(words[5], np.array([[0.0, 0.0], [1.0, 1.0]]))]
    for name, state in ((words[3], found.before), (words[4], found.after)):
        reached = np.isfinite(state.metres)
        if reached.any():
            curve = lorenz(state.metres[reached], found.case.need[reached])
            curves.append((name, curve[np.unique(np.linspace(0, len(curve) - 1, 60).astype(int))]))
    points = tuple(
        {"x": round(100 * x, 3), "y": round(100 * y, 3), "c": name, "tip": name}
        for name, curve in curves
        for x, y in curve
    )
    colour = Scale(words[2], "category", order=tuple(name for name, _ in curves))
    return charts.Chart("line", points, Scale(words[1]), Scale(words[0]), colour, language=language)
