"""Tables of the report: the sites, who stays left out, fairness, how sure it is, what else could be chosen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from madang.analysis.report import Column, Paragraph, Rows
from madang.analysis.report.document import Cell
from madang.analysis.studies.care_siting.access import summary
from madang.analysis.studies.care_siting.findings import FULL, Findings
from madang.analysis.studies.care_siting.reasons import reason
from madang.analysis.studies.care_siting.sensitivity import KINDS, Change
from madang.lib.problems import Text

MOST = 15
GROUPS = 30
NEW: Text = {"en": "new", "ko": "신규"}
WON = {"원": 1.0, "천원": 1e3, "만원": 1e4, "백만원": 1e6, "억원": 1e8}
AREA = Column({"en": "Area", "ko": "구역"})


def sites(found: Findings) -> Rows:
    """The chosen sites with what each brings and why."""
    priced, moved = bool(np.isfinite(found.costs[found.choice.new]).any()), bool(found.replaced)
    each, per = money(found.money)
    columns = [
        Column({"en": "No.", "ko": "순서"}, "number"),
        Column({"en": "Site", "ko": "자리"}),
        *([Column({"en": "New, or which facility moves here", "ko": "신규 또는 옮겨 오는 시설"})] if moved else []),
        Column({"en": "Newly within the standard", "ko": "기준 거리 안에 새로 드는 사람"}, "number", 0),
        Column({"en": "Nearest for", "ko": "이용 인구"}, "number", 0),
        Column({"en": "Chosen again", "ko": "다시 뽑힘"}, "share", 0),
        *([Column(per, "number", 0)] if priced else []),
        Column({"en": "Why here", "ko": "고른 이유"}),
    ]
    rows = []
    for order, one in enumerate(found.openings, start=1):
        cost = found.costs[one.site]
        paid = [each * one.within / cost if cost else None] if priced else []
        gone = found.replaced.get(one.site)
        kind: Cell = NEW if gone is None else found.case.name(gone)
        rows.append(
            (
                order,
                found.case.name(one.site),
                *([kind] if moved else []),
                one.within,
                one.served,
                found.stays(one.site),
                *paid,
                reason(found, order - 1),
            )
        )
    return Rows(
        {"en": "The sites, in the order in which they bring most", "ko": "효과가 큰 순서로 본 새 자리"},
        tuple(columns),
        tuple(rows),
        {
            "en": "“Chosen again” is the share of the tests with other inputs in which the site is chosen again, in the kind of test in "
            "which that is least.",
            "ko": "‘다시 뽑힘’은 입력을 바꾼 시험에서 그 자리가 다시 뽑힌 비율이며, 종류마다 센 것 가운데 가장 낮은 값입니다.",
        },
    )


def money(unit: str) -> tuple[float, Text]:
    """How many units of cost people are counted for, and what the column is called: a million, of won a hundred million."""
    if unit in WON:
        return 1e8 / WON[unit], {"en": "People per 100 million won", "ko": "1억 원당 사람"}
    return 1e6, {
        "en": f"People per million {unit or 'of cost'}",
        "ko": f"100만 {unit}당 사람" if unit else "비용 100만당 사람",
    }


def left_out(found: Findings) -> Rows | None:
    """The areas with most people beyond the standard even then."""
    case = found.case
    beyond = case.areas.need * (1 - found.after.within)
    worst = [at for at in np.argsort(-beyond, kind="stable") if found.left_out[at]]
    if not worst:
        return None
    metres = case.by_area(found.after.metres)
    rows = tuple((case.areas.called[at], beyond[at], found.after.within[at], metres[at]) for at in worst[:MOST])
    more = len(worst) - len(rows)
    return Rows(
        {"en": "Areas that stay left out", "ko": "그래도 소외되는 구역"},
        (
            AREA,
            Column({"en": "People beyond the standard", "ko": "기준 밖 인구"}, "number", 0),
            Column({"en": "Within it", "ko": "기준 안 비율"}, "share", 0),
            Column({"en": "Mean metres", "ko": "평균 거리(m)"}, "number", 0),
        ),
        rows,
        {"en": f"{more} more are in the table.", "ko": f"나머지 {more}개는 표에 있습니다."} if more > 0 else {},
    )


def fairness(found: Findings, kind: str, title: Text) -> Rows | None:
    """Before and after, for each group of one kind."""
    rows: list[tuple[Cell, ...]] = []
    counted = found.missing.official if found.missing is not None and kind == "district" else {}
    short = False
    for _, group, which in (one for one in found.groups() if one[0] == kind):
        today, then = (summary(found.case, state.metres, which) for state in (found.before, found.after))
        if today.people > 0:
            numbers = (today.people, today.share, then.share, today.mean, then.mean, then.worst_tenth)
            mark = kind == "district" and found.short(group)
            short = short or mark
            rows.append((group + " *" * mark, *numbers, *([_listed(found, group)] if counted else [])))
    if len(rows) < 2:
        return None
    if kind == "district":
        rows.sort(key=lambda row: (row[2], row[0]))
    return Rows(
        title,
        (
            Column({"en": "Group", "ko": "집단"}),
            Column({"en": "People", "ko": "인구"}, "number", 0),
            Column({"en": "Within, today", "ko": "지금 기준 안"}, "share", 1),
            Column({"en": "Then", "ko": "이후"}, "share", 1),
            Column({"en": "Mean m, today", "ko": "지금 평균(m)"}, "number", 0),
            Column({"en": "Then", "ko": "이후"}, "number", 0),
            Column({"en": "Worst tenth, m", "ko": "먼 10%(m)"}, "number", 0),
            *([Column({"en": "Facilities in the list", "ko": "목록에 있는 시설"})] if counted else []),
        ),
        tuple(rows[:GROUPS]),
        _below(short, len(rows) - GROUPS),
    )


def _listed(found: Findings, district: str) -> Cell:
    """How many of the facilities of a district the table names."""
    missing = found.missing
    if missing is None or district not in missing.official:
        return None
    total = missing.official[district]
    named = total - missing.by_district[district]
    return {"en": f"{named:,} of {total:,}", "ko": f"{total:,}곳 중 {named:,}곳"}


def _below(short: bool, more: int) -> Text:
    """What stands below the table of districts."""
    en, ko = [], []
    if short:
        en.append(
            f"* Fewer than {100 * FULL:.0f} % of the facilities are in the list: more people are within the standard than told here."
        )
        ko.append(
            f"* 시설의 {100 * FULL:.0f}%도 목록에 없는 곳입니다. 실제로 기준 거리 안에 있는 사람은 여기 적힌 것보다 많습니다."
        )
    if more > 0:
        en.append(f"{more} more are in the table.")
        ko.append(f"나머지 {more}개는 표에 있습니다.")
    return {"en": " ".join(en), "ko": " ".join(ko)} if en else {}


def traded(found: Findings) -> Paragraph | None:
    """What the shortest average way would give instead of the choice, where another measure chose."""
    best = next((step for step in found.steps if step.kind == "front"), None)
    if best is None or found.choice.question.objective == "p_median":
        return None
    then, other = found.then, best.summary
    return Paragraph({
        "en": f"This choice: {100 * then.share:.1f} % within the standard, {then.mean:,.0f} m on average, "
        f"{then.worst_tenth:,.0f} m for the worst-off tenth. As many sites chosen for the shortest average: "
        f"{100 * other.share:.1f} %, {other.mean:,.0f} m and {other.worst_tenth:,.0f} m.",
        "ko": f"이 선택은 기준 거리 안 {100 * then.share:.1f}%, 평균 {then.mean:,.0f}m, 가장 먼 10% {then.worst_tenth:,.0f}m입니다. "
        f"같은 수를 평균 거리로 고르면 {100 * other.share:.1f}%, {other.mean:,.0f}m, {other.worst_tenth:,.0f}m입니다.",
    })  # fmt: skip


def fairness_said(found: Findings) -> Paragraph | None:
    """The most and the least deprived fifth in a sentence."""
    seen = {group: which for kind, group, which in found.groups() if kind == "deprivation fifth"}
    if not {"1", "5"} <= set(seen):
        return None
    least, most = (
        [100 * summary(found.case, state.metres, seen[fifth]).share for state in (found.before, found.after)]
        for fifth in "15"
    )
    return Paragraph({
        "en": f"Of the most deprived fifth {most[0]:.1f} % have a place within the standard today and {most[1]:.1f} % then; "
        f"of the least deprived {least[0]:.1f} % and {least[1]:.1f} %.",
        "ko": f"가장 어려운 5분위는 {most[0]:.1f}%에서 {most[1]:.1f}%로, 가장 나은 5분위는 {least[0]:.1f}%에서 {least[1]:.1f}%로 "
        "기준 거리 안에 드는 비율이 바뀝니다.",
    })  # fmt: skip


def certainty(found: Findings) -> Rows | None:
    """How many sites stay when inputs are otherwise, kind by kind; needs one by one, for they are few and have names."""
    rows = []
    for kind, label in KINDS.items():
        mine = [one for one in found.changes if one.kind == kind]
        if kind == "need":
            rows += [(one.label, 1, one.stay, one.near, _range([one], _then)) for one in mine]
        elif mine:
            stay, near = (float(np.mean([getattr(one, name) for one in mine])) for name in ("stay", "near"))
            rows.append((label, len(mine), stay, near, _range(mine, _then)))
    if not rows:
        return None
    return Rows(
        {"en": "How many sites stay when inputs are otherwise", "ko": "입력이 달라질 때 그대로인 자리"},
        (
            Column({"en": "What is otherwise", "ko": "바꾼 것"}),
            Column({"en": "Tests", "ko": "시험 수"}, "number"),
            Column({"en": "Sites that stay", "ko": "그대로인 자리"}, "share", 0),
            Column({"en": "Or move less than the standard", "ko": "기준 거리 안에서 옮긴 것까지"}, "share", 0),
            Column({"en": "Within the standard then", "ko": "이후 기준 안 비율"}),
        ),
        tuple(rows),
        _not_proved([one for one in found.changes if one.kind in KINDS]),
    )


def _not_proved(tests: list[Change]) -> Text:
    """That some tests ended before their best choice was proved; nothing where all are."""
    open_ = sum(not one.proved for one in tests)
    if not open_:
        return {}
    return {
        "en": f"{open_} of {len(tests)} tests ended by their limit of time: theirs may not be the best choice, so that more sites may stay "
        "than told here, and another run may tell otherwise.",
        "ko": f"시험 {len(tests)}개 중 {open_}개는 시간 제한으로 끝났습니다. 그때의 선택은 최선이 아닐 수 있어 "
        "실제로는 더 많은 자리가 그대로일 수 있고, 다시 돌리면 조금 달라질 수 있습니다.",
    }


def _then(change: Change) -> float:
    return change.then


def _range(mine: list[Change], measure: Callable[[Change], float]) -> str:
    low, high = min(map(measure, mine)), max(map(measure, mine))
    same = f"{100 * low:.1f}" == f"{100 * high:.1f}"
    return f"{100 * low:.1f} %" if same else f"{100 * low:.1f}–{100 * high:.1f} %"


def not_listed(found: Findings) -> Rows | None:
    """Districts with the most facilities that the table does not name."""
    missing = found.missing
    if missing is None or not any(missing.by_district.values()):
        return None
    chosen = [found.district(one.site) for one in found.openings]
    every = sorted(((name, short) for name, short in missing.by_district.items() if short), key=lambda pair: -pair[1])
    rest = every[GROUPS:]
    whole, more = sum(short for _, short in every), sum(short for _, short in rest)
    return Rows(
        {"en": "Where the table of facilities has most gaps", "ko": "시설 자료가 가장 많이 빠진 곳"},
        (
            Column({"en": "District", "ko": "자치구"}),
            Column({"en": "Facilities not in the table", "ko": "자료에 없는 시설"}, "number"),
            Column({"en": "New sites chosen there", "ko": "그곳에서 고른 새 자리"}, "number"),
        ),
        tuple((name, short, chosen.count(name)) for name, short in every[:GROUPS]),
        {
            "en": f"{whole:,} in {len(every)} districts."
            + (f" {len(rest)} more, with {more:,}, are not shown." if rest else ""),
            "ko": f"{len(every)}개 자치구에서 모두 {whole:,}곳입니다."
            + (f" 여기 없는 {len(rest)}개 자치구에 {more:,}곳이 더 있습니다." if rest else ""),
        },
    )


def robust(found: Findings) -> Rows | None:
    """The choice that is best over all draws of what is not listed."""
    best = next((one for one in found.changes if one.kind == "expected"), None)
    if best is None:
        return None
    first = set(found.choice.new.tolist())
    yes: Text = {"en": "yes", "ko": "예"}
    no: Text = {"en": "no", "ko": "아니요"}
    return Rows(
        {
            "en": "If the list cannot be completed: the choice that holds best",
            "ko": "목록을 채울 수 없을 때: 가장 잘 버티는 선택",
        },
        (Column({"en": "Site", "ko": "자리"}), Column({"en": "Also chosen above", "ko": "위에서도 고름"})),
        tuple((found.case.name(site), yes if site in first else no) for site in best.chosen.tolist()),
        {
            "en": f"In the mean of the draws {100 * best.today:.1f} % are within the standard today, {100 * best.then:.1f} % with these.",
            "ko": f"여러 번 놓아 본 평균으로 지금 {100 * best.today:.1f}%, 이 자리를 열면 {100 * best.then:.1f}%가 기준 안에 듭니다.",
        },
    )


def alternatives(found: Findings) -> Rows | None:
    """What is exchanged in each alternative, and what that costs."""
    if not found.alternatives:
        return None
    name, first = found.case.name, set(found.choice.new.tolist())
    rows = []
    for number, (other, loss) in enumerate(found.alternatives, start=1):
        out = ", ".join(name(site) for site in sorted(first - set(other.new.tolist())))
        instead = ", ".join(name(site) for site in sorted(set(other.new.tolist()) - first))
        rows.append((number, out, instead, loss))
    return Rows(
        {"en": "Alternatives that are nearly as good", "ko": "거의 같은 정도로 좋은 대안"},
        (
            Column({"en": "No.", "ko": "번호"}, "number"),
            Column({"en": "Without", "ko": "빼는 자리"}),
            Column({"en": "Instead", "ko": "대신 여는 자리"}),
            Column({"en": "Worse by", "ko": "손실"}, "share", 3),
        ),
        tuple(rows),
        {
            "en": "“Worse by” is the loss in the measure that the choice was judged by.",
            "ko": "‘손실’은 자리를 고른 기준으로 볼 때 선택안보다 나빠지는 정도입니다.",
        },
    )
