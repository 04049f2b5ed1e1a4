"""What the study publishes: its tables, their columns, and what people call them."""

from __future__ import annotations

from collections.abc import Mapping

from madang.analysis.declare import Total, Yield
from madang.lib.problems import Text
from madang.query.model import Column, Type

T, I, N, B, G = Type.TEXT, Type.INTEGER, Type.NUMBER, Type.BOOLEAN, Type.GEOMETRY  # noqa: E741
LABELS: dict[str, Text] = {
    "cell": {"en": "Code of the cell", "ko": "셀 코드"},
    "name": {"en": "Name", "ko": "이름"},
    "district": {"en": "District", "ko": "자치구"},
    "rank": {"en": "Rank", "ko": "순위"},
    "signal": {"en": "Visitors at night", "ko": "심야 방문 신호"},
    "night": {"en": "At night", "ko": "밤 평균"},
    "quiet": {"en": "At the quiet hour of weekdays", "ko": "평일 조용한 시각 평균"},
    "z": {"en": "Gi* (z score)", "ko": "Gi*(z 점수)"},
    "q": {"en": "False discovery rate", "ko": "거짓 발견율(q)"},
    "hot": {"en": "Significant hot spot", "ko": "유의한 밀집 지역"},
    "day": {"en": "Day", "ko": "요일 구분"},
    "hour": {"en": "Hour", "ko": "시각"},
    "expected": {"en": "Expected", "ko": "예상"},
    "low": {"en": "Expected at least (90 %)", "ko": "예상 하한(90%)"},
    "high": {"en": "Expected at most (90 %)", "ko": "예상 상한(90%)"},
    "visitors": {"en": "Expected visitors", "ko": "예상 방문자"},
    "nights": {"en": "Nights observed", "ko": "관측한 날 수"},
    "variant": {"en": "For one hour or the whole night", "ko": "시각별/밤새"},
    "spot": {"en": "Spot", "ko": "대기 자리"},
    "longitude": {"en": "Longitude", "ko": "경도"},
    "latitude": {"en": "Latitude", "ko": "위도"},
    "gain": {"en": "Demand that it adds", "ko": "더해지는 수요"},
    "covered": {"en": "Demand within reach of it and those before", "ko": "앞 순위까지 포괄하는 수요"},
    "share": {"en": "Share of the demand", "ko": "수요의 포괄 비율"},
    "stays": {"en": "Share of the night's hours that choose it", "ko": "뽑히는 시각의 비율"},
    "rule": {"en": "Rule", "ko": "조건"},
    "k": {"en": "Spots or cells", "ko": "자리 또는 셀의 수"},
    "bound": {"en": "No choice covers more than", "ko": "포괄 비율의 상한"},
    "gap": {"en": "Could be better by at most", "ko": "더 나아질 수 있는 최대 폭"},
    "busiest": {"en": "Share that the busiest cells cover", "ko": "가장 붐비는 셀에서 기다릴 때의 포괄 비율"},
    "peaks": {"en": "Share that density peaks cover", "ko": "밀도 봉우리에서 기다릴 때의 포괄 비율"},
    "model": {"en": "Forecast", "ko": "예측 방법"},
    "chosen": {"en": "Used", "ko": "사용"},
    "hit_rate": {"en": "Hit rate", "ko": "적중률"},
    "hit_low": {"en": "Hit rate at least (90 %)", "ko": "적중률 하한(90%)"},
    "hit_high": {"en": "Hit rate at most (90 %)", "ko": "적중률 상한(90%)"},
    "pai": {"en": "PAI (hit rate by share of the area)", "ko": "PAI(면적 대비 적중률)"},
    "pai_low": {"en": "PAI at least (90 %)", "ko": "PAI 하한(90%)"},
    "pai_high": {"en": "PAI at most (90 %)", "ko": "PAI 상한(90%)"},
    "area_share": {"en": "Share of the area", "ko": "면적 비율"},
    "verdict": {"en": "Verdict", "ko": "판정"},
    "place": {"en": "Side street", "ko": "이면도로"},
    "boardings": {"en": "Boardings", "ko": "승차"},
    "empties": {"en": "Empty cabs", "ko": "빈 택시"},
    "ratio": {"en": "Boardings for each empty cab", "ko": "빈 택시 1대당 승차"},
    "geometry": {"en": "Place", "ko": "위치"},
}  # fmt: skip
MEANS: dict[str, Text] = {
    "signal": {
        "en": "Mean of weekends and holidays, 00 to 02 h, less that of weekdays at the quiet hour: people or events an hour.",
        "ko": "주말·공휴일 00~02시 평균에서 평일 조용한 시각 평균을 뺀 값입니다(시간당 사람 또는 이벤트 수).",
    },
    "z": {
        "en": "Getis-Ord Gi*: how far a cell and its neighbours together are above what chance would give.",
        "ko": "게티스-오드 Gi*: 셀과 이웃을 합친 값이 우연히 나올 값보다 얼마나 큰지 나타냅니다.",
    },
    "q": {
        "en": "With a limit of 0.05 about one in twenty of the cells called hot is so by chance.",
        "ko": "0.05를 기준으로 하면 밀집 지역으로 판정된 셀 스무 개 가운데 하나쯤은 우연입니다.",
    },
    "day": {
        "en": "weekday or weekend (Saturday, Sunday, holiday) of the calendar day at that hour; or mon to sun.",
        "ko": "그 시각의 달력 날짜가 평일(weekday)인지 주말·공휴일(weekend)인지, 또는 요일(mon~sun)입니다.",
    },
    "visitors": {
        "en": "Expected activity beyond who sleeps there, never below 0; all of it where all activity counts as demand.",
        "ko": "예상에서 그곳에서 자는 사람의 수를 뺀 값이며 0보다 작지 않습니다. 수요를 모든 활동으로 정하면 예상과 같습니다.",
    },
    "stays": {
        "en": "Of all hours of such nights, in how many this spot is chosen for the hour alone.",
        "ko": "같은 요일 구분의 시각 가운데, 그 시각만 따로 골라도 이 자리가 뽑히는 시각의 비율입니다.",
    },
    "rule": {
        "en": "required: it was given as a place that must be used.",
        "ko": "required: 반드시 고르도록 지정된 자리입니다.",
    },
    "verdict": {
        "en": "best, tie (the 90 % interval of the difference to the best holds zero) or worse.",
        "ko": "best(가장 나음), tie(가장 나은 방법과의 차이를 나타내는 90% 구간에 0이 들어 있음), worse(뒤떨어짐)입니다.",
    },
}


def _yield(
    name: str,
    label: Text,
    more: Text,
    columns: tuple[Column, ...],
    *sort_by: str,
    tells: Mapping[str, tuple[str, ...]] | None = None,
    totals: tuple[Total, ...] = (),
) -> Yield:
    """`tells`: by each column that counts people, those that tell its number in the same row."""
    names = [column.name for column in columns]
    labels = {one: LABELS[one] for one in names}
    means = {one: MEANS[one] for one in names if one in MEANS}
    return Yield(name, label, more, columns, labels, sort_by, means, tuple(tells or ()), tells or {}, totals)


def _columns(*pairs: tuple[str, Type]) -> tuple[Column, ...]:
    return tuple(Column(name, kind) for name, kind in pairs)


YIELDS: tuple[Yield, ...] = (
    _yield(
        "areas",
        {"en": "Where people are at night", "ko": "밤에 사람이 모이는 곳"},
        {
            "en": "Every cell by its visitors at night: those who are there late on weekends and do not sleep there.",
            "ko": "주말 늦은 밤에 머물지만 그곳에서 자지는 않는 방문자를 셀별로, 많은 순서로 보여 줍니다.",
        },
        _columns(
            ("cell", T), ("name", T), ("district", T), ("rank", I), ("signal", N), ("night", N), ("quiet", N), ("z", N), ("q", N),
            ("hot", B), ("geometry", G),
        ), "rank", tells={"signal": ("z", "q"), "night": (), "quiet": ()},
    ),
    _yield(
        "demand",
        {"en": "What to expect at each hour", "ko": "시간대별 예상"},
        {
            "en": "Expected activity of each cell by day and hour, with a 90 % interval and its significance.",
            "ko": "셀별로 요일 구분과 시각에 따른 예상 활동, 90% 구간, 유의성을 보여 줍니다.",
        },
        _columns(
            ("cell", T), ("name", T), ("district", T), ("day", T), ("hour", I), ("expected", N), ("low", N), ("high", N),
            ("visitors", N), ("nights", I), ("z", N), ("q", N), ("hot", B),
        ), tells={"expected": ("low", "high", "visitors", "z", "q")},
        totals=(Total("", "demand", "expected", {"day": "day", "hour": "hour"}),),  # `profile` adds them up
    ),
    _yield(
        "profile",
        {"en": "The whole city by weekday and hour", "ko": "도시 전체의 요일·시각별 예상"},
        {"en": "Expected activity of all cells together.", "ko": "모든 셀을 합친 예상 활동입니다."},
        _columns(("day", T), ("hour", I), ("expected", N), ("low", N), ("high", N), ("nights", I)),
        tells={"expected": ("low", "high")},
    ),
    _yield(
        "spots",
        {"en": "Where taxis should wait", "ko": "택시가 기다릴 자리"},
        {
            "en": "The spots of each hour, and one set for the whole night, in the order in which they bring most.",
            "ko": "시각마다 고른 대기 자리와 밤새 쓰는 자리를 효과가 큰 순서로 보여 줍니다.",
        },
        _columns(
            ("day", T), ("hour", I), ("variant", T), ("rank", I), ("spot", T), ("longitude", N), ("latitude", N), ("gain", N),
            ("covered", N), ("share", N), ("stays", N), ("rule", T), ("geometry", G),
        ), tells={"gain": (), "covered": ("share",)},
        totals=(Total("covered", "spots", "gain", {"day": "day", "hour": "hour", "variant": "variant"}, upto="rank"),),
    ),
    _yield(
        "cover",
        {"en": "How much so many spots cover", "ko": "자리 수에 따른 포괄 비율"},
        {
            "en": "Share of the demand within reach of k spots, beside what no choice passes and what simpler rules reach.",
            "ko": "대기 자리 k곳이 포괄하는 수요의 비율을 상한, 더 단순한 방법의 결과와 함께 보여 줍니다.",
        },
        _columns(("day", T), ("hour", I), ("k", I), ("share", N), ("bound", N), ("gap", N), ("busiest", N), ("peaks", N)),
    ),
    _yield(
        "backtest",
        {"en": "The forecast on past weeks", "ko": "예측의 과거 검증"},
        {
            "en": "How much of each night the k cells named beforehand held, for each forecast, with 90 % intervals.",
            "ko": "미리 고른 셀 k개에 그날 밤 활동의 얼마가 들었는지를 예측 방법별로 90% 구간과 함께 보여 줍니다.",
        },
        _columns(
            ("model", T), ("chosen", B), ("k", I), ("hit_rate", N), ("hit_low", N), ("hit_high", N), ("pai", N), ("pai_low", N),
            ("pai_high", N), ("area_share", N), ("nights", I), ("verdict", T),
        ),
    ),
    _yield(
        "cruising",
        {"en": "Where to cruise", "ko": "돌아볼 곳"},
        {
            "en": "Side streets near each spot where boardings are many for each empty cab.",
            "ko": "대기 자리 근처에서 빈 택시 수에 비해 승차가 많은 이면도로입니다.",
        },
        _columns(
            ("spot", T), ("place", T), ("longitude", N), ("latitude", N), ("hour", I), ("boardings", N), ("empties", N), ("ratio", N),
        ), tells={"boardings": ("ratio",)},
    ),
)  # fmt: skip
