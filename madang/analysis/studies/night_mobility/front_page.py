"""The first page, for the head of transport: what was asked, three numbers, the answer, what limits it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from madang.analysis.days import NAMES
from madang.analysis.report import Figure, Heading, Key, Note, Paragraph, Part, Points
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.quality import forecast_said, verdict
from madang.analysis.studies.night_mobility.said import few, percent
from madang.lib.particles import josa
from madang.lib.problems import Text

WARNED = ("broken-city", "broken-cells", "broken-clock", "no-quiet-hour", "no-weekend")
"""Notes that must be read before any number."""
HALF = 0.5
ALIKE = 0.001
"""Shares that differ by less are told as the same."""


def front_page(found: Findings) -> tuple[Part, ...]:
    return (
        Heading({"en": "What was asked", "ko": "질문"}),
        Paragraph(asked(found)),
        *_warnings(found),
        Key(figures(found)),
        Heading({"en": "The answer", "ko": "답"}),
        Points(tuple(answer(found)), numbered=True),
        Heading({"en": "What limits it", "ko": "한계"}),
        Points(tuple(limits(found))),
    )


def asked(found: Findings) -> Text:
    """The question in two sentences."""
    settings, days = found.settings, found.activity.days
    first, last, cells = str(days[0]), str(days[-1]), f"{len(found.cells):,}"
    radius, sites, many = (
        f"{settings['radius']:,.0f}",
        f"{found.question.count:,}",
        f"{len(found.question.candidates):,}",
    )
    hours = found.demand.hours
    return {
        "en": f"Where are people out at night, and at which {sites} of {many} places should taxis wait so that as many of them "
        "as possible "
        f"have one within {radius} m on foot? Counted in {cells} areas from {first} to {last}; the night goes from {hours[0]:02d} to "
        f"{(hours[-1] + 1) % 24:02d} h.",
        "ko": f"밤에 사람이 어디에 모이는지, 그리고 후보 {many}곳 가운데 어느 {sites}곳에서 택시가 기다려야 가장 많은 사람이 걸어서 "
        f"{radius}m 안에서 택시를 탈 수 있는지 분석했습니다. {first}부터 {last}까지 {cells}개 지역에서 집계한 자료이며, 밤은 "
        f"{hours[0]:02d}시부터 "
        f"{(hours[-1] + 1) % 24:02d}시까지입니다.",
    }  # fmt: skip


def _warnings(found: Findings) -> Iterator[Part]:
    for one in found.notes:
        if one.code in WARNED:
            listed = "; ".join(one.items[:3])
            text: Text = {language: f"{said} {listed}".strip() for language, said in one.text.items()}
            yield Note(text, "warning", {"en": "Look at this first", "ko": "먼저 확인하십시오"})


def wanted(found: Findings) -> Text:
    """What demand is, in a word."""
    if found.rides.boarded:
        return {"en": "pick-ups", "ko": "택시 승차"}
    if found.settings["signal"] == "visitors":
        return {"en": "visitors", "ko": "방문자"}
    return {"en": "activity", "ko": "활동"}


def figures(found: Findings) -> tuple[Figure, ...]:
    """Three numbers: how many are out, how many are reached, how much better than the usual rule."""
    main = found.main
    night, covered = found.choice.nights[main].night, found.covered(main)
    day, what, count = NAMES[found.question.days[main]], wanted(found), len(night.order)
    value = found.question.visitors[main].sum(axis=1)
    share, bound = (float(one[-1]) if len(one) else 0.0 for one in (covered.share, covered.bound))
    rule = float(covered.busiest[-1]) if len(covered.busiest) else 0.0
    top = int(value.argmax())
    return (
        Figure(
            {
                "en": f"{what['en']} at {found.demand.hours[top]:02d} h on {day['en']}",
                "ko": f"{day['ko']} {found.demand.hours[top]:02d}시의 {what['ko']}",
            },
            float(value[top]), digits=0,
            detail={"en": "in the whole city, the most of any hour of the night", "ko": "도시 전체, 밤 시각 가운데 가장 많은 때"},
        ),
        Figure(
            {
                "en": f"of a whole night's {what['en']} are in reach of {count} spots",
                "ko": f"대기 자리 {count}곳이 포괄하는 밤새 {what['ko']}의 비율",
            },
            percent(share),
            detail={
                "en": f"on {day['en']}; no choice of as many passes {100 * bound:.1f} %",
                "ko": f"{day['ko']} 기준. 같은 수의 자리로는 {100 * bound:.1f}%를 넘을 수 없음",
            },
        ),
        Figure(
            {"en": "if taxis waited in the busiest areas instead", "ko": "가장 붐비는 지역에서 기다릴 때"},
            percent(rule),
            detail={"en": f"at density peaks {100 * float(covered.peaks[-1] if len(covered.peaks) else 0):.1f} %",
                    "ko": f"밀도 봉우리에서는 {100 * float(covered.peaks[-1] if len(covered.peaks) else 0):.1f}%"},
        ),
    )  # fmt: skip


def answer(found: Findings) -> Iterator[Text]:
    """Where people are, where taxis should wait, what one set for the night costs, what more spots bring."""
    yield _where(found)
    main = found.main
    night, day = found.choice.nights[main], NAMES[found.question.days[main]]
    if not len(night.night.order):
        yield {
            "en": "No spot is chosen: there is no demand within reach of any candidate.",
            "ko": "어느 후보 자리에서도 걸어갈 거리에 수요가 없어 고른 자리가 없습니다.",
        }
        return
    names = [found.question.candidates.name[at] for at in night.night.order]
    yield {
        "en": f"On {day['en']} let taxis wait all night at {few(names)['en']} (map and list below). {verdict(found)['en']}",
        "ko": josa(
            f"{day['ko']}에는 택시가 밤새 {few(names)['ko']}에서 기다리게 하십시오(지도와 목록은 아래에 있습니다). {verdict(found)['ko']}"
        ),
    }
    yield _whole_night(found)
    yield from _others(found)
    yield _more(found)


def _where(found: Findings) -> Text:
    signal = found.signal
    first = [at for at in signal.order[:10].tolist() if np.nan_to_num(signal.value[at]) > 0]
    named = [f"{found.cells.called[at]} ({signal.value[at]:,.0f})" for at in first[:5]]
    whole = np.nansum(np.maximum(signal.value, 0.0))
    share = percent(float(signal.value[first].sum() / whole) if whole and first else 0.0, 0)
    what = measure(found)
    return {
        "en": f"People are out at night at {', '.join(named)}: the figures are {what['en']}. The first {len(first)} of "
        f"{len(found.cells):,} areas hold {share['en']} of all.",
        "ko": f"밤에 사람이 모이는 곳은 {', '.join(named)}입니다. 괄호 안은 {what['ko']}입니다. {len(found.cells):,}개 지역 가운데 상위 "
        f"{len(first)}곳에 전체의 {share['ko']}가 모입니다.",
    }


def measure(found: Findings) -> Text:
    """What the signal of an area counts."""
    codes, late = {one.code for one in found.notes}, when(found)
    if found.settings["signal"] == "visitors" and "no-quiet-hour" not in codes:
        return {
            "en": f"visitors an hour {late['en']}, beyond who sleeps there",
            "ko": f"{late['ko']} 시간당 방문자 수(그곳에서 자는 사람 제외)",
        }
    if "at-home" in codes:
        return {
            "en": f"people or events an hour {late['en']}, of who does not live there",
            "ko": f"{late['ko']} 시간당 사람 또는 이벤트 수(그곳에 사는 사람 제외)",
        }
    return {"en": f"people or events an hour {late['en']}", "ko": f"{late['ko']} 시간당 사람 또는 이벤트 수"}


def when(found: Findings) -> Text:
    """The hours of the signal: those of weekends, or of all nights where no weekend was observed."""
    if any(one.code == "no-weekend" for one in found.notes):
        return {"en": "at night", "ko": "밤"}
    return {"en": "late on weekends", "ko": "주말 늦은 밤"}


def _whole_night(found: Findings) -> Text:
    night = found.choice.nights[found.main]
    cost, stays = night.whole_cost, night.stays(night.night)
    firm = int((stays >= HALF).sum())
    return {
        "en": f"One set of spots for the whole night costs {100 * cost:.1f} % of what a set for each hour would cover: drivers "
        "need not move. "
        f"{firm} of its {len(stays)} spots are chosen in at least half of the hours taken alone.",
        "ko": f"밤새 같은 자리를 쓰면 시각마다 옮길 때보다 포괄하는 수요가 {100 * cost:.1f}% 줄어듭니다. "
        f"{len(stays)}곳 가운데 {firm}곳은 시각별로 따로 골라도 절반 이상의 시각에 뽑힙니다.",
    }


def _others(found: Findings) -> Iterator[Text]:
    """The other days: how alike their spots are."""
    main = found.main
    mine = set(found.choice.nights[main].night.order.tolist())
    for at, (day, one) in enumerate(zip(found.question.days, found.choice.nights, strict=True)):
        theirs = set(one.night.order.tolist())
        if at == main or not theirs or len(found.question.days) > len(("weekday", "weekend")):
            continue
        share = percent(float(one.night.share[-1]))
        yield {
            "en": f"On {NAMES[day]['en']} {len(theirs & mine)} of the {len(theirs)} spots are the same; the set for those days reaches "
            f"{share['en']} of their demand.",
            "ko": f"{NAMES[day]['ko']}에는 {len(theirs)}곳 가운데 {len(theirs & mine)}곳이 같고, 그날에 맞춘 자리는 그날 수요의 "
            f"{share['ko']}를 포괄합니다.",
        }


def _more(found: Findings) -> Text:
    covered = found.covered(found.main)
    count = len(covered.k)
    half = int(np.argmax(covered.share >= covered.share[-1] / 2))
    last = float(covered.share[-1] - covered.share[-2]) if count > 1 else float(covered.share[-1])
    return {
        "en": f"{covered.k[half]} spots reach half of what {covered.k[-1]} reach; the last one adds {100 * last:.1f} percentage points.",
        "ko": f"{covered.k[-1]}곳이 포괄하는 수요의 절반은 {covered.k[half]}곳만으로 포괄하며, 마지막 한 곳은 "
        f"{100 * last:.1f}%포인트를 더합니다.",
    }


def limits(found: Findings) -> Iterator[Text]:
    """What a decision must not rest on."""
    codes = {one.code: one for one in found.notes}
    yield forecast_said(found)
    for code in ("short", "missing-hours", "missing-cells"):
        if code in codes:
            yield codes[code].text
    if not found.rides.boarded and found.cells.drawn.any() and int(found.settings["points"]) > 1:
        yield {
            "en": "Within an area people are taken to be spread evenly, parks and rivers included: the spot is good for the "
            "area, its exact "
            "place is for somebody to look at. Finer cells or pick-ups would tell.",
            "ko": "한 지역 안에는 공원과 강까지 포함해 사람이 고르게 있다고 가정했습니다. 어느 지역인지는 믿을 만하지만 정확한 위치는 "
            "현장에서 정해야 합니다. "
            "더 작은 셀이나 승차 자료가 있으면 위치까지 알 수 있습니다.",
        }  # fmt: skip
    covered = found.covered(found.main)
    reached = float(covered.share[-1]) if len(covered.k) and "points-as-candidates" in codes else 0.0
    if reached and not found.rides.boarded and reached - covered.busiest[-1] < ALIKE:
        yield {
            "en": "One spot in the middle of each of the busiest areas reaches as much: areas are as wide as the walk. A "
            "better choice needs "
            "smaller cells, or pick-ups.",
            "ko": "가장 붐비는 지역의 중심마다 한 곳씩 두어도 같은 수요를 포괄합니다. 지역의 크기가 도보 거리와 비슷하기 "
            "때문이며, 더 잘 고르려면 더 "
            "작은 셀이나 승차 자료가 필요합니다.",
        }
    if codes.keys() & {"points-as-candidates", "grid-as-candidates"}:
        yield {
            "en": "No candidates were given: nobody has checked whether a taxi may stop there.",
            "ko": "후보 자리를 지정하지 않았으므로, 그곳에 택시가 설 수 있는지는 확인하지 않았습니다.",
        }
    yield clusters(found)
    if not found.rides.boarded:
        yield {
            "en": "Who is out is no proof of who wants a taxi. With pick-ups this study chooses by boardings.",
            "ko": "밖에 있는 사람이 모두 택시를 타려는 것은 아닙니다. 승차 자료가 있으면 승차를 기준으로 고릅니다.",
        }


def clusters(found: Findings) -> Text:
    """What Gi* says of the signal."""
    hot, q = np.flatnonzero(found.significance.hot), 100 * float(found.settings["q"])
    if np.isnan(found.significance.z).all():
        return {"en": "Gi* needs more than one area.", "ko": "Gi*는 지역이 둘 이상이어야 계산할 수 있습니다."}
    if not len(hot):
        return {
            "en": f"By Gi* no group of neighbouring areas stands out beyond chance (false discoveries held at {q:g} %): busy "
            "areas stand alone "
            "among quiet ones. That says nothing against a single area.",
            "ko": f"Gi*로 보면 이웃한 지역끼리 함께 우연이라고 보기 어려울 만큼 붐비는 곳은 없습니다(거짓 발견율 {q:g}%). "
            "붐비는 지역이 조용한 "
            "지역 사이에 따로 "
            "떨어져 있다는 뜻이며, 그 지역이 붐비지 않는다는 뜻은 아닙니다.",
        }  # fmt: skip
    named = few([found.cells.called[at] for at in found.signal.order.tolist() if found.significance.hot[at]])
    return {
        "en": f"By Gi* {len(hot)} areas belong to groups of neighbours that stand out beyond chance (false discoveries held at {q:g} %): "
        f"{named['en']}.",
        "ko": f"Gi*로 보면 {len(hot)}개 지역이 이웃과 함께 우연이라고 보기 어려울 만큼 붐빕니다(거짓 발견율 {q:g}%): {named['ko']}.",
    }
