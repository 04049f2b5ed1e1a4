"""Search finds what people mean, shows only what they may see, and counts facets as the plain twin does."""

from __future__ import annotations

from datetime import date

import pytest

from madang.catalog import index, plainsearch
from madang.catalog.facets import Narrowing
from madang.catalog.models import Dataset
from madang.catalog.scope import PUBLIC, Scope
from madang.catalog.search import FACETS, UnknownFacet, search, suggest
from tests.city import dataset


def slugs(text, scope=PUBLIC, **more):
    return [hit.slug for hit in search(text, scope, **more).hits]


@pytest.mark.parametrize(
    "text",
    ["인구", "인구를", "자치구", "자치구별 인구", "자치구별인구", "population", "Population", "residents", "주민등록", "강남구",
     "population of the district", "통계과", "인구 데이터"],
)  # fmt: skip
def test_found_by(indexed, text):
    found = search(text)
    assert [hit.slug for hit in found.hits] == ["population"]
    assert not found.near


def test_not_found_by_other_words(indexed):
    assert search("상수도").total == 0
    assert search("water").total == 0


@pytest.mark.parametrize("text", ["populatoin", "residnets", "자치구뵬", "주민등룩"])
def test_slips_find_what_resembles(indexed, text):
    found = search(text)
    assert found.near
    assert [hit.slug for hit in found.hits] == ["population"]


def test_exact_title_comes_first(indexed):
    for number in range(5):
        dataset(f"longer-{number}", indexed.department, title={"ko": "인구 인구 인구 통계", "en": "Population population"},
                description={"ko": "인구 " * 50}, keywords={"ko": ["인구"]})  # fmt: skip
    dataset("exact", indexed.department, title={"ko": "인구", "en": "People"})
    index.follow()
    assert slugs("인구")[0] == "exact"
    assert slugs("people")[0] == "exact"


def test_title_counts_more_than_description(indexed):
    dataset(
        "in-description", indexed.department, title={"ko": "기타"}, description={"ko": "버스 정류장 버스 버스 버스"}
    )
    dataset("in-title", indexed.department, title={"ko": "버스 정류장 위치"})
    index.follow()
    assert slugs("버스") == ["in-title", "in-description"]


def test_internal_data_only_within_scope(indexed):
    dataset("secret-plans", indexed.department, access="internal", title={"ko": "내부 계획", "en": "Inner plans"})
    index.follow()
    assert slugs("내부 계획") == []
    assert slugs("plans", Scope(frozenset({"transport"}))) == []
    assert suggest("내부") == []
    for scope in (Scope(frozenset({"statistics"})), Scope(frozenset({"seoul"})), Scope(everything=True)):
        assert slugs("plans", scope) == ["secret-plans"]
    assert dict(search("", PUBLIC).facets["access"]) == {"open": 1}


def test_values_of_restricted_data_find_nothing(indexed):
    indexed.dataset.access = Dataset.Access.RESTRICTED
    indexed.dataset.save()
    index.follow()
    assert slugs("인구") == ["population"]
    assert slugs("강남구") == []


def test_a_dataset_closed_a_moment_ago_is_not_shown_by_an_old_index(indexed):
    Dataset.objects.filter(slug="population").update(access="internal")
    assert slugs("인구") == []
    assert suggest("인구") == []


def test_drafts_and_retired_ones_are_not_listed(indexed):
    dataset("draft", indexed.department, state="draft")
    dataset("retired", indexed.department, state="retired")
    index.follow()
    assert slugs("", Scope(everything=True)) == ["population"]


@pytest.mark.parametrize("typed", ["인", "인구", "자치", "Pop", "popula", "ㅇㄱ", "ㅈㅊㄱ"])
def test_suggestions(indexed, typed):
    assert suggest(typed, language="en") == [("population", "Population by district")]


def test_initial_consonants_find(indexed):
    assert slugs("ㅇㄱ") == ["population"]


def test_renamed_and_deleted_datasets_leave_the_index(indexed):
    made = dataset("old-name", indexed.department, title={"ko": "가로등"})
    index.follow()
    made.slug = "new-name"
    made.save()
    index.follow()
    assert slugs("가로등") == ["new-name"]
    made.delete()
    index.follow()
    assert search("가로등").total == 0


CHOSEN = [
    {},
    {"theme": ["population"]},
    {"theme": ["health", "population"], "origin": ["observed"]},
    {"organisation": ["jongno"]},
    {"freshness": ["open-ended", "empty"]},
    {"format": ["csv"]},
    {"view": ["table"]},
    {"place": ["Seoul"]},
    {"period": ["2021"]},
    {"period": ["1999", "odd"], "place": ["서울"]},
]


@pytest.mark.parametrize("chosen", CHOSEN, ids=str)
def test_hits_and_facets_equal_the_plain_twin(indexed, chosen):
    dataset("clinics", indexed.elsewhere, title={"ko": "보건소 인구"}, origin="generated", cycle="daily",
            spatial={"ko": "서울", "en": "Seoul"}, period_start=date(2019, 5, 1), period_end=date(2021, 2, 1))  # fmt: skip
    dataset("wards", indexed.council, title={"ko": "병동 인구"}, theme=indexed.theme, licence=indexed.licence,
            spatial={"ko": "서울"}, period_start=date(2021, 1, 1))  # fmt: skip
    index.follow()
    found = search("인구", facets=chosen)
    plain, counts = plainsearch.find("인구", Narrowing(PUBLIC, chosen), FACETS, "relevance")
    assert sorted(hit.slug for hit in found.hits) == sorted(plain)
    assert found.total == len(plain)
    assert {name: dict(values) for name, values in found.facets.items()} == {
        name: dict(v) for name, v in counts.items()
    }
    assert sum(map(len, found.facets.values())) > 0


def test_without_an_index_the_database_answers(city, settings, tmp_path):
    settings.HOME = tmp_path
    assert slugs("인구를") == ["population"]
    assert slugs("상수도") == []
    assert dict(search("").facets["theme"]) == {"population": 1}
    assert index.follow() == 1
    assert slugs("인구를") == ["population"]


def test_facets_are_checked(indexed):
    with pytest.raises(UnknownFacet, match="colour is not a facet"):
        search("", facets={"colour": ["red"]})
    with pytest.raises(UnknownFacet):
        search("", sort="beauty")


def test_pages_and_order(indexed):
    for number in range(7):
        dataset(f"d{number}", indexed.department, title={"ko": f"도로 {number}"})
    index.follow()
    pages = [slugs("도로", offset=offset, limit=3) for offset in (0, 3, 6)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert len(set().union(*pages)) == 7
    assert slugs("", sort="rows")[0] == "population"
    assert slugs("", sort="newest")[0] == "population"
