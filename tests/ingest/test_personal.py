"""Personal data in every cell, however it is written and hidden; and what only looks like it (P25: a scan over every value)."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from madang.ingest import unread
from madang.ingest.check import Previous, check
from madang.ingest.checks import _people
from madang.ingest.checks._plain import plain
from madang.ingest.checks._tally import more_than_chance
from madang.ingest.infer import infer
from madang.ingest.no_table import NoRows
from madang.ingest.tables import Finding, Reading
from madang.ingest.types import _columns
from madang.query.model import Column, Type
from tests.ingest.staged import staged
from tests.ingest.test_checks import OLD

SOME = f"{OLD[0][:6]}-{OLD[0][6:]}"
ORDINARY = [
    "보도블록 침하",
    "2026-03-12 처리",
    "세종대로 110",
    "1,250,000원",
    "see note 12",
    "02-120",
    "48.5%",
    "ref 2026-000123",
] * 20


def found(folder: Path, columns: dict[str, Any], **more: Any) -> dict[str, Finding]:
    table = staged(folder, columns, **more)
    return {finding.id: finding for finding in check(table, infer(table, {})) if finding.severity == "personal"}


def test_few_values_of_a_long_table_hide_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Columns whose few values are known already are not read again, unless one of these can hold something."""
    monkeypatch.setattr(_columns, "LONG", 10)
    columns = {
        "처리": ["접수", SOME, "완료", "깨\ufffd짐"] * 25,
        "상태": ["합계", " 소 계", "가", "나"] * 25,
        "수": ["7"] * 100,
    }
    table = staged(tmp_path, columns)
    inferred = infer(table, {})
    assert inferred[0].values == {"접수": (25, 2), SOME: (25, 3), "완료": (25, 4), "깨\ufffd짐": (25, 5)}
    told = {finding.id: (finding.count, finding.text["en"]) for finding in check(table, inferred)}
    assert told["resident-number::처리"][0] == told["broken-text::처리"][0] == 25
    assert "first lines 3)" in told["resident-number::처리"][1]
    assert told["total-rows::상태"][0] == 50
    assert "first at line 2" in told["total-rows::상태"][1]


@pytest.mark.parametrize(
    "cell",
    [
        SOME,
        f"신청인 {SOME} 확인",
        f"RRN{SOME}x",
        SOME.replace("-", ""),
        SOME.replace("-", "") + ".0",
        SOME.replace("-", "\n"),
        SOME.replace("-", " – "),
        SOME.replace("-", '", "'),
        "".join(chr(ord(letter) + 0xFEE0) for letter in SOME),
        "\u200b".join(SOME),
        "\u00ad".join(SOME),
        " ".join(SOME),
        "".join(chr(0x660 + int(letter)) if letter.isdigit() else letter for letter in SOME),
        '{"신청": {"번호": "' + SOME + '"}}',
    ],
)
def test_one_number_among_160_ordinary_cells_is_found_however_it_is_written(tmp_path: Path, cell: str) -> None:
    (finding,) = found(tmp_path, {"비고": [*ORDINARY, cell]}).values()
    assert (finding.code, finding.count) == ("resident-number", 1)
    assert OLD[0][6:] not in "".join(finding.sample)


@pytest.mark.parametrize(
    ("header", "cell", "code"),
    [
        ("비고", "연락처 +82(0)10 1234 5678", "mobile-number"),
        ("비고", "０１０－１２３４－５６７８", "mobile-number"),
        ("note", "ring 0044 7700 900123 please", "mobile-number"),
        ("비고", "국민 123456-01-123456 환급", "bank-account"),
        ("note", "GB29 NWBK 6016 1331 9268 19", "bank-account"),
        ("note", "pay 12-34-56 12345678", "bank-account"),
        ("비고", "11-12-123456-78", "driving-licence"),
        ("note", "MORGA657054SM9IJ", "driving-licence"),
        ("비고", "여권 M12345678", "passport-number"),
        ("비고", "흰색 12가3456 차량", "vehicle-plate"),
        ("note", "vehicle reg AB12 CDE", "vehicle-plate"),
        ("비고", "생년월일 1972.3.1", "birth-date"),
        ("note", "DOB 3 March 1972", "birth-date"),
        ("비고", "역삼로 12, 101동 1203호 거주", "home-address"),
        ("비고", "101동 1203호점검 요청", "home-address"),
        ("note", "Flat 3, 12 Hope Street, Liverpool L1 9BX", "home-address"),
        ("집 전화", "02-345-6789 (저녁)", "landline-number"),
    ],
)
def test_every_kind_is_found_in_free_text(tmp_path: Path, header: str, cell: str, code: str) -> None:
    assert {finding.code for finding in found(tmp_path, {header: [*ORDINARY, cell]}).values()} == {code}


@pytest.mark.parametrize(
    "cell",
    [
        "900101-1******",
        "900101-1",
        "12주 2024년",
        "101호 1430",
        "갈월동4호선숙대입구",
        "성동1호점 우리동네키움센터",
        "550e8400-e29b-41d4-a716-446655440000",
        "1,234,567,890,123",
        "37.5665351234567",
    ],
)
def test_what_only_looks_like_it_is_not(tmp_path: Path, cell: str) -> None:
    assert not found(tmp_path, {"비고": [*ORDINARY, cell]})


RNG = random.Random(11)


@pytest.mark.parametrize(
    "cells",
    [
        [
            f"26{RNG.randint(1, 12):02d}{RNG.randint(1, 28):02d}-{RNG.randint(0, 9_999_999):07d}" for _ in range(200)
        ],  # orders of this year
        [f"110111-{RNG.randint(0, 9_999_999):07d}" for _ in range(200)],  # companies registered in Seoul
        [f"880{RNG.randint(0, 10**10 - 1):010d}" for _ in range(500)],  # bar codes
        [
            f"{RNG.randint(1000, 9999)}-{RNG.randint(1000, 9999)}-{RNG.randint(1000, 9999)}-{RNG.randint(1000, 9999)}"
            for _ in range(300)
        ],
    ],
)
def test_a_column_of_lookalikes_is_told_by_its_company(tmp_path: Path, cells: list[str]) -> None:
    assert not found(tmp_path, {"번호": cells})
    assert not found(tmp_path, {"번호": [f"no. {cell} ok" for cell in cells]})


def test_numbers_that_the_format_typed_itself(tmp_path: Path) -> None:
    """Integers and floats of Parquet, JSON and workbooks, and nested values."""
    whole = pa.array([int(number) for number in OLD])
    nested = pa.array([{"a": [f"{n[:6]}-{n[6:]}"]} for n in OLD])
    columns = {
        "i": whole,
        "f": whole.cast(pa.float64()),
        "전화": pa.array([1012345678 + n for n in range(20)]),
        "j": nested,
    }
    native = frozenset({"c1", "c2", "c3", "c4"})
    assert set(found(tmp_path, columns, native=native)) == {
        "resident-number::i", "resident-number::f", "mobile-number::전화", "resident-number::j",
    }  # fmt: skip


def test_numbers_without_a_check_digit_are_known_by_their_company(tmp_path: Path) -> None:
    new = [
        f"2{RNG.randint(1, 5)}{RNG.randint(1, 12):02d}{RNG.randint(1, 28):02d}{RNG.choice('34')}{RNG.randint(0, 999_999):06d}"
        for _ in range(60)
    ]
    assert set(found(tmp_path, {"키": new})) == {"resident-number::키"}


@pytest.mark.parametrize("headers", [("주민번호1", "주민번호2"), ("a", "b")])
def test_a_number_cut_in_two_columns(tmp_path: Path, headers: tuple[str, str]) -> None:
    left, right = headers
    halves = found(tmp_path, {left: [n[:6] for n in OLD], right: [n[6:] for n in OLD]})
    assert halves[f"resident-number-halves::{right}"].count == len(OLD)
    assert not found(tmp_path, {"a": ["123456", "654321"], "b": ["1234567", "7654321"]})


def test_small_counts_of_people(tmp_path: Path) -> None:
    people = {"행정동": ["사직동", "삼청동"], "성별": ["남", "여"], "환자수": ["3", "120"], "면적": ["2", "3"]}
    assert {id: finding.count for id, finding in found(tmp_path, people).items()} == {"small-cells::": 1}
    assert not found(tmp_path, {"행정동": ["사직동", "삼청동"], "공원수": ["3", "1"]})
    assert not found(tmp_path, {"연도": ["2025", "2026"], "환자수": ["3", "4"]})  # of the whole city


def _before(folder: Path, codes: list[str], semantic: str) -> Previous:
    file = folder / "before.parquet"
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"코드": codes}), file)
    return Previous((Column("코드", Type.TEXT, semantic),), len(codes), (), (file,))


@pytest.mark.parametrize(
    ("before", "now", "code", "severity"),
    [
        (["11A", "11B", "11C"], ["11A", "11B", "11C"], None, None),
        (["11A", "11B", "11C"], ["11A", "11B", "11C", "11D"], "codes-added", "info"),
        ([f"A{n:03d}" for n in range(40)], [f"A{n:03d}" for n in range(38)], "codes-gone", "warning"),
        ([f"A{n:03d}" for n in range(40)], [f"A{n:03d}" for n in range(20, 60)], "codes-changed", "breaking"),
        ([f"A{n:03d}" for n in range(40)], [f"A{n:02d}" for n in range(40)], "codes-changed", "breaking"),
    ],
)
def test_codes_against_those_that_are_served(
    tmp_path: Path, before: list[str], now: list[str], code: str | None, severity: str | None
) -> None:
    table = staged(tmp_path, {"코드": now * 5})
    columns = infer(table, {"types": {"코드": "code"}})
    told = [f for f in check(table, columns, _before(tmp_path, before, "code")) if f.code.startswith("codes")]
    assert [(finding.code, finding.severity) for finding in told] == ([(code, severity)] if code else [])


def test_a_renamed_column_is_recognised(tmp_path: Path) -> None:
    table = staged(tmp_path, {"인구수": ["1", "2"]})
    told = check(table, infer(table, {}), Previous((Column("인구", Type.INTEGER, "integer"),), 2))
    assert "Is it now called 인구수?" in next(f for f in told if f.code == "column-gone").text["en"]


NOTHING = NoRows(name="a").reading("file")


@pytest.mark.parametrize("form", ["txt", "cp949", "html", "docx", "hwpx"])
def test_the_text_of_a_kept_file_is_looked_into(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"file.{form}"
    if form in ("docx", "hwpx"):
        member = "word/document.xml" if form == "docx" else "Contents/section0.xml"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, f"<w:t>신청인 {SOME}</w:t>")
    else:
        text = f"<html><td>신청인</td><td>{SOME.replace('-', '&#45;')}</td>" if form == "html" else f"신청인\n{SOME}"
        path.write_bytes(text.encode("cp949" if form == "cp949" else "utf-8"))
    (finding,) = unread.findings(path, path.name, NOTHING)
    assert (finding.code, finding.severity, finding.count) == ("personal-in-file", "personal", 1)
    assert OLD[0][6:] not in "".join(finding.sample)


def test_the_name_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("nothing")
    (finding,) = unread.findings(tmp_path / "a", f"민원_{SOME}.csv", Reading("csv", (staged(tmp_path, {"a": ["1"]}),)))
    assert finding.code == "personal-name"
    assert not unread.findings(tmp_path / "a", "민원_20260301.csv", NOTHING)


def test_refused_rows_that_were_cut_off_wait_for_a_person(tmp_path: Path) -> None:
    from madang.ingest.staging import TEXT_LIMIT, Stage

    table = staged(tmp_path, {"a": ["1"]})
    with Stage(tmp_path, "", table.headers) as stage:
        stage.reject(7, {"en": "", "ko": ""}, "x" * (TEXT_LIMIT + 1))
    refused = stage.staged({})
    assert "unread-rejects" in {finding.code for finding in check(refused, infer(refused, {}))}


def test_chance_is_weighed() -> None:
    assert more_than_chance(1, 1, 0.1, 5)
    assert not more_than_chance(12, 100, 0.1, 5)
    assert more_than_chance(30, 100, 0.1, 5)
    assert not more_than_chance(5, 5, 2.0, 5)  # NEVER


@pytest.mark.parametrize("number", ["GB29NWBK60161331926819", "GB29 NWBK 6016 1331 9268 19"])
def test_check_digits(number: str) -> None:
    assert _people.iban(number)
    assert not _people.iban(number[:-1] + "8")
    assert _people.corporate("110111-1129497")
    assert not _people.corporate("110111-1129498")
    assert _people.card("4111 1111 1111 1111")
    assert not _people.card("1111 1111 1111 1117")


def test_plain_text_is_what_a_reader_sees() -> None:
    assert plain("９００１０１－１２３") == "900101-123"
    assert plain("9\u200b0\u200d0") == "900"
    assert plain("2 3 4 items") == "2 3 4 items"


@pytest.mark.parametrize("order", [("뒤", "앞", "구"), ("앞", "구", "뒤"), ("b", "a", "구")])
def test_halves_stand_in_any_order(tmp_path: Path, order: tuple[str, str, str]) -> None:
    cells = {"앞": [n[:6] for n in OLD], "뒤": [n[6:] for n in OLD], "구": ["종로구"] * len(OLD)}
    cells |= {"a": cells["앞"], "b": cells["뒤"]}
    halves = found(tmp_path, {name: cells[name] for name in order})
    assert f"resident-number-halves::{'뒤' if '뒤' in order else 'b'}" in halves


def test_british_landlines_written_together_are_no_old_korean_mobiles(tmp_path: Path) -> None:
    assert not found(tmp_path, {"note": [*ORDINARY, "ring 01765123456", "01765123456", "01912345678"]})
    assert not found(tmp_path, {"telephone": [f"01765{number:06d}" for number in range(603000, 603100)]})
    for cell in ("01191234567", "01765123456 (휴대폰)", "0171234567", "010-1234-5678", "01012345678"):
        assert set(found(tmp_path, {"note": [*ORDINARY, cell]})) == {"mobile-number::note"}, cell


def test_one_number_of_ten_digits_is_no_nhs_number_by_chance(tmp_path: Path) -> None:
    """One in eleven has the check digit: a word, or several in a column, must say so as well."""
    valid = [str(n) for n in range(4_010_000_000, 4_010_000_200) if _people.nhs(str(n))]
    assert not found(tmp_path, {"비고": [*ORDINARY, valid[0]]})
    assert not found(tmp_path, {"note": [*ORDINARY, f"{valid[0][:3]} {valid[0][3:6]} {valid[0][6:]} seen"]})
    assert set(found(tmp_path, {"note": [*ORDINARY, f"NHS {valid[0]}"]})) == {"nhs-number::note"}
    assert set(found(tmp_path, {"note": [*ORDINARY, f"patient no {valid[0]} seen"]})) == {"nhs-number::note"}
    assert set(found(tmp_path, {"note": [*ORDINARY, *valid[:3]]})) == {"nhs-number::note"}
