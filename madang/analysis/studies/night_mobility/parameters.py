"""What can be set, with defaults that make sense for a city."""

from __future__ import annotations

from madang.analysis.days import FIRST_HOUR, LAST_HOUR
from madang.analysis.declare import Parameter, number, whole_number
from madang.lib.problems import Text

DAYS: dict[str, Text] = {
    "classes": {"en": "Weekdays and weekends", "ko": "평일과 주말"},
    "each": {"en": "Each day of the week", "ko": "요일마다"},
}
SIGNALS: dict[str, Text] = {
    "visitors": {"en": "Visitors: who is there and does not sleep there", "ko": "방문자: 그곳에서 자지 않는 사람"},
    "activity": {"en": "All activity", "ko": "모든 활동"},
}


PARAMETERS: tuple[Parameter, ...] = (
    whole_number(
        "sites",
        {"en": "Spots", "ko": "대기 자리 수"},
        {
            "en": "How many places for waiting taxis are chosen for each hour and for the whole night.",
            "ko": "시각마다, 그리고 밤새 쓰는 자리로 고를 택시 대기 자리의 수입니다.",
        },
        10, 1, 200,
    ),
    number(
        "radius",
        {"en": "Walking distance", "ko": "도보 거리"},
        {
            "en": "Who is at most this far on foot from a spot is within its reach.",
            "ko": "대기 자리에서 걸어서 이 거리 안에 있는 사람은 그 자리를 이용할 수 있다고 봅니다.",
        },
        500, 50, 5_000, "m",
    ),
    number(
        "detour",
        {"en": "Detour factor", "ko": "우회계수"},
        {
            "en": "Ways are longer than straight lines by this factor.",
            "ko": "직선거리에 이 값을 곱해 실제로 걷는 거리로 봅니다.",
        },
        1.3, 1, 3, advanced=True,
    ),
    whole_number(
        "first_hour",
        {"en": "First hour of the night", "ko": "밤의 첫 시각"},
        {
            "en": "The hour from which spots are chosen; after the last hour (22 and 5) the night goes over midnight.",
            "ko": "대기 자리를 고르기 시작하는 시각입니다. 마지막 시각보다 크면(예: 22와 5) 자정을 넘기는 밤으로 봅니다.",
        },
        FIRST_HOUR, 0, 23,
    ),
    whole_number(
        "last_hour",
        {"en": "Last hour of the night", "ko": "밤의 마지막 시각"},
        {
            "en": "The hour that begins last: 5 means until 05:59.",
            "ko": "밤에 포함되는 마지막 시각입니다. 5이면 05:59까지입니다.",
        },
        LAST_HOUR, 0, 23,
    ),
    whole_number(
        "quiet_hour",
        {"en": "Quiet hour", "ko": "조용한 시각"},
        {
            "en": "The hour of weekdays at which nearly everybody is where they sleep.",
            "ko": "평일에 거의 모든 사람이 자는 곳에 머무는 시각입니다.",
        },
        4, 0, 23,
    ),
    Parameter(
        "days",
        {"en": "Days", "ko": "요일 구분"},
        {
            "en": "Weekdays and weekends apart, or each day of the week; that needs many weeks.",
            "ko": "평일과 주말로 나누거나 요일마다 나눕니다. 요일마다 나누려면 여러 주의 자료가 필요합니다.",
        },
        "choice", "classes", choices=DAYS,
    ),
    Parameter(
        "signal",
        {"en": "What counts as demand", "ko": "수요로 볼 것"},
        {
            "en": "Hourly population holds those who sleep: visitors are what exceeds the quiet hour. Events need no such correction.",
            "ko": "시간대별 인구에는 그곳에서 자는 사람도 들어 있으므로 조용한 시각보다 많은 만큼을 방문자로 봅니다. 이벤트 "
            "자료에는 모든 활동을 쓰십시오.",
        },
        "choice", "visitors", choices=SIGNALS,
    ),
    number(
        "spacing",
        {"en": "Metres between spots", "ko": "대기 자리 간격"},
        {
            "en": "No two spots are nearer to one another, in a straight line. 0: any distance.",
            "ko": "어느 두 자리도 직선거리로 이보다 가깝지 않게 고릅니다. 0이면 제한하지 않습니다.",
        },
        0, 0, 20_000, "m",
    ),
    whole_number(
        "points",
        {"en": "Points for each cell", "ko": "셀당 점의 수"},
        {
            "en": "Activity of a polygon is spread evenly over so many points; they are candidates too when none are given.",
            "ko": "다각형 셀의 활동을 이 수만큼의 점에 고르게 나눕니다. 후보 자리를 주지 않으면 이 점들도 후보가 됩니다.",
        },
        10, 1, 200, advanced=True,
    ),
    number(
        "grid",
        {"en": "Grid of candidates", "ko": "후보 격자 간격"},
        {
            "en": "Without candidates or streets, points of a grid so far apart are the candidates wherever there is demand. 0: no grid.",
            "ko": "후보 자리와 도로가 없을 때 수요가 있는 곳에 이 간격의 격자로 점을 놓아 후보로 삼습니다. 0이면 격자를 쓰지 않습니다.",
        },
        0, 0, 5_000, "m", advanced=True,
    ),
    number(
        "q",
        {"en": "False discovery rate", "ko": "거짓 발견율"},
        {
            "en": "Of the areas called hot at most this share is expected to be so by chance.",
            "ko": "밀집 지역으로 판정한 곳 가운데 우연히 그렇게 보이는 곳의 기대 비율입니다.",
        },
        0.05, 0.001, 0.5, advanced=True,
    ),
    whole_number(
        "weeks",
        {"en": "Weeks of the back-test", "ko": "과거 검증에 쓸 주의 수"},
        {
            "en": "The last weeks, each foretold from those before it.",
            "ko": "마지막 몇 주를 각각 그 이전 자료만으로 예측해 실제와 비교합니다.",
        },
        8, 1, 104, advanced=True,
    ),
    whole_number(
        "k",
        {"en": "Cells of the back-test", "ko": "과거 검증에 쓸 셀의 수"},
        {
            "en": "How many cells a forecast names beforehand.",
            "ko": "예측으로 미리 고르는 셀의 수입니다.",
        },
        10, 1, 1_000, advanced=True,
    ),
    Parameter(
        "zone",
        {"en": "Time zone", "ko": "시간대"},
        {
            "en": "As in Europe/London, where clocks change: one hour is missing in spring and counted twice in autumn. Empty: the city's.",
            "ko": "Europe/London처럼 적고, 비우면 도시의 시간대를 씁니다. 서머타임이 있으면 봄에는 한 시간이 없고 가을에는 두 번 셉니다.",
        },
        "text", "", advanced=True,
    ),
    whole_number(
        "seed",
        {"en": "Seed", "ko": "난수 씨앗값"},
        {"en": "The same seed gives the same result.", "ko": "같은 값이면 같은 결과가 나옵니다."},
        0, 0, 2**31 - 1, advanced=True,
    ),
    number(
        "seconds",
        {"en": "Time for the search", "ko": "탐색 시간"},
        {
            "en": "For all choices of spots together; then each is given with how much better another could be at most.",
            "ko": "대기 자리를 고르는 데 쓰는 전체 시간입니다. 시간이 다 되면 결과마다 최대 얼마나 더 나아질 수 있는지를 함께 알려 줍니다.",
        },
        120, 1, 3600, "s", advanced=True,
    ),
)  # fmt: skip
