"""What must be said of the inputs: what was left out, what was matched otherwise, what is odd."""

from __future__ import annotations

from collections.abc import Sequence

from madang.analysis.tabular.notes import Note
from madang.lib.problems import Text

SAID: dict[str, Text] = {
    "areas-without-place": {
        "en": "{count} areas have no place and are left out.",
        "ko": "위치가 없어 뺀 구역이 {count}개입니다.",
    },
    "codes-padded": {
        "en": "{count} codes are the same with and without two zeros at their end.",
        "ko": "끝의 00을 더하거나 빼서 맞춘 코드가 {count}개입니다.",
    },
    "matched-by-name": {
        "en": "{count} areas were renumbered: matched by district and name.",
        "ko": "코드가 바뀌어 자치구와 이름으로 맞춘 구역이 {count}개입니다.",
    },
    "people-without-area": {
        "en": "{count} rows of people look like areas of this city and match none (renamed or merged?): left out.",
        "ko": "이 도시의 구역으로 보이지만 맞는 구역이 없어(이름 변경·통합?) 뺀 인구 행이 {count}개입니다.",
    },
    "areas-without-people": {
        "en": "{count} areas have no row of people: counted as 0.",
        "ko": "인구 행이 없어 0으로 센 구역이 {count}개입니다.",
    },
    "unknown-need": {
        "en": "{count} rows have no number of people in need where one is expected: counted as 0.",
        "ko": "수요가 비어 있어 0으로 센 행이 {count}개입니다.",
    },
    "zero-need": {
        "en": "{count} areas have nobody in need; no site opens for them.",
        "ko": "수요가 0인 구역이 {count}개이며, 이곳을 위해 여는 곳은 없습니다.",
    },
    "same-place": {
        "en": "{count} areas share their centre with another.",
        "ko": "중심이 다른 구역과 같은 구역이 {count}개입니다.",
    },
    "one-place": {
        "en": "All people in need live in one area: one site serves them, more bring nothing.",
        "ko": "수요가 모두 한 구역에 있습니다. 한 곳이면 되고 더 열어도 나아지지 않습니다.",
    },
    "centres-as-candidates": {
        "en": "No candidates were given: the centres of {count} areas are the candidates.",
        "ko": "후보지가 없어 {count}개 구역의 중심을 후보로 삼았습니다.",
    },
    "closed": {
        "en": "{count} sites are closed and left out.",
        "ko": "문을 닫아 뺀 곳이 {count}개입니다.",
    },
    "stays-though-marked": {
        "en": "{count} facilities are marked “may move” or “may close”. They stay: moving and closing was not allowed.",
        "ko": "‘이전 가능’이나 ‘폐쇄 가능’으로 적힌 시설이 {count}개입니다. 옮기거나 닫도록 정하지 않아 모두 그대로 두었습니다.",
    },
    "other-service": {
        "en": "{count} sites are of another service and left out.",
        "ko": "다른 서비스라서 뺀 곳이 {count}개입니다.",
    },
    "outside": {
        "en": "{count} sites lie outside all areas; they count for who lives near them.",
        "ko": "모든 구역 밖에 있는 곳이 {count}개입니다. 가까이 사는 사람에게는 셉니다.",
    },
    "duplicate-coordinates": {
        "en": "{count} sites share their coordinates with another.",
        "ko": "좌표가 다른 곳과 같은 곳이 {count}개입니다.",
    },
    "unreachable": {
        "en": "{count} areas reach no site at all and are left out of distances.",
        "ko": "어느 시설에도 갈 수 없어 거리 계산에서 뺀 구역이 {count}개입니다.",
    },
    "unreachable-sites": {
        "en": "{count} sites are off every street, or in no row of the table of distances: nobody reaches them.",
        "ko": "모든 도로에서 떨어져 있거나 거리 표에 없어 아무도 갈 수 없는 시설이 {count}개입니다.",
    },
    "placed-by-address": {
        "en": "{count} sites without coordinates were placed by their address.",
        "ko": "좌표 없이 주소로 위치를 찾은 시설이 {count}개입니다.",
    },
    "not-placed": {
        "en": "{count} sites have neither coordinates that make sense nor an address that was found, and are left out.",
        "ko": "좌표가 없거나 틀렸고 주소로도 찾지 못해 뺀 시설이 {count}개입니다.",
    },
}
"""By the code of a note; `{count}` is how many rows it concerns."""


def counted(code: str, count: int, items: Sequence[str] = ()) -> Note:
    return Note(code, count, SAID[code], tuple(items))


def note(code: str, items: Sequence[str]) -> tuple[Note, ...]:
    """A note on these rows; nothing if there are none."""
    return (counted(code, len(items), items),) if items else ()
