"""The report: a first page for who decides, then maps, sites, fairness, how sure it is, and where everything comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from madang.analysis.declare import Given
from madang.analysis.report import Document, Heading, PageBreak, Paragraph, Part, Points
from madang.analysis.studies.care_siting import gaps, lists, pictures
from madang.analysis.studies.care_siting.findings import Findings
from madang.analysis.studies.care_siting.front_page import front_page
from madang.analysis.studies.care_siting.quality import error_said, unit, verdict
from madang.analysis.studies.care_siting.roles import READS
from madang.analysis.tabular.notes import told
from madang.analysis.tabular.sources import sources
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose

TITLE: Text = {"en": "Care siting: where to open next", "ko": "돌봄 시설 입지: 다음은 어디에 열 것인가"}
ALL = ("not-placed", "people-without-area", "unreachable", "matched-by-name")
"""Notes whose rows are all listed: somebody must look at each of them."""


def report(found: Findings, tables: Mapping[str, Given]) -> Document:
    return Document(
        TITLE,
        {language: _subtitle(found, tables, language) for language in LANGUAGES},
        tuple(part for part in _parts(found, tables) if part is not None),
    )


def _subtitle(found: Findings, tables: Mapping[str, Given], language: str) -> str:
    people = tables.get("needs", tables["areas"])
    return " · ".join(choose(given.title, language)[0] for given in (people, tables.get("facilities")) if given)


def _parts(found: Findings, tables: Mapping[str, Given]) -> Iterator[Part | None]:
    yield from front_page(found)
    yield PageBreak()
    yield Heading({"en": "The sites", "ko": "새로 열 곳"})
    yield gaps.marked(pictures.map_of_sites(found), found)
    yield lists.sites(found)
    yield pictures.chart_of_counts(found)
    yield lists.alternatives(found)
    yield pictures.map_of_catchments(found)
    yield Heading({"en": "Who has it far", "ko": "누가 먼가"})
    yield pictures.map_of_access(found)
    yield pictures.map_of_left_out(found)
    yield lists.left_out(found)
    yield pictures.map_of_places(found)
    yield Heading({"en": "Fairness", "ko": "형평"})
    yield pictures.chart_of_front(found)
    yield lists.traded(found)
    yield pictures.chart_of_fairness(found)
    yield lists.fairness_said(found)
    yield lists.fairness(
        found, "district", {"en": "Districts, the least served first", "ko": "자치구별(덜 닿는 곳부터)"}
    )
    yield lists.fairness(
        found,
        "deprivation fifth",
        {"en": "Fifths by deprivation (5: most deprived)", "ko": "박탈 5분위(5가 가장 어려움)"},
    )
    yield Heading({"en": "How sure it is", "ko": "얼마나 확실한가"})
    yield lists.certainty(found)
    yield lists.not_listed(found)
    yield lists.robust(found)
    yield from _method(found)
    yield from _sources(found, tables)


def _method(found: Findings) -> Iterator[Part]:
    solution, case = found.choice.solution, found.case
    counted, limit = unit(found), "상한" if solution.sense == "max" else "하한"
    yield Heading({"en": "How it was computed", "ko": "계산 방법"})
    yield Paragraph(verdict(found))
    yield Points((
        {
            "en": f"Objective {solution.objective:,.0f} {counted['en']}, bound {solution.bound:,.0f}, gap {100 * solution.gap:.3f} %.",
            "ko": f"목표값 {solution.objective:,.0f} {counted['ko']}, {limit} {solution.bound:,.0f}, 차이 {100 * solution.gap:.3f}%.",
        },
        error_said(found),
        _points_said(found),
        {
            "en": f"Room is measured by the enhanced two-step floating catchment area (E2SFCA) within {case.catchment:,.0f} m.",
            "ko": f"정원의 여유는 {case.catchment:,.0f}m 안에서 2단계 부유권역법(E2SFCA)으로 쟀습니다.",
        },
        *case.travelled,
    ))  # fmt: skip


def _points_said(found: Findings) -> Text:
    areas, points = f"{len(found.case.areas.code):,}", f"{len(found.case.need):,}"
    if areas == points:
        return {
            "en": f"The people of each of the {areas} areas stand at one point.",
            "ko": f"구역 {areas}개의 사람들을 각각 한 점에 두었습니다.",
        }
    return {
        "en": f"People stand at {points} points, spread evenly over the shapes of {areas} areas, hills and water included.",
        "ko": f"구역 {areas}개의 사람들을 점 {points}개에 고르게 두었습니다. 산과 물은 가려내지 않았습니다.",
    }


def _sources(found: Findings, tables: Mapping[str, Given]) -> Iterator[Part]:
    yield Heading({"en": "Where it comes from", "ko": "자료"})
    yield sources(tables, READS)
    for note in found.case.notes:
        yield from told(note, whole=note.code in ALL)
