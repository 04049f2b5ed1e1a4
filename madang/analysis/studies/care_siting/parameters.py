"""What can be set, with defaults that make sense for a city, explained to who decides and not to who calculates."""

from __future__ import annotations

from madang.analysis.declare import Parameter, number, whole_number
from madang.lib.problems import Text

OBJECTIVES: dict[str, Text] = {
    "covering": {"en": "Most people within the standard distance", "ko": "기준 거리 안에 가장 많은 사람"},
    "p_median": {"en": "Shortest way on average", "ko": "가장 짧은 평균 거리"},
    "p_center": {"en": "Shortest way for who has the longest", "ko": "가장 먼 사람의 거리를 가장 짧게"},
    "centdian": {"en": "Between average and longest way", "ko": "평균과 가장 먼 거리의 절충"},
    "set_covering": {
        "en": "Fewest sites that bring everybody within the standard",
        "ko": "모두가 기준 거리 안에 드는 가장 적은 수",
    },
}


def _names(name: str, label: Text, more: Text) -> Parameter:
    return Parameter(name, label, more, "text", "", advanced=True)


PARAMETERS: tuple[Parameter, ...] = (
    whole_number(
        "sites",
        {"en": "New sites", "ko": "새로 열 곳"},
        {
            "en": "How many new sites may open. Facilities of today always count.",
            "ko": "새로 열 수 있는 수입니다. 현재 시설은 늘 함께 셉니다.",
        },
        10, 0, 1000,
    ),
    number(
        "budget",
        {"en": "Budget", "ko": "예산"},
        {
            "en": "When costs are known: what the new sites may cost together. 0: only the number of sites counts.",
            "ko": "비용을 알 때 새로 여는 곳에 쓸 수 있는 총액입니다. 0이면 수만 봅니다.",
        },
        0, 0, 1e15,
    ),
    Parameter(
        "objective",
        {"en": "What is best", "ko": "무엇이 가장 좋은가"},
        {
            "en": "What the choice of sites is judged by. All measures are shown in any case.",
            "ko": "자리를 고르는 기준입니다. 어느 것을 골라도 모든 지표를 보여 줍니다.",
        },
        "choice", "covering", choices=OBJECTIVES,
    ),
    number(
        "standard",
        {"en": "Standard distance", "ko": "기준 거리"},
        {
            "en": "Who lives at most this far from a place is within reach. 500 m is a ten minutes' walk of an older person.",
            "ko": "이 거리 안에 시설이 있으면 이용할 수 있다고 봅니다. 500m는 어르신 걸음으로 10분쯤입니다.",
        },
        500, 50, 50_000, "m",
    ),
    number(
        "detour",
        {"en": "Detour factor", "ko": "우회계수"},
        {
            "en": "Ways are longer than straight lines by this factor. Not used for distances that are given.",
            "ko": "실제 길은 직선보다 이만큼 깁니다. 거리를 직접 준 경우에는 쓰지 않습니다.",
        },
        1.3, 1, 3, advanced=True,
    ),
    whole_number(
        "points",
        {"en": "Points for each area", "ko": "구역마다 점의 수"},
        {
            "en": "People are spread evenly over so many points of each polygon. 1: all at its centre. Areas with coordinates keep those.",
            "ko": "사람들을 다각형 안에 고르게 둔 점의 수입니다. 1이면 모두 중심에 둡니다. 좌표를 따로 준 구역은 그 좌표를 씁니다.",
        },
        10, 1, 100, advanced=True,
    ),
    Parameter(
        "service",
        {"en": "Service", "ko": "서비스"},
        {
            "en": "Only facilities and candidates of this service count. Blank: all of them.",
            "ko": "이 서비스의 시설과 후보지만 셉니다. 비우면 모두 셉니다.",
        },
        "text", "", advanced=True,
    ),
    number(
        "capacity",
        {"en": "Size of a new site", "ko": "새 시설의 정원"},
        {
            "en": "Places in a new site when the candidates do not say. 0: as the facilities of today typically have.",
            "ko": "후보지에 정원이 없을 때 새 시설의 정원입니다. 0이면 현재 시설의 중앙값을 씁니다.",
        },
        0, 0, 1e9, advanced=True,
    ),
    number(
        "site_cost",
        {"en": "Cost of a new site", "ko": "새 시설 하나의 비용"},
        {
            "en": "In any currency, when the candidates do not say. 0: costs are not known.",
            "ko": "후보지에 비용이 없을 때 씁니다. 0이면 비용을 모르는 것으로 봅니다.",
        },
        0, 0, 1e15,
    ),
    number(
        "deprivation_weight",
        {"en": "Weight of deprivation", "ko": "박탈 가중치"},
        {
            "en": "0: everybody counts the same. 1: somebody in the most deprived area counts twice as much as in the least.",
            "ko": "0이면 모두 같게 셉니다. 1이면 가장 어려운 구역의 한 사람을 가장 나은 구역의 두 배로 셉니다.",
        },
        0, 0, 5,
    ),
    Parameter(
        "deprivation_falls",
        {"en": "Low numbers mean more deprived", "ko": "낮을수록 더 어려움"},
        {
            "en": "Set for ranks and deciles in which 1 is the most deprived.",
            "ko": "1이 가장 어려운 순위나 십분위이면 켭니다.",
        },
        "flag", False, advanced=True,
    ),
    number(
        "worst_share",
        {"en": "Share of the longest way", "ko": "가장 먼 거리의 비중"},
        {
            "en": "For the compromise only: 0 is the average way, 1 the longest.",
            "ko": "절충에만 씁니다. 0은 평균 거리, 1은 가장 먼 거리입니다.",
        },
        0.5, 0, 1, advanced=True,
    ),
    number(
        "maximum",
        {"en": "Nobody farther than", "ko": "누구도 넘지 않을 거리"},
        {
            "en": "A distance that no area may exceed. 0: no such rule.",
            "ko": "어느 구역도 넘어서는 안 되는 거리입니다. 0이면 두지 않습니다.",
        },
        0, 0, 500_000, "m", advanced=True,
    ),
    number(
        "district_cover",
        {"en": "Least share within the standard in each district", "ko": "자치구마다 최소 포함률"},
        {
            "en": "In percent of the people in need of each district. 0: no such rule.",
            "ko": "각 자치구 수요의 백분율입니다. 0이면 두지 않습니다.",
        },
        0, 0, 100, "%", advanced=True,
    ),
    number(
        "worst_tenth",
        {"en": "Longest mean way of the worst-off tenth", "ko": "가장 먼 10%의 평균 거리 상한"},
        {
            "en": "The tenth of the people that has it farthest may have at most this way on average. 0: no such rule.",
            "ko": "가장 먼 10%의 평균 거리가 이보다 길 수 없습니다. 0이면 두지 않습니다.",
        },
        0, 0, 500_000, "m", advanced=True,
    ),
    Parameter(
        "capacity_holds",
        {"en": "Capacities hold", "ko": "정원을 넘지 않음"},
        {
            "en": "People are assigned so that no site serves more than its places. Otherwise everybody goes to the nearest.",
            "ko": "어느 시설도 정원보다 많이 맡지 않게 사람을 배정합니다. 끄면 모두 가장 가까운 곳으로 갑니다.",
        },
        "flag", False, advanced=True,
    ),
    whole_number(
        "alternatives",
        {"en": "Alternatives", "ko": "대안 수"},
        {
            "en": "How many other choices are shown that are nearly as good, because a site may turn out to be impossible.",
            "ko": "고른 자리가 불가능할 때를 위해 거의 같은 정도로 좋은 다른 안을 몇 개 보일지 정합니다.",
        },
        3, 0, 20,
    ),
    whole_number(
        "difference",
        {"en": "How different", "ko": "서로 다른 자리 수"},
        {
            "en": "In how many sites each alternative differs at least from the choice and from one another.",
            "ko": "각 대안이 선택한 안 및 다른 대안과 적어도 몇 자리가 다른지 정합니다.",
        },
        2, 1, 100, advanced=True,
    ),
    whole_number(
        "phases",
        {"en": "Phases", "ko": "단계 수"},
        {
            "en": "In how many steps the sites open; what brings most opens first.",
            "ko": "몇 단계로 나누어 열지 정합니다. 효과가 큰 곳부터 엽니다.",
        },
        1, 1, 20,
    ),
    whole_number(
        "sweep",
        {"en": "Steps of the comparison", "ko": "비교 단계 수"},
        {
            "en": "For how many numbers of sites, up to twice as many, the result is compared. 0: not compared.",
            "ko": "두 배까지의 수를 몇 단계로 비교할지 정합니다. 0이면 비교하지 않습니다.",
        },
        10, 0, 50, advanced=True,
    ),
    number(
        "catchment",
        {"en": "Catchment of a facility", "ko": "시설의 이용권"},
        {
            "en": "Within this distance people share the places of a facility (E2SFCA). 0: twice the standard.",
            "ko": "이 거리 안의 사람들이 시설의 정원을 나누어 씁니다(E2SFCA). 0이면 기준 거리의 두 배입니다.",
        },
        0, 0, 100_000, "m", advanced=True,
    ),
    _names(
        "keep",
        {"en": "Open in any case", "ko": "반드시 열 자리"},
        {"en": "Names of candidates, a line each.", "ko": "후보지 이름을 한 줄에 하나씩 적습니다."},
    ),
    _names(
        "forbid",
        {"en": "Never open", "ko": "제외할 자리"},
        {"en": "Names of candidates, a line each.", "ko": "후보지 이름을 한 줄에 하나씩 적습니다."},
    ),
    _names(
        "close",
        {"en": "Facilities that close", "ko": "닫을 시설"},
        {
            "en": "Names of facilities of today that do not count any more, a line each.",
            "ko": "더는 세지 않을 현재 시설의 이름을 한 줄에 하나씩 적습니다.",
        },
    ),
    Parameter(
        "moves",
        {"en": "Facilities of today may move or close", "ko": "현재 시설을 옮기거나 닫을 수 있음"},
        {
            "en": "Those that their table marks as “may move” or “may close”. Otherwise all facilities of today stay.",
            "ko": "시설 표에 ‘이전 가능’이나 ‘폐쇄 가능’으로 적힌 시설만 그렇습니다. 끄면 현재 시설은 모두 그대로입니다.",
        },
        "flag", False, advanced=True,
    ),
    whole_number(
        "known_total",
        {"en": "Facilities that exist", "ko": "실제 시설 수"},
        {
            "en": "The official number, when the table of facilities does not name them all. 0: it does.",
            "ko": "시설 표에 빠진 것이 있을 때의 공식 수입니다. 0이면 빠진 것이 없다고 봅니다.",
        },
        0, 0, 10_000_000, advanced=True,
    ),
    whole_number(
        "seed",
        {"en": "Seed", "ko": "난수 시드"},
        {"en": "The same seed gives the same result.", "ko": "같은 값이면 같은 결과가 나옵니다."},
        0, 0, 2**31 - 1, advanced=True,
    ),
    number(
        "seconds",
        {"en": "Time for the search", "ko": "탐색 시간"},
        {
            "en": "After this the best choice so far is given with how much better another could be at most.",
            "ko": "이 시간이 지나면 그때까지 가장 좋은 안과, 최대 얼마나 더 좋을 수 있는지를 알려 줍니다.",
        },
        60, 1, 3600, "s", advanced=True,
    ),
)  # fmt: skip
