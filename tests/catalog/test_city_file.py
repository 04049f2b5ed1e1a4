"""The city's YAML file: name, look and metadata fields; an odd one is refused with its line and how to mend it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from madang.catalog import city, custom
from madang.catalog.city import City, read
from madang.catalog.marked import OddFile

GOOD = """\
name: {ko: 서울특별시, en: Seoul}
fields:
  - name: retention_years
    label: {ko: 보존 연한, en: Retention in years}
    kind: number
    required: yes
  - name: grade
    label: {ko: 담당 직급, en: Grade}
    kind: choice
    choices:
      - {name: g5, label: {ko: 5급, en: Grade 5}}
  - name: reviewed
    label: {ko: 검토일, en: Reviewed}
    kind: date
"""


def made(tmp_path, text):
    file = tmp_path / "city.yaml"
    file.write_text(text)
    return read(file)


def test_the_example_of_the_documents(tmp_path):
    page = (Path(__file__).resolve().parents[2] / "docs" / "operating.md").read_text()
    found = made(tmp_path, re.search(r"<!-- file: city.yaml -->\n```yaml\n(.*?)```", page, re.DOTALL)[1])
    assert (found.name["en"], found.contact, len(found.fields)) == ("Seoul", "data@example.org", 2)


def test_a_good_file(tmp_path):
    found = made(tmp_path, GOOD)
    assert found.name == {"ko": "서울특별시", "en": "Seoul"}
    assert [(f.name, f.kind, f.required) for f in found.fields] == [
        ("retention_years", "number", True), ("grade", "choice", False), ("reviewed", "date", False)]  # fmt: skip


def test_an_empty_file_and_none_are_the_plain_city(tmp_path):
    assert made(tmp_path, "") == City()
    assert city.the_city().name["en"] == "Madang"


ODD = [
    ("name: Seoul", 1, "key: value"),
    ("name: {ko: 서울}", 1, "the text in en is missing"),
    ("nmae: {ko: 서울, en: Seoul}", 1, "`nmae` is not a key here"),
    ("contact: a@b.kr\ncontact: c@d.kr", 2, "stands twice"),
    ("fields:\n  - label: {ko: 가, en: a}", 2, "needs `name:`"),
    ("fields:\n  - name: A b\n    label: {ko: 가, en: a}", 2, "cannot be a name"),
    ("fields:\n  - name: a\n    label: {ko: 가, en: a}\n    kind: colour", 4, "not a kind of field"),
    ("fields:\n  - name: a\n    label: {ko: 가, en: a}\n    kind: choice", 2, "`choices:` belong"),
    ("fields:\n  - name: a\n    label: {ko: 가, en: a}\n    required: perhaps", 4, "neither `yes` nor `no`"),
    ("fields:\n  - {name: a, label: {ko: 가, en: a}}\n  - {name: a, label: {ko: 가, en: a}}", 3, "listed twice"),
    ("fields: 3", 1, "a list belongs here"),
    ("name: [", 1, "not YAML"),
]


@pytest.mark.parametrize(("text", "line", "why"), ODD)
def test_odd_files_are_refused_with_line_and_mend(tmp_path, text, line, why):
    with pytest.raises(OddFile, match=why) as refusal:
        made(tmp_path, text)
    assert refusal.value.facts["line"] == line
    assert f"{line}행" in refusal.value.text("ko")


def test_a_file_that_is_no_text(tmp_path):
    (tmp_path / "city.yaml").write_bytes("name: 서울".encode("cp949"))
    with pytest.raises(OddFile, match="UTF-8"):
        read(tmp_path / "city.yaml")


def test_values_are_cleaned(tmp_path):
    fields = made(tmp_path, GOOD).fields
    values = {"retention_years": " 5 ", "grade": "g5", "reviewed": "2026-06-30"}
    assert custom.clean(values, fields) == {"retention_years": 5, "grade": "g5", "reviewed": "2026-06-30"}
    assert custom.clean({"retention_years": "0.5", "grade": ""}, fields) == {"retention_years": 0.5}


@pytest.mark.parametrize(
    ("values", "problem"),
    [({}, custom.MissingValue), ({"retention_years": "many"}, custom.OddValue), ({"retention_years": "nan"}, custom.OddValue),
     ({"retention_years": 1, "grade": "g9"}, custom.OddValue), ({"retention_years": 1, "reviewed": "30.6."}, custom.OddValue),
     ({"retention_years": 1, "colour": "red"}, custom.UnknownField)],
)  # fmt: skip
def test_odd_values(tmp_path, values, problem):
    with pytest.raises(problem) as refusal:
        custom.clean(values, made(tmp_path, GOOD).fields)
    assert refusal.value.text("ko") != refusal.value.text("en")
