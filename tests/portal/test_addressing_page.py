"""An officer gives a table the names that clients of other portals know."""

from __future__ import annotations

import pytest

from madang.catalog.models import Resource
from madang.ingest.addressing import addressing

pytestmark = pytest.mark.django_db
ADDRESS = "/en/datasets/population/districts/addressing/"


def test_an_editor_sets_names_and_meets_them_on_the_page_of_the_api(client, city):
    client.force_login(city.editor)
    assert (
        'href="/en/datasets/population/districts/addressing/"'
        in client.get("/en/datasets/population/").content.decode()
    )
    sent = {"services": "GuPopulation\r\n\r\n 구인구 ", "arguments": "인구\n자치구", "key": "자치구"}
    assert client.post(ADDRESS, sent).headers["Location"] == "/en/datasets/population/districts/api/"
    assert addressing(Resource.objects.get(pk=city.resource.pk)) == {
        "services": ["GuPopulation", "구인구"], "arguments": ["인구", "자치구"], "key": ["자치구"],
    }  # fmt: skip
    page = client.get("/ko/datasets/population/districts/api/").content.decode()
    assert "http://testserver/sample/json/GuPopulation/1/5/" in page
    assert "인구 / 자치구" in page
    again = client.get(ADDRESS).content.decode()
    assert "GuPopulation\n구인구</textarea>" in again


def test_what_cannot_be_is_said_in_the_readers_language_and_what_was_written_stays(client, city):
    client.force_login(city.editor)
    page = client.post(
        ADDRESS.replace("/en/", "/ko/"), {"services": "a b", "arguments": "없음", "key": ""}
    ).content.decode()
    assert "services: a b은(는) 쓸 수 없습니다" in page or "쓸 수 없습니다" in page
    assert "a b</textarea>" in page


def test_others_see_no_form(client, city):
    assert client.get(ADDRESS).status_code == 302
    client.force_login(city.reader)
    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, {"services": "a"}).status_code == 403
    assert "addressing" not in client.get("/en/datasets/population/districts/api/").content.decode()
