"""Workbooks: sheets, merged and stacked headers, native types, notes, and workbooks that are refused."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from madang.ingest import archives
from tests.ingest.readers.conftest import furniture, lines, names, rows


def book(*sheets: tuple[str, list[list]], merge: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, cells in sheets:
        sheet = made.create_sheet(title)
        for row in cells:
            sheet.append(row)
        for region in merge:
            sheet.merge_cells(region)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


ROWS = [["구", "수"], ["종로구", 1], ["중구", 2], ["용산구", 3]]


def test_native_types_only_for_whole_columns(reading):
    day = dt.date(2026, 3, 1)
    data = book(
        (
            "자료",
            [
                ["ARS", "n", "x", "일자", "혼합", "여부", "시각"],
                ["01001", 3.0, 1.5, day, 3.0, True, dt.datetime(2026, 3, 1, 9, 30)],
                ["01002", 4, 2, day, "-", False, dt.datetime(2026, 3, 1, 0, 0)],
                ["01003", None, 2, day, day, False, None],
            ],
        )
    )
    table = reading("a.xlsx", data).tables[0]
    assert table.native == {"c2", "c3", "c4", "c6", "c7"}
    assert rows(table)[0] == ("01001", 3, 1.5, day, "3", True, dt.datetime(2026, 3, 1, 9, 30))
    assert [row[4] for row in rows(table)] == ["3", "-", "2026-03-01"]
    assert rows(table)[2][1] is None
    assert (table.name, table.facts["sheet"]) == ("", "자료")


def test_merged_stacked_headers(reading):
    cells = [["자치구", "합계", None, "요양", None], [None, "시설", "정원", "시설", "정원"]]
    cells += [[f"구{n}", n, n * 2, n * 3, "-"] for n in range(1, 8)]
    table = reading("a.xlsx", book(("데이터", cells), merge=("A1:A2", "B1:C1", "D1:E1"))).tables[0]
    assert names(table) == ["자치구", "합계 / 시설", "합계 / 정원", "요양 / 시설", "요양 / 정원"]
    assert table.facts["header_rows"] == [1, 2]
    assert table.rows == 7


def test_merged_labels_of_rows_are_filled_down(reading):
    cells = [["권역", "구", "수"], ["도심", "종로", 1], [None, "중", 2], ["동북", "성동", 3]]
    table = reading("a.xlsx", book(("a", cells), merge=("A2:A3",))).tables[0]
    assert [row[0] for row in rows(table)] == ["도심", "도심", "동북"]


def test_a_table_that_begins_lower_and_further_right(reading):
    cells = [
        [],
        [None, None, "인구 현황"],
        [],
        *[[None, None, *row] for row in ROWS],
        [None, None, "※ 자료: 서울시 통계"],
    ]
    cells[-1] += [None]
    wide = [[*row, *([row[-1]] if len(row) == 4 else [])] for row in cells]
    table = reading("a.xlsx", book(("a", wide))).tables[0]
    assert names(table) == ["구", "수", "수_2"]
    assert lines(table) == [5, 6, 7]
    assert furniture(table) == [(1, "blank"), (2, "preamble"), (3, "blank"), (8, "footer")]


def test_every_sheet_with_a_table_and_notes_kept_aside(reading):
    notes = [["○ 통계표ID", "DT_201004"], ["○ 출처", "서울시"]]
    result = reading("a.xlsx", book(("2024", ROWS), ("빈 시트", []), ("2025", ROWS), ("메타정보", notes)))
    assert [table.name for table in result.tables] == ["2024", "2025"]
    assert result.tables[0].facts["notes"] == {"메타정보": ["○ 통계표ID: DT_201004", "○ 출처: 서울시"]}
    (told,) = (finding for finding in result.findings if finding.code == "sheet-of-notes")
    assert "메타정보 (2)" in told.text["ko"]
    assert told.sample == ("○ 통계표ID: DT_201004", "○ 출처: 서울시")


@pytest.mark.parametrize("name", ["안내소 목록", "Coverage", "출처별 건수"])
def test_a_sheet_named_like_notes_is_a_table_when_it_holds_one(reading, name):
    pairs = [["area", "share"], ["north", 0.5], ["south", 0.25]]
    result = reading("a.xlsx", book(("2024", ROWS), (name, ROWS), ("Coverage 2", pairs)))
    assert [table.name for table in result.tables] == ["2024", name, "Coverage 2"]
    assert not result.findings


def test_a_sheet_with_a_sentence_only_is_told(reading):
    result = reading("a.xlsx", book(("2024", ROWS), ("Sheet2", [["잠정치이므로 인용할 때 주의하세요."]])))
    assert [finding.sample for finding in result.findings] == [("잠정치이므로 인용할 때 주의하세요.",)]


def test_tables_below_one_another_in_a_sheet(reading):
    cells = [
        ["표 1"],
        *ROWS,
        [],
        ["표 2"],
        ["월", "건수", "비율"],
        ["1월", 10, 1.5],
        ["2월", 11, 2.5],
        ["3월", 12, 3.5],
    ]
    one, two = reading("a.xlsx", book(("통계", cells))).tables
    assert (one.name, one.rows, two.name, two.rows) == ("통계 표 1", 3, "통계 표 2", 3)
    assert (names(two), two.native, lines(two)) == (["월", "건수", "비율"], {"c2", "c3"}, [9, 10, 11])


def test_choosing_a_sheet(reading):
    data = book(("가", ROWS), ("나", ROWS[:3]))
    assert reading("a.xlsx", data, sheet="나").tables[0].rows == 2
    missing = reading("a.xlsx", data, sheet="다")
    assert "있는 것: 가, 나" in missing.no_table["reason"]["ko"]


def test_formulas_are_not_run_and_error_cells_are_empty(reading):
    data = book(("a", [["구", "수"], ["종로구", "=1+1"], ["중구", "#N/A"], ["용산구", 3]]))
    assert [row[1] for row in rows(reading("a.xlsx", data).tables[0])] == [None, None, 3]


def test_a_workbook_under_another_name(reading):
    result = reading("people.csv", book(("a", ROWS)))
    assert result.format == "excel"
    assert [finding.code for finding in result.findings] == ["wrong-extension"]


def test_a_bomb_is_refused_by_its_directory(reading, monkeypatch):
    out = io.BytesIO(book(("a", ROWS)))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * 5_000_000)
    monkeypatch.setattr(archives, "SUSPECT", 1_000_000)
    result = reading("a.xlsx", out.getvalue())
    assert result.findings[0].code == "bomb"
    assert "풀지 않았습니다" in result.no_table["reason"]["ko"]


def test_a_password_is_named(reading):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    result = reading("a.xlsx", data)
    assert "암호로 보호된" in result.no_table["reason"]["ko"]


@pytest.mark.parametrize("cut", [200, 3000])
def test_a_cut_workbook_is_named(reading, cut):
    result = reading("a.xlsx", book(("a", ROWS))[:cut])
    assert result.tables == ()
    assert result.findings[0].code in ("truncated-document", "unreadable")


def test_an_empty_workbook(reading):
    assert reading("a.xlsx", book(("a", []))).findings[0].code == "no-rows"


def test_cells_in_far_corners_are_no_table(reading):
    """The reader fills the whole rectangle: one kilobyte of file ended the worker."""
    made = openpyxl.Workbook()
    made.active["A1"], made.active["XFD1048576"] = 1, 2
    out = io.BytesIO()
    made.save(out)
    assert reading("a.xlsx", out.getvalue()).findings[0].code == "sparse"
    made.active["XFD1048576"].value = None
    made.active["XFD1048576"].style = "Good"  # a colour alone fills nothing
    made.active["A2"] = made.active["A3"] = 3
    out = io.BytesIO()
    made.save(out)
    assert reading("a.xlsx", out.getvalue()).tables
