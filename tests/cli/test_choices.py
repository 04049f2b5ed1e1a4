"""`--choice` is written the same way for `check` and `load`."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from madang.cli import check, load, types
from madang.cli.choices import HELP, OddHeaderRows, UnknownChoice, parsed
from madang.ingest.infer import UnknownType
from madang.ingest.types._column_type import column_types


def test_choices_are_written_as_the_help_says() -> None:
    given = ("types=a=b:c:date", "types=n:integer", "header_rows=1,2", "delimiter=\\t", "crs=EPSG:5174")
    assert parsed(given) == {
        "types": {"a=b:c": "date", "n": "integer"},
        "header_rows": [1, 2],
        "delimiter": "\t",
        "crs": "EPSG:5174",
    }
    assert parsed(("header_rows=",)) == {"header_rows": []}
    for odd in ("²", "1" * 5_000):  # a digit that is no number, and a number that is none of a line
        with pytest.raises(OddHeaderRows):
            parsed((f"header_rows={odd}",))
    assert parsed(tuple(re.findall(r"\w+=\S+?(?=[,.]? |\.$)", HELP)))["header_rows"] == [1, 2]


@pytest.mark.parametrize("words", ["encoding", "types=integer", "colour=red"])
def test_an_odd_choice_is_refused(words: str) -> None:
    with pytest.raises(UnknownChoice, match=re.escape(words)):
        parsed((words,))


def test_header_rows_are_line_numbers() -> None:
    with pytest.raises(OddHeaderRows, match="header_rows=1,2"):
        parsed(("header_rows=one",))


def test_check_and_load_take_the_same_choices() -> None:
    helps = {
        option.help
        for command in (check.command, load.command)
        for option in command.params
        if "--choice" in option.opts
    }
    assert helps == {HELP}


def test_a_type_that_is_none_names_the_near_ones_and_how_to_see_all() -> None:
    """Seventy names in one line helped nobody."""
    with pytest.raises(UnknownType) as refused:
        parsed(("types=n:intger",))
    for language in ("en", "ko"):
        text = refused.value.text(language)
        assert "integer" in text
        assert "madang types" in text
        assert len(text) < 250
    with pytest.raises(UnknownType, match="text, integer, number"):
        parsed(("types=n:로마숫자",))


@pytest.mark.parametrize("key", ["earlier_types=a:date", "earlier_types={}"])
def test_what_only_publication_knows_cannot_be_chosen(key: str) -> None:
    with pytest.raises(UnknownChoice):
        parsed((key,))


def test_types_are_listed_with_what_they_are_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    listed = CliRunner().invoke(types.command, []).output
    assert all(name in listed for name in column_types())
    assert "행정동 코드" in listed
    found = CliRunner().invoke(types.command, ["행정동 코드"]).output
    assert "dong_code" in found
    assert "integer" not in found
