"""Moments at the ends of the calendar are refused wherever readers may write some."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from madang.catalog.moments import placed, since, until
from tests.city import City

ENDS = ("0001-01-01T00:00:00%2B14:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59-23:59")


def test_a_moment_without_a_zone_is_the_citys():
    assert placed(datetime(2026, 7, 1, 9, 0)) == datetime(2026, 7, 1, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-06-30", "2026-06-30T00:00:00+09:00", "2026-06-30T23:59:59.999999+09:00"),
        ("2026-06-30T09:15", "2026-06-30T09:15:00+09:00", "2026-06-30T09:15:00+09:00"),
        ("2026-06-30T00:15Z", "2026-06-30T09:15:00+09:00", "2026-06-30T09:15:00+09:00"),
        ("2026-06-30T09:15 09:00", "2026-06-30T09:15:00+09:00", "2026-06-30T09:15:00+09:00"),
    ],
)
def test_a_day_is_all_of_it(text: str, first: str, last: str):
    assert since(text) == datetime.fromisoformat(first)
    assert until(text) == datetime.fromisoformat(last)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "2026-06-30T25:00"])
def test_what_is_no_moment_is_refused(text: str):
    for read in (since, until):
        with pytest.raises(ValueError):  # noqa: PT011  Django's words
            read(text)


@pytest.mark.django_db
@pytest.mark.parametrize("text", ENDS)
@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/datasets/population/resources/districts/rows?as_of=", "/id/population/districts?as_of=",
        "/catalog.ttl?modified_since=", "/en/datasets/population/districts/row/1?as_of=",
    ],
)  # fmt: skip
def test_ends_of_the_calendar_are_no_fault_of_ours(client: Client, city: City, address: str, text: str):
    assert 400 <= client.get(address + text).status_code < 500
