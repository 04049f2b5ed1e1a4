"""Tables that clients of the Seoul Open Data Plaza ask for, by the services they know. All rows are made up."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from madang.catalog.models import Alias, Resource
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

TEXT, INTEGER, NUMBER = Type.TEXT, Type.INTEGER, Type.NUMBER
STATIONS = 2_500
AIR = {
    "MSRDT": ["202606300900"] * 25,
    "MSRRGN_NM": ["도심권"] * 25,
    "MSRSTE_NM": [f"{place}구" for place in range(1, 26)],
    "PM10": [33.0] * 25, "PM25": [16.0] * 25, "O3": [0.024] * 25, "NO2": [0.019] * 25, "CO": [0.4] * 25, "SO2": [0.003] * 25,
    "IDEX_NM": ["보통"] * 25, "IDEX_MVL": [61.0] * 25, "ARPLT_MAIN": ["O3"] * 24 + [None],
}  # fmt: skip
AIR_COLUMNS = tuple(Column(name, TEXT if isinstance(cells[0], str) else NUMBER) for name, cells in AIR.items())
RIDES = {
    "USE_DT": [date(2026, 6, 29 + at % 2) for at in range(STATIONS)],
    "LINE_NUM": [f"{at % 9 + 1}호선" for at in range(STATIONS)],
    "SUB_STA_NM": [f"역 {at}" for at in range(STATIONS)],
    "RIDE_PASGR_NUM": list(range(STATIONS)),
    "ALIGHT_PASGR_NUM": [None, *range(1, STATIONS)],
    "WORK_DT": [datetime(2026, 7, 1, 3, 0)] * STATIONS,
}
RIDE_COLUMNS = (
    Column("USE_DT", Type.DATE, "date_compact"), Column("LINE_NUM", TEXT), Column("SUB_STA_NM", TEXT), Column("RIDE_PASGR_NUM", INTEGER),
    Column("ALIGHT_PASGR_NUM", INTEGER), Column("WORK_DT", Type.DATETIME),
)  # fmt: skip
BIKES = {
    "rackTotCnt": ["15", "10"], "stationName": ["102. 망원역 1번출구 앞", "103. 망원역 2번출구 앞"], "parkingBikeTotCnt": ["3", "0"],
    "shared": ["20", "0"], "stationLatitude": ["37.55564880", "37.55495071"], "stationLongitude": ["126.91062927", "126.91083527"],
    "stationId": ["ST-4", "ST-5"],
}  # fmt: skip
TRAINS = {
    "subwayId": ["1006", "1006", "1002"], "subwayNm": ["6호선", "6호선", "2호선"], "statnId": ["1006000610", "1006000611", "1002000201"],
    "statnNm": ["응암", "역촌", "시청"], "trainNo": ["6001", "6002", "2001"], "lastRecptnDt": ["20260630"] * 3,
    "recptnDt": [datetime(2026, 6, 30, 9, minute) for minute in (0, 1, 2)], "updnLine": ["0", "1", "0"],
    "statnTid": ["1006000648", "1006000610", "1002000211"], "statnTnm": ["신내", "응암", "성수"], "trainSttus": ["1", "2", "0"],
    "directAt": ["0", "1", "0"], "lstcarAt": ["0", "0", "1"],
}  # fmt: skip
PLACES = {"AREA_NM": ["광화문·덕수궁", "명동 관광특구"], "AREA_CD": ["POI009", "POI003"], "AREA_CONGEST_LVL": ["여유", "붐빔"],
          "AREA_PPLTN_MIN": [18_000, 44_000], "AREA_PPLTN_MAX": [20_000, 46_000]}  # fmt: skip
QUALITY = {  # as the demonstration's table, whose first rows these are
    "측정일시": [datetime(2025, 11, 1, hour) for hour in range(24) for _ in range(2)],
    "자치구": ["종로구", "중구"] * 24,
    "미세먼지": [46.0, 45.0] * 24, "초미세먼지": [24.0] * 48, "이산화질소": [0.0356, 0.0268] * 24, "오존": [0.0121, 0.0125] * 24,
}  # fmt: skip
QUALITY_COLUMNS = (
    Column("측정일시", Type.DATETIME),
    Column("자치구", TEXT),
    *(Column(name, NUMBER) for name in [*QUALITY][2:]),
)


def seed(city: City) -> None:
    made = dataset(
        "seoul-services",
        city.department,
        title={"ko": "서울 서비스 모음", "en": "Services of Seoul"},
        origin="generated",
    )

    def serve(
        name: str, services: str, rows: dict[str, list[Any]], columns: tuple[Column, ...], *arguments: str
    ) -> None:
        resource = Resource.objects.create(dataset=made, name=name, arguments=list(arguments))
        publish(resource, rows, columns)
        for position, service in enumerate(services.split()):
            Alias.objects.create(name=service, resource=resource, position=position)

    serve("air", "RealtimeCityAir 대기환경", AIR, AIR_COLUMNS, "MSRRGN_NM", "MSRSTE_NM")
    serve("rides", "CardSubwayStatsNew", RIDES, RIDE_COLUMNS)
    serve("quality", "AirQuality", QUALITY, QUALITY_COLUMNS, "측정일시", "자치구")
    serve("bikes", "bikeList", BIKES, _texts(BIKES))
    serve("trains", "realtimePosition", TRAINS, _typed(_texts(TRAINS), "recptnDt", Type.DATETIME), "subwayNm")
    serve("places", "citydata_ppltn citydata", PLACES, _typed(
        _typed(_texts(PLACES), "AREA_PPLTN_MIN", INTEGER), "AREA_PPLTN_MAX", INTEGER), "AREA_NM")  # fmt: skip


def _texts(rows: dict[str, list[Any]]) -> tuple[Column, ...]:
    return tuple(Column(name, TEXT) for name in rows)


def _typed(columns: tuple[Column, ...], name: str, kind: Type) -> tuple[Column, ...]:
    return tuple(Column(one.name, kind) if one.name == name else one for one in columns)
