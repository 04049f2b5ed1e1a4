"""Tables of the report."""

from __future__ import annotations

import numpy as np

from madang.analysis.days import NAMES
from madang.analysis.report import Column, Rows
from madang.analysis.report.document import Cell
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.front_page import measure, when
from madang.analysis.studies.night_mobility.said import CALLED, VERDICTS, hour
from madang.lib.problems import Text

FIRST = 15
"""Areas that are listed."""
YES: Text = {"en": "yes", "ko": "예"}


def areas(found: Findings) -> Rows:
    """The areas with most visitors."""
    signal, sure = found.signal, found.significance
    clustered, late = bool(sure.hot.any()), when(found)
    rows = tuple(
        (
            rank, found.cells.called[at], _or_none(signal.value[at]), _or_none(signal.night[at]), _or_none(signal.quiet[at]),
            _or_none(sure.z[at]), *([YES if sure.hot[at] else ""] if clustered else []),
        )
        for rank, at in enumerate(signal.order[:FIRST].tolist(), start=1)
    )  # fmt: skip
    return Rows(
        {"en": "The areas where most people are out at night", "ko": "밤에 사람이 가장 많이 모이는 지역"},
        (
            Column({"en": "Rank", "ko": "순위"}, "number"),
            Column({"en": "Area", "ko": "지역"}),
            Column({"en": late["en"].capitalize(), "ko": late["ko"]}, "number", 0),
            Column({"en": "There at night", "ko": "밤 평균"}, "number", 0),
            Column({"en": "There at the quiet hour", "ko": "조용한 시각"}, "number", 0),
            Column({"en": "Gi* (z)", "ko": "Gi*(z)"}, "number", 1),
            *([Column({"en": "Cluster", "ko": "군집"})] if clustered else []),
        ),
        rows,
        _how(found, clustered),
    )


def _how(found: Findings, clustered: bool) -> Text:
    """How to read the table of areas."""
    what, late = measure(found), when(found)
    en, ko = f"{late['en'].capitalize()}: {what['en']}.", f"{late['ko']}: {what['ko']}."
    if found.settings["signal"] == "visitors" and not np.isnan(found.signal.quiet).all():
        en += f" Who sleeps there is the mean of weekdays at {found.settings['quiet_hour']:02d} h."
        ko += f" 자는 사람은 평일 {found.settings['quiet_hour']:02d}시 평균입니다."
    if clustered:
        en, ko = (
            f"{en} Cluster: with its neighbours beyond chance.",
            f"{ko} 군집은 이웃과 함께 우연이라고 보기 어려울 만큼 붐비는 지역입니다.",
        )
    return {"en": en, "ko": ko}


def _or_none(value: float) -> Cell:
    return float(value) if np.isfinite(value) else None


def spots(found: Findings) -> Rows:
    """The set of the whole night."""
    main, asked = found.main, found.question
    night = found.choice.nights[main]
    stays, chosen, day = night.stays(night.night), night.night, NAMES[asked.days[main]]
    rows = tuple(
        (
            rank + 1, asked.candidates.name[at], float(chosen.gain[rank]), float(chosen.share[rank]), float(stays[rank]),
            f"{asked.candidates.place[at, 1]:.5f}, {asked.candidates.place[at, 0]:.5f}",
        )
        for rank, at in enumerate(chosen.order.tolist())
    )  # fmt: skip
    return Rows(
        {"en": f"The spots for a whole night on {day['en']}", "ko": f"밤새 쓰는 자리({day['ko']})"},
        (
            Column({"en": "Rank", "ko": "순위"}, "number"),
            Column({"en": "Spot", "ko": "자리"}),
            Column({"en": "Demand that it adds", "ko": "더해지는 수요"}, "number", 0),
            Column({"en": "In reach so far", "ko": "누적 포괄 비율"}, "share", 1),
            Column({"en": "Hours that choose it", "ko": "뽑히는 시각"}, "share", 0),
            Column({"en": "Latitude, longitude", "ko": "위도, 경도"}),
        ),
        rows,
        {
            "en": "Demand is added up over the hours of the night. A number with # is that of the point within the area.",
            "ko": "수요는 밤의 모든 시각을 더한 값입니다. # 뒤의 숫자는 지역 안에서 매긴 점의 번호입니다.",
        },
    )


def by_hour(found: Findings) -> Rows:
    """What the set of each hour reaches, beside that of the whole night."""
    rows = []
    for at, (day, night) in enumerate(zip(found.question.days, found.choice.nights, strict=True)):
        for h, own in enumerate(night.hourly):
            total = float(found.question.visitors[at, h].sum())
            first = ", ".join(found.question.candidates.name[spot] for spot in own.order[:3].tolist())
            whole = float(night.covered[h]) / total if total else None
            rows.append((
                NAMES[day], hour(found.question.hours[h]), total, first, float(own.share[-1]) if len(own.order) else None, whole,
                own.most or None,
            ))  # fmt: skip
    return Rows(
        {"en": "Hour by hour", "ko": "시각별"},
        (
            Column({"en": "Day", "ko": "요일"}),
            Column({"en": "Hour", "ko": "시각"}),
            Column({"en": "Demand", "ko": "수요"}, "number", 0),
            Column({"en": "First three spots of the hour", "ko": "그 시각의 상위 세 자리"}),
            Column({"en": "In reach", "ko": "포괄 비율"}, "share", 1),
            Column({"en": "With the night's set", "ko": "밤새 쓰는 자리일 때"}, "share", 1),
            Column({"en": "No choice passes", "ko": "상한"}, "share", 1),
        ),
        tuple(rows),
    )


def backtest(found: Findings) -> Rows | None:
    """How each forecast did on past weeks; None where there were too few."""
    if not found.trial.rows:
        return None
    k = found.trial.rows[0]["k"]
    return Rows(
        {"en": f"Forecasts on past nights, {k} cells named beforehand", "ko": f"예측의 과거 검증(미리 고른 셀 {k}개)"},
        (
            Column({"en": "Forecast", "ko": "예측 방법"}),
            Column({"en": "Used", "ko": "사용"}),
            Column({"en": "Hit rate", "ko": "적중률"}, "share", 1),
            Column({"en": "90 % interval", "ko": "90% 구간"}),
            Column({"en": "PAI", "ko": "PAI"}, "number", 2),
            Column({"en": "Verdict", "ko": "판정"}),
        ),
        tuple(
            (
                CALLED[row["model"]], YES if row["chosen"] else "", row["hit_rate"],
                f"{100 * row['hit_low']:.1f}–{100 * row['hit_high']:.1f} %",
                row["pai"], VERDICTS[row["verdict"]],
            )
            for row in found.trial.rows
        ),
        {
            "en": "Hit rate: the share of what was counted that fell into these cells. PAI: divided by their share of the "
            "area. A tie is a difference "
            "whose 90 % interval holds zero.",
            "ko": "적중률은 실제 수 가운데 미리 고른 셀에 든 비율이고, PAI는 이를 그 셀들의 면적 비율로 나눈 값입니다. "
            "차이의 90% 구간에 0이 "
            "들어 있으면 차이가 없다고 봅니다.",
        },
    )  # fmt: skip


def cruising(found: Findings) -> Rows | None:
    """The side streets; None without such inputs."""
    if not found.cruising:
        return None
    rows = sorted(found.cruising, key=lambda row: -row["ratio"])[:FIRST]
    return Rows(
        {"en": "Where to cruise near the spots", "ko": "대기 자리 근처에서 돌아볼 곳"},
        (
            Column({"en": "Spot", "ko": "자리"}),
            Column({"en": "Side street", "ko": "이면도로"}),
            Column({"en": "Hour", "ko": "시각"}),
            Column({"en": "Boardings", "ko": "승차"}, "number", 0),
            Column({"en": "Empty cabs", "ko": "빈 택시"}, "number", 0),
            Column({"en": "Boardings for each empty cab", "ko": "빈 택시 1대당 승차"}, "number", 2),
        ),
        tuple(
            (
                row["spot"], row["place"], "" if row["hour"] is None else hour(row["hour"]), row["boardings"], row["empties"], row["ratio"],
            )
            for row in rows
        ),
    )  # fmt: skip
