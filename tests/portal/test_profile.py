"""The view "Quality", and the same for programs."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pyarrow as pa
import pytest

from madang.accounts.policy import Actor
from madang.catalog.models import Resource
from madang.ingest import publish
from madang.query.model import Column, Type
from madang.query.profile import kept
from tests.city import dataset
from tests.portal import layers
from tests.portal.test_pages import text_of

pytestmark = pytest.mark.django_db
PAGE = "/en/datasets/residents/dong/profile/"
API = "/api/v1/datasets/residents/resources/dong/profile"


@pytest.fixture
def odd(city) -> Resource:
    """Days with a gap, a number far out, names that are markup."""
    made = dataset("odd", city.department)
    resource = Resource.objects.create(dataset=made, name="t", title={"ko": "표"})
    days = [date(2026, 1, 1) + timedelta(n) for n in range(40) if n not in (9, 10)]
    table = pa.table({"날": days, "<b>값</b>": [*range(37), 10_000], "글": ["<script>x"] * 38})
    layers.put(resource, table, (Column("날", Type.DATE), Column("<b>값</b>", Type.INTEGER), Column("글", Type.TEXT)))
    return resource


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_tells_of_each_column_and_leads_to_its_rows(client, residents, language):
    page = text_of(client.get(PAGE.replace("en", language, 1)))
    assert [name for name in ("행정동", "자치구", "인구", "기준일") if f">{name}</h3>" in page] == [
        "행정동",
        "자치구",
        "인구",
        "기준일",
    ]
    links = re.findall(r'<a href="([^"]+sheet/\?[^"]+)"><span class="bar-label">([^<]+)</span>', page)
    assert len(links) > 10
    for link, _ in links[:12]:
        assert "No row fits" not in text_of(client.get(link.replace("&amp;", "&")))


def test_what_is_odd_is_named_with_its_row(client, odd):
    page = text_of(client.get("/en/datasets/odd/t/profile/"))
    assert "1 row lies far from the others" in page
    [address] = re.findall(r'href="([^"]+row=38)"', page)
    assert "10,000" in text_of(client.get(address.replace("&amp;", "&")))
    assert "2026-01-09 → 2026-01-12" in page
    assert "<b>값" not in page
    assert "<script>x" not in page


def test_what_the_receipt_found_in_a_column_stands_beside_it(client, residents):
    page = text_of(client.get(PAGE))
    assert "Blanks were removed." in page.split(">인구</h3>")[1].split("</article>")[0]


def test_the_score_says_what_to_do(client, residents):
    page = text_of(client.get(PAGE))
    assert re.search(r"[\d.]+ of \d+ points", page)
    assert "Add some words that people search with." in page
    residents.dataset.keywords = {"ko": ["인구"]}
    residents.dataset.save()
    assert "Add some words that people search with." not in text_of(client.get(PAGE))


def test_a_wide_table_is_told_in_parts(client, city):
    resource = Resource.objects.create(dataset=dataset("wide", city.department), name="t", title={"ko": "표"})
    names = [f"c{n}" for n in range(90)]
    layers.put(resource, pa.table({name: [1, 2] for name in names}), tuple(Column(n, Type.INTEGER) for n in names))
    first, last = (text_of(client.get(f"/en/datasets/wide/t/profile/{q}")) for q in ("", "?from=81"))
    assert ">c39</h3>" in first
    assert ">c40</h3>" not in first
    assert ">c89</h3>" in last
    assert text_of(client.get("/en/datasets/wide/t/profile/?from=x"))


def test_programs_get_the_same(client, residents):
    told = client.get(API).json()
    assert (told["dataset"], told["rows"]) == ("residents", 300)
    by_name = {column["name"]: column for column in told["columns"]}
    assert (by_name["인구"]["missing"], by_name["자치구"]["distinct"]) == (1, 5)
    assert by_name["자치구"]["frequent"][0]["rows"] == 60
    old = residents.revisions.get(number=1)
    assert client.get(f"{API}?revision={old.pk}").json()["rows"] == 280
    score = client.get("/api/v1/datasets/residents/quality").json()
    assert score["points"] == pytest.approx(sum(one["points"] for one in score["reasons"]))


def test_of_restricted_withdrawn_and_hidden_rows_nothing_is_told(client, city, residents):
    old = residents.revisions.get(number=1)
    assert client.get(f"{PAGE}?revision={old.pk}").status_code == 200
    publish.withdraw(old, "이름", Actor(city.publisher))
    assert client.get(f"{PAGE}?revision={old.pk}").status_code == 410
    residents.dataset.access = "restricted"
    residents.dataset.save()
    client.force_login(city.administrator)
    assert {client.get(address).status_code for address in (PAGE, API)} == {403}
    assert "/profile/" not in text_of(client.get("/en/datasets/residents/"))
    client.logout()
    residents.dataset.access, residents.dataset.state = "open", "draft"
    residents.dataset.save()
    addresses = (PAGE, API, "/api/v1/datasets/residents/quality", "/api/v1/datasets/nowhere/quality")
    assert {client.get(address).status_code for address in addresses} == {404}


def test_while_it_is_counted_pages_and_programs_are_told(client, residents, monkeypatch):
    monkeypatch.setattr(kept, "FEW_CELLS", 0)
    monkeypatch.setattr(kept, "_begin", lambda table: None)
    assert "are being counted" in text_of(client.get(PAGE))
    assert "are being counted" in text_of(client.get("/en/datasets/residents/dong/sheet/"))
    answer = client.get(API)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


@pytest.mark.parametrize(
    "query", ["?from=99999999999999999999", "?from=-1", "?from=%00", "?from=²", "?as_of=x", "?revision=%F0%9F"]
)
def test_odd_addresses_have_a_page(client, residents, query):
    assert client.get(PAGE + query).status_code < 500
