"""A published run of the night study with tables small enough to know by heart: nobody waits for a forecast or a solver."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import shapely
from django.utils import timezone

from madang.analysis.models import StudyRun
from madang.catalog.models import Dataset, Resource
from madang.lib import ids
from madang.query.model import Column, Type
from tests.city import City, dataset
from tests.portal.layers import put

SIDE = 6
HOURS = range(6)
DAYS = ("weekday", "weekend")
SEVEN = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEST, SOUTH, STEP = 126.90, 37.50, 0.01
SUPPRESSED = "c35"
"""The cell without any number."""
VERDICT = {"en": "Within 0.4 % of the best for this forecast.", "ko": "이 예측에서 최선과 0.4 % 안쪽입니다."}
TEXT, INTEGER, NUMBER, BOOLEAN, GEOMETRY = Type.TEXT, Type.INTEGER, Type.NUMBER, Type.BOOLEAN, Type.GEOMETRY
SHAPES = {"areas": "Polygon", "spots": "Point"}
COLUMNS = {
    "areas": {"cell": TEXT, "name": TEXT, "district": TEXT, "rank": INTEGER, "signal": NUMBER, "night": NUMBER, "quiet": NUMBER,
              "z": NUMBER, "q": NUMBER, "hot": BOOLEAN, "geometry": GEOMETRY},
    "demand": {"cell": TEXT, "name": TEXT, "district": TEXT, "day": TEXT, "hour": INTEGER, "expected": NUMBER, "low": NUMBER,
               "high": NUMBER, "visitors": NUMBER, "nights": INTEGER, "z": NUMBER, "q": NUMBER, "hot": BOOLEAN},
    "profile": {"day": TEXT, "hour": INTEGER, "expected": NUMBER, "low": NUMBER, "high": NUMBER, "nights": INTEGER},
    "spots": {"day": TEXT, "hour": INTEGER, "variant": TEXT, "rank": INTEGER, "spot": TEXT, "longitude": NUMBER, "latitude": NUMBER,
              "gain": NUMBER, "covered": NUMBER, "share": NUMBER, "stays": NUMBER, "rule": TEXT, "geometry": GEOMETRY},
    "cover": {"day": TEXT, "hour": INTEGER, "k": INTEGER, "share": NUMBER, "bound": NUMBER, "gap": NUMBER, "busiest": NUMBER,
              "peaks": NUMBER},
    "backtest": {"model": TEXT, "chosen": BOOLEAN, "k": INTEGER, "hit_rate": NUMBER, "hit_low": NUMBER, "hit_high": NUMBER,
                 "pai": NUMBER, "pai_low": NUMBER, "pai_high": NUMBER, "area_share": NUMBER, "nights": INTEGER, "verdict": TEXT},
}  # fmt: skip


def expected(at: int, day: str, hour: int) -> float:
    """Of the cell `at`: fewer from cell to cell and from hour to hour, twice as many at weekends."""
    return (SIDE * SIDE - at) * (6 - hour) * (1 + (day == "weekend"))


def visitors(at: int, day: str, hour: int) -> float:
    """Beyond as many as are expected on a weekday at the last hour; fewer at midnight, and the first cell has only housing."""
    beyond = expected(at, day, hour) - expected(at, "weekday", 5)
    return 0 if at == 0 else beyond / 2 if hour == 0 else beyond


def middle(at: int) -> tuple[float, float]:
    return WEST + STEP * (at % SIDE + 0.5), SOUTH + STEP * (at // SIDE + 0.5)


def tables() -> dict[str, list[dict[str, Any]]]:
    """The rows of every table."""
    cells = [
        (at, {"cell": f"c{at}", "name": f"격자 {at % SIDE}-{at // SIDE}", "district": "시험구"})
        for at in range(SIDE * SIDE)
    ]
    areas = [
        {**cell, "rank": at + 1, "signal": 40.0 - at, "night": 90.0 - at, "quiet": 50.0, "z": 3.0 - at / 9, "q": 0.01 * at,
         "hot": at < 5, "geometry": shapely.to_wkb(shapely.box(*(round(one, 6) for one in _box(at))))}
        for at, cell in cells
    ]  # fmt: skip
    demand = [
        {**cell, "day": day, "hour": hour, "expected": _unless(cell, expected(at, day, hour)),
         "low": _unless(cell, 0.8 * expected(at, day, hour)), "high": _unless(cell, 1.3 * expected(at, day, hour)),
         "visitors": _unless(cell, visitors(at, day, hour)), "nights": 20, "z": 1.0, "q": 0.2, "hot": at < 5}
        for day in DAYS for hour in HOURS for at, cell in cells
    ]  # fmt: skip
    totals = {(day, hour): sum(expected(at, day, hour) for at, _ in cells) for day in DAYS for hour in HOURS}
    profile = [
        {"day": day, "hour": hour, "expected": total, "low": 0.9 * total, "high": 1.1 * total, "nights": 20}
        for day in SEVEN for hour in HOURS for total in [totals["weekend" if day in SEVEN[5:] else "weekday", hour]]
    ]  # fmt: skip
    spots = [_spot(day, hour, at + hour) for day in DAYS for hour in HOURS for at in range(5)]
    spots = [{**one, "rank": place % 5 + 1, "share": 0.1 * (place % 5 + 1)} for place, one in enumerate(spots)]
    night = [{**_spot(day, None, at), "rank": at + 1, "share": 0.08 * (at + 1)} for day in DAYS for at in range(5)]
    cover = [
        {"day": day, "hour": hour, "k": k, "share": 0.1 * k, "bound": 0.1 * k + 0.004, "gap": 0.004, "busiest": 0.07 * k,
         "peaks": 0.09 * k}
        for day in DAYS for hour in (None, *HOURS) for k in range(1, 6 if hour is not None else 4)
    ]  # fmt: skip
    backtest = [
        {"model": model, "chosen": model == "shrunk", "k": 10, "hit_rate": rate, "hit_low": rate - 0.02, "hit_high": rate + 0.02,
         "pai": rate * 20, "pai_low": rate * 19, "pai_high": rate * 21, "area_share": 0.05, "nights": 21, "verdict": verdict}
        for model, rate, verdict in (("shrunk", 0.43, "best"), ("last_week", 0.42, "tie"), ("mean", 0.31, "worse"))
    ]  # fmt: skip
    return {
        "areas": areas,
        "demand": demand,
        "profile": profile,
        "spots": spots + night,
        "cover": cover,
        "backtest": backtest,
    }


def _unless(cell: dict[str, str], value: float) -> float | None:
    return None if cell["cell"] == SUPPRESSED else value


def _box(at: int) -> tuple[float, float, float, float]:
    x, y = middle(at)
    return x - STEP / 2, y - STEP / 2, x + STEP / 2, y + STEP / 2


def _spot(day: str, hour: int | None, at: int) -> dict[str, Any]:
    x, y = middle(at)
    return {
        "day": day, "hour": hour, "variant": "night" if hour is None else "hour", "spot": f"격자 {at % SIDE}-{at // SIDE}",
        "longitude": x, "latitude": y, "gain": 12.5, "covered": 30.0, "stays": 0.5, "rule": "required" if at == 1 else "",
        "geometry": shapely.to_wkb(shapely.Point(x, y)),
    }  # fmt: skip


def published(
    city: City, slug: str = "night", parameters: dict[str, Any] | None = None, without: str = "", **facts: Any
) -> StudyRun:
    """A finished run whose tables are resources of the dataset `slug`, `without` a column that older runs lack."""
    title = {"ko": "시험 도시의 밤", "en": "A night in the test city"}
    there = dataset(slug, city.department, title=title, **{"origin": "generated", **facts})
    told = {name: resource(there, name, rows, without) for name, rows in tables().items()}
    given = {
        "dataset": city.dataset.slug, "resource": city.resource.name, "revision": city.revision.pk, "number": 1,
        "title": city.dataset.title, "origin": "generated", "access": "open", "licence": "kogl-1", "columns": {}, "weights": {},
        "where": "",
    }  # fmt: skip
    return StudyRun.objects.create(
        id=ids.new(), study="night_mobility", version=1, title=title, state="published", step="publish", inputs={"activity": given},
        parameters={"first_hour": 0, "last_hour": 5, "days": "classes", "signal": "visitors", "seed": 0, **(parameters or {})},
        target={"organisation": city.department.slug, "dataset": slug}, results={"tables": told},
        quality={"verdict": VERDICT}, finished_at=timezone.now(), created_by=city.publisher, asked_by=city.publisher,
    )  # fmt: skip


def resource(there: Dataset, name: str, rows: list[dict[str, Any]], without: str = "") -> dict[str, Any]:
    """Publish a table of a run as a resource; what the run notes of it."""
    kinds = {one: kind for one, kind in COLUMNS[name].items() if one != without}
    made = Resource.objects.create(dataset=there, name=name, title={"ko": name, "en": name})
    columns = tuple(Column(one, kind) for one, kind in kinds.items())
    arrow = {TEXT: pa.string(), INTEGER: pa.int64(), NUMBER: pa.float64(), BOOLEAN: pa.bool_(), GEOMETRY: pa.binary()}
    table = pa.table({one: pa.array([row[one] for row in rows], arrow[kind]) for one, kind in kinds.items()})
    revision = put(made, table, columns, SHAPES.get(name))
    return {"resource": name, "revision": revision.pk, "rows": len(rows)}
