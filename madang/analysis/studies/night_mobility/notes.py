"""What must be said of the inputs: what was left out, what was matched otherwise, what is odd."""

from __future__ import annotations

from collections.abc import Sequence

from madang.analysis.tabular.notes import Note
from madang.lib.problems import Text

SAID: dict[str, Text] = {
    "cells-without-place": {
        "en": "{count} cells have no place and are left out.",
        "ko": "위치가 없어 뺀 셀이 {count}개입니다.",
    },
    "one-cell": {
        "en": "There is one cell only: nothing can be compared with its neighbours, and Gi* stays empty.",
        "ko": "셀이 하나뿐이라 이웃과 견줄 수 없어 Gi*를 비웠습니다.",
    },
    "same-place": {
        "en": "{count} cells have the same place as another.",
        "ko": "다른 셀과 위치가 같은 셀이 {count}개입니다.",
    },
    "codes-padded": {
        "en": "{count} codes are the same with and without two zeros at their end.",
        "ko": "끝의 00을 더하거나 빼서 맞춘 코드가 {count}개입니다.",
    },
    "unknown-cells": {
        "en": "{count} rows name a cell that is not there, or none: left out.",
        "ko": "없는 셀을 적었거나 셀이 비어 있어 뺀 행이 {count}개입니다.",
    },
    "outside": {
        "en": "{count} rows lie outside all cells: left out.",
        "ko": "모든 셀 밖에 있어 뺀 행이 {count}개입니다.",
    },
    "odd-coordinates": {
        "en": "{count} rows have swapped or impossible coordinates, or none: left out.",
        "ko": "좌표가 서로 바뀌었거나 있을 수 없거나 비어 있어 뺀 행이 {count}개입니다.",
    },
    "odd-times": {
        "en": "Day and hour of {count} rows cannot be read: left out.",
        "ko": "날짜와 시각을 읽을 수 없어 뺀 행이 {count}개입니다.",
    },
    "empty-counts": {
        "en": "{count} rows have no count: they are taken as not observed, not as 0.",
        "ko": "수가 비어 있는 행이 {count}개입니다. 0이 아니라 관측하지 못한 것으로 봅니다.",
    },
    "repeated": {
        "en": "{count} hours of cells stand more than once: their mean is taken.",
        "ko": "같은 셀과 시각이 거듭 나오는 경우가 {count}건이라 평균을 썼습니다.",
    },
    "split": {
        "en": "The table splits each hour of a cell into several rows, which are added up ({count} rows).",
        "ko": "셀의 한 시각이 여러 행으로 나뉘어 있어 더했습니다(행 {count}개).",
    },
    "missing-hours": {
        "en": "{count} hours are missing in all cells: they are taken as not observed, not as 0.",
        "ko": "모든 셀에서 빠진 시각이 {count}건입니다. 0이 아니라 관측하지 못한 것으로 봅니다.",
    },
    "missing-cells": {
        "en": "{count} hours of single cells are missing where others were counted: taken as not observed.",
        "ko": "다른 셀은 세었는데 빠진 셀의 시각이 {count}건입니다. 관측하지 못한 것으로 봅니다.",
    },
    "sparse": {
        "en": "The table leaves zeros out: a cell that is not named at an hour at which others are counts as 0 ({count} hours of cells).",
        "ko": "0을 적지 않는 표이므로, 다른 셀이 적힌 시각에 적히지 않은 셀은 0으로 셉니다({count}건).",
    },
    "clock-forward": {
        "en": "On {count} nights the clock skips an hour: it is not observed.",
        "ko": "시계를 앞당겨 한 시간이 없는 밤이 {count}일입니다. 그 시각은 관측하지 못한 것으로 봅니다.",
    },
    "clock-back": {
        "en": "On {count} nights the clock goes through an hour twice: counts of that hour are halved.",
        "ko": "시계를 늦춰 같은 시각이 두 번 있는 밤이 {count}일입니다. 그 시각의 수를 절반으로 했습니다.",
    },
    "at-home": {
        "en": "{count} people or events are at home: they are no visitors.",
        "ko": "집에 있는 사람 또는 사건이 {count}건이라 방문자에서 뺐습니다.",
    },
    "no-quiet-hour": {
        "en": "The quiet hour of weekdays was not observed: all activity counts instead of visitors.",
        "ko": "평일 조용한 시각의 자료가 없어 방문자 대신 모든 활동을 썼습니다.",
    },
    "no-weekend": {
        "en": "No weekend night (00 to 02 h) was observed: areas are ranked by all nights less the quiet hour.",
        "ko": "주말 밤(00~02시)의 자료가 없어 모든 밤의 평균에서 조용한 시각을 뺀 값으로 순위를 매겼습니다.",
    },
    "broken-city": {
        "en": "{count} stretches of weeks differ from all others in the whole city (a pandemic, a strike, a new way of counting?): "
        "the forecast mixes both. Choose the days that hold today.",
        "ko": "도시 전체가 다른 때와 뚜렷이 다른 기간이 {count}번 있습니다(감염병, 파업, 집계 방법 변경?). 예측이 둘을 섞으니 지금과 같은 "
        "기간만 골라 쓰십시오.",
    },
    "broken-cells": {
        "en": "In {count} stretches of weeks some cells differ from all other weeks beside the rest of the city (a closed district, "
        "works?): do not trust their forecast.",
        "ko": "도시의 나머지와 달리 일부 셀만 크게 달라진 기간이 {count}번 있습니다(폐쇄된 구역, 공사?). 이 셀의 예측은 믿지 마십시오.",
    },
    "broken-clock": {
        "en": "In {count} stretches of days the course of the day is shifted by hours (a clock that was not changed?).",
        "ko": "하루의 흐름이 몇 시간 밀린 기간이 {count}번 있습니다(시계를 바꾸지 않은 자료?).",
    },
    "short": {
        "en": "Whole weeks observed: {count}. That is too few to tell whether something broke with the past.",
        "ko": "자료가 {count}주뿐이라 과거와 달라진 것이 있는지 알 수 없습니다.",
    },
    "too-few-weeks": {
        "en": "Only {count} days were observed: no week can be foretold from those before it, so that forecasts were not tried against one "
        "another, and the plain mean of weekdays and of weekends is used.",
        "ko": "관측한 날이 {count}일뿐이라 앞선 주로 다음 주를 예측해 볼 수 없습니다. 그래서 예측 방법을 견주지 못했고 평일·주말의 "
        "단순 평균을 썼습니다.",
    },
    "never-counted": {
        "en": "{count} cells were never counted at night.",
        "ko": "밤에 한 번도 세지 않은 셀이 {count}개입니다.",
    },
    "all-zero": {
        "en": "{count} cells are 0 throughout the night; no spot is chosen for them.",
        "ko": "밤 내내 0인 셀이 {count}개이며, 이곳을 위해 고르는 자리는 없습니다.",
    },
    "fewer-candidates": {
        "en": "There are {count} candidates, fewer than the spots wanted: all of them are used.",
        "ko": "후보가 {count}곳으로 원하는 자리보다 적어 모두 씁니다.",
    },
    "points-as-candidates": {
        "en": "No candidates were given: the middles of the cells and points spread over them are the candidates ({count}), "
        "streets or no streets.",
        "ko": "후보가 없어 셀의 가운데와 셀에 고르게 둔 점 {count}개를 후보로 삼았습니다. 실제 도로인지는 가려내지 않았습니다.",
    },
    "streets-as-candidates": {
        "en": "{count} points along the streets are the candidates.",
        "ko": "도로 위의 점 {count}개를 후보로 삼았습니다.",
    },
    "duplicate-candidates": {
        "en": "{count} candidates have the same place as another and are taken once.",
        "ko": "다른 후보와 위치가 같아 한 번만 쓴 후보가 {count}곳입니다.",
    },
    "forbidden": {
        "en": "{count} candidates are forbidden and never chosen.",
        "ko": "금지되어 고르지 않는 후보가 {count}곳입니다.",
    },
}
"""By the code of a note; `{count}` is how many rows it concerns."""


def counted(code: str, count: int, items: Sequence[str] = ()) -> tuple[Note, ...]:
    """A note on so many rows, some of them by name; nothing if there are none."""
    return (Note(code, count, SAID[code], tuple(items)),) if count else ()


def note(code: str, items: Sequence[str]) -> tuple[Note, ...]:
    """A note on these rows; nothing if there are none."""
    return counted(code, len(items), items)
