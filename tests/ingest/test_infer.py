"""Types of columns: what becomes a number, what must never, and what the evidence says."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.ingest.infer import UnknownColumn, UnknownType, infer
from madang.ingest.types._values import BLANKS
from madang.query.model import Type
from tests.ingest.staged import inferred, rows, staged, values

IDS = [f"{20063001000 + i * 7}" for i in range(30)]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("hour", ["007", "12", "3"]),
        ("count", ["1e5", "20", "3"]),
        ("road", ["0164A", "165", "166"]),
        ("ARS-ID", ["01001", "01002", "25999"]),
        ("serial", IDS),
        ("x", ["12345678901234567890", "1"]),
        ("x", ["1234567890123456", "1"]),
        ("자치구코드", ["11110", "11140", "11170"]),
        ("VendorID", ["1", "2", "1"]),
        ("Document No", ["5107865888", "1900018019"]),
        ("우편번호", ["2052", "3001"]),
        ("Order", [str(3056456 + i) for i in range(25)]),
        ("UPRN", ["100012345678", "38012345"]),
        ("value", ["+821012345678", "+821012345679"]),
        ("value", ["１２", "３"]),
        ("value", ["Infinity", "NaN"]),
        ("value", ["-0", "5"]),
    ],
)
def test_identifiers_and_odd_numbers_stay_text(tmp_path, header, cells):
    column = inferred(tmp_path, header, cells)
    assert column.type is Type.TEXT
    assert values(staged(tmp_path, {header: cells}), column) == cells


@pytest.mark.parametrize(
    ("header", "cells", "kind", "expected"),
    [
        ("인구(명)", ["1", "-20", "9289813"], Type.INTEGER, [1, -20, 9289813]),
        ("금액", ["12345678901", "500"], Type.INTEGER, [12345678901, 500]),
        ("면적", ["12.50", "7.25"], Type.NUMBER, [Decimal("12.50"), Decimal("7.25")]),
        ("rate", ["12.5", "7.25", "3"], Type.NUMBER, [12.5, 7.25, 3.0]),
        ("합계", ["4,214", "12", "1,524,297"], Type.INTEGER, [4214, 12, 1524297]),
        ("net", ["(1,200.50)", "3.25", "△4.00"], Type.NUMBER, None),
        ("증감", ["△1,234", "56"], Type.INTEGER, [-1234, 56]),
        ("share", ["12.5%", "3%"], Type.NUMBER, [12.5, 3.0]),
        ("Amount", ["£1,234.50", "-£5.25"], Type.NUMBER, [Decimal("1234.50"), Decimal("-5.25")]),
        ("야간개방", ["Y", "N"], Type.BOOLEAN, [True, False]),
        ("참여", ["O", "X"], Type.BOOLEAN, [True, False]),
        ("동의", ["예", "아니오"], Type.BOOLEAN, [True, False]),
        ("기준일", ["20190304"], Type.DATE, [dt.date(2019, 3, 4)]),
        ("기준일ID", ["20240605"], Type.DATE, [dt.date(2024, 6, 5)]),
        (
            "d",
            ["2026.03.01.", "2026. 3. 2.", "2026년 3월 3일"],
            Type.DATE,
            [dt.date(2026, 3, day) for day in (1, 2, 3)],
        ),
        ("d", ["01/03/2026", "13/03/2026"], Type.DATE, [dt.date(2026, 3, 1), dt.date(2026, 3, 13)]),
        ("d", ["03/01/2026", "03/13/2026"], Type.DATE, [dt.date(2026, 3, 1), dt.date(2026, 3, 13)]),
        ("d", ["1-Mar-26", "30-Apr-99"], Type.DATE, [dt.date(2026, 3, 1), dt.date(1999, 4, 30)]),
        (
            "d",
            ["2026-06-30 24:00", "2026-06-30 7:05"],
            Type.DATETIME,
            [dt.datetime(2026, 7, 1), dt.datetime(2026, 6, 30, 7, 5)],
        ),
        ("d", ["2026-03-01T09:00:00+09:00"], Type.DATETIME, [dt.datetime(2026, 3, 1)]),
        ("t", ["23:00", "7:05"], Type.TIME, [dt.time(23), dt.time(7, 5)]),
        ("경도", ["127.0831970", "126.9"], Type.NUMBER, [127.083197, 126.9]),
    ],
)
def test_values_convert(tmp_path, header, cells, kind, expected):
    column = inferred(tmp_path, header, cells)
    assert column.type is kind
    if expected is not None:
        assert values(staged(tmp_path, {header: cells}), column) == expected


def test_brackets_mean_less_than_zero(tmp_path):
    cells = ["(1,200.50)", "3.25", "△4.00"]
    assert values(staged(tmp_path, {"net": cells}), inferred(tmp_path, "net", cells)) == [
        Decimal("-1200.50"),
        Decimal("3.25"),
        Decimal("-4.00"),
    ]


def test_null_words_are_told_with_their_lines(tmp_path):
    cells = [str(i * 3) for i in range(100)]
    cells[15] = cells[90] = "N/A"
    column = inferred(tmp_path, "건수", cells)
    assert column.type is Type.INTEGER
    assert column.null_words == {"N/A": 2}
    assert column.nulls == 2
    assert column.evidence["en"] == "whole number in all 100 rows except lines 17 and 92: `N/A`"
    assert "17, 92번째 줄" in column.evidence["ko"]


def test_null_words_of_a_text_column_are_values(tmp_path):
    column = inferred(tmp_path, "비고", ["없음", "현관 앞", "2층 계단 옆", "-"])
    assert column.type is Type.TEXT
    assert (column.nulls, column.null_words) == (0, {})


def test_one_value_makes_a_column_text_and_the_evidence_says_where(tmp_path):
    cells = [str(i) for i in range(1, 60)]
    cells[40] = "0164A"
    column = inferred(tmp_path, "값", cells)
    assert column.type is Type.TEXT
    assert "58 of 59 values are of the type whole number, but not line 42: `0164A`" in column.evidence["en"]


def test_a_late_value_counts_as_much_as_an_early_one(tmp_path):
    cells = [str(i % 97) for i in range(250_000)]
    cells[249_998] = "n.v."
    column = inferred(tmp_path, "v", cells)
    assert column.type is Type.TEXT
    assert "line 250,000: `n.v.`" in column.evidence["en"]


def test_dates_without_proof_of_their_order_stay_text(tmp_path):
    column = inferred(tmp_path, "date", ["01/03/2026", "02/04/2026"])
    assert (column.type, column.semantic) == (Type.TEXT, "date_ambiguous")


def test_two_currencies_are_not_one_amount(tmp_path):
    assert inferred(tmp_path, "amount", ["£5", "$5"]).type is Type.TEXT
    assert inferred(tmp_path, "amount", ["£5", "£6"]).unit == "£"


def test_decimals_that_differ_are_told(tmp_path):
    column = inferred(tmp_path, "v", ["7.30", "11.125"])
    assert column.type is Type.NUMBER
    assert column.converted is not None
    assert "2 to 3" in column.converted["en"]


def test_more_digits_than_a_double_holds_stay_exact(tmp_path):
    cells = ["0.12345678901234567890", "12.1"]
    assert values(staged(tmp_path, {"v": cells}), inferred(tmp_path, "v", cells)) == [Decimal(cell) for cell in cells]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("면적(㎢)", "㎢"),
        ("거리 (m)", "m"),
        ("인구(명)", "명"),
        ("Duration(seconds)", "seconds"),
        ("X좌표(EPSG:5186)", ""),
        ("계(남)", ""),
    ],
)
def test_units_come_from_headers(tmp_path, header, unit):
    assert inferred(tmp_path, header, ["1", "2"]).unit == unit


def test_blank_and_empty_cells_are_null(tmp_path):
    table = staged(tmp_path, {"n": ["1", "", " ", None, "2"], "t": ["a b", " ", "", None, " c"]})
    number, text = infer(table, {})
    assert values(table, number) == [1, None, None, None, 2]
    assert values(table, text) == ["a b", None, None, None, " c"]
    assert number.nulls == text.nulls == 3


def test_a_column_of_nothing(tmp_path):
    column = inferred(tmp_path, "비고", ["", None])
    assert (column.type, column.nulls) == (Type.TEXT, 2)
    assert column.evidence["en"] == "empty in all 2 rows"


def test_a_table_without_rows(tmp_path):
    assert inferred(tmp_path, "v", []).type is Type.TEXT


def test_a_person_overrules_and_what_is_lost_is_counted(tmp_path):
    cells = ["12", "about 5", "7"]
    assert inferred(tmp_path, "v", cells).type is Type.TEXT
    column = inferred(tmp_path, "v", cells, types={"v": "integer"})
    assert column.type is Type.INTEGER
    assert column.null_words == {"about 5": 1}
    assert values(staged(tmp_path, {"v": cells}), column) == [12, None, 7]


def test_a_person_may_keep_numbers_as_text(tmp_path):
    assert inferred(tmp_path, "v", ["1", "2"], types={"v": "text"}).type is Type.TEXT


def test_choices_of_unknown_types_and_columns_are_refused(tmp_path):
    with pytest.raises(UnknownType, match="Choose one of"):
        inferred(tmp_path, "v", ["1"], types={"v": "roman_numeral"})
    with pytest.raises(UnknownColumn, match="nowhere"):
        inferred(tmp_path, "v", ["1"], types={"nowhere": "integer"})


def test_too_many_columns_end_as_a_kept_file_with_its_message(tmp_path):
    from madang.ingest.read import read

    file = tmp_path / "wide.csv"
    file.write_text(
        "\n".join(",".join(f"{row}{n}" for n in range(10_001)) for row in ("이름", "값", "값")), encoding="utf-8"
    )
    reading = read(file, file.name, {}, tmp_path / "scratch")
    assert reading.tables == ()
    assert "10,001" in reading.no_table["reason"]["en"]
    assert reading.no_table["remedy"]["ko"]


def test_native_columns_keep_their_type(tmp_path):
    table = staged(
        tmp_path,
        {
            "i": pa.array([1, 2], pa.int32()),
            "f": pa.array([1.5, float("nan")], pa.float64()),
            "b": pa.array([True, None]),
            "when": pa.array([dt.datetime(2026, 3, 1, tzinfo=dt.UTC), None], pa.timestamp("us", "UTC")),
            "many": pa.array([[1, 2], None], pa.list_(pa.int64())),
        },
        native=frozenset(["c1", "c2", "c3", "c4", "c5"]),
    )
    columns = infer(table, {})
    assert [c.type for c in columns] == [Type.INTEGER, Type.NUMBER, Type.BOOLEAN, Type.DATETIME, Type.TEXT]
    assert [values(table, c)[0] for c in columns] == [1, 1.5, True, dt.datetime(2026, 3, 1), "[1,2]"]
    assert [c.nulls for c in columns] == [0, 1, 1, 1, 1]


CELLS = st.one_of(
    st.integers(-(10**20), 10**20).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000).map(str),
    st.sampled_from(
        ["007", "1e5", ".5", "5.", "-0", "+1", "1,000", "12:30", "2026-03-01", "Y", "0x1F", "1_000", " 1", "1 ", "٣"]
    ),
    st.text(max_size=4).filter(lambda text: "\0" not in text),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=20, max_size=20))
def test_plain_numbers_write_back_to_the_identical_text(tmp_path, columns):
    """Whatever the cells: an integer column is its own text, text is left to the letter, and nothing fails to convert."""
    table = staged(tmp_path, {f"v{i}": cells for i, cells in enumerate(columns)})
    found = infer(table, {})
    for cells, column, out in zip(columns, found, rows(table, found), strict=True):
        if column.semantic == "integer":
            kept = [cell.strip(BLANKS) for cell in cells]
            plain = [cell for cell in kept if cell and cell not in column.null_words]
            assert [str(value) for value in out if value is not None] == plain
        if column.semantic in ("text", "category"):
            assert [value for value in out if value is not None] == [cell for cell in cells if cell.strip(BLANKS)]
