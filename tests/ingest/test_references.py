"""A column may refer to a table whose key its values are; who says so learns how many values find a row."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.accounts.policy import Actor
from madang.catalog.models import Column, Resource
from madang.ingest import references
from madang.ingest.describe_columns import describe_columns
from tests.api.linked.conftest import Linked, make
from tests.city import City, Type, publish
from tests.city import Column as Typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(city: City) -> Linked:
    return make(city)


def test_a_column_refers_and_the_match_rate_is_told(linked: Linked):
    actor = Actor(linked.city.editor)
    [column] = describe_columns(linked.yearly, {"구": {"refers_to": "areas/districts"}}, actor)
    assert column.refers_to == linked.districts
    told = references.matches(column, actor)
    assert told == references.Matches("구", "areas/districts", 2, 1, ("x y",))
    assert describe_columns(linked.yearly, {"구": {"refers_to": "areas/districts"}}, actor) == []
    [column] = describe_columns(linked.yearly, {"구": {"refers_to": None}}, actor)
    assert column.refers_to is None


@pytest.mark.parametrize(
    ("column", "target", "problem"),
    [
        ("구", "areas/nothing", references.NoTarget),
        ("구", "nonsense", references.NoTarget),
        ("구", "counts/yearly", references.UnfitTarget),  # a key of two columns
        ("수", "areas/districts", references.UnfitTarget),  # numbers are no texts
        ("구", "population/districts", references.UnfitTarget),  # no key
    ],
)
def test_what_cannot_be_referred_to_is_refused(linked: Linked, column: str, target: str, problem: type[Exception]):
    with pytest.raises(problem):
        describe_columns(linked.yearly, {column: {"refers_to": target}}, Actor(linked.city.editor))
    assert not Column.objects.filter(resource=linked.yearly, refers_to__isnull=False).exists()


@pytest.mark.parametrize(("facts", "problem"), [
    ({"access": "internal"}, references.UnfitTarget),
    ({"access": "restricted"}, references.NoTarget),
    ({"state": "draft"}, references.UnfitTarget),
])  # fmt: skip
def test_open_data_refer_to_open_data_only(linked: Linked, facts: dict[str, str], problem: type[Exception]):
    type(linked.districts.dataset).objects.filter(pk=linked.districts.dataset_id).update(**facts)
    with pytest.raises(problem):
        describe_columns(linked.yearly, {"구": {"refers_to": "areas/districts"}}, Actor(linked.city.editor))


def test_another_persons_draft_is_as_if_it_were_not(linked: Linked):
    other = linked.city.elsewhere
    linked.districts.dataset.organisation = other
    linked.districts.dataset.state = "draft"
    linked.districts.dataset.save()
    with pytest.raises(references.NoTarget):
        describe_columns(linked.yearly, {"구": {"refers_to": "areas/districts"}}, Actor(linked.city.editor))


def test_values_beyond_a_batch_are_all_looked_up(linked: Linked):
    many = Resource.objects.create(dataset=linked.yearly.dataset, name="many", key=["번호"])
    publish(many, {"번호": list(range(40_000))}, (Typed("번호", Type.INTEGER),))
    few = Resource.objects.create(dataset=linked.yearly.dataset, name="few")
    publish(few, {"번호": [0, 39_999, 40_000, None]}, (Typed("번호", Type.INTEGER),))
    actor = Actor(linked.city.editor)
    [column] = describe_columns(few, {"번호": {"refers_to": "counts/many"}}, actor)
    assert references.matches(column, actor) == references.Matches("번호", "counts/many", 3, 2, ("40000",))


def test_the_native_api_takes_it_and_tells_the_rate(client: Client, linked: Linked):
    token = Token.make(linked.city.editor, "t", may_write=True)[1]
    address, bearer = "/api/v1/datasets/counts/resources/yearly/columns", {"Authorization": f"Bearer {token}"}
    body = json.dumps({"columns": [{"name": "구", "refers_to": "areas/districts"}]})
    answer = client.put(address, body, content_type="application/json", headers=bearer)
    assert answer.status_code == 200, answer.content.decode()
    told = answer.json()
    assert told["references"] == [
        {"column": "구", "refers_to": "areas/districts", "values": 2, "found": 1, "missing": ["x y"], "more": False}
    ]
    assert {column["name"]: column.get("refers_to") for column in told["columns"]}["구"] == "areas/districts"
    again = client.put(
        address, json.dumps({"columns": told["columns"]}), content_type="application/json", headers=bearer
    )
    assert again.status_code == 200


def test_who_may_not_see_the_target_is_not_told_of_it(client: Client, linked: Linked):
    linked.districts.dataset.access = "internal"
    linked.districts.dataset.save()
    columns = client.get("/api/v1/datasets/schools/resources/schools/columns").json()["columns"]
    assert "refers_to" not in next(column for column in columns if column["name"] == "구")
