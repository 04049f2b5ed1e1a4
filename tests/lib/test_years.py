"""Which names are those of years."""

from __future__ import annotations

import pytest

from madang.lib.years import is_time_of_row, is_year

YEARS = (
    "연도",
    "년도",
    "기준연도",
    "준공년도",
    "개원연도(년)",
    "출생년",
    "기준년",
    "year",
    "Year",
    "fiscal_year",
    "FiscalYear",
    "start yr",
)
OTHERS = (
    "청소년",
    "청년",
    "중장년",
    "노년",
    "전년",
    "per_year",
    "income per year",
    "연도별 합계",
    "year_total",
    "인구(2024년)",
    "학년",
    "yearly",
)


@pytest.mark.parametrize("name", YEARS)
def test_years(name):
    assert is_year(name, "")


@pytest.mark.parametrize("name", [*OTHERS, "학년도별", "나이", ""])
def test_no_years(name):
    assert not is_year(name, "")
    assert is_year(name, "year"), "the finer meaning says so"


def test_only_the_time_of_the_row_is_the_time_of_a_map():
    assert all(is_time_of_row(name) for name in ("연도", "기준연도", "기준일", "기준년월", "Year", "연도(년)"))
    assert not any(is_time_of_row(name) for name in ("개원연도", "준공년도", "fiscal_year", "연도별", "월"))
