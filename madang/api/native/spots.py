"""Where a taxi should wait now, or at another hour of the night: GeoJSON for a driver's app, from the tables that a run published."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

import madang
from madang.accounts.policy import who
from madang.analysis import nights
from madang.analysis.models import StudyRun
from madang.analysis.nights import CLASSES, DAYS, HOUR, NEWEST, Night
from madang.api import answering
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, Parameter, values, whole
from madang.api.native.routes import reads
from madang.api.native.schemas import spots as schemas
from madang.catalog import moments
from madang.query.model import Table

router = Router(tags=["studies"])
GEOJSON = "application/geo+json"
MOST = 1_000
WORDS = ("spot", "rank", "gain", "covered", "share", "stays", "rule")
NOW = "now"
SETS = {"hour": False, "night": True}
"""Whether the spots are those that stay all night."""
LIVE = 60
"""Seconds that an answer for `now` may be kept; less when the hour ends before."""


def _among(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not low <= whole(text) <= high:
            raise ValueError(text)
        return int(text)

    return read


def _moment(text: str) -> datetime | None:
    return None if text == NOW else moments.since(text)


def _day(text: str) -> str:
    if text not in (*CLASSES, *DAYS):
        raise ValueError(text)
    return text


def _set(text: str) -> bool:
    return SETS[text]


ASKED = (
    Parameter("at", _moment, NOW, "`now` (default), or a time such as 2026-11-28T01:30, in the city's zone if it names none",
              bounds={"pattern": r"^(now|[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?)$"}),
    Parameter("day", _day, "weekend", "the kind of day, instead of the moment's: weekday, weekend, mon to sun",
              bounds={"enum": [*CLASSES, *DAYS]}),
    Parameter("hour", _among(0, 23), "1", "the hour of the night instead of that of the moment", "integer",
              bounds={"minimum": 0, "maximum": 23}),
    Parameter("set", _set, "night", "`night`: the spots that stay all night, instead of those of the hour",
              bounds={"enum": list(SETS)}),
    Parameter("count", _among(1, MOST), "5", "at most so many spots, best first; all by default", "integer",
              bounds={"minimum": 1, "maximum": MOST}),
    OUTPUT[-1],
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A moment and the hour of the night that it means; `hour` None: there is no night then, or the spots `stay` all night."""

    moment: datetime
    day: str
    hour: int | None
    stay: bool
    following: datetime
    live: bool
    of_the_moment: bool

    @property
    def until(self) -> datetime:
        return self.moment.replace(minute=0, second=0, microsecond=0) + HOUR


@reads(
    router, "/studies/night_mobility/runs/{run}/spots", "Best places for taxis to wait now", ASKED,
    {GEOJSON: schemas.NightSpots}, also=(304,),
)  # fmt: skip
def night_spots(request: HttpRequest, run: str) -> HttpResponse:
    """Of a published run, or of the `latest` that you may read. By day there are none, and `next` says when the night begins; `set=night`
    are those of the night that it is, or of the next one."""
    found = values(request, ASKED)
    actor = who(request)
    shown = nights.published(actor, run)
    resource, table = nights.resource_of(actor, shown, "spots")
    asked = _asked(found, nights.night_of(shown), lambda: nights.holidays(shown))
    tag = _tag(table, asked, found.get("count"))
    if answering.unchanged(request, tag):
        answer = HttpResponse(status=304)
    else:
        answer = _written(_collection(request, shown, table, asked, found.get("count")))
    pinned = run != NEWEST and "day" in found and ("hour" in found or asked.stay)
    answer["ETag"] = f"W/{tag}"  # what it says of the moment and the host differs within an hour
    return _kept(answer, asked, public=answering.public(resource, table), pinned=pinned)


def _asked(found: dict[str, Any], night: Night, holidays: Callable[[], Any]) -> Asked:
    """Raises `UnknownDay`, `UnknownHour`."""
    live = found.get("at") is None
    moment = (found.get("at") or timezone.now()).astimezone(nights.the_zone())
    stay, following = found.get("set", False), night.next_hour(moment)
    at = following if stay and moment.hour not in night.hours else moment
    day = night.day(found["day"]) if "day" in found else night.day_of(at, holidays())
    hour = night.hour(found["hour"]) if "hour" in found else moment.hour if moment.hour in night.hours else None
    return Asked(moment, day, None if stay else hour, stay, following, live, "day" not in found and "hour" not in found)


def _collection(request: HttpRequest, run: StudyRun, table: Table, asked: Asked, count: int | None) -> dict[str, Any]:
    rows = nights.spots(table, asked.day, asked.hour, count) if asked.stay or asked.hour is not None else None
    return {
        "type": "FeatureCollection",
        "madang": {
            "study": run.study, "run": run.pk, "title": run.title, "dataset": table.dataset, "resource": table.name,
            "revision": table.revision, "published_at": table.published_at, "origin": table.origin,
            "at": asked.moment, "time_zone": str(nights.the_zone()), "day": asked.day, "hour": asked.hour,
            "set": "night" if asked.stay else "hour",
            "until": asked.until if asked.of_the_moment and asked.hour is not None else None, "next": asked.following,
            "returned": len(rows) if rows else 0,
            "url": shapes.address(request, "studies", run.study, "runs", run.pk, "spots"),
        },
        "features": [] if rows is None else [_feature(one) for one in rows.to_pylist()],
    }  # fmt: skip


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    place = [round(row["longitude"], 6), round(row["latitude"], 6)]
    geometry = {"type": "Point", "coordinates": place}
    return {"type": "Feature", "geometry": geometry, "properties": {name: row[name] for name in WORDS}}


def _written(collection: dict[str, Any]) -> HttpResponse:
    answer = shapes.json(collection)
    answer["Content-Type"] = GEOJSON
    answer["Madang-Revision"], answer["Madang-Origin"] = (
        collection["madang"]["revision"],
        collection["madang"]["origin"],
    )
    return answer


def _tag(table: Table, asked: Asked, count: int | None) -> str:
    """The same for the same hour of the same revision."""
    hour = asked.moment.replace(minute=0, second=0, microsecond=0) if asked.live else asked.moment
    text = repr((madang.__version__, table.revision, asked.day, asked.hour, asked.stay, hour, count))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _kept(answer: HttpResponse, asked: Asked, *, public: bool, pinned: bool) -> HttpResponse:
    """For ever when the address names run, day and hour; until the hour ends when it means now."""
    left = max(int((asked.until - asked.moment) / timedelta(seconds=1)), 1)
    age = answering.FOREVER if pinned else f"max-age={min(LIVE, left)}" if asked.live else answering.A_WHILE
    answer["Cache-Control"] = f"{'public' if public else 'private'}, {age}"
    return answer
