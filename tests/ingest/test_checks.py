"""What blocks a table, what is only told, and what must not be taken for personal data."""

from __future__ import annotations

import inspect
import random

import pytest

from madang.ingest.check import AGREED, GROUP, ORDER, Previous, check, keys
from madang.ingest.checks import _masking, _people
from madang.ingest.infer import infer
from madang.ingest.read import read
from madang.ingest.staging import Stage
from madang.lib.plugins import found
from madang.query.model import Column, Type
from tests.ingest.staged import staged


def checked(folder, columns, previous=None, **choices):
    table = staged(folder, columns)
    return {finding.id: finding for finding in check(table, infer(table, choices), previous)}


def codes(findings):
    return {finding.code for finding in findings.values()}


def resident(birth: str, seventh: str, rng: random.Random) -> str:
    """A made-up number with its check digit."""
    digits = birth + seventh + "".join(str(rng.randint(0, 9)) for _ in range(5))
    total = sum(int(d) * w for d, w in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True))
    return digits + str(((11 if seventh in "1234" else 13) - total % 11) % 10)


RNG = random.Random(7)
OLD = [
    resident(f"{RNG.randint(50, 99)}0{RNG.randint(1, 9)}{RNG.randint(10, 28)}", RNG.choice("12"), RNG)
    for _ in range(20)
]
FOREIGN = [
    resident(f"{RNG.randint(50, 99)}1{RNG.randint(0, 2)}{RNG.randint(10, 28)}", RNG.choice("56"), RNG)
    for _ in range(20)
]


@pytest.mark.parametrize("name", found(GROUP, AGREED))
def test_every_check_keeps_the_agreement(name, tmp_path):
    plugin = found(GROUP, AGREED)[name]
    assert plugin.__doc__
    assert list(inspect.signature(plugin.check).parameters) == ["staged", "columns", "previous"]
    empty = staged(tmp_path, {"v": []})
    assert plugin.check(empty, infer(empty, {}), None) == []
    table = staged(tmp_path, {"전화": [*["010-1234-5678"] * 3, ""], "값": ["1", "x", "", "-"]})
    for finding in plugin.check(table, infer(table, {}), None):
        assert finding.severity in ORDER
        assert finding.text["en"]
        assert finding.text["ko"]


@pytest.mark.parametrize(
    ("header", "cells", "code"),
    [
        ("비고", [f"신청인 {n[:6]}-{n[6:]} 확인" for n in OLD], "resident-number"),
        ("키", OLD, "resident-number"),
        ("키", FOREIGN, "resident-number"),
        ("비고", ["210305-3123456", "없음", "기타"], "resident-number"),  # issued since October 2020: no check digit
        ("주민등록번호", ["2103053123456", "2201014123457"], "resident-number"),
        ("연락처", ["010-1234-5678", "010 9876 5432"], "mobile-number"),
        ("note", ["call 07700 900123", "-", "n"], "mobile-number"),
        ("비고", ["문의 hong.gildong@naver.com", "a"], "private-email"),
        ("card", ["4111 1111 1111 1111", "5500-0000-0000-0004"], "card-number"),
        ("note", ["NI AB 12 34 56 C", "none"], "national-insurance-number"),
        ("NHS number", ["943 476 5919", "987 654 4321"], "nhs-number"),
        ("시설장명", ["최은숙", "이종명", "김철수"], "person-name"),
        ("Contact name", ["Jane Smith", "Mr John O'Neil", "Care Ltd"], "person-name"),
        ("생년월일", ["1988-03-01", "1990-12-31"], "birth-date"),
        ("생년월일", ["880301", "901231"], "birth-date"),
        ("자택주소", ["서울특별시 중구 세종대로 110", "서울특별시 종로구 1"], "home-address"),
        ("계좌번호", ["110-123-456789", "1002-123-456789"], "bank-account"),
    ],
)
def test_personal_data_blocks_and_is_masked(tmp_path, header, cells, code):
    findings = checked(tmp_path, {header: cells})
    finding = next(f for f in findings.values() if f.code == code)
    assert finding.severity == "personal"
    assert finding.column == header
    assert "*" in "".join(finding.sample)
    assert not set(finding.sample) & set(cells)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("행정동코드", [f"11{110 + i % 25}{530 + i:03d}00" for i in range(60)]),
        ("id", [str(1_546_300_800_000 + i * 86_400_000) for i in range(300)]),
        ("id", [str(RNG.randint(10**12, 10**13 - 1)) for _ in range(2000)]),
        ("id", [str(RNG.randint(10**15, 10**16 - 1)) for _ in range(2000)]),
        ("ref", [str(RNG.randint(4 * 10**9, 10**10 - 1)) for _ in range(500)]),
        ("shape", [f"POINT(126.{RNG.randint(10**9, 10**10)} 37.{RNG.randint(10**9, 10**10)})" for _ in range(50)]),
        ("주소", [f"서울특별시 중구 세종대로 {i}-{i + 3} (태평로1가)" for i in range(100)]),
        ("Supplier Name", ["BEST ASIAN MEDIA LTD", "Foster Care Associates Ltd", "Veolia ES"]),
        ("담당자", ["복지정책과", "도로관리팀", "총무과 재무팀"]),
        ("url", [f"https://x.go.kr/a?id=0101234567{i}" for i in range(30)]),
        ("기간", ["2026-03-01 ~ 2026-04-01", "2026-05-01 ~ 2026-06-01"]),
    ],
)
def test_what_is_no_personal_data_does_not_block(tmp_path, header, cells):
    findings = checked(tmp_path, {header: cells})
    assert [finding.text["en"] for finding in findings.values() if finding.severity == "personal"] == []


def test_offices_may_be_called_and_written_to(tmp_path):
    findings = checked(
        tmp_path, {"전화번호": ["02-2490-2609", "02) 961-0114"], "메일": ["info@hall.or.kr", "hall@seoul.go.kr"]}
    )
    assert {f.code: f.severity for f in findings.values()} == {"landline-number": "warning", "office-email": "warning"}


@pytest.mark.parametrize("number", ["9434765919", "943 476 5919"])
def test_nhs_check_digit(number):
    assert _people.nhs(number)
    assert not _people.nhs(number[:-1] + "8")


def test_masks_show_the_form_and_nobody():
    assert _masking.digits("010-1234-5678") == "010-****-****"
    assert _masking.name("홍길동") == "홍**"
    assert (
        _masking.anything("홍 901010-1234567 hong@naver.com 1111053000")
        == "홍 901***-******* h***@naver.com 1111053000"
    )


BEFORE = Previous((Column("코드", Type.TEXT), Column("인구", Type.INTEGER), Column("구", Type.TEXT)), 4, ("코드",))
NOW = {"코드": ["11a", "11b", "11c", "11d"], "인구": ["1", "2", "3", "4"], "구": ["a", "b", "b", "c"]}


@pytest.mark.parametrize(
    ("change", "code", "severity"),
    [
        ({}, None, None),
        ({"새 열": ["x", "y", "z", "w"]}, "column-added", "info"),
        ({"인구": ["1.5", "2.5", "3.5", "4.5"]}, "type-wider", "info"),
        ({"인구": ["1", "2", "3", "n.v.t."]}, "type-changed", "breaking"),
        ({"구": ["1", "2", "30", "400"]}, "type-narrowed", "breaking"),
        ({"코드": ["11a", "11b", "11b", "11d"]}, "key-doubled", "breaking"),
        ({"인구": None}, "column-gone", "breaking"),
    ],
)
def test_structure_against_what_is_served(tmp_path, change, code, severity):
    columns = {name: cells for name, cells in {**NOW, **change}.items() if cells}
    findings = checked(tmp_path, columns, BEFORE)
    assert {(f.code, f.severity) for f in findings.values()} == ({(code, severity)} if code else set())


KEYED = Previous((Column("코드", Type.TEXT), Column("연도", Type.INTEGER)), 4, (), (), ("코드", "연도"))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({"코드": ["a", "a", "b", "b"], "연도": ["2024", "2025", "2024", "2025"]}, {}),
        ({"코드": ["a", "a", "b", "b"], "연도": ["2024", "2024", "2024", "2025"]}, {"key-doubled": 1}),
        ({"코드": ["a", "a", "b", None], "연도": ["2024", "2025", "2024", "2025"]}, {"key-empty": 1}),
        ({"연도": ["2024", "2025", "2026", "2027"]}, {"key-gone": 0, "column-gone": 0}),
    ],
)
def test_the_key_that_names_rows_must_hold(tmp_path, rows, told):
    found = checked(tmp_path, rows, KEYED)
    assert {f.code: f.count for f in found.values() if f.severity == "breaking"} == told


def test_a_key_of_one_column_is_told_once(tmp_path):
    previous = Previous((Column("코드", Type.TEXT),), 4, ("코드",), (), ("코드",))
    told = checked(tmp_path, {"코드": ["11a", "11b", "11b", "11d"]}, previous)
    [found] = [finding for finding in told.values() if finding.severity == "breaking"]
    assert "409" in found.text["en"]


def test_a_third_fewer_rows_wait_for_a_person(tmp_path):
    fewer = {name: cells[:2] for name, cells in NOW.items()}
    assert "rows-down" in codes(checked(tmp_path, fewer, BEFORE))
    assert "rows-down" not in codes(checked(tmp_path, {n: c[:3] for n, c in NOW.items()}, BEFORE))


def test_keys_are_columns_that_name_each_row(tmp_path):
    table = staged(tmp_path, NOW)
    assert keys(infer(table, {}), table.rows) == ("코드", "인구")


def test_quality(tmp_path):
    findings = checked(
        tmp_path,
        {
            "자치구": ["합계", "종로구", "중구", "중구"],
            "계": ["30", "10", "20", "20"],
            "비고": [None, None, "", ""],
            "구분": ["복지?문화시설", "문화", "�", "�"],
        },
    )
    assert codes(findings) == {"total-rows", "rows-twice", "empty-columns", "broken-text"}
    assert findings["broken-text::구분"].count == 3
    assert findings["rows-twice::"].count == 1


@pytest.mark.parametrize("word", ["Grand Total", "Sub-total", " 총 합 계 "])
def test_totals_are_told_however_they_are_written(tmp_path, word):
    findings = checked(tmp_path, {"Supplier": ["A", "B", word], "Spend": ["10", "25", "35"]})
    assert findings["total-rows::Supplier"].count == 1


def test_totals_found_by_adding_up_are_told(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("지역,남,여\n서울시,64,68\n종로구,10,11\n중구,23,22\n용산구,31,35\n", "utf-8")
    (table,) = read(file, file.name, {}, tmp_path / "scratch").tables
    (finding,) = (finding for finding in check(table, infer(table, {})) if finding.code == "total-rows")
    assert (finding.count, "서울시" in finding.text["ko"]) == (1, True)


def test_refused_rows_are_told(tmp_path):
    """Nobody publishes a table with rows missing under the words "nothing to look at"."""
    file = tmp_path / "a.csv"
    file.write_text("a,b,c\n" + "1,2,x\n" * 30 + "1,2\n", "utf-8")
    (table,) = read(file, file.name, {}, tmp_path / "scratch").tables
    found = {finding.code: finding for finding in check(table, infer(table, {}))}
    assert (found["rows-refused"].severity, found["rows-refused"].count) == ("warning", 1)


def test_what_is_undecided_is_asked(tmp_path):
    findings = checked(tmp_path, {"d": ["01/03/2026", "02/04/2026"], "v": ["1", "about 5"]}, types={"v": "integer"})
    assert "date_day_first" in findings["date-order::d"].text["en"]
    assert (findings["values-lost::v"].severity, findings["values-lost::v"].count) == ("error", 1)


def test_every_finding_speaks_both_languages(tmp_path):
    findings = checked(tmp_path, {"연락처": ["010-1234-5678"], "d": ["01/03/2026"], "빈": [None]}, BEFORE)
    assert len(findings) > 5
    assert all(finding.text["en"] and finding.text["ko"] for finding in findings.values())


def test_personal_numbers_outside_the_cells_block_as_well(tmp_path):
    """They are in the original and in the rejects, which are public too; no column stands for them."""
    clean = {"구": ["종로구", "중구"], "값": ["1", "2"]}
    assert "personal-outside" not in codes(checked(tmp_path, clean))
    named = checked(tmp_path, {"구": ["종로구", "중구"], OLD[0][:6] + "-" + OLD[0][6:]: ["1", "2"]})
    finding = named["personal-outside::"]
    assert (finding.severity, finding.count) == ("personal", 1)
    assert OLD[0][6:] not in "".join(finding.sample)
    preamble = {"furniture": [{"what": "preamble", "line": 1, "text": "문의 010-1234-5678"}]}
    notes = {"notes": {"메모": ["신청인 " + OLD[2]]}}
    for facts in (preamble, notes):
        table = staged(tmp_path, clean, facts=facts)
        assert "personal-outside" in {finding.code for finding in check(table, infer(table, {}), None)}
    with Stage(tmp_path, "", table.headers) as stage:
        stage.reject(7, {"en": "", "ko": ""}, f"종로구,{OLD[1]},x")
    refused = stage.staged({})
    assert "personal-outside" in {finding.code for finding in check(refused, infer(refused, {}), None)}
