"""Night calls counted by cell, day and hour: the open side of the restricted events."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa

from madang.demonstration import nightlife
from madang.demonstration.datasets.night_calls import WEEKS, slots
from madang.demonstration.describe import Entry, Field, Sheet, t
from madang.demonstration.ground import Ground
from madang.demonstration.outlines import to_degrees, wkb_in_degrees
from madang.demonstration.vocabulary import DONG, GEOMETRY, GU, LAT, LON, MADE_UP, generated

FEWEST = 5  # fewer calls than this are not published


def activity(ground: Ground) -> pa.Table:
    """One row per night hour and cell with at least FEWEST calls."""
    grid, dongs = ground.cells, ground.dongs
    lon, lat = to_degrees(grid.x, grid.y)
    parts = []
    for day, hour, near, away in slots(ground):
        calls = near + away
        seen = np.flatnonzero(calls >= FEWEST)
        columns = {
            "날짜": pa.array([day] * len(seen), pa.date32()),
            "시간": np.full(len(seen), hour),
            "셀번호": np.array(grid.ids)[seen],
            "자치구": np.array(dongs.gus)[grid.dong[seen]],
            "행정동": np.array(dongs.names)[grid.dong[seen]],
            "통화건수": calls[seen],
            "경도": lon[seen],
            "위도": lat[seen],
        }
        parts.append(pa.table(columns))
    return pa.concat_tables(parts)


def weekend(ground: Ground) -> pa.Table:
    """One row per hexagon: calls of the nights of Friday and Saturday against those of Monday to Thursday, "
    "per night."""
    grid, dongs = ground.cells, ground.dongs
    calls = {True: np.zeros(len(grid.ids)), False: np.zeros(len(grid.ids))}
    for day, hour, near, away in slots(ground):
        night = nightlife.evening(day, hour)
        if night != 6:  # Sunday night is neither
            calls[night >= 4] += near + away
    few = np.minimum(calls[True], calls[False]) < FEWEST
    busy, quiet = (
        np.where(few, np.nan, calls[key] / nights) for key, nights in ((True, 2 * WEEKS), (False, 4 * WEEKS))
    )
    return pa.table(
        {
            "셀번호": grid.ids,
            "자치구": [dongs.gus[i] for i in grid.dong],
            "행정동": [dongs.names[i] for i in grid.dong],
            "주말밤": pa.array(np.round(busy), from_pandas=True),
            "평일밤": pa.array(np.round(quiet), from_pandas=True),
            "주말_증가": pa.array(np.round(busy - quiet), from_pandas=True),
            "geometry": wkb_in_degrees(grid.shapes()),
        }
    )


DATASET = Entry(
    slug="night-activity",
    order=360,
    organisation="transport",
    theme="transport",
    title=t("밤의 서울: 셀별 시간별 통화량", "Seoul at night: calls by cell and hour"),
    description=generated(
        "금요일 밤 홍대는 얼마나 붐빌까요? 심야 통화 기록을 셀과 시간으로 모은 공개용 표와, 주말 밤과 평일 밤을 견주는 지도입니다. "
        "다섯 건이 안 되는 칸은 싣지 않습니다.",
        "How crowded is Hongdae on a Friday night? The night calls counted by cell and hour, and a map of weekend against "
        "weekday nights, for everybody. Counts below five are left out.",
    ),
    keywords={"ko": ["심야", "통화량", "유동인구", "홍대"], "en": ["night", "activity", "nightlife", "Hongdae"]},
    source=MADE_UP,
    method=generated(
        "심야 통화 기록(생성)을 셀과 시간으로 세었습니다. 5건 미만은 개인을 드러낼 수 있어 뺐습니다.",
        "The generated night calls, counted by cell and hour; counts under five are suppressed, as they "
        "would be with real ones.",
    ),
    sheets=(
        Sheet(
            "activity",
            t("셀별 시간별 통화량", "Calls by cell and hour"),
            (
                Field("날짜", "date", "Date", t("달력 날짜", "Calendar day")),
                Field("시간", "integer", "Hour", t("0-5시와 22-23시", "0 to 5 and 22 to 23"), unit="시"),
                Field("셀번호", "text", "Cell", t("육각형 셀", "Hexagon")),
                GU,
                DONG,
                Field("통화건수", "integer", "Calls", t("음성과 문자 건수", "Calls and texts"), unit="건"),
                LON,
                LAT,
            ),
            activity,
        ),
        Sheet(
            "weekend",
            t("주말 밤과 평일 밤", "Weekend nights against weekday nights"),
            (
                Field("셀번호", "text", "Cell", t("육각형 셀", "Hexagon")),
                GU,
                DONG,
                Field(
                    "주말_증가",
                    "integer",
                    "More at weekends",
                    t("주말 밤에서 평일 밤을 뺀 값", "Weekend night minus weekday night"),
                    unit="건",
                ),
                Field(
                    "주말밤",
                    "integer",
                    "Weekend night",
                    t("금·토요일 하룻밤 통화", "Calls of a Friday or Saturday night"),
                    unit="건",
                ),
                Field(
                    "평일밤",
                    "integer",
                    "Weekday night",
                    t("월-목요일 하룻밤 통화", "Calls of a night, Monday to Thursday"),
                    unit="건",
                ),
                GEOMETRY,
            ),
            weekend,
        ),
    ),
    licence="cc0-1.0",
    period=(date(2025, 11, 3), date(2025, 11, 16)),
    form="table",
    made_from=(
        "night-calls",
        "night-cells",
    ),
)
