"""What must be said of the inputs: what was left out, what was matched otherwise, what is odd."""

from __future__ import annotations

from collections.abc import Sequence

from madang.analysis.tabular.notes import Note
from madang.lib.problems import Text

SAID: dict[str, Text] = {
    "cells-without-place": {
        "en": "{count} cells have no place and are left out.",
        "ko": "위치가 없어 제외한 셀이 {count}개입니다.",
    },
    "one-cell": {
        "en": "There is one cell only: nothing can be compared with its neighbours, and Gi* stays empty.",
        "ko": "셀이 하나뿐이어서 이웃과 비교할 수 없으므로 Gi*를 비웠습니다.",
    },
    "same-place": {
        "en": "{count} cells have the same place as another.",
        "ko": "다른 셀과 위치가 같은 셀이 {count}개입니다.",
    },
    "codes-padded": {
        "en": "{count} codes are the same with and without two zeros at their end.",
        "ko": "끝의 00을 붙이거나 떼어 맞춘 코드가 {count}개입니다.",
    },
    "unknown-cells": {
        "en": "{count} rows name a cell that is not there, or none: left out.",
        "ko": "셀 표에 없는 셀이 적혀 있거나 셀이 비어 있어 제외한 행이 {count}개입니다.",
    },
    "outside": {
        "en": "{count} rows lie outside all cells: left out.",
        "ko": "어느 셀에도 속하지 않아 제외한 행이 {count}개입니다.",
    },
    "odd-coordinates": {
        "en": "{count} rows have swapped or impossible coordinates, or none: left out.",
        "ko": "경도와 위도가 뒤바뀌었거나 있을 수 없는 좌표이거나 좌표가 비어 있어 제외한 행이 {count}개입니다.",
    },
    "odd-times": {
        "en": "Day and hour of {count} rows cannot be read: left out.",
        "ko": "날짜와 시각을 읽을 수 없어 제외한 행이 {count}개입니다.",
    },
    "empty-counts": {
        "en": "{count} rows have no count: they are taken as not observed, not as 0.",
        "ko": "수가 비어 있는 행이 {count}개입니다. 0이 아니라 관측하지 못한 것으로 봅니다.",
    },
    "repeated": {
        "en": "{count} hours of cells stand more than once: their mean is taken.",
        "ko": "같은 셀과 시각이 두 번 이상 나오는 경우가 {count}건이며, 평균을 썼습니다.",
    },
    "split": {
        "en": "The table splits each hour of a cell into several rows, which are added up ({count} rows).",
        "ko": "한 셀의 한 시각이 여러 행으로 나뉘어 있어 합산했습니다(행 {count}개).",
    },
    "missing-hours": {
        "en": "{count} hours are missing in all cells: they are taken as not observed, not as 0.",
        "ko": "모든 셀에서 빠진 시각이 {count}건입니다. 0이 아니라 관측하지 못한 것으로 봅니다.",
    },
    "missing-cells": {
        "en": "{count} hours of single cells are missing where others were counted: taken as not observed.",
        "ko": "다른 셀의 수는 있는데 일부 셀만 빠진 시각이 {count}건입니다. 관측하지 못한 것으로 봅니다.",
    },
    "sparse": {
        "en": "The table leaves zeros out: a cell that is not named at an hour at which others are counts as 0 ({count} hours of cells).",
        "ko": "0을 적지 않는 표이므로, 다른 셀이 적힌 시각에 적히지 않은 셀은 0으로 봅니다({count}건).",
    },
    "clock-forward": {
        "en": "On {count} nights the clock skips an hour: it is not observed.",
        "ko": "시계를 앞당겨 한 시간이 없는 밤이 {count}일입니다. 그 시각은 관측하지 못한 것으로 봅니다.",
    },
    "clock-back": {
        "en": "On {count} nights the clock goes through an hour twice: counts of that hour are halved.",
        "ko": "시계를 늦춰 같은 시각이 두 번 있는 밤이 {count}일입니다. 그 시각의 수를 절반으로 줄였습니다.",
    },
    "at-home": {
        "en": "{count} people or events are at home: they are no visitors.",
        "ko": "집에 있는 사람 또는 이벤트 {count}건을 방문자에서 제외했습니다.",
    },
    "no-quiet-hour": {
        "en": "The quiet hour of weekdays was not observed: all activity counts instead of visitors.",
        "ko": "평일 조용한 시각의 자료가 없어 방문자 대신 모든 활동을 기준으로 했습니다.",
    },
    "no-weekend": {
        "en": "No weekend night (00 to 02 h) was observed: areas are ranked by the mean of all nights instead.",
        "ko": "주말 밤(00~02시)의 자료가 없어 주말 대신 모든 밤의 평균으로 순위를 매겼습니다.",
    },
    "broken-city": {
        "en": "{count} stretches of weeks differ from all others in the whole city (a pandemic, a strike, a new way of counting?): "
        "the forecast mixes both. Choose the days that hold today.",
        "ko": "도시 전체의 활동이 다른 때와 뚜렷이 다른 기간이 {count}번 있습니다(감염병, 파업, 집계 방법의 변경 등). 예측에 "
        "두 시기가 섞이므로 "
        "지금과 비슷한 기간만 골라 쓰십시오.",
    },
    "broken-cells": {
        "en": "In {count} stretches of weeks some cells differ from all other weeks beside the rest of the city (a closed district, "
        "works?): do not trust their forecast.",
        "ko": "다른 곳과 달리 일부 셀만 크게 달라진 기간이 {count}번 있습니다(구역 폐쇄, 공사 등). 이 셀의 예측은 믿지 마십시오.",
    },
    "broken-clock": {
        "en": "In {count} stretches of days the course of the day is shifted by hours (a clock that was not changed?).",
        "ko": "하루의 흐름이 몇 시간씩 밀린 기간이 {count}번 있습니다(시계를 조정하지 않은 자료 등).",
    },
    "short": {
        "en": "Whole weeks observed: {count}. That is too few to tell whether something broke with the past.",
        "ko": "온전한 자료가 {count}주뿐이어서 과거와 달라진 점이 있는지 판단할 수 없습니다.",
    },
    "too-few-weeks": {
        "en": "Only {count} days were observed: no week can be foretold from those before it, so that forecasts were not tried against one "
        "another, and the plain mean of weekdays and of weekends is used.",
        "ko": "관측한 날이 {count}일뿐이어서 이전 주로 다음 주를 예측해 볼 수 없습니다. 그래서 예측 방법을 비교하지 못했고 평일·주말의 "
        "단순 평균을 썼습니다.",
    },
    "never-counted": {
        "en": "{count} cells were never counted at night.",
        "ko": "밤의 수가 한 번도 없는 셀이 {count}개입니다.",
    },
    "all-zero": {
        "en": "{count} cells are 0 throughout the night; no spot is chosen for them.",
        "ko": "밤새 0인 셀이 {count}개이며, 이 셀을 위한 대기 자리는 고르지 않습니다.",
    },
    "fewer-candidates": {
        "en": "There are {count} candidates, fewer than the spots wanted: all of them are used.",
        "ko": "후보가 {count}곳으로 고르려는 자리 수보다 적어 모두 씁니다.",
    },
    "points-as-candidates": {
        "en": "No candidates were given: the middles of the cells and points spread over them are the candidates ({count}), "
        "streets or no streets.",
        "ko": "후보 자리가 없어 셀의 중심과 셀 안에 고르게 놓은 점 {count}개를 후보로 삼았습니다. 실제 도로인지는 확인하지 않았습니다.",
    },
    "grid-as-candidates": {
        "en": "No candidates were given: the points of a grid over the demand are the candidates ({count}), streets or no streets.",
        "ko": "후보 자리가 없어 수요가 있는 곳에 격자로 놓은 점 {count}개를 후보로 삼았습니다. 실제 도로인지는 확인하지 않았습니다.",
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
        "ko": "금지로 지정되어 고르지 않는 후보가 {count}곳입니다.",
    },
}
"""By the code of a note; `{count}` is how many rows it concerns."""


def counted(code: str, count: int, items: Sequence[str] = ()) -> tuple[Note, ...]:
    """A note on so many rows, some of them by name; nothing if there are none."""
    return (Note(code, count, SAID[code], tuple(items)),) if count else ()


def note(code: str, items: Sequence[str]) -> tuple[Note, ...]:
    """A note on these rows; nothing if there are none."""
    return counted(code, len(items), items)
