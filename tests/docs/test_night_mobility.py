"""The page on night mobility names everything that the study declares, in both languages."""

from pathlib import Path

import pytest

from madang.analysis.studies import night_mobility

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": "night-mobility.md", "ko": "night-mobility.ko.md"}


@pytest.mark.parametrize("language", PAGES)
def test_each_parameter_stands_with_its_default_and_what_it_means(language):
    rows = [line for line in (DOCS / PAGES[language]).read_text("utf-8").splitlines() if line.startswith("| `")]
    for parameter in night_mobility.PARAMETERS:
        (row,) = (
            line for line in rows if line.startswith(f"| `{parameter.name}` |") and parameter.label[language] in line
        )
        assert parameter.description[language] in row
        if isinstance(parameter.default, int | float) and not isinstance(parameter.default, bool):
            assert row.split("|")[2].split()[0] == f"{parameter.default:g}"


@pytest.mark.parametrize("language", PAGES)
def test_each_table_that_is_read_or_yielded_stands_with_its_columns(language):
    told = (DOCS / PAGES[language]).read_text("utf-8")
    for role in night_mobility.READS:
        (row,) = (
            line
            for line in told.splitlines()
            if line.startswith(f"| `{role.name}` |") and role.description[language] in line
        )
        for column in role.columns:
            assert f"`{column.name}`" in row
    for one in night_mobility.YIELDS:
        assert f"| `{one.name}` | {one.description[language]} |" in told
