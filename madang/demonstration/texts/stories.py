"""Three stories: two of real census figures, one of generated data that says so. The third is there in Korean alone."""

from __future__ import annotations

from typing import Any

from madang.demonstration.describe import t

CHANGE_MAP = "/datasets/population-change/change/map/?by=증감률"
ALONE_CHART = "/datasets/household-size/households/chart/?kind=line&x=연도&y=일반가구&y=1인&aggregate=sum"
REACH_CHART = "/datasets/care-reach/reach/chart/?kind=line&x=연도&y=가까운_어르신&aggregate=sum"

PEOPLE_KO = f"""서울에는 2015년에 [[dong-population/population: sum(총인구) where 연도 = 2015]]이 살았고 2025년에는
[[dong-population/population: sum(총인구) where 연도 = 2025]]이 삽니다. 도시는 줄었지만 고르게 줄지는 않았습니다. 견줄 수 있는 동 가운데
[[population-change/change: count(*) where 증감률 > 0 | 곳]]은 늘고
[[population-change/change: count(*) where 증감률 < 0 | 곳]]은 줄었습니다.

## 어디가 비고 어디가 찼나

새 아파트 단지가 들어선 동은 몇 배로 늘었고, 재건축을 앞둔 동은 거의 비었습니다. 지도에서 짙은 곳이 늘어난 동입니다.

[2015년에서 2025년까지 동별 인구 증감률]({"/ko" + CHANGE_MAP})

한 동의 값이 크게 움직였다고 그곳이 쇠퇴했다는 뜻은 아닙니다. *집을 헐고 다시 짓는 동안* 사람은 잠시 떠납니다.

## 원자료

- 경계가 바뀐 동은 비교에서 빠졌습니다. 데이터셋의 설명에서 까닭을 볼 수 있습니다.
- 세 번의 인구총조사 값을 그대로 썼습니다.
"""
PEOPLE_EN = f"""In 2015 Seoul had [[dong-population/population: sum(총인구) where 연도 = 2015]], in 2025 it has
[[dong-population/population: sum(총인구) where 연도 = 2025]]. The city shrank, but not evenly: of the dong that can be compared,
[[population-change/change: count(*) where 증감률 > 0 | dong]] grew and
[[population-change/change: count(*) where 증감률 < 0 | dong]] shrank.

## Which emptied, which filled up

Where new towers opened, a dong grew many times over; where old ones wait to be rebuilt, it nearly emptied.

[Change of population by dong, 2015 to 2025]({"/en" + CHANGE_MAP})

A large change does not mean decline: people leave *while houses are rebuilt*, and come back.

## About the data

- Dong whose outlines changed are left out; the dataset says why.
- The figures are those of three censuses, unchanged.
"""
ALONE_KO = f"""열 집 가운데 네 집에는 한 사람이 삽니다. 2015년에는 가구의
[[household-size/households: round(sum("1인") * 100.0 / sum(일반가구), 1) where 연도 = 2015 | %]]였던 1인 가구가 2025년에는
[[household-size/households: round(sum("1인") * 100.0 / sum(일반가구), 1) where 연도 = 2025 | %]],
[[household-size/households: sum("1인") where 연도 = 2025]]입니다.

{"/ko" + ALONE_CHART}

> 집은 늘었는데 집에 사는 사람은 줄었습니다.

혼자 사는 사람이 모두 젊지는 않습니다. 나이별 자료는 아직 공개되지 않아 이 이야기에 없습니다.
"""
ALONE_EN = f"""Four homes in ten have one person in them. Of all households,
[[household-size/households: round(sum("1인") * 100.0 / sum(일반가구), 1) where 연도 = 2015 | %]] were of one person in 2015, and
[[household-size/households: round(sum("1인") * 100.0 / sum(일반가구), 1) where 연도 = 2025 | %]] in 2025:
[[household-size/households: sum("1인") where 연도 = 2025]].

{"/en" + ALONE_CHART}

> More homes, and fewer people in each.

Not everybody who lives alone is young. Figures by age are not published yet, so they are not in this story.
"""
CARE_KO = f"""이 이야기의 사람과 시설은 모두 **생성된 것**입니다. 마당이 어떻게 쓰이는지 보여 줄 뿐 실제 도시를 말하지 않습니다.

2024년에 돌봄 시설 500m 안에 사는 어르신은 [[indicator: older-people-within-500-m-of-day-care]]입니다.

/ko/indicators/older-people-within-500-m-of-day-care/

해마다 몇 곳씩 문을 열어 길은 나아지고 있지만, 목표까지 곧게 가는 길보다는 느립니다.

{"/ko" + REACH_CHART}

가까이 사는 어르신은 2010년에 [[care-reach/reach: sum(가까운_어르신) where 연도 = 2010]],
2024년에 [[care-reach/reach: sum(가까운_어르신) where 연도 = 2024]]입니다.
"""

STORIES: tuple[dict[str, Any], ...] = (
    {
        "organisation": "welfare",
        "needs": ["care-reach/reach"],
        "title": t("돌봄까지 500m", "Five hundred metres to care"),
        "summary": {"ko": "걸어갈 수 있는 곳에 돌봄이 있는 어르신은 얼마나 될까요? 생성된 자료로 본 보기입니다."},
        "text": {"ko": CARE_KO},
    },
    {
        "organisation": "housing",
        "needs": ["household-size/households"],
        "title": t("열 집 가운데 네 집은 혼자", "Four homes in ten"),
        "summary": t(
            "십 년 사이에 혼자 사는 집이 가장 흔한 집이 되었습니다.",
            "In ten years the home of one became the commonest home.",
        ),
        "text": t(ALONE_KO, ALONE_EN),
    },
    {
        "organisation": "digital-city",
        "needs": ["dong-population/population", "population-change/change"],
        "title": t("비어 가는 동, 차오르는 동", "Neighbourhoods that empty, neighbourhoods that fill"),
        "summary": t(
            "세 번의 인구총조사로 본 서울의 십 년: 줄어든 도시 안에서 늘어난 곳은 어디일까요?",
            "Ten years of Seoul in three censuses: where did a shrinking city grow?",
        ),
        "text": t(PEOPLE_KO, PEOPLE_EN),
    },
)
