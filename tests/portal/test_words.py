"""Units, types and labels are in the reader's language; numbers that count are grouped."""

from __future__ import annotations

import json
import re

import pytest
from django.utils import translation

from madang.portal import words
from madang.portal.templatetags.madang import bound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [("en", "명", "people"), ("en", "명/㎢", "people/㎢"), ("en", "㎡", "㎡"), ("en", "말", "말"), ("ko", "명", "명")],
)
def test_units(language, written, said):
    with translation.override(language):
        assert words.unit(written) == said


def test_a_finer_meaning_is_what_its_column_type_is_called():
    with translation.override("en"):
        assert words.semantic("dong_code") == "administrative dong code"
        assert words.semantic("of_another_city") == "of another city"
    with translation.override("ko"):
        assert words.semantic("dong_code") == "행정동 코드"


@pytest.mark.parametrize(
    ("kind", "name", "semantic", "low", "said"),
    [
        ("integer", "인구", "integer", "136954", "136,954"),
        ("integer", "증감", "integer", "-136954", "-136,954"),
        ("number", "면적", "number", "12345.678", "12,345.678"),
        ("number", "비율", "number", "-0.5", "-0.5"),
        ("number", "큰 수", "number", "1e+20", "1e+20"),
        ("integer", "연도", "year", "2026", "2026"),
        ("integer", "지역코드", "integer", "11110", "11110"),
        ("text", "번호", "identifier", "136954", "136954"),
    ],
)
def test_lowest_and_highest_values_are_grouped_where_they_count(kind, name, semantic, low, said):
    assert bound({"type": kind, "name": name, "semantic": semantic, "low": low}, "low") == said


def test_pages_in_english_have_no_korean_units(client, residents, squares):
    for address in ("residents/", "residents/dong/sheet/", "residents/dong/api/"):
        page = client.get(f"/en/datasets/{address}").content.decode()
        assert "people" in page
        assert not re.search("[>·] ?명<", page)
        assert re.search("[>·] ?명<", client.get(f"/ko/datasets/{address}").content.decode())


def test_the_map_knows_labels_and_units_of_the_language(client, squares):
    squares.columns.update_or_create(
        name="고령인구", defaults={"label": {"ko": "어르신", "en": "People of 65 and over"}}
    )
    page = client.get("/en/datasets/squares/squares/map/").content.decode()
    settings = json.loads(re.search(r'<script id="map-settings"[^>]*>(.*?)</script>', page).group(1))["row"]
    assert settings["labels"]["고령인구"] == "People of 65 and over"
    assert settings["units"] == {"고령인구": "people"}
    assert settings["plain"] == []


def test_a_search_shows_the_label_of_the_column_that_was_met(client, residents):
    residents.columns.update_or_create(name="자치구", defaults={"label": {"ko": "구", "en": "District"}})
    page = client.get("/en/search/?q=자치구").content.decode()
    assert "District (<mark>자치구</mark>)" in page


def test_proof_rows_are_folded_when_nothing_is_asked(client, residents):
    page = client.get("/en/datasets/residents/dong/receipt/").content.decode()
    assert re.search(r"<details><summary>[^<]*</summary><div[^>]*><table><thead><tr><th[^>]*>Line", page)


def test_particles_in_pages(client, residents):
    old = residents.revisions.get(number=1)
    assert "개정판 1을 보고" in client.get(f"/ko/datasets/residents/dong/sheet/?revision={old.pk}").content.decode()
