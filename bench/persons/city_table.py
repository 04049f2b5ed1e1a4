"""A table as a city sends it, staged: eleven columns of mixed Korean text, 230 bytes a row as CSV."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from madang.ingest.staging import Stage
from madang.ingest.tables import Header, Staged

HEADERS = (
    "접수번호",
    "접수일시",
    "자치구",
    "행정동코드",
    "시설명",
    "주소",
    "전화번호",
    "위도",
    "경도",
    "금액",
    "처리내용",
)
GU = np.array(
    [
        "종로구",
        "중구",
        "용산구",
        "성동구",
        "광진구",
        "동대문구",
        "중랑구",
        "성북구",
        "강북구",
        "도봉구",
        "노원구",
        "은평구",
        "마포구",
        "양천구",
        "강서구",
    ],
    dtype=object,
)
ROADS = np.array(
    [
        "세종대로",
        "종로",
        "을지로",
        "한강대로",
        "왕십리로",
        "아차산로",
        "천호대로",
        "망우로",
        "성북로",
        "도봉로",
        "노해로",
        "통일로",
    ],
    dtype=object,
)
WORDS = np.array(
    [
        "신청",
        "접수",
        "처리",
        "완료",
        "담당",
        "부서",
        "확인",
        "요청",
        "민원",
        "도로",
        "파손",
        "가로등",
        "고장",
        "쓰레기",
        "무단투기",
        "주차",
        "단속",
        "소음",
        "공사",
    ],
    dtype=object,
)
BATCH = 100_000


def table_of_a_city(folder: Path, rows: int, seed: int = 7, mobile: bool = False) -> Staged:
    """`mobile`: the telephones are mobile numbers, so that every cell of a column is found."""
    rng = np.random.default_rng(seed)
    with Stage(folder, "", [Header(name, name) for name in HEADERS]) as stage:
        for start in range(0, rows, BATCH):
            lines = np.arange(start, min(start + BATCH, rows))
            columns = _columns(rng, lines, "010" if mobile else "02")
            stage.write(
                pa.table(
                    {**{f"c{n}": pa.array(list(c)) for n, c in enumerate(columns, 1)}, "line": pa.array(lines + 2)}
                )
            )
    return stage.staged({})


def _columns(rng: np.random.Generator, lines: np.ndarray, area: str) -> list[object]:
    count = len(lines)
    gu, road = GU[rng.integers(0, len(GU), count)], ROADS[rng.integers(0, len(ROADS), count)]
    house, other = rng.integers(1, 400, count), rng.integers(1, 40, count)
    when = np.datetime64("2020-01-01T00:00:00") + rng.integers(0, 2 * 10**8, count).astype("timedelta64[s]")
    words = WORDS[rng.integers(0, len(WORDS), (count, 14))]
    return [
        [f"{2020 + line % 7}-{line:08d}" for line in lines],
        [str(one).replace("T", " ") for one in when],
        gu,
        (1111051500 + rng.integers(0, 400, count) * 10000).astype(str),
        [f"{a} {n}번 {r} 공영주차장" for a, n, r in zip(gu, house, road, strict=True)],
        [f"서울특별시 {a} {r} {n}-{m} ({r}1가)" for a, r, n, m in zip(gu, road, house, other, strict=True)],
        [
            f"{area}-{a}-{b}"
            for a, b in zip(rng.integers(2000, 9999, count), rng.integers(1000, 9999, count), strict=True)
        ],
        np.char.mod("%.6f", 37.4 + rng.random(count) * 0.3),
        np.char.mod("%.6f", 126.8 + rng.random(count) * 0.4),
        (rng.integers(1, 10**6, count) * 10).astype(str),
        [f"{' '.join(some)} {n % 12 + 1}월 {m}일 처리" for some, n, m in zip(words, house, other, strict=True)],
    ]
