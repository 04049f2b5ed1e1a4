"""The sheet as it is served: figures over columns, filters, order, columns, pages, exports and links of exactly what is seen."""

from __future__ import annotations

import csv
import html
import io
import re
import threading
from urllib.parse import urlencode

import pyarrow as pa
import pytest

from madang.api.budgets import spending
from madang.catalog.citations import Citation
from madang.catalog.models import Column as Said
from madang.catalog.models import Resource
from madang.lib.budgets import Budget
from madang.query.model import Column, Type
from tests.city import dataset
from tests.portal import layers
from tests.portal.test_pages import text_of

pytestmark = pytest.mark.django_db
SHEET = "/en/datasets/residents/dong/sheet/"


def asked(*pairs: tuple[str, str], address: str = SHEET) -> str:
    return f"{address}?{urlencode(pairs)}"


def cells(page: str, column: int) -> list[str]:
    """The texts of a column of the body, counted from 1; 0 is the number of the row."""
    body = page.split("<tbody>")[1].split("</tbody>")[0]
    lines = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    found = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.DOTALL)[column] for line in lines]
    return [html.unescape(re.sub(r"<[^>]+>", "", text)) for text in found]


def numbers(page: str, column: int) -> list[int]:
    return [int(text.replace(",", "")) for text in cells(page, column)]


def count(page: str) -> int:
    return int(re.search(r"<strong>([\d,]+) rows?</strong>", page)[1].replace(",", ""))


@pytest.fixture
def mixed(city) -> Resource:
    """Codes with words, missing values beside empty texts, an address, a long text."""
    resource = Resource.objects.create(dataset=dataset("mixed", city.department), name="t", title={"ko": "표"})
    table = pa.table({
        "kind": ["A", "B", "A", None], "note": ["", None, "x" * 500, "<i>y</i>\nz"],
        "link": ["https://example.org/?a=1&b=2", "javascript:alert(1)", None, ""], "n": [1, 2, 3, 4],
    })  # fmt: skip
    columns = [Column(name, Type.TEXT) for name in table.column_names[:3]] + [Column("n", Type.INTEGER)]
    layers.put(resource, table, tuple(columns))
    Said.objects.create(
        resource=resource, name="kind", codes={"A": {"en": "Apple", "ko": "사과"}, "B": {"en": "Bear", "ko": "곰"}}
    )
    Said.objects.create(resource=resource, name="note", missing={"en": "nobody asked", "ko": "묻지 않음"})
    return resource


def test_each_bar_leads_to_as_many_rows_as_it_says(client, residents):
    page = text_of(client.get(SHEET))
    bars = re.findall(r'name="bar" value="([\d.]+)"[^>]*>.*?<span class="bar-rows">([\d,]+)</span>', page, re.DOTALL)
    assert len({value.split(".")[0] for value, _ in bars}) >= 3
    for value, rows in bars:
        moved = client.get(asked(("bar", value)))
        assert moved.status_code == 302
        assert "bar=" not in moved["Location"]
        assert count(text_of(client.get(moved["Location"]))) == int(rows.replace(",", ""))


def test_the_same_bar_again_takes_its_filter_away(client, residents):
    once = client.get(asked(("bar", "1.0")))["Location"]
    again = client.get(once + "&bar=1.0")["Location"]
    assert again == SHEET
    assert count(text_of(client.get(client.get(asked(("bar", "2.missing")))["Location"]))) == 1


def test_order_by_several_columns(client, residents):
    page = text_of(client.get(asked(("sort", "자치구"), ("sort", "-인구"))))
    names, people = cells(page, 2), numbers(page, 3)
    pairs = list(zip(names, people, strict=True))
    assert pairs == sorted(pairs, key=lambda pair: (pair[0], -pair[1]))
    assert 'aria-sort="descending"' in page
    assert "↓2" in page


def test_chosen_columns_stand_in_their_order_and_move(client, residents):
    state = (("show", "인구"), ("show", "행정동"))
    page = text_of(client.get(asked(*state)))
    assert re.findall(r'abbr="([^"]+)"', page) == ["인구", "행정동"]
    moved = client.get(asked(*state, ("up", "행정동")))["Location"]
    assert re.findall(r'abbr="([^"]+)"', text_of(client.get(moved))) == ["행정동", "인구"]


def test_what_is_exported_is_what_is_seen(client, residents):
    state = (
        ("col", "자치구"),
        ("op", "eq"),
        ("val", "마포구"),
        ("show", "인구"),
        ("show", "행정동"),
        ("sort", "-인구"),
        ("size", "100"),
    )
    page = text_of(client.get(asked(*state)))
    [address] = re.findall(r'<a href="([^"]+)" download>CSV</a>', page)
    body = b"".join(client.get(html.unescape(address)).streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(body)))
    assert list(lines[0]) == ["인구", "행정동"]
    assert [int(line["인구"]) for line in lines] == numbers(page, 1)
    assert [line["행정동"] for line in lines] == cells(page, 2)


def test_pages_of_any_size(client, residents):
    page = text_of(client.get(asked(("size", "100"), ("page", "3"))))
    assert cells(page, 0)[0] == "201"
    assert len(cells(page, 0)) == 100
    assert "Rows 201 to 300 of 300" in page
    assert client.get(asked(("size", "100"), ("goto", "2")))["Location"] == asked(("size", "100"), ("page", "2"))


@pytest.mark.parametrize(
    ("pairs", "said"),
    [((("page", "99"),), "There is no page 99"), ((("col", "없음"), ("op", "eq"), ("val", "1")), "There is no column “없음”"),
     ((("col", "인구"), ("op", "is"), ("val", "1")), "“is” is no comparison"), ((("page", "zwei"),), "“page=zwei” is no number"),
     ((("col", "인구"), ("op", "ge"), ("val", "viel")), "cannot be compared"), ((("sort", "x" * 500),), "There is no column"),
     ((("row", "301"),), "No row fits"), ((("bar", "9.9"),), "300 rows"), ((("bar", "1.99"),), "300 rows"), ((("bar", "²"),), "300 rows"),
     ((("up", "없음"),), "300 rows"), ((("text", "\0"),), "300 rows"), ((("page", "9" * 18),), "There is no page")],
)  # fmt: skip
def test_odd_addresses_are_answered_with_help(client, residents, pairs, said):
    answer = client.get(asked(*pairs), follow=True)
    assert said in text_of(answer)


def test_a_line_without_a_value_offers_what_fits_its_column(client, residents):
    page = text_of(client.get(asked(("col", "기준일"), ("op", "between"), ("val", ""), ("to", ""))))
    assert page.count('type="date"') == 2
    assert "300 rows" in page
    assert re.search(r'<option value="ge"[^>]*>from</option>', page)
    assert 'value="has"' not in page


def test_codes_have_words_and_missing_is_not_empty(client, mixed):
    page = text_of(client.get("/en/datasets/mixed/t/sheet/"))
    assert cells(page, 1)[:2] == ["A Apple", "B Bear"]
    notes = cells(page, 2)
    assert notes[0] == "empty text"
    assert "missing: nobody asked" in notes[1]
    assert re.search(r"<details><summary>x{120}…</summary><div>x{500}</div></details>", page)
    assert "<i>y" not in page
    assert 'href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener ugc"' in page
    assert 'href="javascript' not in page
    only = text_of(
        client.get(asked(("col", "note"), ("op", "blank"), ("val", ""), address="/en/datasets/mixed/t/sheet/"))
    )
    assert numbers(only, 4) == [1]
    line = text_of(
        client.get(asked(("col", "kind"), ("op", "eq"), ("val", "B"), address="/ko/datasets/mixed/t/sheet/"))
    )
    assert '<option value="B" selected>B · 곰</option>' in line


def test_readers_see_labels_in_their_language_and_addresses_keep_names(client, mixed):
    Said.objects.create(resource=mixed, name="n", label={"en": "How many", "ko": "개수"})
    there = "/datasets/mixed/t/sheet/"
    page = text_of(client.get(asked(("col", "n"), ("op", "eq"), ("val", "many"), address=f"/en{there}")))
    assert re.search(
        r'data-column="n"[^>]*>How many</a><span class="head-type"><span class="column-name">n</span>', page
    )
    assert '<option value="n" selected>How many (n)</option>' in page
    assert "“many” cannot be compared with “How many”" in page
    assert "Expected: a number, for example 30000." in page
    assert 'name="show" value="n"' in page
    assert '<h2 class="unseen">Rows</h2>' in page
    assert ">개수</a>" in text_of(client.get(f"/ko{there}"))
    about = text_of(client.get("/en/datasets/mixed/"))
    assert '<th scope="row">How many<span class="head-type">n</span>' in about


def test_a_row_is_found_again_by_its_number_in_its_revision(client, residents):
    page = text_of(client.get(asked(("sort", "-인구"))))
    address = html.unescape(re.search(r'class="row-number"><a href="([^"]+)"', page)[1])
    assert f"revision={residents.current_id}" in address
    row = text_of(client.get(address))
    assert cells(row, 1) == cells(page, 1)[:1]
    assert "permanent link" in row


def test_the_sheet_can_be_cited_as_it_is(client, residents):
    page = text_of(client.get(asked(("col", "자치구"), ("op", "eq"), ("val", "중구"), ("show", "인구"))))
    cite = html.unescape(re.search(r'href="([^"]+citations/new/[^"]+)"', page)[1])
    assert "자치구 = &#x27;중구&#x27;" in text_of(client.get(cite))
    assert Citation.objects.count() == 0
    made = client.post(cite)
    assert made.status_code == 302
    citation = Citation.objects.get()
    assert (citation.rows, citation.question) == (60, {"select": "인구", "where": "자치구 = '중구'"})
    assert text_of(client.get(made["Location"]))
    assert client.post(cite)["Location"] == made["Location"]


def test_new_citations_are_counted(client, residents, monkeypatch, settings, tmp_path):
    monkeypatch.setitem(spending.CITATIONS, "anonymous", 1)
    counts = spending.Tally(tmp_path / "counts", "secret")
    monkeypatch.setattr(spending, "tally", lambda: counts)
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(1000, 10**9, 2)}
    cite = "/en/citations/new/residents/dong/"
    codes = [client.post(asked(("row", number), address=cite)).status_code for number in ("1", "1", "2")]
    assert codes == [302, 302, 429]


def test_an_older_revision_stays_pinned_everywhere(client, residents):
    old = residents.revisions.get(number=1)
    page = text_of(
        client.get(f"{SHEET}?revision={old.pk}&col=%EC%9E%90%EC%B9%98%EA%B5%AC&op=eq&val=%EC%A4%91%EA%B5%AC")
    )
    links = [html.unescape(one) for one in re.findall(r'href="([^"]*/sheet/\?[^"]*)"', page)]
    assert len(links) > 20
    assert all("revision=" + old.pk in link for link in links)
    assert f"revision={old.pk}" in client.get(f"{SHEET}?revision={old.pk}&bar=1.0")["Location"]


def test_htmx_gets_the_state_without_another_request(client, residents):
    answer = client.get(
        asked(("bar", "1.0"), ("col", ""), ("op", "has"), ("val", ""), ("to", "")), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "bar=" not in answer["HX-Push-Url"]
    assert "op=eq" in answer["HX-Push-Url"]


def test_a_wide_table_is_shown_in_parts_and_stays_small(client, city):
    resource = Resource.objects.create(dataset=dataset("wide", city.department), name="t", title={"ko": "표"})
    names = [f"column {n}" for n in range(200)]
    layers.put(
        resource, pa.table({name: list(range(60)) for name in names}), tuple(Column(n, Type.INTEGER) for n in names)
    )
    assert "are being counted" in text_of(client.get("/en/datasets/wide/t/sheet/"))
    [counting] = [thread for thread in threading.enumerate() if thread.name == "profile"]
    counting.join(60)
    answer = client.get("/en/datasets/wide/t/sheet/")
    page = text_of(answer)
    assert len(answer.content) < 400_000
    assert "40 of 200 columns" in page
    assert page.count('class="head-bars"') == 40
    after = html.unescape(re.search(r'href="([^"]+from=41[^"]*)"', page)[1])
    assert 'abbr="column 79"' in text_of(client.get(after))
    chosen = text_of(client.get("/en/datasets/wide/t/sheet/?show=column+199&show=column+3"))
    assert re.findall(r'abbr="([^"]+)"', chosen) == ["column 199", "column 3"]


def test_an_empty_table_has_a_sheet(client, city):
    resource = Resource.objects.create(dataset=dataset("none", city.department), name="t", title={"ko": "표"})
    layers.put(resource, pa.table({"a": pa.array([], pa.int64())}), (Column("a", Type.INTEGER),))
    assert "No row fits" in text_of(client.get("/en/datasets/none/t/sheet/"))


def test_what_may_not_be_read_cannot_be_cited(client, city, residents):
    address = "/en/citations/new/residents/dong/"
    residents.dataset.access = "restricted"
    residents.dataset.save()
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
    assert Citation.objects.count() == 0
