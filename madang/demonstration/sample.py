"""A small, messy file as an office would send it, for a newcomer to upload: CP949, a title above, a total "
"row below."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from madang.demonstration import nightlife
from madang.demonstration.datasets.night_calls import slots
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees

SHIPPED = Path(__file__).parent / "samples" / "night-calls-cp949.csv"
CELLS = 60
HEADER = "연번,조사일자,시간대,자치구,행정동,셀번호,경도,위도,통화건수,문자비율(%)"


def lines(ground: Ground) -> Iterator[str]:
    """The file's lines: preamble, header, the 60 busiest cells of the first Friday, 23 h, a total and a footnote."""
    yield "심야 통화량 표본 (마당 시연용으로 생성한 자료이며 실제 통화가 아님),,,,,,,,,"
    yield "작성부서: 교통실(시연) / 기준: 2025.11.07,,,,,,,,,"
    yield HEADER
    calls = next(near + away for day, hour, near, away in slots(ground) if (day.weekday(), hour) == (4, 23))
    busiest = np.argsort(-calls, kind="stable")[:CELLS]
    for number, cell in enumerate(busiest, 1):
        yield _line(ground, number, int(cell), int(calls[cell]))
    yield f'합계,,,,,,,,"{int(calls[busiest].sum()):,}",'
    yield "※ 문자비율을 모르는 칸은 '-'로 표시,,,,,,,,,"


def _line(ground: Ground, number: int, cell: int, calls: int) -> str:
    grid, dongs = ground.cells, ground.dongs
    lon, lat = to_degrees(grid.x[cell : cell + 1], grid.y[cell : cell + 1])
    gu, dong = dongs.gus[grid.dong[cell]], dongs.names[grid.dong[cell]]
    share = "-" if number % 17 == 0 else f"{35 + cell % 11}.{cell % 10}"
    day = nightlife.MONDAY.replace(day=7).strftime("%Y.%m.%d")
    return f'{number},{day},23시,{gu},{dong},{grid.ids[cell]},{lon[0]},{lat[0]},"{calls:,}",{share}'


def content(ground: Ground) -> bytes:
    """The file's bytes. `python -m madang.demonstration.sample` writes the shipped copy again."""
    return "".join(line + "\r\n" for line in lines(ground)).encode("cp949")


if __name__ == "__main__":
    SHIPPED.write_bytes(content(Ground()))
