"""The page of results: why something was found, what narrows it, what is left when nothing fits, and what it costs."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.catalog import index
from madang.catalog.models import Theme
from madang.catalog.ranges import day
from madang.portal.find import asked as asked_page
from madang.portal.find.asked import Asked
from madang.portal.find.reasons import Sought
from tests.city import dataset

pytestmark = pytest.mark.django_db
MARKED = re.compile(r"<mark>(.*?)</mark>")


@pytest.fixture
def found(city, residents):
    """The city of tests in an index."""
    index.rebuild()
    return city


def page(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content[:300]
    return response.content.decode()


def links(text: str, kind: str) -> list[str]:
    return [link.replace("&amp;", "&") for link in re.findall(rf'<a class="{kind}" href="([^"]*)"', text)]


@pytest.mark.parametrize(("language", "word"), [("ko", "인구"), ("en", "Population")])
def test_the_words_are_marked_where_they_stand(client, found, language, word):
    text = page(client, f"/{language}/search/?q={word}")
    assert f"<mark>{word}</mark>" in text


def test_columns_tell_why_a_dataset_was_found(client, found):
    text = page(client, "/en/search/?q=행정동")
    why = text[text.index('class="small why"') :]
    assert MARKED.findall(why)[0] == "행정동"


def test_one_search_call_a_page_and_a_fixed_number_of_queries(client, found, monkeypatch):
    calls, plain = [], asked_page.index.search

    def counted(*given, **named):
        calls.append(given)
        return plain(*given, **named)

    def queries(address: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            page(client, address)
        return len(seen)

    monkeypatch.setattr(asked_page.index, "search", counted)
    page(client, "/ko/search/?q=인구")  # what is looked up once a process is looked up
    few = queries("/ko/search/?q=인구")
    assert len(calls) == 2
    for number in range(12):
        dataset(f"more-{number}", found.department, title={"ko": f"인구 {number}"}, theme=found.theme)
    index.follow()
    assert queries("/ko/search/?q=인구") <= few + 1
    assert queries("/ko/search/?q=인구&theme=population&organisation=seoul&format=csv") <= few + 3
    assert few <= 12


def test_a_chip_removes_one_filter_and_keeps_the_rest(client, found):
    text = page(client, "/en/search/?q=인구&theme=population&theme=health&origin=observed&sort=rows&page=7")
    told = [parse_qs(urlsplit(link).query) for link in links(text, "chip")]
    assert {"q": ["인구"], "theme": ["population"], "origin": ["observed"], "sort": ["rows"]} in told
    assert {"q": ["인구"], "theme": ["population", "health"], "sort": ["rows"]} in told
    assert {"q": ["인구"]} in told, "all at once"
    assert len(told) == 4


def test_more_than_eight_values_stand_behind_a_fold_and_chosen_ones_before_it(client, found):
    for number in range(12):
        theme = Theme.objects.create(slug=f"theme-{number:02}", name={"en": f"Theme {number:02}"})
        dataset(f"of-{number}", found.department, theme=theme)
    index.follow()
    text = page(client, "/en/search/?theme=theme-11")
    facet = text[text.index("<legend>Theme</legend>") :].partition("</fieldset>")[0]
    first, fold, more = facet.partition("<details")
    assert fold
    assert re.findall(r'value="([^"]+)" checked', first) == ["theme-11"]
    assert first.count("checkbox") == 8
    assert more.count("checkbox") == 5
    assert "5 more" in more


def test_what_only_resembles_is_said_to_and_nothing_at_all_offers_a_way(client, found):
    assert "Nothing holds “populatoin”. This is what “population” finds:" in page(client, "/en/search/?q=populatoin")
    nothing = page(client, "/en/search/?q=qqqqqq")
    assert "Nothing fits this search" in nothing
    assert 'class="hits"' not in nothing


ODD = ["page=0", "page=-1", "page=x", "page=²", "page=99999999999999999999", "sort=beauty", "theme=%00", "theme=", "q=%00%1f",
     "q=" + "가" * 5000,
     "theme=" + "&theme=".join(map(str, range(300))), "q=(((%22&organisation='", "q=%3Cscript%3Ealert(1)%3C/script%3E", "colour=red",
     "q=ㅇㄱ", "q=*", "q=%F0%9F%9A%8C", "q=%ff", "freshness=never", "period=x", "place=%00",
     "from=0000", "from=2020-13", "to=9999-99-99", "bbox=1,2,3", "bbox=nan,nan,nan,nan",
     "bbox=-999,0,0,0", "from=2020-02&to=2019",
     "bbox=170,-10,-170,10", "from=%00", "to=%D9%A2%D9%A0%D9%A2%D9%A0"]  # fmt: skip


def test_odd_addresses_break_nothing(client, found):
    for query in ODD:
        text = page(client, f"/ko/search/?{query}")
        assert "<script>alert" not in text, query


def test_the_words_of_a_stranger_stay_words(client, found):
    dataset(
        "evil",
        found.department,
        title={"ko": "<b>인구</b> & <script>x</script>"},
        description={"ko": "인구 <img src=x onerror=1>"},
    )
    index.follow()
    text = page(client, "/ko/search/?q=인구")
    assert "&lt;b&gt;<mark>인구</mark>&lt;/b&gt; &amp; &lt;script&gt;" in text
    assert "<img src=x" not in text


def test_a_text_of_the_other_language_says_so(client, found):
    dataset("only-korean", found.department, title={"ko": "가로등 위치"})
    index.follow()
    assert '<span lang="ko"><mark>가로등</mark> 위치</span>' in page(client, "/en/search/?q=가로등")


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [("인구를", "총인구와 인구밀도", ["인구", "인구"]), ("bus stops", "Busy bus stops", ["bus", "stops"]),
     ("library", "Libraries, not Librarian", ["Libraries"]),
     ("ㅇㄱ", "동별 인구 현황", ["인구"]), ("ㅁㅈㅂ", "동별 인구", []), ("the", "The other", ["The"]),
     ("pm2.5", "PM2.5와 PM10", ["PM2.5"]), ("", "인구", []), ("a+b(c", "a+b(c", ["b", "c"])],
)  # fmt: skip
def test_marks(asked, text, marked):
    assert MARKED.findall(Sought.of(asked).marked(text)) == marked


def test_an_excerpt_begins_near_the_word_and_loses_its_markup():
    text = "**첫** [줄](https://example.org/) `x` 2015~2020년 a_b " + "말 " * 200 + "가로등이 있습니다."
    sought = Sought.of("가로등")
    assert sought.excerpt(text).startswith("… 말")
    assert "가로등" in sought.excerpt(text)[:220]
    assert Sought().excerpt(text).startswith("첫 줄 x 2015~2020년 a_b 말")


def test_markup_without_end_costs_little():
    assert len(Sought.of("x").excerpt("[" * 200_000)) <= 20_000


def test_the_same_search_has_one_query_string():
    from django.http import QueryDict

    one = Asked.read(QueryDict("theme=b&q= 인구 &theme=a&page=3&x=1"))
    assert one.query == Asked.read(QueryDict("q=인구&theme=b&theme=a&theme=a")).query
    assert Asked.read(QueryDict(one.query)).query == one.query


def test_days_and_a_box_narrow_and_can_be_taken_back(client, found, squares):
    dataset(
        "old",
        found.department,
        title={"en": "Lamps of old"},
        period_start=date(1990, 1, 1),
        period_end=date(1995, 6, 30),
    )
    dataset("new", found.department, title={"en": "Lamps of today"}, period_start=date(2020, 1, 1))
    index.follow()
    for query, shown in (
        ("from=1995&to=1999", "old"),
        ("to=1995-07", "old"),
        ("from=1995-07", "new"),
        ("from=2020-03-01", "new"),
    ):
        text = page(client, f"/en/search/?q=lamps&{query}")
        assert f"/datasets/{shown}/" in text, query
        assert "<strong>1 dataset</strong>" in text, query
        assert "?q=lamps" in links(text, "chip")[0]
    assert "/datasets/squares/" in page(client, "/en/search/?bbox=126.9,37.5,127,37.6")
    assert "/datasets/squares/" not in page(client, "/en/search/?bbox=-3,53,-2,54")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2020", "2020-01-01", "2020-12-31"), ("2020-2", "2020-02-01", "2020-02-29"), ("2020-02-03", "2020-02-03", "2020-02-03"),
     ("2020-13", None, None),
     ("0000", None, None), ("x", None, None), ("", None, None), ("2020-02-30", None, None), ("２０２０", None, None)],
)  # fmt: skip
def test_days(text, first, last):
    assert [str(day(text)), str(day(text, last=True))] == [str(first), str(last)]
