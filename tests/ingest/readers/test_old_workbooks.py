"""XLS, XLSB and ODS: the same care as for XLSX, and the bombs that repeated cells make."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest
import xlwt

from madang.ingest.readers import _xlsb_marks
from tests.ingest.readers.conftest import furniture, names, rows

OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def xls(write) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    write(book.add_sheet("자료"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(result) -> dict[str, int]:
    return {finding.code: finding.count for finding in result.findings}


def test_xls_keeps_zeros_names_errors_and_hidden_rows(reading):
    def write(sheet):
        zeros, percent = xlwt.easyxf(num_format_str="00000"), xlwt.easyxf(num_format_str="0.0%")
        day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for column, name in enumerate(["코드", "율", "일자", "오류"]):
            sheet.write(0, column, name)
        for row in (1, 2, 3):
            sheet.write(row, 0, row * 7, zeros)
            sheet.write(row, 1, row / 10, percent)
            sheet.write(row, 2, dt.date(2026, 3, row), day)
            if row != 2:
                sheet.write(row, 3, row)
        sheet.row(2).set_cell_error(3, "#DIV/0!")
        sheet.row(3).hidden = True

    result = reading("a.xls", xls(write))
    table = result.tables[0]
    assert rows(table)[:2] == [("00007", 0.1, dt.date(2026, 3, 1), 1), ("00014", 0.2, dt.date(2026, 3, 2), None)]
    assert codes(result) == {"error-cells": 1, "shown-as-percent": 1, "hidden-cells": 1}
    assert result.findings[0].sample == ("D3: #DIV/0!",)


def test_a_locked_xls_is_named(reading):
    """The record FILEPASS stands after the beginning of the stream of an encrypted XLS."""
    data = bytearray(xls(lambda sheet: sheet.write(0, 0, "가")))
    begin = data.find(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    second = begin + 20
    data[second : second + 4] = b"\x2f\x00" + data[second + 2 : second + 4]  # whatever came second is now FILEPASS
    result = reading("a.xls", bytes(data))
    assert result.findings[0].code == "locked"
    assert "암호" in result.no_table["reason"]["ko"]


@pytest.mark.parametrize("cut", [600, 3000])
def test_a_cut_xls_is_named(reading, cut):
    result = reading("a.xls", xls(lambda sheet: [sheet.write(n, 0, n) for n in range(500)])[:cut])
    assert (result.tables, result.findings[0].code) == ((), "unreadable")


def ods(rows_xml: str, styles: str = "", table: str = "", mime: str = MIME, **members: str) -> bytes:
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {OFFICE}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="시트" {table}>{rows_xml}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime, zipfile.ZIP_STORED)
        archive.writestr("content.xml", body)
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def cell(text: str = "", **at: str) -> str:
    said = " ".join(f'{key.replace("__", ":").replace("_", "-")}="{value}"' for key, value in at.items())
    return f"<table:table-cell {said}>{'<text:p>' + text + '</text:p>' if text else ''}</table:table-cell>"


def row(*cells: str, at: str = "") -> str:
    return f"<table:table-row {at}>{''.join(cells)}</table:table-row>"


def number(value: str, shown: str = "", **at: str) -> str:
    return cell(shown or value, office__value_type="float", office__value=value, **at)


def word(text: str, **at: str) -> str:
    return cell(text, office__value_type="string", **at)


def test_ods_values_as_they_were_saved(reading):
    data = ods(
        row(*[word(name) for name in ("코드", "일자", "일시", "율", "시각", "소요", "여부", "글")])
        + row(
            number("7", "00007"),
            cell("2026. 3. 1.", office__value_type="date", office__date_value="2026-03-01"),
            cell("x", office__value_type="date", office__date_value="2026-03-01T09:30:00"),
            cell("25%", office__value_type="percentage", office__value="0.25"),
            cell("09:30", office__value_type="time", office__time_value="PT09H30M00S"),
            cell("30:05", office__value_type="time", office__time_value="PT30H05M00S"),
            cell("참", office__value_type="boolean", office__boolean_value="true"),
            "<table:table-cell office:value-type='string'><office:annotation><text:p>쪽지</text:p></office:annotation>"
            "<text:p>두<text:s text:c='2'/>줄<text:span>은</text:span></text:p><text:p>여기</text:p></table:table-cell>",
        )
        + row(number("8", "00008"), *["<table:table-cell/>"] * 6, word("a"))
    )  # fmt: skip
    result = reading("a.ods", data)
    day = dt.date(2026, 3, 1)
    moment = dt.datetime(2026, 3, 1, 9, 30)
    assert rows(result.tables[0])[0] == ("00007", day, moment, 0.25, moment.time(), "30:05:00", True, "두  줄은\n여기")
    assert rows(result.tables[0])[1][1:4] == (None, None, None)
    assert codes(result) == {"shown-as-percent": 1}


def test_ods_errors_formulas_merged_and_hidden(reading):
    hidden = '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="false"/></style:style>'
    data = ods(
        "<table:table-column/><table:table-column table:visibility='collapse'/>"
        + row(word("구"), word("수"), word("율"))
        + row(
            word("가", table__number_rows_spanned="2"), number("0", "Err:502", table__formula="of:=FOO()"), number("1")
        )
        + row("<table:covered-table-cell/>", number("2"), cell(table__formula="of:=A1"), at='table:visibility="filter"')
        + row(word("나"), word("#N/A", calcext__value_type="error", table__formula="of:=NA()"), number("3")),
        hidden,
        'table:style-name="ta1"',
    )
    result = reading("a.ods", data)
    assert rows(result.tables[0]) == [("가", None, 1), ("가", 2, None), ("나", None, 3)]
    assert codes(result) == {"error-cells": 2, "formulas-without-values": 1, "hidden-sheet": 0, "hidden-cells": 2}
    assert "Err:502" in result.findings[0].text["ko"]


def test_ods_empty_repetitions_cost_nothing(reading):
    """Every program fills a sheet to its end with one repeated empty cell and one repeated empty row."""
    far = "<table:table-cell table:number-columns-repeated='16380'/>"
    data = ods(
        row(word("구"), word("수"), far) + row(word("가"), number("1"), far) + row(word("나"), number("2"), far)
        + row("<table:table-cell table:number-columns-repeated='16384'/>", at="table:number-rows-repeated='1048570'")
    )  # fmt: skip
    assert rows(reading("a.ods", data).tables[0]) == [("가", 1), ("나", 2)]


def test_ods_repeated_values_are_repeated(reading):
    data = ods(
        row(word("a"), word("b"), word("c"))
        + row(number("1", table__number_columns_repeated="3"), at="table:number-rows-repeated='4'")
    )
    assert rows(reading("a.ods", data).tables[0]) == [(1, 1, 1)] * 4


@pytest.mark.parametrize(
    "bomb",
    [
        row(number("1", table__number_columns_repeated="16384"), at="table:number-rows-repeated='1048576'"),
        row(number("1")) + row(at="table:number-rows-repeated='1048570'") + row(cell(table__number_columns_repeated="16383"), number("1")),
        row(number("1", table__number_columns_repeated="999999999")),
        row(number("1"), at="table:number-rows-repeated='999999999'"),
    ],
)  # fmt: skip
def test_ods_repeated_cells_are_no_bomb(reading, bomb):
    """2 kB that calamine would open to 17 thousand million cells."""
    result = reading("a.ods", ods(bomb))
    assert (result.tables, result.findings[0].code) == ((), "sparse")
    assert "빈 셀이 메모리를" in result.no_table["reason"]["ko"]


def test_ods_with_a_password_and_without_content(reading):
    manifest = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    locked = ods("", **{"META-INF__manifest.xml": manifest})
    assert reading("a.ods", locked).findings[0].code == "locked"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", MIME, zipfile.ZIP_STORED)
    assert reading("a.ods", out.getvalue()).findings[0].code == "unreadable"


def test_ods_entities_are_refused(reading):
    data = ods("")
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", MIME, zipfile.ZIP_STORED)
        text = old.read("content.xml").replace(b"?>", b'?><!DOCTYPE d [<!ENTITY a "aaaa">]>', 1)
        new.writestr("content.xml", text)
    assert reading("a.ods", out.getvalue()).findings[0].code == "unreadable"


def test_a_flat_ods(reading):
    with zipfile.ZipFile(io.BytesIO(ods(row(word("구"), word("수")) + row(word("가"), number("1"))))) as archive:
        text = archive.read("content.xml").decode()
    flat = text.replace("office:document-content", "office:document").replace(
        OFFICE, f'{OFFICE} office:mimetype="{MIME}"', 1
    )
    assert rows(reading("a.fods", flat.encode()).tables[0]) == [("가", 1)]


def test_ods_made_by_a_library(reading):
    """odfpy writes what LibreOffice writes: styles, several sheets, values with their shown text."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = OpenDocumentSpreadsheet()
    for title in ("2024", "2025"):
        table = Table(name=title)
        for values in [["구", "수"], ["가", 1], ["나", 2.5]]:
            line = TableRow()
            for value in values:
                kind = {"valuetype": "string"} if isinstance(value, str) else {"valuetype": "float", "value": value}
                made = TableCell(**kind)
                made.addElement(P(text=str(value)))
                line.addElement(made)
            table.addElement(line)
        document.spreadsheet.addElement(table)
    out = io.BytesIO()
    document.save(out)
    tables = reading("a.ods", out.getvalue()).tables
    assert [(table.name, names(table), rows(table)) for table in tables] == [
        (title, ["구", "수"], [("가", 1.0), ("나", 2.5)]) for title in ("2024", "2025")
    ]


def test_ods_notes_and_titles(reading):
    data = ods(
        row(word("인구 현황", table__number_columns_spanned="3"), *["<table:covered-table-cell/>"] * 2)
        + row(word("구"), word("남"), word("여"))
        + "".join(row(word(f"구{n}"), number(str(n)), number(str(n + 1))) for n in range(4))
        + row(word("※ 자료: 서울시"))
    )
    assert furniture(reading("a.ods", data).tables[0]) == [(1, "preamble"), (7, "footer")]


def emitted(records) -> bytes:
    """Records of an XLSB as bytes: type and length in numbers of seven bits."""
    out = bytearray()
    for kind, content in records:
        for number, most in ((kind, 2), (len(content), 4)):
            for _ in range(most):
                out.append(number & 0x7F | (0x80 if number > 127 else 0))
                number >>= 7
                if not number:
                    break
        out += content
    return bytes(out)


def test_xlsb_keeps_zeros_and_names_errors_and_hidden_rows(reading, tmp_path):
    import pyxlsbwriter

    with pyxlsbwriter.XlsbWriter(str(tmp_path / "a.xlsb")) as book:
        book.add_sheet("자료")
        book.write_sheet([["코드", "수"], [7, 1.5], [8, 2.5], [9, 3.5]])
    with zipfile.ZipFile(tmp_path / "a.xlsb") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    def changed(row, kind, content):
        column = int.from_bytes(content[:4], "little")
        if kind == 0 and row == 3:
            return kind, content[:11] + bytes([content[11] | 0x10]) + content[12:]
        if kind in (2, 5) and column == 0:
            return kind, content[:4] + b"\x01\0\0\0" + content[8:]
        return (3, content[:8] + b"\x2a") if kind == 5 and row == 2 and column == 1 else (kind, content)

    found, row = [], -1
    for kind, content in _xlsb_marks.records(parts["xl/worksheets/sheet1.bin"]):
        row = int.from_bytes(content[:4], "little") if kind == 0 else row
        found.append(changed(row, kind, content))
    parts["xl/worksheets/sheet1.bin"] = emitted(found)
    form = "00000".encode("utf-16-le")
    styles = [
        (44, b"\xc8\0" + (5).to_bytes(4, "little") + form),
        (617, b"\2\0\0\0"),
        (47, b"\0" * 16),
        (47, b"\0\0\xc8\0" + b"\0" * 12),
        (618, b""),
    ]
    parts["xl/styles.bin"] = emitted(styles)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    result = reading("a.xlsb", out.getvalue())
    assert rows(result.tables[0]) == [("00007", 1.5), ("00008", None), ("00009", 3.5)]
    assert codes(result) == {"error-cells": 1, "hidden-cells": 1}
    assert "#N/A" in result.findings[0].text["ko"]
