"""The first page, for who decides: what was asked, three numbers, what to do, what is not known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from madang.analysis.report import Figure, Heading, Key, Note, Paragraph, Part, Points
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.parameters import OBJECTIVES
from madang.analysis.studies.care_siting.quality import error_said, verdict
from madang.analysis.studies.care_siting.sensitivity import kept
from madang.lib.particles import josa
from madang.lib.problems import Text

SURE = 0.7
"""Sites that stay in this share of the tests are safe to begin with."""


def front_page(found: Findings) -> tuple[Part, ...]:
    return (
        Heading({"en": "What was asked", "ko": "물은 것"}),
        Paragraph(asked(found)),
        Key(figures(found)),
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
    today, standard = f"{len(case.facilities):,}", f"{case.standard:,.0f}"
    aim, need = OBJECTIVES[question.objective], found.called.get("need", "")
    who = f"({need})" if need not in ("", "need") else ""
    en = f"Which {count} of {many} candidate sites should open, beside the {today} facilities of today that count in any case? "
    ko = f"현재 시설 {today}곳을 그대로 세면서 후보 {many}곳 가운데 어느 {count}곳을 새로 열어야 하는지 물었습니다. "
    people = f"{case.areas.need.sum():,.0f}"
    return {
        "en": f"{en}Judged by: {aim['en'].lower()}; the standard is {standard} m. People in need{who and ' ' + who}: {people}.",
        "ko": f"{ko}기준은 ‘{aim['ko']}’이며 기준 거리는 {standard}m입니다. 수요 인구{who}는 {people}명입니다.",
    }


def figures(found: Findings) -> tuple[Figure, ...]:
    """Three numbers."""
    today, then = found.today, found.then
    standard, count = f"{found.case.standard:,.0f}", len(found.choice.new)
    return (
        Figure(
            {"en": f"have a place within {standard} m today", "ko": f"지금 {standard}m 안에 시설이 있는 사람"},
            _percent(today.share),
            detail={
                "en": f"{today.within:,.0f} of {today.people:,.0f} people in need",
                "ko": f"수요 인구 {today.people:,.0f}명 중 {today.within:,.0f}명",
            },
        ),
        Figure(
            {"en": f"more people have one with the {count} sites", "ko": f"{count}곳을 열면 더 늘어나는 사람"},
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
    yield Note(
        {"en": en, "ko": ko}, "warning", {"en": "The list is not complete", "ko": "시설 목록이 완전하지 않습니다"}
    )


def to_do(found: Findings) -> Iterator[Text]:
    """What follows for who decides, in order."""
    missing = found.missing
    shaken = missing is not None and kept(found.changes, "unlisted", lambda one: one.stay) < SURE
    if missing is not None and shaken:
        worst = [name for name, _ in sorted(missing.by_district.items(), key=lambda pair: -pair[1])[:3]]
        where_en = f", first for {', '.join(worst)}, where most are missing" if worst else ""
        where_ko = f" 가장 많이 빠진 {', '.join(worst)}부터" if worst else ""
        yield {
            "en": f"Complete the list of facilities before deciding{where_en}; then run this study again.",
            "ko": f"결정하기 전에{where_ko} 시설 목록을 채우고 이 분석을 다시 돌리십시오.",
        }
    yield from _sturdy(found) if shaken else _sites_to_open(found)
    yield from _further(found)
    sparse = [found.case.name(one.site) for one in found.openings if found.sparse(one.site)]
    if sparse:
        yield {
            "en": f"Look for the built-up part first at: {', '.join(sparse[:5])}. Few people live there for the size of the area.",
            "ko": f"다음은 넓이에 비해 사는 사람이 적으므로 주거지가 어디인지 먼저 확인하십시오: {', '.join(sparse[:5])}.",
        }
    yield from _left_out(found, shaken)


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
        named = ", ".join(found.case.name(one.site) for one in safe[:5])
        yield {
            "en": f"{len(safe)} of {count} sites are chosen again in at least {100 * SURE:.0f} % of the tests with other inputs"
            + (f" ({named}{', ...' if len(safe) > 5 else ''})." if safe else ": treat the list as a proposal."),
            "ko": f"입력을 바꾼 시험의 {100 * SURE:.0f}% 이상에서 다시 뽑힌 곳은 {count}곳 중 {len(safe)}곳입니다"
            + (f"({named}{' 등' if len(safe) > 5 else ''})." if safe else ". 목록을 제안으로만 보십시오."),
        }


def _sturdy(found: Findings) -> Iterator[Text]:
    """What can be done while the list is not complete."""
    best = next((one for one in found.changes if one.kind == "expected"), None)
    if best is None or not len(best.chosen):
        return
    both = [found.case.name(site) for site in best.chosen if site in found.choice.new]
    yield {
        "en": f"If you cannot wait, open where it helps wherever the missing ones are: the {len(best.chosen)} sites listed under “How sure "
        f"it is” ({len(both)} of them are also in the list of sites{': ' + ', '.join(both[:5]) if both else ''}).",
        "ko": f"기다릴 수 없으면 빠진 시설이 어디에 있든 도움이 되는 곳부터 여십시오. ‘얼마나 확실한가’에 적은 {len(best.chosen)}곳이며, "
        f"그중 {len(both)}곳은 아래 목록과 같습니다{'(' + ', '.join(both[:5]) + ')' if both else ''}.",
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
    yield from (
        note.text for note in found.case.notes if note.code in ("not-placed", "people-without-area", "unreachable")
    )
