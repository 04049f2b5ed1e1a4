"""The home page, organisations and themes: what stands there, what a city says of its own, and what it costs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from madang.catalog import index
from madang.catalog.models import Organisation, UsageDay
from madang.portal.find import browse, home
from madang.portal.find.front import Front, the_front
from tests.city import AT, dataset

pytestmark = pytest.mark.django_db


@pytest.fixture
def front_page(city, residents, settings, tmp_path):
    """The city of tests with an index and a folder for `home.yaml`."""
    cache.clear()
    settings.HOME = tmp_path
    index.rebuild()
    yield city
    cache.clear()


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def say(settings, text: str) -> None:
    (Path(settings.HOME) / "home.yaml").write_text(text, encoding="utf-8")


def used(slug: str, requests: int) -> None:
    UsageDay.objects.create(
        day=timezone.localdate(), dataset=slug, dialect="native", reader="anonymous", requests=requests
    )


@pytest.mark.parametrize("language", ["ko", "en"])
def test_home_shows_themes_what_is_new_and_who_publishes(client, front_page, language):
    text = page(client, f"/{language}/")
    assert f'href="/{language}/themes/population/"' in text
    assert text.index('id="new"') < text.index('id="publishers"')
    assert f'href="/{language}/datasets/residents/"' in text
    assert "303" in text, "rows of both datasets"
    assert 'id="used"' not in text, "nothing was used"
    assert 'id="asked"' not in text


def test_most_used_come_in_order_and_only_what_one_may_see(client, front_page):
    dataset("secret", front_page.department, access="internal", title={"en": "Secret plans"})
    for slug, requests in (("secret", 900), ("population", 5), ("residents", 50), ("gone", 70)):
        used(slug, requests)
    text = page(client, "/en/")
    block = text[text.index('id="used"') :].partition("</ul>")[0]
    assert block.index("/residents/") < block.index("/population/")
    assert "Secret" not in block
    client.force_login(front_page.reader)
    assert "Secret plans" in page(client, "/en/")


def test_a_city_says_its_own(client, front_page, settings):
    say(settings, "title: {ko: 우리 데이터, en: Our own data}\nwords: {en: [lamps]}\nsections: [publishers, new]\n")
    text = page(client, "/en/")
    assert "<h1>Our own data</h1>" in text
    assert "?q=lamps" in text
    assert text.index('id="publishers"') < text.index('id="new"')
    assert 'id="themes"' not in text


@pytest.mark.parametrize("odd", ["sections: [nonsense]", "title: x", "- a: [", "surprise: 1", "\x00"])
def test_an_odd_file_changes_nothing(front_page, settings, odd, caplog):
    say(settings, odd)
    assert the_front() == Front()
    assert caplog.records


def test_an_empty_city_has_a_home(client, db, settings, tmp_path):
    settings.HOME = tmp_path
    assert "Nothing is published yet" in page(client, "/en/")
    assert "Nothing is published yet" in page(client, "/en/themes/")
    assert "No organisation" in page(client, "/en/organisations/")


def test_blocks_stand_beside_one_another():
    assert home.blocks(["themes", "new", "used", "answers", "asked"]) == [
        ["themes"],
        ["new", "used"],
        ["answers"],
        ["asked"],
    ]
    assert home.blocks([]) == []


def test_an_organisation_has_what_stands_below_it_too(client, front_page):
    text = page(client, "/en/organisations/jongno/")
    assert "2 datasets" in text
    assert 'href="/en/organisations/statistics/"' in text
    assert 'href="/en/search/?organisation=jongno&amp;freshness=open-ended"' in text
    assert "/feeds/custom.atom?organisation=jongno" in text
    assert "Nothing is published yet" in page(client, "/en/organisations/transport/")


def test_names_that_begin_alike_are_told_apart(client, front_page):
    other = Organisation.objects.create(slug="jongno-2", name={"en": "Other"}, parent=front_page.region)
    dataset("of-other", other)
    index.follow()
    assert "2 datasets" in page(client, "/en/organisations/jongno/")
    assert "1 dataset<" in page(client, "/en/organisations/jongno-2/")
    tree = page(client, "/en/organisations/")
    assert "3 datasets" in tree, "of the region"


def test_themes_have_an_index(client, front_page):
    assert 'href="/ko/themes/population/"' in page(client, "/ko/themes/")
    text = page(client, "/ko/themes/population/")
    assert "/ko/datasets/residents/" in text
    assert client.get("/ko/themes/none/").status_code == 404


def test_long_lists_are_paged(client, front_page, monkeypatch):
    monkeypatch.setattr(browse, "PAGE", 1)
    first, second = page(client, "/en/themes/population/"), page(client, "/en/themes/population/?page=2")
    assert "Page 1 of 2" in first
    assert ("datasets/residents/" in first) != ("datasets/residents/" in second)
    assert page(client, "/en/themes/population/?page=999999999")


@pytest.mark.parametrize("address", ["/en/", "/en/organisations/seoul/", "/en/themes/population/"])
def test_queries_do_not_grow_with_the_catalogue(client, front_page, address):
    def queries() -> int:
        page(client, address)
        with CaptureQueriesContext(connection) as seen:
            page(client, address)
        return len(seen)

    few = queries()
    for number in range(15):
        made = dataset(f"more-{number}", front_page.department, theme=front_page.theme, issued=AT)
        used(made.slug, number + 1)
    cache.clear()
    index.follow()
    assert queries() <= few + 5, "a list of the most used comes in when there are uses"
    assert few <= 20
