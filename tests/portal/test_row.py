"""The page of a row: words for codes, links along references, the same row in the other language."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.query.model import Column, Type
from tests.api.linked.conftest import Linked, make
from tests.city import City, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def linked(city: City) -> Linked:
    return make(city)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_codes_are_words_and_references_are_links(client: Client, linked: Linked):
    text = page(client, "/en/datasets/schools/schools/row/1")
    assert 'public <span class="soft">(1)</span>' in text
    assert '<a href="http://testserver/en/datasets/areas/districts/row/11010">종로구</a>' in text
    assert "http://testserver/id/schools/schools/1" in text
    assert "/doc/schools/schools/1.ttl" in text


def test_rows_that_name_it_are_listed_with_their_count(client: Client, linked: Linked):
    text = page(client, "/ko/datasets/areas/districts/row/11010")
    assert "2행" in text
    assert "/ko/datasets/schools/schools/row/2" in text
    assert "sheet/?col=%EA%B5%AC&amp;op=eq&amp;val=11010" in text
    assert "23.91" in text
    assert "km²" in text


def test_the_other_language_shows_the_same_row(client: Client, linked: Linked):
    assert 'href="/en/datasets/areas/districts/row/a%2Fb"' in page(client, "/ko/datasets/areas/districts/row/a%2Fb")


def test_an_older_revision_says_so_cites_itself_and_follows_no_links_in(client: Client, linked: Linked):
    old = linked.districts.current
    rows = {"코드": ["11010"], "이름": ["종로"]}
    new = publish(linked.districts, rows, (Column("코드", Type.TEXT), Column("이름", Type.TEXT)))
    text = page(client, f"/en/datasets/areas/districts/row/11010?revision={old.pk}")
    assert "You are looking at revision 1 of " in text
    assert "Rows of other tables" not in text
    cited = text.split('aria-labelledby="cite"')[1].split("</section>")[0]
    assert "revision 1 (2026-06-30)" in cited
    assert f"receipt/?revision={old.pk}" in cited
    assert new.pk not in cited
    newest = page(client, "/en/datasets/areas/districts/row/11010")
    assert "revision 2 (2026-06-30)" in newest
    assert "Rows of other tables" in newest


@pytest.mark.parametrize("address", ["areas/districts/row/nope", "areas/nothing/row/1", "population/districts/row/1"])
def test_what_names_no_row_is_a_page_that_says_so(client: Client, linked: Linked, address: str):
    answer = client.get(f"/ko/datasets/{address}")
    assert answer.status_code == 404
    assert b"<html" in answer.content


def test_words_of_the_data_are_no_markup(client: Client, linked: Linked):
    linked.schools.columns.filter(name="설립").update(codes={"1": {"ko": "<script>1</script>", "en": "<b>"}})
    text = page(client, "/ko/datasets/schools/schools/row/1")
    assert "<script>1" not in text
    assert "&lt;script&gt;1" in text


def test_restricted_rows_have_no_page(client: Client, linked: Linked):
    linked.schools.dataset.access = "restricted"
    linked.schools.dataset.save()
    assert client.get("/ko/datasets/schools/schools/row/1").status_code == 403
    assert "schools" not in page(client, "/ko/datasets/areas/districts/row/11010")


def test_the_sheet_leads_to_the_rows(client: Client, linked: Linked):
    text = page(client, "/en/datasets/counts/yearly/sheet/")
    assert '<a href="/en/datasets/counts/yearly/row/2025/x%20y">' in text
    assert "/row/" not in page(client, "/en/datasets/population/districts/sheet/")
    assert "/row/" not in page(client, "/en/datasets/counts/yearly/sheet/?show=%EA%B5%AC")
