"""Best places for taxis to wait, as a driver's app asks for them."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from madang.analysis.nights import CLASSES, Night
from madang.catalog.models import Dataset, Resource
from madang.query.model import Column, Type
from tests import nights
from tests.api.asking import get
from tests.city import City, dataset, publish

UTC_DAY = datetime(2026, 12, 24, 15)
"""Midnight of the 25th in Seoul."""
PLACE = "/api/v1/studies/night_mobility/runs"


def spots(client: Client, run: str = "latest", expected: int = 200, **asked: object) -> dict:
    return json.loads(get(client, f"{PLACE}/{run}/spots", expected, **asked).body)


def test_the_spots_of_a_moment_are_those_of_its_hour_and_day_in_the_citys_zone(client: Client, city: City) -> None:
    """16:30 UTC on a Friday is 01:30 on Saturday in Seoul."""
    run = nights.published(city)
    found = spots(client, run.pk, at="2026-11-27T16:30:00Z", count=3)
    told = found["madang"]
    assert (told["day"], told["hour"], told["time_zone"]) == ("weekend", 1, "Asia/Seoul")
    assert (told["until"], told["origin"], told["returned"]) == ("2026-11-28T02:00:00+09:00", "generated", 3)
    wanted = [one for one in nights.tables()["spots"] if (one["day"], one["hour"]) == ("weekend", 1)][:3]
    for one, row in zip(found["features"], wanted, strict=True):
        assert one["geometry"] == {
            "type": "Point",
            "coordinates": [round(row["longitude"], 6), round(row["latitude"], 6)],
        }
        assert one["properties"] == {
            name: row[name] for name in ("spot", "rank", "gain", "covered", "share", "stays", "rule")
        }
    assert spots(client, at="2026-11-27T16:30:00Z", count=3) == found, "the latest run is this one"
    assert spots(client, run.pk, at="2026-11-28T01:30", count=3)["features"] == found["features"], "the city's zone"
    assert spots(client, run.pk, day="sat", hour=1)["features"][:3] == found["features"]


def test_by_day_it_says_when_the_night_begins(client: Client, city: City) -> None:
    run = nights.published(city, parameters={"first_hour": 22, "last_hour": 3})
    found = spots(client, run.pk, at="2026-11-27T12:10")
    assert found["features"] == []
    assert found["madang"]["hour"] is None
    assert found["madang"]["next"] == "2026-11-27T22:00:00+09:00"
    assert spots(client, run.pk, at="2026-11-28T03:59")["madang"]["next"] == "2026-11-28T22:00:00+09:00"


def test_the_spots_that_stay_all_night_are_those_of_the_night_that_it_is_or_comes(client: Client, city: City) -> None:
    """27 November 2026 is a Friday."""
    run = nights.published(city)
    wanted = {
        day: [one["spot"] for one in nights.tables()["spots"] if (one["day"], one["hour"]) == (day, None)]
        for day in CLASSES
    }
    for at, day in (("2026-11-27T02:10", "weekday"), ("2026-11-27T13:00", "weekend"), ("2026-11-29T13:00", "weekday")):
        found = spots(client, run.pk, at=at, set="night")
        assert (found["madang"]["set"], found["madang"]["hour"], found["madang"]["day"]) == ("night", None, day)
        assert [one["properties"]["spot"] for one in found["features"]] == wanted[day]
    assert spots(client, run.pk, at="2026-11-27T02:10", set="hour") == spots(client, run.pk, at="2026-11-27T02:10")
    spots(client, run.pk, 400, set="day")


def test_a_night_when_clocks_change_has_each_hour_once() -> None:
    """In London 1 o'clock comes twice on 25 October 2026, and never on 28 March 2027."""
    london = ZoneInfo("Europe/London")
    night = Night("r", CLASSES, tuple(range(6)))
    moment, met = datetime(2026, 10, 24, 23, 30, tzinfo=london), []
    for _ in range(6):
        moment = night.next_hour(moment)
        met.append(f"{moment:%H%z}")
    assert met == ["00+0100", "01+0100", "01+0000", "02+0000", "03+0000", "04+0000"]
    assert night.next_hour(datetime(2027, 3, 28, 0, 30, tzinfo=london)).hour == 2
    assert night.day_of(datetime(2026, 12, 25, 1, tzinfo=london), [datetime(2026, 12, 25).date()]) == "weekend"


@pytest.mark.parametrize(
    ("value", "kind"),
    [(date(2026, 12, 25), Type.DATE), ("2026-12-25", Type.TEXT), (20261225, Type.INTEGER), (UTC_DAY, Type.DATETIME)],
)
def test_a_holiday_counts_as_weekend_when_everybody_may_read_the_holidays(
    client: Client, city: City, value, kind
) -> None:
    """25 December 2026 is a Friday."""
    run = nights.published(city)
    days = dataset("holidays", city.department)
    resource = Resource.objects.create(dataset=days, name="days")
    publish(resource, {"날짜": [value]}, (Column("날짜", kind, "datetime_zoned" if value is UTC_DAY else ""),))
    run.inputs["holidays"] = {
        **run.inputs["activity"],
        "dataset": "holidays",
        "resource": "days",
        "columns": {"date": ["날짜"]},
    }
    run.save()
    kinds = [spots(client, run.pk, at=f"2026-12-{day}T01:30")["madang"]["day"] for day in (24, 25, 26)]
    assert kinds == ["weekday", "weekend", "weekend"]
    Dataset.objects.filter(slug="holidays").update(access="internal")
    assert spots(client, run.pk, at="2026-12-25T01:30")["madang"]["day"] == "weekday", (
        "what may not be read tells nothing"
    )


def test_it_may_be_kept_as_long_as_it_is_true(client: Client, city: City) -> None:
    run = nights.published(city)
    pinned = get(client, f"{PLACE}/{run.pk}/spots", day="weekend", hour=1)
    assert pinned["Cache-Control"] == "public, max-age=31536000, immutable"
    assert get(client, f"{PLACE}/{run.pk}/spots", 304, day="weekend", hour=1, headers={"If-None-Match": pinned["ETag"]})
    live = get(client, f"{PLACE}/latest/spots")
    age = int(live["Cache-Control"].removeprefix("public, max-age="))
    assert 1 <= age <= 60
    now = timezone.now()
    left = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1) - now
    assert age <= left.total_seconds() + 5
    assert get(client, f"{PLACE}/{run.pk}/spots", day="weekend", hour=2)["ETag"] != pinned["ETag"]
    assert live["ETag"].startswith('W/"'), "bodies of one hour differ in the moment that they tell"
    assert get(client, f"{PLACE}/latest/spots", 304, headers={"If-None-Match": live["ETag"]})
    night = get(client, f"{PLACE}/{run.pk}/spots", day="weekend", set="night")
    assert night["ETag"] != pinned["ETag"]
    assert night["Cache-Control"] == pinned["Cache-Control"]


def test_whoever_may_not_read_the_dataset_gets_nothing(client: Client, city: City) -> None:
    run = nights.published(city, access="internal")
    other = nights.published(city, "older")
    spots(client, run.pk, 404, at="2026-11-28T01:30")
    assert spots(client)["madang"]["run"] == other.pk
    client.force_login(city.reader)
    assert get(client, f"{PLACE}/{run.pk}/spots")["Cache-Control"].startswith("private")
    Dataset.objects.filter(slug="older").update(access="restricted")
    client.logout()
    assert spots(client, expected=404)["type"].endswith("nothing-newest")
    spots(client, other.pk, 403)


@pytest.mark.parametrize(
    ("run", "asked", "status", "code"),
    [
        ("", {"day": "mon", "hour": 7}, 400, "unknown-hour"), ("", {"hour": 24}, 400, "odd-parameter"),
        ("", {"day": "holiday"}, 400, "odd-parameter"), ("", {"at": "soon"}, 400, "odd-parameter"),
        ("", {"count": 0}, 400, "odd-parameter"), ("nothing", {}, 404, "no-night-result"),
        ("each", {"day": "weekday", "hour": 1}, 400, "unknown-day"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_both_languages(client: Client, city: City, run, asked, status, code) -> None:
    plain = nights.published(city)
    each = nights.published(city, "each", {"days": "each"})
    told = spots(client, {"": plain.pk, "each": each.pk}.get(run, run), status, **asked)
    assert told["type"] == f"urn:madang:problem:{code}"
    assert told["texts"]["ko"] != told["texts"]["en"]
