"""Names by which clients of other portals know a table: what may be set, by whom, and what is refused."""

from __future__ import annotations

import pytest

from madang.accounts.models import AuditEvent
from madang.accounts.policy import Actor, NotAllowed
from madang.catalog.keys import UntrueKey
from madang.catalog.models import Alias, Change, Resource
from madang.ingest.addressing import NameTaken, OddAddressing, address_resource, addressing
from madang.ingest.describe_columns import NoSuchColumn
from tests.city import COLUMNS, dataset, publish

pytestmark = pytest.mark.django_db


def test_names_arguments_and_key_are_set_in_their_order(city):
    words = {"services": ["gu", "자치구인구"], "arguments": ["인구", "자치구"], "key": ["자치구"]}
    changes = Change.objects.count()
    assert addressing(address_resource(city.resource, words, Actor(city.editor))) == words
    assert addressing(Resource.objects.get(pk=city.resource.pk)) == words
    event = AuditEvent.objects.get(action="describe")
    assert (event.what, event.detail) == ("resource:population/districts", words)
    assert Change.objects.count() > changes
    address_resource(city.resource, words, Actor(city.editor))
    assert AuditEvent.objects.filter(action="describe").count() == 1
    address_resource(city.resource, {"services": ["자치구인구", "new"]}, Actor(city.editor))
    assert addressing(city.resource.__class__.objects.get(pk=city.resource.pk)) == {
        **words,
        "services": ["자치구인구", "new"],
    }
    address_resource(city.resource, {"services": [], "key": []}, Actor(city.editor))
    assert not Alias.objects.exists()


def test_a_name_has_one_bearer_in_the_city_also_one_who_is_hidden(city):
    hidden = Resource.objects.create(dataset=dataset("draft", city.elsewhere, state="draft"), name="x")
    Alias.objects.create(name="taken", resource=hidden)
    with pytest.raises(NameTaken):
        address_resource(city.resource, {"services": ["mine", "taken"], "arguments": ["인구"]}, Actor(city.editor))
    assert addressing(Resource.objects.get(pk=city.resource.pk)) == {"services": [], "arguments": [], "key": []}


def test_decomposed_names_are_composed(city):
    address_resource(city.resource, {"services": ["\u1112\u1161\u11ab"]}, Actor(city.editor))
    assert Alias.objects.get().name == "한"


@pytest.mark.parametrize("words", [
    {"services": ["a b"]}, {"services": ["a/b"]}, {"services": ["-a"]}, {"services": [""]}, {"services": ["a\n"] * 2},
    {"services": ["SearchCatalogService"]}, {"services": ["0b9c1f6e-8d3a-4a6e-9c55-6f1f6d1f6a11"]}, {"services": ["a" * 101]},
    {"services": [f"a{n}" for n in range(21)]}, {"services": "a"}, {"services": [1]}, {"key": None}, {"other": []},
    {"arguments": ["인구", "인구"]},
])  # fmt: skip
def test_odd_words_are_refused(city, words):
    with pytest.raises(OddAddressing):
        address_resource(city.resource, words, Actor(city.editor))
    assert not Alias.objects.exists()


def test_columns_must_be_there_and_a_key_must_be_true(city):
    with pytest.raises(NoSuchColumn):
        address_resource(city.resource, {"arguments": ["없음"]}, Actor(city.editor))
    with pytest.raises(NoSuchColumn):
        address_resource(city.resource, {"key": ["없음"]}, Actor(city.editor))
    publish(city.resource, {"자치구": ["중구", "중구"], "인구": [1, 2]}, COLUMNS)
    with pytest.raises(UntrueKey):
        address_resource(city.resource, {"key": ["자치구"]}, Actor(city.editor))


@pytest.mark.parametrize("name", ["citizen", "reader", "stranger"])
def test_others_may_not(city, name):
    with pytest.raises(NotAllowed):
        address_resource(city.resource, {"services": ["a"]}, Actor(getattr(city, name)))
