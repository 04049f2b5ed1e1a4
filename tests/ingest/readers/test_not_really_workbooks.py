"""What portals send under the name `.xls`: web pages, XML of 2003, delimited text, locked documents."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.ingest.readers.conftest import furniture, names, rows

PAGE = """<html><head><meta http-equiv="Content-Type" content="application/vnd.ms-excel; charset={charset}">
<style>td {{ mso-number-format:"\\@"; }}</style></head><body>
<table border="1"><caption>자치구별 현황</caption>
<tr><th rowspan="2">자치구</th><th colspan="2">인구</th></tr>
<tr><th>남</th><th>여</th></tr>
<tr><td>종로구</td><td>1,234</td><td>0012</td></tr>
<tr><td>중구<br>(도심)</td><td>&nbsp;</td><td>A &amp; B</td></tr>
<tr><td>용산구</td><td>3</td><td>4</td>
</table></body></html>"""


def codes(result) -> list[str]:
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("charset", "encoding"), [("euc-kr", "cp949"), ("utf-8", "utf-8"), ("euc-kr", "utf-8"), ("utf-8", "utf-8-sig")]
)
def test_a_table_of_a_web_page_named_xls(reading, charset, encoding):
    """The bytes decide the encoding; what the page says about itself is often wrong and only settles a doubt."""
    result = reading("현황.xls", PAGE.format(charset=charset).encode(encoding))
    table = result.tables[0]
    assert names(table) == ["자치구", "인구 / 남", "인구 / 여"]
    assert rows(table) == [("종로구", "1,234", "0012"), ("중구\n(도심)", "", "A & B"), ("용산구", "3", "4")]
    assert "wrong-extension" in codes(result)
    assert result.format == "html_table"


def test_a_fragment_without_html_around_it(reading):
    data = "<meta charset=utf-8><table><tr><td>구<td>수<tr><td>가<td>1<tr><td>나<td>2</table>".encode()
    assert rows(reading("a.xls", data).tables[0]) == [("가", "1"), ("나", "2")]


def test_layout_tables_and_several_tables(reading):
    inner = (
        "<table><tr><th>{0}</th><th>수</th></tr><tr><td>가</td><td>1</td></tr><tr><td>나</td><td>2</td></tr></table>"
    )
    page = f"<html><body><table><tr><td>{inner.format('구')}</td></tr><tr><td>{inner.format('동')}</td></tr></table></body></html>"
    assert [names(table) for table in reading("a.xls", page.encode()).tables] == [["구", "수"], ["동", "수"]]


@pytest.mark.parametrize(
    "page",
    [
        "<html><title>로그인</title><form action=/login><table><tr><td>ID<td><input></table></form></html>",
        "<!DOCTYPE html><html><head><title>로그인</title></head><body>점검 중입니다</body></html>",
        "<html><title>로그인</title><table><tr><td>세션이 만료되었습니다</td></tr></table></html>",
    ],
)
def test_a_page_to_sign_in_named_xls_is_no_table(reading, page):
    result = reading("현황.xls", page.encode())
    assert (result.tables, codes(result)) == ((), ["web-page"])
    assert "로그인" in result.no_table["reason"]["ko"]


def test_spans_are_no_bomb(reading):
    cell = '<td colspan="99999999" rowspan="99999999">x</td>'
    data = f"<table>{'<tr>' + cell * 30 + '</tr>'}</table>".encode()
    result = reading("a.xls", data)
    assert (result.tables, codes(result)) == ((), ["sparse"])


WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="z"><NumberFormat ss:Format="00000"/></Style><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style></Styles>
<Worksheet ss:Name="현황"><Table ss:ExpandedColumnCount="16384" ss:ExpandedRowCount="1048576">
<Row><Cell><Data ss:Type="String">코드</Data></Cell>
<Cell><Data ss:Type="String">구</Data></Cell>
<Cell><Data ss:Type="String">율</Data></Cell>
<Cell ss:Index="5"><Data ss:Type="String">일자</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:StyleID="z"><Data ss:Type="Number">7</Data></Cell>
<Cell ss:MergeDown="1"><Data ss:Type="String">종로</Data></Cell>
<Cell ss:StyleID="p"><Data ss:Type="Number">0.25</Data></Cell>
<Cell ss:Index="5"><Data ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell></Row>
<Row ss:Hidden="1"><Cell ss:StyleID="z"><Data ss:Type="Number">12</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Error">#N/A</Data></Cell>
<Cell ss:Index="5"><Data ss:Type="DateTime">2026-03-02T00:00:00.000</Data><Comment><ss:Data>쪽지</ss:Data></Comment></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="목록"><Table><Row><Cell><Data ss:Type="String">a</Data></Cell>
<Cell ss:Formula="=1"/></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


@pytest.mark.parametrize("name", ["현황.xls", "현황.xml"])
def test_xml_of_excel_2003(reading, name):
    result = reading(name, WORKBOOK.encode())
    table = result.tables[0]
    assert rows(table) == [
        ("00007", "종로", 0.25, "", dt.date(2026, 3, 1)),
        ("00012", "종로", None, "", dt.date(2026, 3, 2)),
    ]
    assert furniture(table) == [(2, "blank")]
    assert {"error-cells", "shown-as-percent", "hidden-cells"} <= set(codes(result))


def test_xml_of_2003_with_far_cells_and_entities(reading):
    far = WORKBOOK.replace('ss:Index="3">', 'ss:Index="999999999">', 1)
    assert codes(reading("a.xls", far.encode())) == ["sparse"]
    bomb = WORKBOOK.replace("?>", '?><!DOCTYPE w [<!ENTITY a "aa">]>', 1)
    assert codes(reading("a.xls", bomb.encode())) == ["entities"]


@pytest.mark.parametrize(
    "data",
    [
        "구,수\n가,1\n나,2\n다,3\n".encode("cp949"),
        "구\t수\n가\t1\n나\t2\n다\t3\n".encode("utf-16"),
        "구\t수\r\n가\t1\r\n나\t2\r\n다\t3\r\n".encode(),
    ],
)
@pytest.mark.parametrize("name", ["a.xls", "a.xlsx"])
def test_delimited_text_named_as_a_workbook(reading, name, data):
    result = reading(name, data)
    assert rows(result.tables[0]) == [("가", "1"), ("나", "2"), ("다", "3")]
    assert "wrong-extension" in codes(result)


@pytest.mark.parametrize("mark", [b"\x9b DRMONE  This Document is encrypted", b"SCDSA002\0\0", b"<DOCUMENT SAFER V1>"])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_document_security_is_named(reading, name, mark):
    result = reading(name, mark + bytes(range(256)) * 10)
    assert codes(result) == ["secured-document"]
    assert "DRM" in result.no_table["reason"]["ko"]
