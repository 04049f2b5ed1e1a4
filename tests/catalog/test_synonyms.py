"""Words that mean the same: Madang's own file, and the city's beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from madang.catalog import index, synonyms
from madang.catalog.marked import OddFile
from madang.catalog.search import search
from tests.city import dataset


@pytest.fixture
def shelf(indexed):
    dataset("care", indexed.elsewhere, title={"ko": "어르신 돌봄 시설"})
    dataset("cabs", indexed.elsewhere, title={"en": "Licensed taxis"})
    index.follow()
    return indexed


SAME = {
    "노인": "care",
    "65세 이상": "care",
    "senior citizens": "care",
    "elderly": "care",
    "cab": "cabs",
    "택시": "cabs",
}


def test_other_words_find_the_same(shelf):
    for asked, slug in SAME.items():
        found = search(asked)
        assert [hit.slug for hit in found.hits] == [slug], asked
        assert not found.near


def test_the_own_word_counts_more(shelf):
    dataset("older", shelf.elsewhere, title={"ko": "노인 돌봄 시설"})
    index.follow()
    assert [hit.slug for hit in search("노인").hits] == ["older", "care"]
    assert [hit.slug for hit in search("어르신").hits] == ["care", "older"]


def test_the_citys_own_words(shelf, settings):
    assert search("따숨").total == 0
    file = settings.HOME / "synonyms.yaml"
    file.write_text("same:\n  - [따숨, 돌봄]\nwider:\n  온마을: [돌봄 시설]\n", encoding="utf-8")
    assert [hit.slug for hit in search("따숨").hits] == ["care"]
    assert [hit.slug for hit in search("온마을").hits] == ["care"]
    file.unlink()
    assert search("따숨").total == 0


def test_the_example_of_the_page_works(tmp_path):
    page = (Path(__file__).parents[2] / "docs" / "search.md").read_text(encoding="utf-8")
    file = tmp_path / "synonyms.yaml"
    file.write_text(page.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    told = dict(synonyms.read(file))
    assert told["동행버스"] == ["통근 급행", "commuter express"]
    assert told["밥퍼"] == ["무료급식", "경로식당"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("same:\n  - [one, two]\nsane: []\n", 3), ("same:\n  - word\n", 2), ("wider: [a]\n", 1), ("same: [[a, b]\n", 2)],
)
def test_an_odd_file_says_its_line(tmp_path, text, line):
    file = tmp_path / "synonyms.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(OddFile, match=f"line {line}"):
        list(synonyms.read(file))


def test_our_own_file_has_both_languages_and_no_word_twice_in_a_line():
    for line in synonyms.marked.read(synonyms.OURS).keys()["same"].each():
        group = [one.word() for one in line.each()]
        assert len(set(group)) == len(group), f"line {line.line}: {group}"
        assert any(word.isascii() for word in group), f"line {line.line}: nothing in English"
        assert any(not word.isascii() for word in group) or group[0] in ("cctv",), (
            f"line {line.line}: nothing in Korean"
        )
