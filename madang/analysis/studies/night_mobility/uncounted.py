"""What is said of single rows. Those of few people are counted nowhere else either, so how many there are is no number to tell."""

from __future__ import annotations

from collections.abc import Sequence

from madang.analysis.declare import Given
from madang.analysis.studies.night_mobility.notes import counted
from madang.analysis.tabular import columns
from madang.analysis.tabular.notes import Note
from madang.lib.problems import Text

SAID: dict[str, Text] = {
    "unknown-cells": {
        "en": "Rows that name a cell that is not there, or none, are left out.",
        "ko": "셀 표에 없는 셀이 적혀 있거나 셀이 비어 있는 행은 제외했습니다.",
    },
    "outside": {"en": "Rows outside all cells are left out.", "ko": "어느 셀에도 속하지 않는 행은 제외했습니다."},
    "odd-coordinates": {
        "en": "Rows with swapped or impossible coordinates, or none, are left out.",
        "ko": "경도와 위도가 뒤바뀌었거나 있을 수 없는 좌표이거나 좌표가 비어 있는 행은 제외했습니다.",
    },
    "odd-times": {
        "en": "Rows whose day and hour cannot be read are left out.",
        "ko": "날짜와 시각을 읽을 수 없는 행은 제외했습니다.",
    },
    "at-home": {
        "en": "People or events at home are no visitors and left out.",
        "ko": "집에 있는 사람 또는 이벤트는 방문자에서 제외했습니다.",
    },
}


def of_rows(given: Given, code: str, count: int, items: Sequence[str] = ()) -> tuple[Note, ...]:
    """A note on so many rows, some of them by name; without number (0) and names where rows are single and counts of few are left out."""
    if given.fewest and not columns.has(given, "count"):
        return (Note(code, 0, SAID[code]),) if count else ()
    return counted(code, count, items)
