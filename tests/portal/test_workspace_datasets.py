"""The table of an officer's datasets, and one change for many of them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.models import AuditEvent
from madang.catalog.models import Dataset, UsageDay
from madang.ingest.in_bulk import MOST
from tests.city import City, dataset

TABLE = "/en/workspace/datasets/"
CHANGE = "/en/workspace/datasets/change/"


@pytest.fixture
def shelf(city: City) -> City:
    dataset("parks", city.department, title={"ko": "공원", "en": "Parks"}, keywords={"ko": ["공원"]}, cycle="daily")
    dataset("draft", city.department, title={"en": "Draft of trees"}, state="draft")
    dataset("foreign", city.elsewhere, title={"en": "Foreign"})
    UsageDay.objects.create(
        day=timezone.localdate() - timedelta(2), dataset="parks", dialect="native", reader="key", requests=7
    )
    UsageDay.objects.create(
        day=timezone.localdate() - timedelta(90), dataset="population", dialect="native", reader="key", requests=99
    )
    return city


def slugs(client: Client, **asked: str) -> list[str]:
    response = client.get(TABLE, asked)
    assert response.status_code == 200
    return [line.dataset.slug for line in response.context["lines"]]


def test_only_ones_own_stand_in_the_table(client: Client, shelf: City) -> None:
    client.force_login(shelf.editor)
    assert set(slugs(client)) == {"parks", "draft", "population"}
    client.force_login(shelf.stranger)
    assert slugs(client) == ["foreign"]
    client.force_login(shelf.reader)
    assert slugs(client) == []
    client.logout()
    assert client.get(TABLE).status_code == 302


def test_narrowed_and_ordered(client: Client, shelf: City) -> None:
    client.force_login(shelf.editor)
    assert slugs(client, sort="uses")[0] == "parks"
    assert slugs(client, show="draft") == ["draft"]
    assert slugs(client, show="unused") == ["population"]
    assert slugs(client, q="공원") == ["parks"]
    assert slugs(client, q="no such words") == []
    scores = [line.score.percent for line in client.get(TABLE, {"sort": "quality"}).context["lines"]]
    assert scores == sorted(scores)
    for odd in ({"page": "9" * 5_000}, {"page": "²"}, {"sort": "x"}, {"show": "<b>"}, {"q": "\0%"}):
        assert client.get(TABLE, odd).status_code == 200


def test_a_change_is_shown_and_then_made(client: Client, shelf: City) -> None:
    client.force_login(shelf.editor)
    assert "Parks" in client.get(CHANGE, {"dataset": ["parks", "population"]}).content.decode()
    asked = {
        "dataset": ["parks", "population"],
        "contact": "data@example.org",
        "add_ko": "공원, 쉼터",
        "cycle": "daily",
    }
    shown = client.post(CHANGE, asked).content.decode()
    assert "data@example.org" in shown
    assert Dataset.objects.filter(contact="data@example.org").count() == 0
    made = client.post(CHANGE, asked | {"apply": "1"})
    assert made.status_code == 302, made.context["form"].errors
    parks = Dataset.objects.get(slug="parks")
    assert (parks.contact, parks.keywords, parks.cycle) == ("data@example.org", {"ko": ["공원", "쉼터"]}, "daily")
    assert AuditEvent.objects.filter(action="describe").count() == 2
    assert "would change" in client.post(CHANGE, asked).content.decode()
    client.post(CHANGE, {"dataset": ["parks"], "remove_ko": "공원", "apply": "1"})
    assert Dataset.objects.get(slug="parks").keywords == {"ko": ["쉼터"]}


def test_what_others_own_is_never_changed(client: Client, shelf: City) -> None:
    client.force_login(shelf.editor)
    asked = {"dataset": ["foreign", "parks"], "contact": "data@example.org", "apply": "1"}
    client.post(CHANGE, asked)
    assert Dataset.objects.get(slug="foreign").contact == ""
    assert client.get(CHANGE, {"dataset": "foreign"}).status_code == 200
    assert "Foreign" not in client.get(CHANGE, {"dataset": "foreign"}).content.decode()


def test_too_many_are_refused_and_odd_values_said(client: Client, shelf: City) -> None:
    client.force_login(shelf.editor)
    for number in range(MOST):
        dataset(f"many-{number}", shelf.department)
    every = [*(f"many-{number}" for number in range(MOST)), "parks"]
    page = client.post(CHANGE, {"dataset": every, "contact": "data@example.org", "apply": "1"})
    assert "too many" in page.content.decode()
    assert Dataset.objects.filter(contact="data@example.org").count() == 0
    assert "errorlist" in client.post(CHANGE, {"dataset": "parks", "contact": "nobody"}).content.decode()


def test_the_workspace_says_what_needs_and_what_has_attention(client: Client, shelf: City) -> None:
    client.force_login(shelf.editor)
    text = client.get("/en/workspace/").content.decode()
    assert "Would gain most" in text
    assert "Most used in 30 days" in text
    assert "7 uses" in text
    assert "손볼수록" in client.get("/ko/workspace/").content.decode()


def test_late_is_what_freshness_says_and_stands_in_the_workspace(client: Client, shelf: City) -> None:
    Dataset.objects.filter(slug="population").update(cycle="daily")  # published in June 2026
    Dataset.objects.filter(slug="parks").update(cycle="daily")  # never published: not late, empty
    assert Dataset.objects.get(slug="population").freshness(timezone.now()) == "late"
    client.force_login(shelf.editor)
    assert slugs(client, show="late") == ["population"]
    page = client.get("/en/workspace/")
    assert [one.slug for one in page.context["late"]] == ["population"]


def test_more_datasets_cost_no_more_queries(
    client: Client, shelf: City, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client.force_login(shelf.editor)
    for address in (TABLE, TABLE + "?sort=quality", "/en/workspace/"):
        client.get(address)
    for number in range(40):
        dataset(f"many-{number}", shelf.department)
    for address, most in ((TABLE, 16), (TABLE + "?sort=quality", 20), ("/en/workspace/", 50)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
