"""The first page, for who decides: what was asked, three numbers, what to do, what is not known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from madang.analysis.report import Figure, Heading, Key, Note, Paragraph, Part, Points
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.parameters import OBJECTIVES
from madang.analysis.studies.care_siting.places import LEAVING, Places
from madang.analysis.studies.care_siting.quality import error_said, verdict
from madang.analysis.studies.care_siting.sensitivity import KINDS, kept
from madang.analysis.tabular.columns import listed
from madang.lib.particles import josa
from madang.lib.problems import Text

TOLD = ("not-placed", "people-without-area", "unreachable", "stays-though-marked")
"""Notes that stand on the first page too."""
SURE = 0.7
"""Sites that stay in this share of the tests are safe to begin with."""
LOST = 0.1
"""Share of the facilities without a place above which the list is not to be relied on."""


def front_page(found: Findings) -> tuple[Part, ...]:
    return (
        Heading({"en": "What was asked", "ko": "물은 것"}),
        Paragraph(asked(found)),
        *_unplaced_said(found),
        Key(figures(found)),
        *_leaving(found),
        *_warning(found),
        Heading({"en": "What to do", "ko": "할 일"}),
        Points(tuple(to_do(found)), numbered=True),
        Heading({"en": "What is not known", "ko": "모르는 것"}),
        Points(tuple(unknown(found))),
    )


def asked(found: Findings) -> Text:
    """The question in two sentences."""
    case, question = found.case, found.choice.question
    count, many = len(found.choice.new), f"{len(case.candidates):,}"
    today, standard = len(case.facilities), f"{case.standard:,.0f}"
    aim, need = OBJECTIVES[question.objective], found.called.get("need", {})
    who = {language: f"({name})" if name != "need" else "" for language, name in need.items()} or {"en": "", "ko": ""}
    may = LEAVING if case.settings["budget"] else ("may move",)  # nothing is won by closing one but money
    if free := sum(word in may for word in case.facilities.status):
        stay = f"{today - free:,}"
        en = f"Which of {many} candidate sites should open, {opened(found)['en']}, when {free:,} of the {today:,} facilities of today "
        en += f"may move or close and the other {stay} count in any case? "
        ko = f"현재 시설 {today:,}곳 가운데 {stay}곳은 그대로 세고 {free:,}곳은 옮기거나 닫을 수 있을 때, 후보 {many}곳 가운데 어느 "
        ko += f"{count}곳을 새로 열어야 하는지 물었습니다({opened(found)['ko']}). "
    else:
        en = f"Which {count} of {many} candidate sites should open, beside the {today:,} facilities of today that count in any case? "
        ko = f"현재 시설 {today:,}곳을 그대로 세면서 후보 {many}곳 가운데 어느 {count}곳을 새로 열어야 하는지 물었습니다. "
    people = f"{case.areas.need.sum():,.0f}"
    paid = spent(found)
    en, ko = en + paid["en"], ko + paid["ko"]
    return {
        "en": f"{en}Judged by: {aim['en'].lower()}; the standard is {standard} m. People in need{who['en'] and ' ' + who['en']}: {people}.",
        "ko": josa(
            f"{ko}기준은 ‘{aim['ko']}’이며 기준 거리는 {standard}m입니다. 수요 인구{who['ko']}는 {people}명입니다."
        ),
    }


def spent(found: Findings) -> Text:
    """The budget, and what the choice takes of it; nothing without one."""
    case, unit = found.case, found.money
    budget, most = float(case.settings["budget"]), f"{found.choice.question.count:,}"
    if not budget:
        return {"en": "", "ko": ""}
    back = np.nan_to_num(case.facilities.cost[found.choice.moved - len(case.candidates)]).sum()
    cost = f"{found.costs[found.choice.new].sum() - back:,.0f}"
    count, gap = f"{len(found.choice.new):,}", " " if unit else ""
    return {
        "en": f"At most {most} could open within a budget of {budget:,.0f}{gap}{unit}; the {count} chosen take {cost}{gap}{unit} of it. ",
        "ko": f"예산 {budget:,.0f}{unit} 안에서 많아야 {most}곳을 열 수 있으며, 고른 {count}곳에 {cost}{unit}이(가) 듭니다. ",
    }


def opened(found: Findings) -> Text:
    """How many sites open: those that are new, and those to which facilities move."""
    moved = len(found.replaced)
    new = len(found.choice.new) - moved
    if not moved:
        return {"en": f"{new} sites", "ko": f"{new}곳"}
    return {"en": f"{new} new + {moved} moved", "ko": f"신규 {new}곳 + 이전 {moved}곳"}


def figures(found: Findings) -> tuple[Figure, ...]:
    """Three numbers."""
    today, then = found.today, found.then
    standard, sites = f"{found.case.standard:,.0f}", opened(found)
    lost = unplaced(found.case.facilities)
    short = lost is not None
    return (
        Figure(
            {"en": f"have a place within {standard} m today", "ko": f"지금 {standard}m 안에 시설이 있는 사람"},
            _percent(today.share),
            detail={
                "en": f"{today.within:,.0f} of {today.people:,.0f} people in need{', many facilities not counted' if short else ''}",
                "ko": f"수요 인구 {today.people:,.0f}명 중 {today.within:,.0f}명{'(세지 못한 시설이 많음)' if short else ''}",
            },
        ),
        Figure(
            {"en": f"more people have one with {sites['en']}", "ko": f"{sites['ko']}을 열면 더 늘어나는 사람"},
            then.within - today.within,
            digits=0,
            detail={"en": f"{100 * then.share:.1f} % of all then", "ko": f"열고 나면 전체의 {100 * then.share:.1f}%"},
        ),
        Figure(
            {"en": "for the tenth that has the longest way", "ko": "가장 먼 10%의 평균 거리"},
            then.worst_tenth,
            unit={"en": "m", "ko": "m"},
            digits=0,
            detail={
                "en": f"on average, instead of {today.worst_tenth:,.0f} m",
                "ko": f"지금은 {today.worst_tenth:,.0f}m",
            },
        ),
    )


def _percent(share: float) -> Text:
    return {"en": f"{100 * share:.1f} %", "ko": f"{100 * share:.1f}%"}


def unplaced(given: Places) -> tuple[int, int] | None:
    """How many rows of a table have no place, and of how many; None where that is few."""
    lost = next((one.count for one in given.notes if one.code == "not-placed"), 0)
    return (lost, lost + len(given)) if lost > LOST * (lost + len(given)) else None


def _unplaced_said(found: Findings) -> Iterator[Part]:
    """What must be read before any number: facilities or candidates that are in the table and nowhere on the map."""
    if lost := unplaced(found.case.facilities):
        yield Note(
            {
                "en": f"{lost[0]:,} of {lost[1]:,} facilities have no coordinates and their address was not found. They are not counted: "
                "who lives near them seems to have nothing, and new sites are drawn to them.",
                "ko": f"시설 {lost[1]:,}곳 중 {lost[0]:,}곳은 좌표가 없고 주소로도 찾지 못해 세지 못했습니다. "
                "그 가까이 사는 사람은 시설이 없는 것처럼 보이고, 새 자리가 그쪽으로 쏠립니다.",
            },
            "warning",
            {"en": "Many facilities were not placed", "ko": "위치를 찾지 못한 시설이 많습니다"},
        )
    if lost := unplaced(found.case.candidates):
        yield Note(
            {
                "en": f"{lost[0]:,} of {lost[1]:,} candidates have no place, so that they could not be chosen.",
                "ko": f"후보지 {lost[1]:,}곳 중 {lost[0]:,}곳은 위치를 찾지 못해 고를 수 없었습니다.",
            },
            "warning",
            {"en": "Many candidates were not placed", "ko": "위치를 찾지 못한 후보지가 많습니다"},
        )


def _leaving(found: Findings) -> Iterator[Part]:
    """What happens to facilities of today."""
    moving, closing = (found.leaving(word) for word in ("may move", "may close"))
    if not moving and not closing:
        return
    moves, closes = (listed([found.case.name(site) for site in sites]) for sites in (moving, closing))
    en = [f"{len(moving)} move ({moves})"] * bool(moving) + [f"{len(closing)} close ({closes})"] * bool(closing)
    ko = [f"이전 {len(moving)}곳({moves})"] * bool(moving) + [f"폐쇄 {len(closing)}곳({closes})"] * bool(closing)
    yield Note(
        {
            "en": f"Of the {len(found.case.facilities):,} facilities of today {' and '.join(en)}. "
            "What they reach today ends when they leave; all numbers “then” are without them.",
            "ko": f"현재 시설 {len(found.case.facilities):,}곳 가운데 {', '.join(ko)}입니다. "
            "지금 그곳을 이용하는 사람은 더 이용할 수 없으며, ‘이후’의 수는 모두 이들을 뺀 것입니다.",
        },
        "warning",
        {"en": "Facilities of today leave", "ko": "현재 시설을 옮기거나 닫습니다"},
    )


def _warning(found: Findings) -> Iterator[Part]:
    """What must be read before the sites: facilities that exist and are not in the table."""
    missing = found.missing
    if missing is None:
        return
    named, total = f"{missing.named:,}", f"{missing.total:,}"
    what = f"({missing.service})" if missing.service else ""
    stay = kept(found.changes, "unlisted", lambda one: one.stay)
    count = len(found.choice.new)
    en = f"The table names {named} facilities{what and ' ' + what} of about {total}. "
    ko = f"자료에 있는 시설{what}은 약 {total}곳 중 {named}곳입니다. "
    if not np.isnan(stay):
        today = [100 * one.today for one in found.changes if one.kind == "unlisted"]
        low, high, others = f"{min(today):.0f}", f"{max(today):.0f}", f"{missing.missing:,}"
        en += (
            f"With the {others} others placed where they may be, {low} to {high} % of the people are within the standard today already, "
            f"and of the {count} sites only about {stay * count:.0f} are chosen again."
        )
        ko += (
            f"나머지 {others}곳을 있을 만한 곳에 두어 보면 이미 {low}~{high}%가 기준 거리 안에 있으며, "
            f"고른 {count}곳 가운데 다시 뽑히는 것은 {stay * count:.0f}곳쯤입니다."
        )
    official, listing = missing.years
    if official and listing and official != listing:
        en += f" The official number is of {official} and the list of {listing}: the difference may partly be what changed between."
        ko += f" 공식 수는 {official}년, 시설 자료는 {listing}년 것이므로 차이의 일부는 그 사이에 생기거나 없어진 시설일 수 있습니다."
    yield Note(
        {"en": en, "ko": ko}, "warning", {"en": "The list is not complete", "ko": "시설 목록이 완전하지 않습니다"}
    )


def to_do(found: Findings) -> Iterator[Text]:
    """What follows for who decides, in order."""
    missing, lost = found.missing, unplaced(found.case.facilities)
    shaken = missing is not None and kept(found.changes, "unlisted", lambda one: one.stay) < SURE
    if lost:
        yield {
            "en": f"Find the places of the {lost[0]:,} facilities before deciding (coordinates, or other columns of the address); then "
            "run this study again. Why each was not found stands at the end.",
            "ko": f"결정하기 전에 위치를 찾지 못한 시설 {lost[0]:,}곳의 좌표를 채우거나 주소 열을 바르게 고르고 이 분석을 다시 돌리십시오. "
            "찾지 못한 이유는 보고서 끝에 있습니다.",
        }
    if missing is not None and shaken:
        worst = [name for name, _ in sorted(missing.by_district.items(), key=lambda pair: -pair[1])[:3]]
        where_en = f", first for {', '.join(worst)}, where most are missing" if worst else ""
        where_ko = f" 가장 많이 빠진 {', '.join(worst)}부터" if worst else ""
        yield {
            "en": f"Complete the list of facilities before deciding{where_en}; then run this study again.",
            "ko": f"결정하기 전에{where_ko} 시설 목록을 채우고 이 분석을 다시 돌리십시오.",
        }
    if shaken:
        yield from _sturdy(found)
    elif not lost:
        yield from _sites_to_open(found)
    yield from _further(found)
    sparse = [found.case.name(one.site) for one in found.openings if found.sparse(one.site)]
    if sparse:
        yield {
            "en": f"Look for the built-up part first at: {', '.join(sparse[:5])}. Few people live there for the size of the area.",
            "ko": f"다음은 넓이에 비해 사는 사람이 적으므로 주거지가 어디인지 먼저 확인하십시오: {', '.join(sparse[:5])}.",
        }
    yield from _left_out(found, shaken or lost is not None)


def _left_out(found: Findings, shaken: bool) -> Iterator[Text]:
    """Who needs something else than a site; `shaken`: the list of facilities is not to be relied on."""
    if not found.left_out.any():
        return
    people, areas = f"{found.case.areas.need[found.left_out].sum():,.0f}", int(found.left_out.sum())
    think, so_far = ("As far as the list goes, think", "목록에 있는 것만으로 보면 ") if shaken else ("Think", "")
    yield {
        "en": f"{think} of other help (transport, visits) for {areas} areas with {people} people: even with the new sites most of "
        "them have no place within the standard.",
        "ko": f"{so_far}열고 나서도 주민 대부분이 기준 거리 밖에 남는 {areas}개 구역({people}명)에는 "
        "이동 지원이나 방문 서비스 같은 다른 방법을 찾으십시오.",
    }


def _sites_to_open(found: Findings) -> Iterator[Text]:
    safe = [one for one in found.openings if found.stays(one.site) >= SURE]
    first = half(found)
    count = len(found.openings)
    if not count:
        return
    names = ", ".join(found.case.name(one.site) for one in found.openings[: min(first, 5)])
    yield {
        "en": f"Begin with {names}: the first {first} of {count} sites bring half of what all bring.",
        "ko": josa(f"{names}부터 시작하십시오. {count}곳 가운데 앞의 {first}곳이 전체 효과의 절반을 냅니다."),
    }
    if found.changes and len(safe) < count:
        named, kind = _few([found.case.name(one.site) for one in safe]), found.worst_kind()
        stay, what = 100 * kept(found.changes, kind, lambda one: one.stay), KINDS[kind]
        yield {
            "en": f"{len(safe)} of {count} sites are chosen again in at least {100 * SURE:.0f} % of every kind of test with other inputs"
            + (f" ({named['en']})." if safe else ": treat the list as a proposal.")
            + f" Fewest stay with: {what['en'].lower()} ({stay:.0f} % of the sites).",
            "ko": f"입력을 바꾼 모든 종류의 시험에서 {100 * SURE:.0f}% 이상 다시 뽑힌 곳은 {count}곳 중 {len(safe)}곳입니다"
            + (f"({named['ko']})." if safe else ". 목록을 제안으로만 보십시오.")
            + f" 가장 많이 달라지는 시험은 ‘{what['ko']}’이며 이때 {stay:.0f}%만 다시 뽑힙니다.",
        }


def _few(names: list[str], most: int = 5) -> Text:
    """The first names, and that there are more."""
    said, more = ", ".join(names[:most]), len(names) > most
    return {"en": said + (", ..." if more else ""), "ko": said + (" 등" if more else "")}


def _sturdy(found: Findings) -> Iterator[Text]:
    """What can be done while the list is not complete."""
    best = next((one for one in found.changes if one.kind == "expected"), None)
    if best is None or not len(best.chosen):
        return
    both = [found.case.name(site) for site in best.chosen if site in found.choice.new]
    named = _few(both)
    yield {
        "en": f"If you cannot wait, open where it helps wherever the missing ones are: the {len(best.chosen)} sites listed under “How sure "
        f"it is” ({len(both)} of them are also in the list of sites{': ' + named['en'] if both else ''}).",
        "ko": f"기다릴 수 없으면 빠진 시설이 어디에 있든 도움이 되는 곳부터 여십시오. ‘얼마나 확실한가’에 적은 {len(best.chosen)}곳이며, "
        f"그중 {len(both)}곳은 아래 목록과 같습니다{'(' + named['ko'] + ')' if both else ''}.",
    }


def _further(found: Findings) -> Iterator[Text]:
    """What twice as many sites would bring."""
    steps = [step for step in found.steps if step.kind == "sites" and len(step.new) > len(found.choice.new)]
    if not steps:
        return
    most = steps[-1]
    yield {
        "en": f"Weigh the number of sites: {len(found.choice.new)} bring {100 * found.then.share:.1f} % within the standard, "
        f"{len(most.new)} would bring {100 * most.summary.share:.1f} %.",
        "ko": f"여는 수를 따져 보십시오. {len(found.choice.new)}곳이면 {100 * found.then.share:.1f}%, "
        f"{len(most.new)}곳이면 {100 * most.summary.share:.1f}%가 기준 거리 안에 듭니다.",
    }


def half(found: Findings) -> int:
    """How many of the first openings bring half of the whole gain."""
    gains = np.cumsum([one.gain for one in found.openings])
    return int(np.searchsorted(gains, gains[-1] / 2) + 1) if len(gains) else 0


def unknown(found: Findings) -> Iterator[Text]:
    """What the model does not know, plainly."""
    yield error_said(found)
    yield from found.case.travelled
    yield {
        "en": f"{verdict(found)['en']} It says nothing about rents, plots, staff or what people prefer.",
        "ko": f"{verdict(found)['ko']} 임대료, 부지, 인력, 이용자의 선호는 모형에 없습니다.",
    }
    if len(found.case.facilities) and not found.compared:
        yield {
            "en": "The list of facilities was taken as complete: where one is missing from it, people seem to have nothing. "
            "Give the official number of facilities, best by district, to see how much that changes.",
            "ko": "시설 목록에 빠진 곳이 없다고 보았습니다. 빠진 시설이 있으면 그 둘레의 사람들은 시설이 없는 것처럼 보입니다. "
            "공식 시설 수(자치구별이면 더 좋습니다)를 주면 결과가 얼마나 달라지는지 알 수 있습니다.",
        }
    if found.missing is not None and found.missing.by_district and 0 in found.missing.years:
        yield {
            "en": "Whether the official number of facilities and their list are of the same time is not known.",
            "ko": "공식 시설 수와 시설 목록이 같은 시점의 것인지 알 수 없습니다.",
        }
    if found.case.settings["capacity_holds"]:
        yield {
            "en": "Sites were chosen so that none serves more than its places; distances are told to the nearest site all the same.",
            "ko": "정원을 넘지 않게 자리를 골랐으나, 거리는 가장 가까운 시설까지로 적었습니다.",
        }
    if weight := found.case.settings["deprivation_weight"]:
        yield {
            "en": f"People of deprived areas count more, by a weight of {weight:g}: that is a judgement.",
            "ko": f"어려운 구역의 사람을 가중치 {weight:g}만큼 더 셌으며, 이는 판단입니다.",
        }
    yield from (note.text for note in found.case.notes if note.code in TOLD)
