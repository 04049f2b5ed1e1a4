"""`--choice` is written the same way for `check` and `load`."""

from __future__ import annotations

import re

import pytest

from madang.cli import check, load
from madang.cli.choices import HELP, OddHeaderRows, UnknownChoice, parsed


def test_choices_are_written_as_the_help_says() -> None:
    given = ("types=a=b:c:date", "types=n:integer", "header_rows=1,2", "delimiter=\\t", "crs=EPSG:5174")
    assert parsed(given) == {
        "types": {"a=b:c": "date", "n": "integer"},
        "header_rows": [1, 2],
        "delimiter": "\t",
        "crs": "EPSG:5174",
    }
    assert parsed(("header_rows=",)) == {"header_rows": []}
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
