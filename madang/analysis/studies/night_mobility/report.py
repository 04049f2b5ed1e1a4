"""The report: a first page for who decides, then maps, areas, spots, hours, the forecast, the method and where everything comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from madang.analysis.declare import Given
from madang.analysis.report import Document, Heading, PageBreak, Paragraph, Part, Points
from madang.analysis.studies.night_mobility import lists, pictures
from madang.analysis.studies.night_mobility.findings import Findings
from madang.analysis.studies.night_mobility.front_page import clusters, front_page
from madang.analysis.studies.night_mobility.quality import forecast_said, verdict
from madang.analysis.studies.night_mobility.roles import READS
from madang.analysis.tabular.notes import told
from madang.analysis.tabular.sources import sources
from madang.analysis.travel.straight import detour_said
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose

TITLE: Text = {"en": "Night mobility: where taxis should wait", "ko": "심야 이동: 택시는 어디서 기다려야 하는가"}


def report(found: Findings, tables: Mapping[str, Given]) -> Document:
    subtitle = {language: choose(tables["activity"].title, language)[0] for language in LANGUAGES}
    return Document(TITLE, subtitle, tuple(part for part in _parts(found, tables) if part is not None))


def _parts(found: Findings, tables: Mapping[str, Given]) -> Iterator[Part | None]:
    yield from front_page(found)
    yield PageBreak()
    yield Heading({"en": "Where people are at night", "ko": "밤에 사람이 모이는 곳"})
    yield pictures.map_of_signal(found)
    yield lists.areas(found)
    yield Heading({"en": "Where taxis should wait", "ko": "택시가 기다릴 자리"})
    yield pictures.map_of_spots(found)
    yield lists.spots(found)
    yield pictures.chart_of_cover(found)
    yield pictures.chart_of_hours(found)
    yield lists.by_hour(found)
    yield lists.cruising(found)
    yield Heading({"en": "How good the forecast is", "ko": "예측은 얼마나 맞는가"})
    yield Paragraph(forecast_said(found))
    yield lists.backtest(found)
    yield from _method(found)
    yield from _sources(found, tables)


def _method(found: Findings) -> Iterator[Part]:
    settings, asked = found.settings, found.question
    points, many = f"{len(asked.points.owner):,}", f"{len(asked.candidates):,}"
    yield Heading({"en": "How it was computed", "ko": "계산 방법"})
    yield Paragraph(verdict(found))
    yield Points((
        {
            "en": "Spots are chosen by maximal covering: as much of the expected demand as possible within walking distance, "
            "not the busiest "
            "places, whose circles overlap. The bound is proved; certificates hold the proof, and `madang verify` recomputes it.",
            "ko": "대기 자리는 최대 포괄 문제를 풀어 골랐습니다. 서로 겹치기 쉬운 붐비는 곳을 차례로 고르지 않고, 도보 거리 "
            "안의 예상 수요가 가장 많아지는 "
            "조합을 찾습니다. "
            "상한은 증명된 값으로, 증명은 증명서에 들어 있으며 `madang verify`로 다시 계산해 확인할 수 있습니다.",
        },
        {
            "en": f"Demand lies at {points} points and taxis may wait at {many} places; walking distance is {settings['radius']:,.0f} m.",
            "ko": f"수요를 점 {points}개에 나누어 놓았고, 택시가 기다릴 수 있는 곳은 {many}곳, 도보 거리는 "
            f"{settings['radius']:,.0f}m입니다.",
        },
        detour_said(float(settings["detour"])),
        *_demand_said(found),
        clusters(found),
        {
            "en": "Gi* (Getis and Ord 1992) with chances counted by dealing values to the areas at random, false discoveries "
            "held by Benjamini "
            "and Hochberg.",
            "ko": "Gi*(Getis와 Ord 1992)가 우연히 나올 확률은 값을 지역에 무작위로 다시 배정해 구했고, 거짓 발견율은 "
            "벤저미니·호크버그 방법으로 통제했습니다.",
        },
    ))  # fmt: skip


def _demand_said(found: Findings) -> Iterator[Text]:
    if found.rides.boarded:
        yield {"en": "Demand is the expected pick-ups.", "ko": "수요는 예상 승차 수입니다."}
    elif found.settings["signal"] == "visitors":
        quiet = f"{found.settings['quiet_hour']:02d}"
        yield {
            "en": f"Demand is what is expected beyond who sleeps there, never below 0: the same forecast for weekdays at {quiet} h. On "
            "weekdays the difference is small and partly how people are counted.",
            "ko": "수요는 예상 활동에서 그곳에서 자는 사람의 수를 뺀 값이며 0보다 작지 않습니다. 자는 사람의 수는 같은 방법으로 "
            f"예측한 평일 {quiet}시의 "
            "값입니다. 평일에는 이 차이가 작고, 일부는 집계 방법 때문에 생깁니다.",
        }  # fmt: skip


def _sources(found: Findings, tables: Mapping[str, Given]) -> Iterator[Part]:
    yield Heading({"en": "Where it comes from", "ko": "자료"})
    yield sources(tables, READS)
    for note in found.notes:
        yield from told(note)
