"""What a description could say, read off the data and its neighbours."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from madang.accounts.policy import Actor, readable
from madang.catalog import search
from madang.catalog.models import Dataset, Resource
from madang.ingest.suggested import suggestions
from madang.query.model import Column, Type
from madang.query.profile import kept
from tests.city import City, dataset, publish


@pytest.fixture
def bare(city: City) -> Dataset:
    """Two described neighbours, and one of which nothing is said."""
    said = {
        "keywords": {"ko": ["공원", "산책"], "en": ["park"]}, "contact": "parks@example.org",
        "spatial": {"ko": "서울특별시"}, "theme": city.theme,
    }  # fmt: skip
    for number in (1, 2):
        dataset(f"parks-{number}", city.department, title={"ko": f"공원 시설 {number}"}, **said)
    made = dataset(
        "parks-new", city.department, title={"ko": "공원 이용 현황"}, theme=None, keywords={}, spatial={}, contact=""
    )
    table = Resource.objects.create(dataset=made, name="uses")
    publish(
        table,
        {"이용일": [date(2024, 3, 1), date(2025, 2, 28)], "명": [3, 4]},
        (Column("이용일", Type.DATE), Column("명", Type.INTEGER)),
    )
    kept.make(readable(Actor(), table))
    search.rebuild()
    return made


def told(made: Dataset) -> dict[str, str]:
    return {one.name: one.value for one in suggestions(made)}


def test_words_of_neighbours_and_the_days_of_its_rows(bare: Dataset) -> None:
    assert told(bare) == {
        "keywords_ko": "공원", "theme": "population", "contact": "parks@example.org", "spatial_ko": "서울특별시",
        "period_start": "2024-03-01", "period_end": "2025-02-28",
    }  # fmt: skip


def test_what_is_said_already_is_not_suggested(bare: Dataset, city: City) -> None:
    bare.theme, bare.contact, bare.spatial = city.theme, "me@example.org", {"ko": "종로구", "en": "Jongno"}
    bare.keywords, bare.period_start, bare.period_end = {"ko": ["공원"]}, date(2020, 1, 1), date(2020, 2, 1)
    assert told(bare) == {}


def test_words_of_closed_datasets_are_not_handed_on(bare: Dataset) -> None:
    Dataset.objects.exclude(pk=bare.pk).update(access="internal")
    assert set(told(bare)) == {"period_start", "period_end"}


def test_the_distance_of_revisions_says_the_cycle(city: City) -> None:
    Dataset.objects.update(cycle="irregular")
    for month in (2, 3, 4):
        one = publish(
            city.resource,
            {"자치구": ["가"], "인구": [month]},
            (Column("자치구", Type.TEXT), Column("인구", Type.INTEGER)),
        )
        one.published_at = datetime(2026, 6 + month, 1, tzinfo=UTC)
        one.save()
    city.revision.published_at = datetime(2026, 7, 1, tzinfo=UTC)
    city.revision.save()
    assert told(Dataset.objects.get(slug="population"))["cycle"] == "monthly"


def test_a_suggestion_is_taken_into_the_form_and_saved_with_it(client: Client, bare: Dataset, city: City) -> None:
    client.force_login(city.editor)
    address = "/en/datasets/parks-new/describe/"
    assert "parks@example.org" in client.get(address).content.decode()
    page = client.get(address, {"take": ["contact", "period_start"]})
    assert 'value="parks@example.org"' in page.content.decode()
    assert Dataset.objects.get(pk=bare.pk).contact == ""
    values = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    assert client.post(address, values | {"period_end": "2024-01-01"}).status_code == 200  # before the first day
    assert client.post(address, values).status_code == 302
    found = Dataset.objects.get(pk=bare.pk)
    assert (found.contact, found.period_start) == ("parks@example.org", date(2024, 3, 1))
