"""Two weeks of night call events: restricted, read by studies only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from madang.demonstration import nightlife
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Floats, Ground, Indices
from madang.demonstration.vocabulary import MADE_UP, generated

CALLS = 5_000_000  # the expected number; each hour and cell draws its own count
WEEKS = 2  # forecasts of the first are tried on the second
STAYS_HOME = 0.8  # of those who call from near home are in their own cell


def slots(ground: Ground) -> Iterator[tuple[date, int, Indices, Indices]]:
    """Per night hour: day, hour, calls of people at home and of people out, by cell. The counts that other "
    "sets build on."""
    chance = ground.chance("night-calls")
    at_home, out = nightlife.expected(ground.cells, CALLS * ground.scale, WEEKS)
    for (day, hour), near, away in zip(nightlife.weeks(WEEKS), at_home, out, strict=True):
        yield day, hour, chance.poisson(near), chance.poisson(away)


def calls(ground: Ground) -> Iterator[pa.RecordBatch]:
    """One batch per night hour, sorted by cell and home cell; about 45,000 rows each."""
    chance = ground.chance("night-calls homes")
    chances = nightlife.homes(ground.cells)
    stacked = (chances + np.arange(len(chances))[:, None]).ravel()  # rising over all rows: one search for all calls
    ids = np.array(ground.cells.ids, dtype=object)
    for day, hour, near, away in slots(ground):
        cell = np.concatenate([np.repeat(np.arange(len(near)), near), np.repeat(np.arange(len(away)), away)])
        home = _homes(chance, cell, near.sum(), stacked, len(ids))
        order = np.lexsort((home, cell))
        yield _batch(chance, day, hour, ids, cell[order], home[order])


def _homes(chance: np.random.Generator, cell: Indices, near: int, stacked: Floats, cells: int) -> Indices:
    drawn = np.searchsorted(stacked, cell + chance.random(len(cell))) % cells
    stays = np.zeros(len(cell), dtype=bool)
    stays[:near] = chance.random(near) < STAYS_HOME
    return np.where(stays, cell, drawn)


def _batch(
    chance: np.random.Generator, day: date, hour: int, ids: Floats, cell: Indices, home: Indices
) -> pa.RecordBatch:
    start = datetime(day.year, day.month, day.day) + timedelta(hours=hour)
    moments = np.datetime64(start, "s") + chance.integers(0, 3600, len(cell)).astype("timedelta64[s]")
    kinds = pa.DictionaryArray.from_arrays(pa.array((chance.random(len(cell)) < 0.4).astype("int8")), ["음성", "문자"])
    dictionary = pa.array(ids)
    return pa.record_batch(
        {
            "발생시각": pa.array(moments),
            "셀번호": pa.DictionaryArray.from_arrays(pa.array(cell.astype("int16")), dictionary),
            "주거셀번호": pa.DictionaryArray.from_arrays(pa.array(home.astype("int16")), dictionary),
            "통신구분": kinds,
        }
    )


DATASET = Entry(
    slug="night-calls",
    order=320,
    organisation="transport",
    theme="transport",
    title=t("심야 통화 기록 (2주, 약 500만 건)", "Night calls of two weeks, about five million events"),
    description=generated(
        "밤 10시부터 새벽 6시까지 누가 어디서 전화하는지를 흉내 낸 기록입니다. 통화한 셀에서 사는 셀로 "
        "가려는 수요로 보고 올빼미버스 "
        "노선과 택시 대기 장소를 찾습니다. 한 건씩은 누구에게도 보이지 않고 분석만 읽습니다.",
        "Imitates who calls from where between 10 pm and 6 am. A call far from home counts as the wish to "
        "get there, from "
        "which studies draw night buses and taxi spots. Nobody sees single events, only studies read them.",
    ),
    keywords={"ko": ["심야", "통화량", "올빼미버스", "유동인구"], "en": ["night", "calls", "night bus", "mobility"]},
    source=MADE_UP,
    method=generated(
        "시간대와 셀마다 포아송 분포로 건수를 뽑았습니다. 65%는 2020년 인구에 비례하고, 35%는 홍대, 강남역, "
        "이태원, 종로, 건대입구 등 "
        "열두 곳에 몰리며 금·토요일 밤에 두 배쯤 늘어납니다. 사는 셀은 인구와 거리(7km)로 뽑았습니다.",
        "Counts per hour and cell are Poisson. 65 % follow the residents of 2020; 35 % crowd into twelve "
        "places such as "
        "Hongdae, Gangnam station, Itaewon, Jongno and Konkuk, twice as many on Friday and Saturday nights. "
        "Home cells "
        "are drawn by residents and distance (7 km).",
    ),
    sheets=(
        Sheet(
            "calls",
            t("통화 기록", "Call events"),
            (
                Field("발생시각", "datetime", "Time", t("한국 시각, 초", "Local time, seconds"), semantic="datetime"),
                Field("셀번호", "text", "Cell", t("통화한 육각형 셀", "Hexagon where the call was made")),
                Field("주거셀번호", "text", "Home cell", t("통화한 사람이 사는 셀", "Hexagon where the caller lives")),
                Field("통신구분", "text", "Kind", t("음성 또는 문자", "Call or text message"),
                      codes={"음성": t("음성", "call"), "문자": t("문자", "text message")}),
            ),
            calls,
        ),
    ),
    licence="cc0-1.0",
    access="restricted",
    period=(date(2025, 11, 3), date(2025, 11, 16)),
    form="table",
)  # fmt: skip
