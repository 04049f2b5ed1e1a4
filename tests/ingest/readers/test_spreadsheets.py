"""What a workbook shows and what it holds: codes with zeros, errors, formulas, hidden parts, dates, several tables a sheet."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
import xlsxwriter

from madang.ingest.workbooks.number_formats import meaning
from tests.ingest.readers.conftest import furniture, lines, names, rows


def written(write, **options) -> bytes:
    """A workbook that `write(book, sheet)` fills, as xlsxwriter saves it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, **options}) as book:
        write(book, book.add_worksheet("자료"))
    return out.getvalue()


def grid(cells, **styles) -> bytes:
    """Rows of cells; `styles` gives number formats by column letter."""

    def write(book, sheet):
        forms = {key: book.add_format({"num_format": code}) for key, code in styles.items()}
        for row, values in enumerate(cells):
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write(row, column, value, forms.get(chr(65 + column)) if row else None)

    return written(write)


def codes(result) -> dict[str, int]:
    return {finding.code: finding.count for finding in result.findings}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("General", ""),
        ("0", ""),
        ("00000", "00000"),
        ("000-0000", "000-0000"),
        ("000\\-00\\-00000", "000-00-00000"),
        ('00"월"', "00월"),
        ("0000;[Red]-0000", "0000"),
        ('"No."0000', "No.0000"),
        ("[$-412]000", "000"),
        ("0.00%", "%"),
        ("#,##0,", ","),
        ('#,##0.0,,"M"', ","),
        ("#,##0", ""),
        ("0.00E+00", ""),
        ("00.0", ""),
        ("yyyy-mm-dd", ""),
        ("[h]:mm", ""),
        ('_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', ""),
        ("@", ""),
    ],
)
def test_what_a_number_format_tells(code, said):
    assert meaning(code) == said


def test_codes_keep_the_zeros_that_are_shown(reading):
    """P1: a code kept as a number with the format 00000 lost its zeros in every other reader."""
    data = grid(
        [["우편번호", "전화", "월", "수"], [3187, 27311234, 3, 1], [63000, 312345678, 12, 2], [None, None, 1, 3]],
        A="00000", B="00-000-0000", C='00"월"', D="#,##0",
    )  # fmt: skip
    table = reading("a.xlsx", data).tables[0]
    assert [row[0] for row in rows(table)] == ["03187", "63000", ""]
    assert [row[2] for row in rows(table)] == ["03월", "12월", "01월"]
    assert rows(table)[0][1] == "02-731-1234"
    assert table.native == {"c4"}


def test_errors_are_empty_and_counted(reading):
    """An error is no value; which error, how often and where stands in a finding."""

    def write(book, sheet):
        sheet.write_row(0, 0, ["구", "수", "비고"])
        for row, error in enumerate(["#N/A", "#DIV/0!", "#N/A", 4], 1):
            sheet.write(row, 0, f"구{row}")
            if isinstance(error, str):
                sheet.write_formula(row, 1, "=1/0", None, error)
            else:
                sheet.write(row, 1, error)
        sheet.write_formula(2, 2, "=NA()", None, "#N/A")
        sheet.write(1, 2, "글")

    result = reading("a.xlsx", written(write))
    assert [row[1:] for row in rows(result.tables[0])] == [(None, "글"), (None, None), (None, ""), (4, "")]
    (finding,) = result.findings
    assert (finding.code, finding.severity, finding.count) == ("error-cells", "warning", 4)
    assert "#N/A 3" in finding.text["ko"]
    assert "#DIV/0! 1" in finding.text["en"]
    assert finding.sample == ("B2: #N/A", "B3: #DIV/0!", "C3: #N/A", "B4: #N/A")


def test_formulas_without_results_are_said(reading):
    made = openpyxl.Workbook()
    for row in [["구", "수", "합"], ["가", 1, "=B2+1"], ["나", 2, "=B3+1"], ["다", 3, 9]]:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    result = reading("a.xlsx", out.getvalue())
    assert [row[2] for row in rows(result.tables[0])] == [None, None, 9]
    assert codes(result) == {"formulas-without-values": 2}
    assert "다시 저장한 뒤" in result.findings[0].text["ko"]


def test_hidden_rows_columns_and_sheets_are_read_and_said(reading):
    def write(book, sheet):
        for row in range(5):
            sheet.write_row(row, 0, ["구", "수", "비밀"] if not row else [f"구{row}", row, row * 2])
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column("C:C", None, None, {"hidden": True})
        sheet.set_column("D:XFD", None, None, {"hidden": True})
        other = book.add_worksheet("목록")
        other.hide()
        for row in range(4):
            other.write_row(row, 0, ["코드", "이름"] if not row else [f"A{row}", "가"])

    result = reading("a.xlsx", written(write))
    assert [(table.name, table.rows) for table in result.tables] == [("자료", 4), ("목록", 3)]
    assert codes(result) == {"hidden-cells": 2, "hidden-sheet": 0}
    assert "숨긴 행 1개, 숨긴 열 1개" in result.findings[0].text["ko"]
    assert result.findings[1].table == "목록"


def test_percentages_and_scales_keep_their_value_and_say_how_they_are_shown(reading):
    data = grid([["구", "율", "예산"], ["가", 0.25, 1234567], ["나", 0.5, 7654321]], B="0.0%", C="#,##0,")
    result = reading("a.xlsx", data)
    assert rows(result.tables[0])[0] == ("가", 0.25, 1234567)
    assert codes(result) == {"shown-as-percent": 1, "shown-scaled": 1}
    assert "율" in result.findings[0].text["ko"]


@pytest.mark.parametrize("date_1904", [False, True])
def test_dates_times_and_durations(reading, date_1904):
    def write(book, sheet):
        form = {
            code: book.add_format({"num_format": code})
            for code in ('yyyy"년" m"월" d"일"', "h:mm", "[h]:mm", "yyyy-mm-dd hh:mm")
        }
        sheet.write_row(0, 0, ["일자", "시각", "소요", "일시"])
        for row in (1, 2):
            sheet.write_datetime(row, 0, dt.datetime(2026, 3, row), form['yyyy"년" m"월" d"일"'])
            sheet.write_datetime(row, 1, dt.time(9, 30 + row), form["h:mm"])
            sheet.write_datetime(row, 2, dt.timedelta(hours=30, minutes=row), form["[h]:mm"])
            sheet.write_datetime(row, 3, dt.datetime(2026, 3, 1, 9, 30, row), form["yyyy-mm-dd hh:mm"])

    table = reading("a.xlsx", written(write, date_1904=date_1904)).tables[0]
    assert rows(table)[0] == (dt.date(2026, 3, 1), dt.time(9, 31), "30:01:00", dt.datetime(2026, 3, 1, 9, 30, 1))
    assert table.native == {"c1", "c2", "c4"}


def test_a_column_of_dates_and_bare_numbers_is_said(reading):
    data = grid(
        [["구", "일자"], ["가", dt.date(2026, 3, 1)], ["나", 46000], ["다", dt.date(2026, 3, 2)]], B="yyyy-mm-dd"
    )
    made = openpyxl.load_workbook(io.BytesIO(data))
    made.active["B3"].number_format = "General"
    out = io.BytesIO()
    made.save(out)
    result = reading("a.xlsx", out.getvalue())
    assert [row[1] for row in rows(result.tables[0])] == ["2026-03-01", "46000", "2026-03-02"]
    assert [(finding.code, finding.column) for finding in result.findings] == [("mixed-dates", "일자")]


def test_rich_text_line_breaks_booleans_and_phonetic_text(reading):
    def write(book, sheet):
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, ["이름", "주소", "여부"])
        sheet.write_rich_string(1, 0, "가", bold, "나", " 다")
        sheet.write(1, 1, "서울\n종로")
        sheet.write(1, 2, True)
        sheet.write_row(2, 0, ["  앞뒤 ", "x", False])

    assert rows(reading("a.xlsx", written(write)).tables[0]) == [
        ("가나 다", "서울\n종로", True),
        ("  앞뒤 ", "x", False),
    ]


def test_tables_beside_one_another(reading):
    left = [["구", "수"], *[[f"구{n}", n] for n in range(1, 6)]]
    right = [["월", "건수", "율"], *[[f"{n}월", n * 10, n / 10] for n in range(1, 4)]]
    cells = [["표 1", None, None, "표 2"]]
    cells += [
        [*(left[at] if at < len(left) else [None] * 2), None, *(right[at] if at < len(right) else [])]
        for at in range(6)
    ]
    one, two = reading("a.xlsx", grid(cells)).tables
    assert (one.name, names(one), one.rows) == ("자료 표 1", ["구", "수"], 5)
    assert (two.name, names(two), two.rows) == ("자료 표 2", ["월", "건수", "율"], 3)
    assert (two.facts["columns"], two.native, lines(two)) == ("D:F", {"c2", "c3"}, [3, 4, 5])


def test_a_table_beside_one_with_merged_labels(reading):
    """The first column of the left table has gaps, as merged cells leave them; the right one is a table all the same."""

    def write(book, sheet):
        sheet.merge_range("A1:D1", "복지시설 현황")
        sheet.merge_range("A2:A3", "권역")
        sheet.merge_range("B2:B3", "구")
        sheet.merge_range("C2:D2", "시설")
        sheet.write_row("C3", ["개소", "종사자"])
        for first, last, name in ((4, 6, "도심"), (7, 8, "동북")):
            sheet.merge_range(f"A{first}:A{last}", name)
        for row in range(3, 8):
            sheet.write_row(row, 1, [f"구{row}", row, row * 7])
        sheet.write_row(1, 5, ["월", "방문자"])
        for month in range(1, 13):
            sheet.write_row(1 + month, 5, [f"{month}월", month * 100])

    one, two = reading("a.xlsx", written(write)).tables
    assert (names(one), one.rows) == (["권역", "구", "시설 / 개소", "시설 / 종사자"], 5)
    assert [row[0] for row in rows(one)] == ["도심", "도심", "도심", "동북", "동북"]
    assert (names(two), two.rows, two.facts["columns"]) == (["월", "방문자"], 12, "F:G")


def test_two_tables_beside_and_two_below(reading):
    cells = [["구", "수", None, "동", "세대"]] + [[f"구{n}", n, None, f"동{n}", n * 3] for n in range(1, 5)]
    cells += [["합", 10]] + [[]] * 2
    cells += [["연도", "예산", "결산"]] + [[f"{2020 + n}년", n * 5, n * 4] for n in range(4)]
    tables = reading("a.xlsx", grid(cells)).tables
    assert [(names(table), table.rows) for table in tables] == [
        (["구", "수"], 5), (["동", "세대"], 4), (["연도", "예산", "결산"], 4),
    ]  # fmt: skip


def test_an_empty_column_inside_one_table_parts_nothing(reading):
    """Publishers leave narrow empty columns between groups of figures."""
    cells = [["구", "2024", "2025", None, "남", "여"]] + [[f"구{n}", n, n + 1, None, n * 2, n * 3] for n in range(1, 9)]
    (table,) = reading("a.xlsx", grid(cells)).tables
    assert table.rows == 8
    assert len(table.headers) == 6
    text = [["이름", "수", None, "주소", "비고"]] + [[f"가{n}", n, None, f"서울 {n}길", "상세"] for n in range(1, 9)]
    assert len(reading("b.xlsx", grid(text)).tables) == 1


def test_tables_below_one_another_far_down(reading):
    """Also where the first table is longer than what is looked at of any run of rows."""
    cells = [["구", "수"], *[[f"구{n}", n] for n in range(1500)], [], ["표 2"], ["월", "건", "율"]]
    cells += [[f"{n}월", n, n / 2] for n in range(1, 6)]
    one, two = reading("a.xlsx", grid(cells)).tables
    assert (one.rows, two.rows, names(two)) == (1500, 5, ["월", "건", "율"])
    assert lines(two)[0] == 1505


def test_a_merged_title_is_one_preamble_and_merged_numbers_are_said(reading):
    def write(book, sheet):
        sheet.merge_range("A1:D1", "2025년 자치구별 현황")
        sheet.write_row(1, 0, ["권역", "구", "예산", "수"])
        sheet.merge_range("A3:A4", "도심")
        sheet.merge_range("C3:C4", 500)
        for row, (gu, count) in enumerate([("종로", 1), ("중", 2), ("성동", 3)], 2):
            sheet.write(row, 1, gu)
            sheet.write(row, 3, count)
        sheet.write_row(4, 0, ["동북", "성동", 7])
        sheet.merge_range("A6:D6", "※ 자료: 서울시 통계, 2025년 말 기준으로 작성함")

    result = reading("a.xlsx", written(write))
    table = result.tables[0]
    assert rows(table) == [("도심", "종로", 500, 1), ("도심", "중", 500, 2), ("동북", "성동", 7, 3)]
    assert furniture(table) == [(1, "preamble"), (6, "footer")]
    assert table.facts["furniture"][0]["text"] == "2025년 자치구별 현황"
    assert codes(result) == {"merged-numbers": 1}


def test_external_links_are_not_followed(reading):
    def write(book, sheet):
        sheet.write_row(0, 0, ["구", "수"])
        sheet.write_formula(1, 1, "='[http://127.0.0.1:9/evil.xlsx]S'!A1", None, 7)
        sheet.write(1, 0, "가")
        sheet.write_url(2, 0, "http://127.0.0.1:9/", string="나")
        sheet.write(2, 1, 8)

    assert rows(reading("a.xlsx", written(write)).tables[0]) == [("가", 7), ("나", 8)]


def changed(data: bytes, **members) -> bytes:
    """The workbook with the text of members changed by functions, named by the end of their path."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            text = old.read(item)
            for end, change in members.items():
                text = change(text) if item.endswith(f"{end}.xml") else text
            new.writestr(item, text)
    return out.getvalue()


def test_cells_without_places_and_with_prefixes(reading):
    """Some programs write no `r="A1"`, others `<x:c>`: their marks must be found as well."""
    data = grid([["코드", "수"], [7, 1], [8, 2]], A="000")
    bare = changed(data, sheet1=lambda text: re.sub(rb' r="[A-Z]*\d+"', b"", text))
    assert [row[0] for row in rows(reading("a.xlsx", bare).tables[0])] == ["007", "008"]


def test_a_claimed_dimension_costs_nothing(reading):
    data = changed(
        grid([["구", "수"], ["가", 1], ["나", 2]]),
        sheet1=lambda text: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', text),
    )
    assert reading("a.xlsx", data).tables[0].rows == 2


def test_entities_in_a_workbook_are_refused(reading):
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'
    data = changed(
        grid([["구", "수"], ["가", 1], ["나", 2]]), workbook=lambda text: text.replace(b"?>", b"?>" + bomb, 1)
    )
    result = reading("a.xlsx", data)
    assert (result.tables, result.findings[0].code) == ((), "unreadable")


def test_a_table_only_of_a_header_is_no_loss(reading):
    assert reading("a.xlsx", grid([["구", "수"]])).tables[0].rows == 0
