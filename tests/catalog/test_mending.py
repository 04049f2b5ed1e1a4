"""Slips, the other keyboard, words written together and initial consonants find what was meant, and say what was looked for."""

from __future__ import annotations

import pytest

from madang.catalog import index
from madang.catalog.scope import PUBLIC, Scope
from madang.catalog.search import ENOUGH, complete, search, suggest
from tests.city import dataset

HOSTILE = [
    "\0", "\x1b[31m", "'; DROP TABLE x;--", "<script>alert(1)</script>", "a" * 5000, "ㅋ" * 500, "가" * 3000, "((((((", "title:*",
    "ㄱ ㄴ ㄷ", "=인구", "２０２３", "🚲", "ﷺ", "e\u0301" * 50, "and or not", "*", "ㅇㅣㄴ" * 40, "0" * 400, "١٩٩٩", "\u200b인\u200b구",
    "a.b.c.d" * 80, "인구 " * 300,
]  # fmt: skip


@pytest.fixture
def shelf(indexed):
    """Bikes, libraries and car parks beside the population."""
    for slug, ko, en in (
        ("bikes", "자전거 대여소", "Bicycle stations"),
        ("libraries", "공공도서관", "Public libraries"),
        ("car-parks", "공영주차장", "Car parks"),
        ("shelters", "무더위쉼터", "Heat shelters"),
    ):
        dataset(slug, indexed.elsewhere, title={"ko": ko, "en": en})
    index.follow()
    return indexed


SLIPS = (
    ("dlsrn", "population", "인구"),
    ("ㅔㅐㅔㅕㅣㅁ샤ㅐㅜ", "population", "population"),
    ("인규", "population", "인구"),
    ("ㅇㅣㄴ구", "population", "인구"),
    ("popluation", "population", "population"),
    ("libary", "libraries", "libraries"),
    ("도서괸", "libraries", "도서관"),
    ("carparks", "car-parks", "car parks"),
    ("bicycel stations", "bikes", "bicycle stations"),
)


def test_slips(shelf):
    for typed, slug, meant in SLIPS:
        found = search(typed)
        assert (found.hits[0].slug, found.meant) == (slug, meant), typed
        assert found.near
        assert found.sure == 0


def test_initial_consonants_in_any_place(shelf):
    for typed, slug in {
        "ㅇㄱ": "population",
        "ㄷㅅㄱ": "libraries",
        "ㅈㅈㄱ ㄷㅇㅅ": "bikes",
        "ㅈㅊㅈ": "car-parks",
    }.items():
        found = search(typed)
        assert found.hits[0].slug == slug, typed
        assert not found.near


def test_a_slip_in_a_longer_question_leaves_the_other_words(shelf):
    assert search("자전거 대여서").hits[0].slug == "bikes"


def test_what_fits_all_words_comes_before_what_fits_half(shelf):
    found = search("public libraries")
    assert (found.hits[0].slug, found.sure, found.near) == ("libraries", 1, False)
    assert found.total < ENOUGH * 2


def test_narrowing_never_widens(shelf):
    """`자치구 인구` fits one dataset; with a facet that it does not have, nothing is left, not what fits half."""
    assert search("자치구 인구", facets={"theme": ["health"]}).total == 0


def test_any_text_is_answered(shelf):
    for text in HOSTILE:
        for scope in (PUBLIC, Scope(frozenset({"statistics"})), Scope(everything=True)):
            assert search(text, scope).total >= 0
        assert isinstance(suggest(text), list)
        assert isinstance(complete(text), list)


def test_words_of_internal_data_are_not_told(shelf):
    """Neither as completions nor as what was meant: `geheimnis` stands in a title that the public does not see."""
    dataset(
        "inner",
        shelf.department,
        access="internal",
        title={"ko": "내부금고", "en": "Geheimnis"},
        keywords={"en": ["geheimnis"]},
    )
    index.follow()
    assert complete("geh") == []
    assert complete("ㄴㅂㄱㄱ") == []
    assert suggest("geheim") == []
    for slip in ("geheimnus", "rmarhㅗ", "내부금구"):
        found = search(slip)
        assert "geheimnis" not in found.meant
        assert "내부금고" not in found.meant
    inside = Scope(frozenset({"statistics"}))
    assert [one.text for one in complete("geh", inside)] == ["geheimnis"]
    assert search("geheimnus", inside).meant == "geheimnis"


def test_completions(shelf):
    assert [one.text for one in complete("자전")] == ["자전거"]
    assert [one.text for one in complete("자전ㄱ")] == ["자전거"]  # half a syllable
    assert [one.text for one in complete("ㅈㅈㄱ")] == ["자전거"]
    assert [one.text for one in complete("wkwjs")] == ["자전거"]
    assert [one.text for one in complete("public li")] == ["public libraries"]
    assert complete("zzz") == []
    assert complete("") == []
    assert all(one.datasets >= 1 for one in complete("p"))


def test_only_what_exists_together_is_offered(indexed):
    """Several words are completed to what one search finds; `65세` is one word."""
    dataset("aged", indexed.elsewhere, title={"ko": "고령 주민"}, description={"ko": "65세 이상 인구"})
    dataset("taxes", indexed.elsewhere, title={"ko": "세금 셀번호 일주일 인구밀도"})
    index.follow()
    assert complete("65세") == []
    assert [one.text for one in complete("65세 이")] == ["65세 인구"]
    assert [one.text for one in complete("고령 주")] == ["고령 주민"]
    assert complete("고령 세") == []
    assert all(search(one.text).sure == one.datasets for one in complete("고령 ㅈ"))
    for typed in ("노인", "65세", "65", "senior citizens"):
        assert suggest(typed) == [("aged", "고령 주민")], typed


def test_short_words_forgive_one_slip_and_a_first_letter_counts_twice(indexed):
    dataset("dong", indexed.elsewhere, title={"en": "Dong boundary, streets and parking"})
    index.follow()
    for typed in ("dogs", "song", "ctreets"):
        assert search(typed).total == 0, typed
    for typed, meant in {"stretes": "streets", "tsreets": "streets", "bonudayr": "boundary"}.items():
        assert search(typed).meant == meant, typed


def test_suggested_titles_that_begin_as_typed_come_first(shelf):
    dataset("later", shelf.elsewhere, title={"ko": "우리 동네 자전거 지도"})
    index.follow()
    assert [slug for slug, _ in suggest("자전거")] == ["bikes", "later"]
    assert [slug for slug, _ in suggest("자젼거")] == ["bikes", "later"]
    assert suggest("자전거", limit=1) == [("bikes", "자전거 대여소")]
