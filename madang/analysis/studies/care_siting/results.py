"""What the study publishes: its tables, their columns, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping

from madang.analysis.declare import Total, Yield
from madang.lib.problems import Text
from madang.query.model import Column, Type

T, I, N, B, G = Type.TEXT, Type.INTEGER, Type.NUMBER, Type.BOOLEAN, Type.GEOMETRY  # noqa: E741
M = "m"
LABELS: dict[str, Text] = {
    "order": {"en": "Order of opening", "ko": "여는 순서"},
    "site": {"en": "Site", "ko": "자리"},
    "instead_of": {"en": "Facility that moves here (blank: new)", "ko": "이곳으로 옮기는 시설(비어 있으면 신규)"},
    "code": {"en": "Code of the area", "ko": "구역 코드"},
    "area": {"en": "Area", "ko": "구역"},
    "name": {"en": "Name", "ko": "이름"},
    "district": {"en": "District", "ko": "자치구"},
    "service": {"en": "Service", "ko": "서비스"},
    "phase": {"en": "Phase", "ko": "단계"},
    "capacity": {"en": "Places", "ko": "정원"},
    "cost": {"en": "Cost", "ko": "비용"},
    "newly_within": {"en": "People newly within the standard", "ko": "새로 기준 거리 안에 드는 사람"},
    "nearer": {"en": "People who get a shorter way", "ko": "더 가까워지는 사람"},
    "metres_saved": {"en": "Metres shorter for them on average", "ko": "이들이 평균 줄이는 거리"},
    "people": {"en": "People in need", "ko": "수요 인구"},
    "gain_per_cost": {"en": "People newly within the standard for each unit of money", "ko": "비용 1단위당 새로 기준 거리 안에 드는 사람"},
    "marginal_gain": {"en": "Share of the whole gain", "ko": "전체 효과에서 차지하는 몫"},
    "in_alternatives": {"en": "Chosen in so many of the alternatives", "ko": "대안에서도 뽑힌 비율"},
    "stays": {"en": "Stays when inputs change (hardest test)", "ko": "입력이 달라져도 남는 비율(가장 낮은 시험)"},
    "check_on_site": {"en": "Look at the map first", "ko": "지도에서 먼저 확인"},
    "why": {"en": "Why here", "ko": "고른 이유(영문)"},
    "why_ko": {"en": "Why here (Korean)", "ko": "고른 이유"},
    "kind": {"en": "Kind", "ko": "구분"},
    "metres": {"en": "Metres to it", "ko": "거리"},
    "fifth": {"en": "Deprivation fifth (5: most deprived)", "ko": "박탈 5분위(5가 가장 어려움)"},
    "metres_before": {"en": "Metres to the nearest, today", "ko": "현재 가장 가까운 거리"},
    "metres_after": {"en": "Metres to the nearest, then", "ko": "이후 가장 가까운 거리"},
    "within_before": {"en": "Share within the standard, today", "ko": "현재 기준 거리 안 비율"},
    "within_after": {"en": "Share within the standard, then", "ko": "이후 기준 거리 안 비율"},
    "places_before": {"en": "Places for 1,000 people, today (E2SFCA)", "ko": "현재 1,000명당 정원(E2SFCA)"},
    "places_after": {"en": "Places for 1,000 people, then (E2SFCA)", "ko": "이후 1,000명당 정원(E2SFCA)"},
    "left_out": {"en": "Left out", "ko": "남은 소외 구역"},
    "group_kind": {"en": "Divided by", "ko": "나눈 기준"},
    "group": {"en": "Group", "ko": "집단"},
    "when": {"en": "When", "ko": "시점"},
    "within": {"en": "Share within the standard", "ko": "기준 거리 안 비율"},
    "mean": {"en": "Mean distance", "ko": "평균 거리"},
    "worst_tenth": {"en": "Mean distance of the worst-off tenth", "ko": "가장 먼 10%의 평균 거리"},
    "longest": {"en": "Longest distance", "ko": "가장 먼 거리"},
    "gini": {"en": "Gini of distance", "ko": "거리의 지니계수"},
    "without": {"en": "People who reach nothing", "ko": "아무 곳도 갈 수 없는 사람"},
    "alternative": {"en": "Alternative (0: the choice)", "ko": "대안(0은 선택안)"},
    "chosen_first": {"en": "Also in the choice", "ko": "선택안에도 있음"},
    "loss": {"en": "Worse than the choice by", "ko": "선택안 대비 손실"},
    "sites": {"en": "New sites", "ko": "새로 여는 수"},
    "limit": {"en": "Nobody farther than", "ko": "누구도 넘지 않는 거리"},
    "spared": {"en": "Only metres beyond this count", "ko": "이 거리를 넘는 만큼만 셈"},
    "gap": {"en": "Could be better by at most", "ko": "최대 더 좋아질 여지"},
    "proved": {"en": "Proved optimal for the model", "ko": "이 모형에서 최적임을 증명"},
    "change": {"en": "What is otherwise", "ko": "바뀐 것(영문)"},
    "change_ko": {"en": "What is otherwise (Korean)", "ko": "바뀐 것"},
    "share_stays": {"en": "Share of sites that stay", "ko": "그대로인 자리 비율"},
    "share_near": {"en": "Share of sites that stay or move less than the standard", "ko": "그대로이거나 기준 거리 안에서 옮긴 비율"},
    "status": {"en": "Status", "ko": "상태"},
    "placed_by": {"en": "Placed by", "ko": "위치를 안 방법"},
    "geometry": {"en": "Place", "ko": "위치"},
}  # fmt: skip


def _yield(
    name: str,
    label: Text,
    more: Text,
    columns: tuple[Column, ...],
    *sort_by: str,
    people: tuple[str, ...] = (),
    tells: Mapping[str, tuple[str, ...]] | None = None,
    totals: tuple[Total, ...] = (),
) -> Yield:
    labels = {column.name: LABELS[column.name] for column in columns}
    return Yield(name, label, more, columns, labels, sort_by, people=people, tells=tells or {}, totals=totals)


def _columns(*pairs: tuple[str, Type] | tuple[str, Type, str]) -> tuple[Column, ...]:
    return tuple(Column(pair[0], pair[1], unit=pair[2] if len(pair) > 2 else "") for pair in pairs)


YIELDS: tuple[Yield, ...] = (
    _yield(
        "sites",
        {"en": "Where to open", "ko": "새로 열 곳"},
        {"en": "The chosen sites in the order in which they bring most.", "ko": "고른 자리를 효과가 큰 순서로 보여 줍니다."},
        _columns(
            ("order", I), ("site", T), ("district", T), ("service", T), ("phase", I), ("instead_of", T), ("capacity", N), ("cost", N),
            ("newly_within", N), ("nearer", N), ("metres_saved", N, M), ("people", N), ("marginal_gain", N), ("gain_per_cost", N),
            ("in_alternatives", N), ("stays", N), ("check_on_site", B), ("why", T), ("why_ko", T), ("geometry", G),
        ), "order", people=("newly_within", "nearer", "people"),
        tells={
            "newly_within": ("marginal_gain", "gain_per_cost", "why", "why_ko"),
            "nearer": ("marginal_gain", "metres_saved", "why", "why_ko"),
        },
        totals=(Total("people", "allocation", "people", {"site": "site"}),),
    ),
    _yield(
        "facilities",
        {"en": "Facilities that count", "ko": "집계에 넣은 현재 시설"},
        {"en": "Facilities of today with a place, and whether one moves or closes.", "ko": "위치가 있는 현재 시설과 이전·폐쇄 여부입니다."},
        _columns(("name", T), ("service", T), ("status", T), ("capacity", N), ("placed_by", T), ("people", N), ("geometry", G)),
        people=("people",), totals=(Total("people", "allocation", "people", {"name": "site"}),),
    ),
    _yield(
        "access",
        {"en": "Access by area", "ko": "구역별 접근성"},
        {"en": "How far people of each area have it, today and then.", "ko": "구역마다 현재와 이후의 거리와 접근성입니다."},
        _columns(
            ("code", T), ("name", T), ("district", T), ("people", N), ("fifth", I), ("metres_before", N, M), ("metres_after", N, M),
            ("within_before", N), ("within_after", N), ("places_before", N), ("places_after", N), ("left_out", B), ("geometry", G),
        ), "code", people=("people",), totals=(Total("people", "allocation", "people", {"code": "code"}),),
    ),
    _yield(
        "allocation",
        {"en": "Who goes where", "ko": "구역별 이용 시설"},
        {"en": "The nearest open site of the people of each area.", "ko": "구역마다 가장 가까운 시설입니다."},
        _columns(("code", T), ("area", T), ("site", T), ("kind", T), ("people", N), ("metres", N, M)), "code", people=("people",),
    ),
    _yield(
        "equity",
        {"en": "Fairness", "ko": "형평"},
        {"en": "Distances of the city, each district and each deprivation fifth.", "ko": "도시 전체, 자치구, 박탈 5분위별 거리입니다."},
        _columns(
            ("group_kind", T), ("group", T), ("when", T), ("people", N), ("within", N), ("mean", N, M), ("worst_tenth", N, M),
            ("longest", N, M), ("gini", N), ("without", N),
        ), people=("people", "without"),
        totals=(
            Total("people", "access", "people", where={"group_kind": "city"}),
            Total("people", "access", "people", {"group": "district"}, {"group_kind": "district"}),
            Total("people", "access", "people", {"group": "fifth"}, {"group_kind": "deprivation fifth"}),
        ),
    ),
    _yield(
        "alternatives",
        {"en": "Alternatives", "ko": "대안"},
        {"en": "Other choices that are nearly as good.", "ko": "거의 같은 정도로 좋은 다른 선택입니다."},
        _columns(("alternative", I), ("site", T), ("chosen_first", B), ("loss", N), ("within", N), ("mean", N, M), ("geometry", G)),
        "alternative",
    ),
    _yield(
        "scenario",
        {"en": "More or fewer sites", "ko": "더 많거나 적게 열 때"},
        {
            "en": "What other numbers of sites bring, and what a shorter longest way costs on average.",
            "ko": "여는 수를 바꿀 때와 가장 먼 거리를 줄일 때 평균이 어떻게 되는지입니다.",
        },
        _columns(
            ("kind", T), ("sites", I), ("limit", N, M), ("spared", N, M), ("cost", N), ("within", N), ("mean", N, M), ("worst_tenth", N, M),
            ("longest", N, M),            ("gini", N), ("gap", N), ("proved", B),
        ),
    ),
    _yield(
        "sensitivity",
        {"en": "How sure it is", "ko": "얼마나 확실한가"},
        {"en": "How many sites stay when inputs are otherwise.", "ko": "입력이 달라질 때 그대로인 자리의 비율입니다."},
        _columns(
            ("kind", T), ("change", T), ("change_ko", T), ("within_before", N), ("within_after", N), ("share_stays", N), ("share_near", N),
        ),
    ),
)  # fmt: skip
