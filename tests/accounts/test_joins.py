"""Which tables share codes with a table, as far as somebody may read them, and the page that says so."""

from __future__ import annotations

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from madang.accounts import joins
from madang.accounts.policy import Actor, readable
from madang.catalog.models import Column as Said
from madang.catalog.models import Resource
from madang.query.model import Column, Type
from tests.city import City, dataset, publish

CODE = Column("구코드", Type.TEXT, "district_code")


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def people(city: City) -> Resource:
    made = Resource.objects.create(dataset=dataset("people", city.department), name="people")
    publish(
        made,
        {"구코드": ["11010", "11010", "11020", "11990", None], "명": [1, 2, 3, 4, 5]},
        (CODE, Column("명", Type.INTEGER)),
    )
    return made


@pytest.fixture
def parks(city: City) -> Resource:
    made = Resource.objects.create(dataset=dataset("parks", city.department), name="parks", key=["코드"])
    publish(made, {"코드": ["11010", "11020", "11030"]}, (Column("코드", Type.TEXT, "district_code"),))
    return made


def found(resource: Resource, actor: Actor = Actor()) -> list[joins.Partner]:  # noqa: B008  (frozen)
    return joins.partners(actor, resource, readable(actor, resource))


def test_columns_of_one_kind_of_code_are_compared(people: Resource, parks: Resource) -> None:
    [one] = found(people)
    assert (one.resource, one.column, one.other, one.said) == (parks, "구코드", "코드", False)
    assert (one.match.how, one.match.codes, one.match.all_codes, one.match.rows, one.match.all_rows) == (
        "same",
        2,
        3,
        3,
        5,
    )
    [back] = found(parks)
    assert (back.resource, back.match.codes, back.match.all_codes) == (people, 2, 3)


def test_what_a_person_linked_stands_first_and_once(city: City, people: Resource, parks: Resource) -> None:
    Said.objects.create(resource=people, name="구코드", refers_to=parks)
    assert [(one.resource, one.said) for one in found(people)] == [(parks, True)]
    assert [(one.resource, one.said) for one in found(parks)] == [(people, True)]


def test_nobody_learns_of_tables_that_are_not_theirs(city: City, people: Resource, parks: Resource) -> None:
    for facts in ({"access": "internal"}, {"access": "restricted"}, {"access": "open", "state": "draft"}):
        for name, value in facts.items():
            setattr(parks.dataset, name, value)
        parks.dataset.save()
        cache.clear()
        assert found(people) == []


def test_a_table_without_codes_promises_nothing(city: City, people: Resource, parks: Resource) -> None:
    assert joins.promising(people)
    assert not joins.promising(city.resource)


def test_the_page_says_how_they_match_and_gives_a_statement_that_works(
    client: Client, people: Resource, parks: Resource
) -> None:
    text = client.get("/en/datasets/people/people/joins/").content.decode()
    assert "<strong>60.0%</strong> of the rows match (3 of 5)" in text
    assert "2 of 3 codes" in text
    address = text.split('href="/api/v1/sql?')[1].split('"')[0].replace("&amp;", "&")
    rows = json.loads(b"".join(client.get(f"/api/v1/sql?{address}")))["rows"]
    assert len(rows) == 3
    assert "연결되는 표" in client.get("/ko/datasets/people/people/joins/").content.decode()


def test_of_many_tables_only_the_first_readable_are_fetched(
    city: City, people: Resource, parks: Resource, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that may not be read do not use up the places."""
    monkeypatch.setattr(joins, "MOST_PARTNERS", 1)
    for name in ("a-closed", "b-closed", "z-more"):
        made = Resource.objects.create(dataset=dataset(name, city.department, access="internal"), name=name)
        publish(made, {"구코드": ["11010"]}, (CODE,))
    Resource.objects.filter(name="z-more").update(dataset=parks.dataset, position=9)
    cache.clear()
    joins.coded()
    with CaptureQueriesContext(connection) as asked:
        assert [one.resource for one in found(people)] == [parks]
    tables = [one["sql"] for one in asked if '"receipt"' in one["sql"] and " IN (" in one["sql"]]
    assert tables == [], "receipts are not fetched"
    assert sum(" IN (" in one["sql"] for one in asked) == 1, "the park; no more, and nothing that is closed"


def test_a_tab_tells_nothing_of_closed_tables(client: Client, city: City, people: Resource, parks: Resource) -> None:
    page = "/en/datasets/people/people/sheet/"
    assert "/joins/" in client.get(page).content.decode()
    Said.objects.create(resource=people, name="구코드", refers_to=parks)
    for access in ("internal", "restricted"):
        parks.dataset.access = access
        parks.dataset.save()
        cache.clear()
        assert "/joins/" not in client.get(page).content.decode()
