"""Maps and charts of the report."""

from __future__ import annotations

import numpy as np

from madang.analysis.days import NAMES
from madang.analysis.report import Areas, Chart, Map, Places
from madang.analysis.studies.night_mobility.choosing import Covered
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.front_page import measure, wanted, when
from madang.analysis.studies.night_mobility.said import hour
from madang.lib.charts import chart as charts
from madang.lib.charts.chart import Scale
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES

NOBODY: Text = {"en": "no more than sleep there", "ko": "자는 사람보다 많지 않음"}


def map_of_signal(found: Findings) -> Map:
    """Visitors late on weekends, cell by cell; the first ten by their rank."""
    value = found.signal.value
    first = [at for at in found.signal.order[:10].tolist() if np.nan_to_num(value[at]) > 0]
    marks = tuple(str(rank) for rank in range(1, len(first) + 1))
    what, late = measure(found), when(found)
    label: Text = {"en": f"an hour, {late['en']}", "ko": f"{late['ko']} 시간당"}
    return Map(
        {"en": "Where people are out at night", "ko": "밤에 사람이 모이는 곳"},
        (
            Areas(found.cells.shape, np.where(value > 0, value, np.nan), label, "persimmon", none=NOBODY),
            Places(found.cells.place[first], {"en": "the first ten", "ko": "상위 열 곳"}, "strong", marks),
        ),
        {
            "en": f"Colours: {what['en']}. Numbers are ranks.",
            "ko": f"색은 {what['ko']}, 숫자는 순위를 나타냅니다.",
        },
    )  # fmt: skip


def map_of_spots(found: Findings) -> Map:
    """The set of the whole night over what is expected."""
    main, asked = found.main, found.question
    day, order = NAMES[asked.days[main]], found.choice.nights[main].night.order
    value = found.demand.visitors[main].sum(axis=0)
    what = wanted(found)
    label: Text = {"en": f"{what['en']} of a night", "ko": f"밤 동안의 {what['ko']}(시각 합)"}
    marks = tuple(str(rank) for rank in range(1, len(order) + 1))
    return Map(
        {"en": f"Where taxis should wait on {day['en']}", "ko": f"{day['ko']}의 택시 대기 자리"},
        (
            Areas(found.cells.shape, np.where(value > 0, value, np.nan), label, "jade", none=NOBODY),
            Places(asked.candidates.place[order], {"en": "spots", "ko": "대기 자리"}, "accent", marks),
        ),
        {
            "en": "Numbers are the order in which the spots bring most. Colours add up what is expected at all hours of the night.",
            "ko": "숫자는 효과가 큰 순서입니다. 색은 밤의 모든 시각에 예상되는 수를 더한 값입니다.",
        },
    )


def chart_of_cover(found: Findings) -> Chart | None:
    """Share of demand against the number of spots, beside the simpler rules; the bound, which may lie on it, is told in words."""
    covered = found.covered(found.main)
    if len(covered.k) < 2:
        return None
    day, what = NAMES[found.question.days[found.main]], wanted(found)
    return Chart(
        {"en": f"How much so many spots reach, on {day['en']}", "ko": f"자리 수에 따른 포괄 비율({day['ko']})"},
        {language: _cover(covered, language) for language in LANGUAGES},
        {
            "en": f"Share of all {what['en']} of the night within reach: of these spots, of one spot in each of the busiest "
            "areas, and of spots at "
            f"the peaks of density. No choice passes the bound; with {covered.k[-1]} spots it is {100 * covered.bound[-1]:.2f} %.",
            "ko": f"밤새 {what['ko']} 가운데 포괄하는 비율입니다. 고른 자리, 가장 붐비는 지역마다 한 곳씩 둔 자리, "
            "밀도 봉우리에 둔 자리를 비교합니다. "
            "어떤 선택도 상한을 "
            f"넘지 못하며 {covered.k[-1]}곳일 때 상한은 {100 * covered.bound[-1]:.2f}%입니다.",
        },
    )  # fmt: skip


def _cover(covered: Covered, language: str) -> charts.Chart:
    words = {
        "en": ("Spots", "% of demand in reach", "", "chosen", "density peaks", "busiest areas"),
        "ko": ("자리 수", "포괄하는 수요(%)", "", "고른 자리", "밀도 봉우리", "가장 붐비는 지역"),
    }[language]
    lines = zip(words[3:], (covered.share, covered.peaks, covered.busiest), strict=True)
    points = tuple(
        {"x": int(k), "y": round(100 * float(share), 3), "c": name, "tip": f"{name}, {k}: {100 * share:.1f} %"}
        for name, shares in lines
        for k, share in zip([0, *covered.k.tolist()], [0.0, *shares.tolist()], strict=True)
    )
    return charts.Chart(
        "line",
        points,
        Scale(words[1]),
        Scale(words[0]),
        Scale(words[2], "category", order=words[3:]),
        language=language,
    )


def chart_of_hours(found: Findings) -> Chart:
    """The demand of the whole city by hour and day of the week, as a heat."""
    what = wanted(found)
    return Chart(
        {"en": "When people want a ride", "ko": "수요가 많은 시각"},
        {language: _heat(found, language) for language in LANGUAGES},
        {
            "en": f"Expected {what['en']} of the whole city at each hour of the night.",
            "ko": f"밤의 시각마다 도시 전체에서 예상되는 {what['ko']}입니다.",
        },
    )


def _heat(found: Findings, language: str) -> charts.Chart:
    value = found.week.value
    days = tuple(NAMES[day][language] for day in found.week.days)
    hours = tuple(hour(one)[language] for one in found.question.hours)
    points = tuple(
        {"x": hours[h], "y": days[d], "v": float(value[d, h]), "tip": f"{days[d]} {hours[h]}: {value[d, h]:,.0f}"}
        for d in range(len(days))
        for h in range(len(hours))
    )
    return charts.Chart(
        "heat", points, Scale("", "category", order=days), Scale("", "category", order=hours), Scale(wanted(found)[language]),
        language=language,
    )  # fmt: skip
