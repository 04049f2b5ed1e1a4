"""The home page's answers come from the data of this moment; one that may not be read is left out, an odd file is told."""

from __future__ import annotations

import pytest

from madang.accounts.policy import Actor
from madang.catalog import marked
from madang.portal.figures import answers
from madang.portal.find.front import the_front

pytestmark = pytest.mark.django_db
TITLE = "title: {ko: 가, en: A}"


def listed(settings, tmp_path, text: str):
    settings.HOME = tmp_path
    (tmp_path / "home.yaml").write_text(text, encoding="utf-8")
    return answers.of_the_city(Actor(), the_front().answers)


def test_a_number_bars_and_a_map(settings, tmp_path, squares, residents):
    found = listed(settings, tmp_path, f"""
- {{kind: number, {TITLE}, dataset: residents, resource: dong, select: count(*)}}
- {{kind: bars, {TITLE}, dataset: residents, resource: dong, select: "자치구, count(*) as 수", group_by: 자치구}}
- {{kind: map, {TITLE}, dataset: squares, resource: squares, select: "고령인구, geometry"}}
""")  # fmt: skip
    number, bars, drawn = [one["found"] for one in found]
    assert number == 300
    assert {(bar.label, bar.value) for bar in bars} == {
        (gu, 60) for gu in ("종로구", "중구", "강남구", "마포구", "노원구")
    }
    assert len(drawn.legend) == 5
    assert [one["origin"] for one in found] == ["observed", "observed", "generated"]


def test_what_may_not_be_read_is_left_out(settings, tmp_path, residents):
    residents.dataset.access = "restricted"
    residents.dataset.save()
    assert (
        listed(settings, tmp_path, f"- {{kind: number, {TITLE}, dataset: residents, resource: dong, select: count(*)}}")
        == []
    )


WHOLE = f"{TITLE}, dataset: a, resource: b, select: c"


@pytest.mark.parametrize(
    "entry",
    ["kind: pie", "select: x", f"kind: pie, {WHOLE}", f"kind: number, {WHOLE}, colour: red",
     f"kind: number, {WHOLE}, limit: many", f"kind: number, {WHOLE}, limit: -1", "kind: number, title: A"],
)  # fmt: skip
def test_an_odd_entry_is_told_and_leaves_the_page_open(settings, tmp_path, city, entry, caplog):
    assert listed(settings, tmp_path, f"- {{{entry}}}") == []
    assert "home.yaml, line 1: " in caplog.text
    with pytest.raises(marked.OddFile):
        answers.listed(marked.read(tmp_path / "home.yaml"))


@pytest.mark.parametrize(
    ("kind", "select"), [("number", "count(*), max(고령인구)"), ("bars", "count(*)"), ("map", "자치구")]
)
def test_columns_that_a_kind_cannot_draw_are_told(settings, tmp_path, residents, kind, select, caplog):
    entry = f'- {{kind: {kind}, {TITLE}, dataset: residents, resource: dong, select: "{select}"}}'
    assert listed(settings, tmp_path, entry) == []
    assert "residents/dong" in caplog.text


@pytest.mark.parametrize("broken", ["- kind: [\n- x", "title: {ko: a\nb: c", "answers: 5", "answers: [5]", "- \x00"])
def test_the_home_page_stands_whatever_is_in_the_file(client, settings, tmp_path, city, broken, caplog):
    settings.HOME = tmp_path
    (tmp_path / "home.yaml").write_text(broken, encoding="utf-8")
    assert client.get("/en/").status_code == 200
    assert "home.yaml, line " in caplog.text


def test_without_a_file_there_are_none(settings, tmp_path, city):
    settings.HOME = tmp_path
    assert answers.of_the_city(Actor(), the_front().answers) == []


def test_the_demonstrations_file_is_well_formed():
    from pathlib import Path

    import madang

    assert len(answers.listed(marked.read(Path(madang.__file__).parent / "demonstration" / "home.yaml"))) == 8
