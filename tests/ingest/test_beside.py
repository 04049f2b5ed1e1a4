"""What stands in a workbook or a web page beside the cells is downloaded with it, so it is looked into, part by part."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from madang.ingest import unread
from madang.ingest.no_table import NoRows
from madang.ingest.tables import Reading
from madang.ingest.workbooks import beside
from tests.ingest.staged import staged

NUMBER = "800103-1123458"


def _footer(book: Any, sheet: Any) -> None:
    sheet.oddFooter.center.text = f"담당 {NUMBER}"


def _list(book: Any, sheet: Any) -> None:
    sheet.add_data_validation(DataValidation(type="list", formula1=f'"가,{NUMBER}"', sqref="A1"))


def _prompt(book: Any, sheet: Any) -> None:
    sheet.add_data_validation(DataValidation(type="whole", formula1="1", sqref="A1", prompt=f"예: {NUMBER}"))


def _format(book: Any, sheet: Any) -> None:
    sheet["A2"].number_format = f'"{NUMBER}"'


def _formula(book: Any, sheet: Any) -> None:
    sheet["C2"] = f'=IF(A2="{NUMBER}",1,0)'


def _parts_of_a_formula(book: Any, sheet: Any) -> None:
    sheet["C2"] = '="800103"&"-112"&"3458"'


def _link(book: Any, sheet: Any) -> None:
    sheet["A2"].hyperlink = f"https://example.org/?id={NUMBER}"


def _mail(book: Any, sheet: Any) -> None:
    sheet["A2"].hyperlink = "mailto:hong.gildong@naver.com"


def _tooltip(book: Any, sheet: Any) -> None:
    sheet["A2"].hyperlink = Hyperlink(ref="A2", location="A1", tooltip=f"신청인 {NUMBER}")


def _name(book: Any, sheet: Any) -> None:
    book.defined_names["x"] = DefinedName("x", attr_text=f'"{NUMBER}"')


def _comment(book: Any, sheet: Any) -> None:
    sheet["A2"].comment = Comment(f"확인 {NUMBER}", "a")


def _author(book: Any, sheet: Any) -> None:
    sheet["A2"].comment = Comment("확인", "hong.gildong@naver.com")


PLACES = (
    _footer, _list, _prompt, _format, _formula, _parts_of_a_formula, _link, _mail, _tooltip, _name, _comment, _author,
)  # fmt: skip


def _clean() -> tuple[Any, Any]:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["이름", "수"], ["종로", 1], ["중구", 2]):
        sheet.append(row)
    return book, sheet


def codes(path: Path, folder: Path) -> list[str]:
    return [finding.code for finding in unread.findings(path, "a", Reading("x", (staged(folder, {"a": ["1"]}),)))]


@pytest.mark.parametrize("place", PLACES)
def test_every_part_of_a_workbook(tmp_path: Path, place: Callable[[Any, Any], None]) -> None:
    book, sheet = _clean()
    book.save(tmp_path / "clean.xlsx")
    place(book, sheet)
    book.save(tmp_path / "a.xlsx")
    assert not codes(tmp_path / "clean.xlsx", tmp_path)
    assert codes(tmp_path / "a.xlsx", tmp_path) == ["personal-beside"]


def test_cells_are_left_to_the_checks_of_the_table_but_strings_that_no_cell_shows_are_not(tmp_path: Path) -> None:
    """A column that is dropped must not stay open as something beside the table."""
    sheet = '<worksheet><sheetData><row><c r="A1" t="s"><v>{used}</v></c><c><v>8001031123458</v></c></row></sheetData></worksheet>'
    strings = f"<sst><si><t>가나</t></si><si><t>{NUMBER}</t></si></sst>"
    for used in (0, 1):
        with zipfile.ZipFile(tmp_path / f"{used}.xlsx", "w") as archive:
            archive.writestr("xl/worksheets/sheet1.xml", sheet.format(used=used))
            archive.writestr("xl/sharedStrings.xml", strings)
    assert codes(tmp_path / "0.xlsx", tmp_path) == ["personal-beside"]
    assert not codes(tmp_path / "1.xlsx", tmp_path)


@pytest.mark.parametrize("tag", ["c", "x:c"])
def test_what_follows_a_large_sheet_is_read_and_its_cells_are_not(tmp_path: Path, tag: str) -> None:
    many = f'<{tag} r="B2"><f>A1*2</f><v>8001031123458</v></{tag}>' * 100_000
    whole = f'<worksheet><sheetData><row>{many}<{tag}><f>"{NUMBER}"</f></{tag}></row></sheetData><oddFooter>{{}}</oddFooter></worksheet>'
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", whole.format("hong@naver.com"))
    said = list(beside.texts(tmp_path / "a.xlsx"))
    assert (len(said), said[0], said[1].split()) == (2, f'"{NUMBER}"', ["hong@naver.com"])


ODS = (
    f"<office:annotation><text:p>{NUMBER}</text:p></office:annotation>",
    f'<table:table-cell table:formula="of:=&quot;{NUMBER}&quot;"/>',
    '<text:a xlink:href="mailto:hong.gildong@naver.com">x</text:a>',
)


@pytest.mark.parametrize("inner", ODS)
@pytest.mark.parametrize("form", ["ods", "fods"])
def test_open_document(tmp_path: Path, inner: str, form: str) -> None:
    text = (
        '<o xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"><table:table name="x">{}'
        "<text:p>010-1234-5678</text:p></table:table></o>"
    )
    for name, content in (("clean", ""), ("a", inner)):
        if form == "ods":
            with zipfile.ZipFile(tmp_path / name, "w") as archive:
                archive.writestr("content.xml", text.format(content))
        else:
            (tmp_path / name).write_text(text.format(content))
    assert not codes(tmp_path / "clean", tmp_path)
    assert codes(tmp_path / "a", tmp_path) == ["personal-beside"]


@pytest.mark.parametrize(
    "inner",
    [
        f"<script>var user = {{id: '{NUMBER}'}}</script>",
        f'<input type=hidden value="{NUMBER}">',
        f"<input value={NUMBER}>",
        '<a href="mailto:hong.gildong@naver.com">x</a>',
        f"<!-- {NUMBER} -->",
        f"<style>p:before {{content: '{NUMBER}'}}</style>",
        f"<p>{NUMBER}</p>",
        f"<p><![CDATA[{NUMBER}]]></p>",
    ],
)
@pytest.mark.parametrize("kept", [True, False])
def test_a_web_page_is_read_as_it_is_written(tmp_path: Path, inner: str, kept: bool) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{inner}<table><tr><td>1</td></tr></table></body></html>")
    if kept:
        (finding,) = unread.findings(path, "a", NoRows(name="a").reading("file"))
        assert finding.code == "personal-in-file"
    else:
        assert codes(path, tmp_path) == ["personal-beside"]
    assert NUMBER[8:] not in str(unread.findings(path, "a", Reading("x", ())))


def test_an_old_workbook(tmp_path: Path) -> None:
    import xlwt

    for name, footer in (("clean", b"x"), ("a", NUMBER.encode())):
        book = xlwt.Workbook()
        sheet = book.add_sheet("a")
        for row, text in enumerate(("전화", "010-1234-5678", "010-2345-6789")):
            sheet.write(row, 0, text)
        sheet.footer_str = footer
        book.save(str(tmp_path / name))
    assert not codes(tmp_path / "clean", tmp_path)
    assert codes(tmp_path / "a", tmp_path) == ["personal-beside"]
