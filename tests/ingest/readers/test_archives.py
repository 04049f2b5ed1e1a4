"""Archives and files that are only kept."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from madang.ingest import archives
from tests.ingest.readers.conftest import names, rows

CSV = "이름,수\n가,1\n나,2\n다,3\n"


def packed(members: dict[str, bytes], compression=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_gzip(reading):
    result = reading("a.csv.gz", gzip.compress(CSV.encode("cp949")))
    assert (result.format, rows(result.tables[0])) == ("csv", [("가", "1"), ("나", "2"), ("다", "3")])


def test_members_become_tables_with_their_own_encoding(reading):
    data = packed(
        {"가/a.csv": CSV.encode("cp949") * 1, "b.txt": CSV.encode(), "__MACOSX/x": b"?", "readme.md": b"# hi"}
    )
    result = reading("all.zip", data)
    assert [table.name for table in result.tables] == ["가/a.csv", "b.txt"]
    assert [table.facts["encoding"]["name"] for table in result.tables] == ["cp949", "utf-8"]
    assert "kept-file" in {finding.code for finding in result.findings}
    assert [table.name for table in reading("all.zip", data, sheet="b.txt").tables] == ["b.txt"]


def test_korean_names_of_windows(reading):
    data = packed({"XXXXXXXX.csv": CSV.encode()}).replace(b"XXXXXXXX", "자료목록".encode("cp949"))
    assert [table.name for table in reading("a.zip", data).tables] == ["자료목록.csv"]


def test_a_zip_in_a_zip(reading):
    result = reading("a.zip", packed({"in.zip": packed({"a.csv": CSV.encode()})}))
    assert [table.name for table in result.tables] == ["in.zip/a.csv"]
    assert names(result.tables[0]) == ["이름", "수"]


@pytest.mark.parametrize("entry", ["../../etc/passwd", "/etc/passwd", "..\\..\\x.csv"])
def test_entries_that_climb_out(reading, tmp_path, entry):
    result = reading("a.zip", packed({entry: b"a,b\n1,2\n"}))
    assert result.findings[0].code == "climbs-out"
    assert "폴더 밖에" in result.no_table["reason"]["ko"]


def test_bombs(reading, monkeypatch):
    monkeypatch.setattr(archives, "SUSPECT", 1_000_000)
    zeros = b"0" * 5_000_000
    assert reading("a.zip", packed({"a.csv": zeros})).findings[0].code == "bomb"
    assert reading("a.csv.gz", gzip.compress(zeros)).findings[0].code == "bomb"


def test_a_member_larger_than_it_says(reading):
    data = bytearray(packed({"a.csv": CSV.encode()}, zipfile.ZIP_STORED))
    place = data.rfind(b"PK\x01\x02") + 24
    data[place : place + 4] = (5).to_bytes(4, "little")
    assert reading("a.zip", bytes(data)).findings[0].code in ("bomb", "truncated")


@pytest.mark.parametrize("name", ["a.zip", "a.csv.gz"])
def test_cut_archives(reading, name):
    whole = packed({"a.csv": CSV.encode() * 50}) if name == "a.zip" else gzip.compress(CSV.encode() * 50)
    result = reading(name, whole[:-20])
    assert (result.findings[0].code, result.tables) == ("truncated", ())


def test_a_locked_archive(reading):
    data = bytearray(packed({"a.csv": b"x"}))
    data[6] |= 1
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    assert reading("a.zip", bytes(data)).findings[0].code == "locked"


def test_an_empty_archive(reading):
    assert reading("a.zip", packed({})).no_table


@pytest.mark.parametrize(
    ("name", "head", "korean"),
    [
        ("a.pdf", b"%PDF-1.7\n", "PDF 문서"),
        ("a.csv", b"%PDF-1.7\n", "PDF 문서"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "PNG 이미지"),
        ("a.ttl", b"@prefix dcat: <x> .", "링크드 데이터(Turtle)"),
        ("a.xml", b'<?xml version="1.0"?><rdf:RDF xmlns:rdf="x"/>', "링크드 데이터(RDF/XML)"),
        ("README.md", b"# Title\n", "텍스트 문서"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        ("a.html", b"<html></html>", "웹 페이지"),
    ],
)
def test_kept_files_say_what_they_are_and_what_to_do(reading, name, head, korean):
    result = reading(name, head)
    assert korean in result.no_table["reason"]["ko"]
    assert "CSV나 XLSX" in result.no_table["remedy"]["ko"]
    assert "CSV or XLSX" in result.no_table["remedy"]["en"]
    assert result.findings[0].severity == "info"


def test_a_workbook_that_is_cut_off_is_not_called_an_archive(reading):
    result = reading("표.xlsx", b"PK\x03\x04" + bytes(range(256)) * 4)
    assert result.findings[0].code == "truncated-document"
    assert "압축" not in result.findings[0].text["ko"]
