"""Saved searches: kept by name, asked anew, seen by their owner alone; any search has a feed."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import feedparser
import pytest

from madang.accounts import saved_searches
from madang.accounts.saved_searches import SavedSearch
from madang.catalog import index
from tests.city import AT, dataset

pytestmark = pytest.mark.django_db
KEEP = "/ko/searches/keep/"


@pytest.fixture
def found(city, residents):
    index.rebuild()
    return city


def test_nobody_saves_without_an_account(client, found):
    assert client.get("/ko/searches/").status_code == 302
    assert client.post(KEEP, {"name": "인구", "query": "q=인구"}).status_code == 302
    assert not SavedSearch.objects.exists()
    assert "keep-search" not in client.get("/ko/search/?q=인구").content.decode()


def test_save_look_and_forget(client, found):
    client.force_login(found.citizen)
    assert 'form="keep-search"' in client.get("/ko/search/?q=인구").content.decode()
    client.post(KEEP, {"name": "  동네\n인구 ", "query": "q=인구&theme=population&page=4&evil=1"})
    saved = SavedSearch.objects.get()
    assert (saved.name, saved.query) == ("동네 인구", "q=%EC%9D%B8%EA%B5%AC&theme=population")
    SavedSearch.objects.update(looked_at=AT)
    assert "새로운 것 없음" in client.get("/ko/searches/").content.decode()
    SavedSearch.objects.update(looked_at=AT - timedelta(days=1))
    assert "데이터셋 2개" in client.get("/ko/searches/").content.decode()
    answer = client.post(f"/ko/searches/{saved.pk}/look/")
    assert (answer.status_code, answer["Location"]) == (303, f"/ko/search/?{saved.query}")
    saved.refresh_from_db()
    assert saved.looked_at > AT - timedelta(days=1)
    client.post(f"/ko/searches/{saved.pk}/forget/")
    assert not SavedSearch.objects.exists()


def test_the_same_name_is_the_same_search(client, found):
    client.force_login(found.citizen)
    for query in ("q=a", "q=b"):
        client.post(KEEP, {"name": "one", "query": query})
    assert [one.query for one in SavedSearch.objects.all()] == ["q=b"]


def test_a_saved_search_is_its_owners(client, found):
    saved = saved_searches.keep(found.citizen, "mine", "q=secret-words")
    client.force_login(found.stranger)
    assert "secret-words" not in client.get("/ko/searches/").content.decode()
    assert client.post(f"/ko/searches/{saved.pk}/look/").status_code == 404
    assert client.post(f"/ko/searches/{saved.pk}/forget/").status_code == 404
    assert SavedSearch.objects.count() == 1


def test_looking_needs_a_form(client, found):
    saved = saved_searches.keep(found.citizen, "mine", "q=x")
    client.force_login(found.citizen)
    assert client.get(f"/ko/searches/{saved.pk}/look/").status_code == 405
    assert client.get(KEEP).status_code == 405


@pytest.mark.parametrize(
    ("sent", "status"),
    [({"name": "", "query": ""}, 400), ({"name": "x" * 101, "query": "q=a"}, 400), ({"name": "\0", "query": ""}, 400),
     ({"name": "x", "query": "theme=" + "&theme=".join("가" * 30 + str(n) for n in range(60))}, 400),
     ({"name": "<script>", "query": "%ff=%00&q=%ff"}, 302), ({"query": "q=named by its words"}, 302)],
)  # fmt: skip
def test_odd_forms(client, found, sent, status):
    client.force_login(found.citizen)
    assert client.post(KEEP, sent).status_code == status
    assert "<script>x" not in client.get("/ko/searches/").content.decode()


def test_there_is_a_limit(client, found, monkeypatch):
    monkeypatch.setattr(saved_searches, "MOST", 2)
    client.force_login(found.citizen)
    assert [client.post(KEEP, {"name": f"n{n}", "query": ""}).status_code for n in range(3)] == [302, 302, 409]
    assert client.post(KEEP, {"name": "n1", "query": "q=changed"}).status_code == 302


def test_a_search_has_a_feed_with_its_facets(client, found):
    dataset("lamps", found.elsewhere, title={"ko": "가로등 인구"})
    index.follow()
    text = client.get("/en/search/?q=인구&organisation=transport").content.decode()
    address = html.unescape(re.findall(r'title="Atom feed of this search" href="([^"]*)"', text)[0])
    feed = feedparser.parse(client.get(address).content)
    assert [entry.title for entry in feed.entries] == ["가로등 인구"]
    everything = feedparser.parse(client.get("/feeds/custom.atom?q=인구").content)
    assert len(everything.entries) == 3
    both = feedparser.parse(
        client.get("/feeds/custom.atom?q=인구&organisation=transport&organisation=statistics").content
    )
    assert len(both.entries) == 3


def test_a_feed_is_narrowed_by_days(client, found):
    found.dataset.period_start = date(2020, 1, 1)
    found.dataset.save()
    index.follow()
    titles = [one.title for one in feedparser.parse(client.get("/feeds/custom.atom?from=2019&lang=en").content).entries]
    assert titles == ["Population by district"]
    assert feedparser.parse(client.get("/feeds/custom.atom?to=2019").content).entries == []
    assert client.get("/feeds/custom.atom?from=never").status_code == 400
    assert client.get("/feeds/custom.atom?bbox=1,2").status_code == 400


@pytest.mark.parametrize("query", ["theme=%00", "organisation=", "theme=no-such", "origin=%ff"])
def test_odd_facets_of_a_feed_break_nothing(client, found, query):
    assert client.get(f"/feeds/custom.atom?{query}").status_code in (200, 400)
