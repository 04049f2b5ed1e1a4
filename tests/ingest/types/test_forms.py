"""P1: what officers write, form by form: what it becomes, what is reported, what is asked, and what stays text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest

from madang.ingest.checks import undecided
from madang.ingest.infer import infer
from madang.query.model import Type
from tests.ingest.staged import inferred, staged, values

MARCH = dt.date(2026, 3, 1)
NOON = dt.datetime(2026, 3, 1, 15, 5)


@pytest.mark.parametrize(
    ("header", "cells", "kind", "expected"),
    [
        ("d", ["1st March 2026", "the 22nd of March 2026"], Type.DATE, [MARCH, dt.date(2026, 3, 22)]),
        ("d", ["Sun 1 Mar 2026", "Monday, 2 March 2026"], Type.DATE, [MARCH, dt.date(2026, 3, 2)]),
        ("d", ["2026년 3월 1일 일요일", "2026. 3. 2.(월)"], Type.DATE, [MARCH, dt.date(2026, 3, 2)]),
        ("d", ["2026-03-01", "20260302", "3 March 2026"], Type.DATE, [dt.date(2026, 3, day) for day in (1, 2, 3)]),
        ("d", ["2026-03-01", "2026-03-01 15:05"], Type.DATETIME, [dt.datetime(2026, 3, 1), NOON]),
        ("d", ["2026년 3월 1일 15시 5분", "2026-03-01 오후 3시 5분"], Type.DATETIME, [NOON, NOON]),
        ("d", ["1 Mar 2026 15:05", "March 1, 2026 3:05 PM"], Type.DATETIME, [NOON, NOON]),
        ("d", ["03/13/2026 3:05 PM", "03/14/2026 12:00 am"], Type.DATETIME, [dt.datetime(2026, 3, 13, 15, 5), dt.datetime(2026, 3, 14)]),
        ("d", ["2026-03-02 00:05 KST", "2026-03-01 15:05 UTC"], Type.DATETIME, [NOON, NOON]),
        ("d", ["Mon, 02 Mar 2026 00:05:00 +0900"], Type.DATETIME, [NOON]),
        ("예보시각", ["2026030115"], Type.DATETIME, [dt.datetime(2026, 3, 1, 15)]),
        ("n", ["1 234", "56\u00a0789", "1\u202f000\u202f000"], Type.INTEGER, [1234, 56789, 1000000]),
        ("n", ["1.234,56", "7,80"], Type.NUMBER, [Decimal("1234.56"), Decimal("7.80")]),
        ("n", ["1,23,456", "12,34,567"], Type.INTEGER, [123456, 1234567]),
        ("n", [*("１２", "３，４５６"), *map(str, range(9))], Type.INTEGER, [12, 3456, *range(9)]),
        ("n", ["1.5E-05", "0.25"], Type.NUMBER, [1.5e-05, 0.25]),
        ("share", ["0.0", "6e-05", "0.25"], Type.NUMBER, [0.0, 6e-05, 0.25]),
        ("DateCreated", ["2026-03-01", "2026-03-02"], Type.DATE, [MARCH, dt.date(2026, 3, 2)]),
        ("Updated", ["2026-03-01"] * 3, Type.DATE, [MARCH] * 3),
        ("BNG_E", [str(334941 + 137 * n) for n in range(30)], Type.INTEGER, [334941 + 137 * n for n in range(30)]),
        ("금액", ["3억 5천만", "500만", "5천", "1조 2억 30만"], Type.INTEGER, [350_000_000, 5_000_000, 5_000, 1_000_200_300_000]),
        ("growth", ["+3.1%", "-2.5%", "△1.0%"], Type.NUMBER, [Decimal("3.1"), Decimal("-2.5"), Decimal("-1.0")]),
        ("요금", ["￥1,200", "￥800"], Type.INTEGER, [1200, 800]),
        ("차액", ["1,200-", "35"], Type.INTEGER, [-1200, 35]),
        ("거리", ["12.5 km", "3.0 km"], Type.NUMBER, [Decimal("12.5"), Decimal("3.0")]),
        ("정원", ["1,200명", "35명"], Type.INTEGER, [1200, 35]),
        ("답변", ["네", "아니오"], Type.BOOLEAN, [True, False]),
        ("엘리베이터", ["있음", "없음"], Type.BOOLEAN, [True, False]),
        ("개방여부", ["1", "0"], Type.BOOLEAN, [True, False]),
        ("is_open", ["1", "0"], Type.BOOLEAN, [True, False]),
    ],
)  # fmt: skip
def test_forms_become_values_and_what_changed_is_said(tmp_path, header, cells, kind, expected):
    column = inferred(tmp_path, header, cells)
    assert column.type is kind
    assert values(staged(tmp_path, {header: cells}), column) == expected


@pytest.mark.parametrize(
    ("header", "cells", "unit"),
    [
        ("거리", ["12 km", "3 km"], "km"),
        ("정원", ["30명", "5명"], "명"),
        ("요금", ["￥1,200"], "¥"),
        ("fee", ["GBP 12", "GBP 5"], "GBP"),
    ],
)
def test_units_of_cells_go_to_the_column(tmp_path, header, cells, unit):
    column = inferred(tmp_path, header, cells)
    assert column.unit == unit
    assert column.converted is not None


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("length", ["12 km", "300 m"]),
        ("fee", ["£5", "$5"]),
        ("연령대", ["10대", "20대"] * 10),
        ("동", ["101동", "102동"]),
        ("score", ["3-2", "1-0"]),
        ("range", ["10-20", "20-30"]),
        ("part", ["1/2", "3/4"]),
        ("ip", ["10.0.0.1", "192.168.1.20"]),
        ("version", ["1.9", "1.10"]),
        ("n", ["1.9", "1.10", "1.1"]),
        ("cost centre", ["2E540", "1MK34"]),
        ("product", ["1e5", "2e7"]),
        ("전화번호", ["02-123-4567", "010-1234-5678"]),
        ("telephone", ["7976848608", "1616275874"]),
        ("order", ["3056456", "3056457", "0", "3056458", "3056460", "3056470"]),
        ("Cost Element", ["544075", "544078", "510011", "542060", "550010"]),
        ("USRN", ["7400123", "38000123"]),
        ("CompanyNumber", ["4166647", "14322806"]),
        ("sicc_int", ["62020", "2743"]),
        ("기간", ["2026.03.01~2026.03.05"]),
        ("week", ["2026-W05", "2026-W06"]),
        ("Financial year", ["2023/24", "2024/25"]),
    ],
)
def test_what_only_looks_like_a_number_or_a_day_stays_text(tmp_path, header, cells):
    """P1: `0164A`, `1e5`, versions, scores and ids keep every character."""
    column = inferred(tmp_path, header, cells)
    assert column.type is Type.TEXT
    assert values(staged(tmp_path, {header: cells}), column) == cells


def test_one_mark_in_row_9204_keeps_all_numbers_text(tmp_path):
    """P1 (ckanext-xloader#276, #279): the whole file is looked at, and the evidence names the line."""
    cells = [str(n % 400 + 1) for n in range(10_000)]
    cells[9_202] = "0164A"
    column = inferred(tmp_path, "도로", cells)
    assert column.type is Type.TEXT
    assert "line 9,204: `0164A`" in column.evidence["en"]


@pytest.mark.parametrize(
    ("header", "cells", "choice", "expected"),
    [
        ("등록일자", ["45000", "45001"], "date_from_serial", [dt.date(2023, 3, 15), dt.date(2023, 3, 16)]),
        ("timestamp", ["1772377500", "1772377500000"], "datetime_from_epoch", [NOON, NOON]),
        ("date", ["01/03/2026", "02/03/2026"], "date_day_first", [MARCH, dt.date(2026, 3, 2)]),
    ],
)
def test_what_no_value_proves_is_asked(tmp_path, header, cells, choice, expected):
    table = staged(tmp_path, {header: cells})
    (column,) = infer(table, {})
    assert column.type is Type.TEXT
    (asked,) = undecided.check(table, [column], None)
    assert choice in asked.text["en"]
    assert choice in asked.text["ko"]
    (chosen,) = infer(table, {"types": {header: choice}})
    assert values(table, chosen) == expected


def test_forms_of_a_mixed_column_are_counted(tmp_path):
    column = inferred(tmp_path, "변경일", ["2026-03-01"] * 3 + ["20260302"] * 2 + ["2026. 3. 3."])
    assert column.type is Type.DATE
    assert "`2026-03-01` (3), `20260302` (2), `2026. 3. 3.` (1)" in column.evidence["en"]
    assert "적은 꼴" in column.evidence["ko"]


def test_two_orders_in_one_column_are_never_mixed(tmp_path):
    assert inferred(tmp_path, "when", ["13/03/2026", "03/14/2026"]).semantic == "date_ambiguous"


@pytest.mark.parametrize(
    ("header", "numbers", "semantic"),
    [
        ("행정동코드", [1111053000, 1111054000], "dong_code"),
        ("읍면동", [1101053, 35000], "region_code"),
        ("우편번호", [2052, 10863], "postcode_kr"),
        ("기준일", [20231204, 20231205], "date_compact"),
        ("NODE_ID", [123000689, 104000315], "code"),
    ],
)
def test_whole_numbers_of_workbooks_and_parquet_that_are_codes(tmp_path, header, numbers, semantic):
    table = staged(tmp_path, {header: pa.array(numbers, pa.int64())}, native=frozenset({"c1"}))
    (column,) = infer(table, {})
    assert column.semantic == semantic or (semantic == "postcode_kr" and column.semantic == "code")
    assert column.type is not Type.INTEGER
    assert None not in values(table, column)


@pytest.mark.parametrize("header", ["인구", "합계", "count", "x"])
def test_whole_numbers_of_the_file_that_are_quantities_stay_so(tmp_path, header):
    table = staged(tmp_path, {header: pa.array([123456, 123457], pa.int64())}, native=frozenset({"c1"}))
    assert infer(table, {})[0].type is Type.INTEGER


def test_a_person_may_make_text_of_a_number_of_the_file(tmp_path):
    """P1 (2): also of what the format typed itself."""
    for array in (pa.array([1, 2], pa.int64()), pa.array([1.5, 2.0], pa.float64())):
        table = staged(tmp_path, {"v": array}, native=frozenset({"c1"}))
        (column,) = infer(table, {"types": {"v": "text"}})
        assert column.type is Type.TEXT
        assert values(table, column)[0] in ("1", "1.5")


def test_the_unit_above_the_header_is_that_of_the_numbers(tmp_path):
    facts = {"furniture": [{"what": "preamble", "line": 1, "text": "2026년 인구 현황 (단위: 명)"}]}
    table = staged(
        tmp_path,
        {"구": ["가", "나"], "계": ["10", "20"], "면적(㎢)": ["1.5", "2.5"], "연도": ["2025", "2026"]},
        facts=facts,
    )
    assert [column.unit for column in infer(table, {})] == ["", "명", "㎢", ""]
