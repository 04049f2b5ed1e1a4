"""The receipt: the agreed JSON, nothing personal quoted, and a text that a person can read in both languages."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.ingest.check import check
from madang.ingest.coordinates.locate import locate
from madang.ingest.infer import infer
from madang.ingest.receipts import redact
from madang.ingest.receipts.receipt import as_text, partial, receipt
from madang.ingest.tables import Finding, Reading
from tests.ingest.staged import staged

ENCODING = {
    "name": "cp949",
    "how": "decided",
    "reason": {"en": "valid CP949 only", "ko": "CP949로만 읽힘"},
    "bom": False,
    "proof": [{"line": 2, "text": "홍길동,010-1234-5678", "otherwise": "È«±æµ¿"}],
    "choices": [],
}
COLUMNS = {
    "시설장명": ["최은숙", "이종명"],
    "연락처": ["010-1234-5678", "010-9876-5432"],
    "경도": ["126.978", "127.001"],
    "위도": ["37.566", "37.551"],
    "면적(㎡)": ["1,200", "85"],
}


@pytest.fixture
def made(tmp_path):
    rejects = tmp_path / "rejects.parquet"
    row = {
        "line": [9],
        "reason_en": ["2 cells, not 5"],
        "reason_ko": ["칸이 5개가 아니라 2개"],
        "text": ["a@naver.com,5"],
    }
    pq.write_table(pa.table(row), rejects)
    facts = {
        "dialect": {"delimiter": ","},
        "header_rows": [1],
        "furniture": [
            {"line": 8, "what": "footer", "text": "문의 010-1111-2222"},
            {"line": 7, "what": "total", "text": "합계"},
        ],
    }
    table = staged(tmp_path, COLUMNS, rejects=rejects, reject_count=1, facts=facts)
    columns = infer(table, {})
    place = locate(table, columns, {})
    reading = Reading("csv", (table,), ENCODING)
    decisions = {"person-name::시설장명": {"what": "drop", "why": "", "by": "kim"}}
    findings = check(table, columns, None, place)
    return receipt("시설.csv", 123, "ab" * 32, reading, [columns], [place], findings, decisions, {"seconds": 1.5})


def test_it_is_the_agreed_json(made):
    assert json.loads(json.dumps(made)) == made
    assert list(made) == ["version", "file", "encoding", "tables", "no_table", "findings", "costs"]
    assert made["file"] == {"name": "시설.csv", "bytes": 123, "sha256": "ab" * 32, "format": "csv"}
    (table,) = made["tables"]
    assert list(table) == [
        "name", "rows", "dialect", "header_rows", "furniture", "rejects", "balance", "columns", "geometry",
    ]  # fmt: skip
    area = table["columns"][4]
    assert (area["type"], area["unit"], area["low"], area["high"]) == ("integer", "㎡", "85", "1200")
    assert area["converted"]["en"].startswith("thousands separators")
    assert table["geometry"]["columns"] == ["경도", "위도"]
    assert table["rejects"] == {
        "count": 1,
        "sample": [
            {"line": 9, "reason": {"en": "2 cells, not 5", "ko": "칸이 5개가 아니라 2개"}, "text": "a***@n****.c**,5"}
        ],
    }


def test_nothing_personal_is_quoted(made):
    words = json.dumps(made, ensure_ascii=False)
    for secret in ("최은숙", "이종명", "1234-5678", "9876-5432", "1111-2222", "a@naver.com"):
        assert secret not in words


def test_decisions_stand_at_their_findings(made):
    decided = {finding["id"]: finding["decision"] for finding in made["findings"]}
    assert decided["person-name::시설장명"]["what"] == "drop"
    assert decided["mobile-number::연락처"] is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "시설.csv",
                "cp949",
                "valid CP949 only",
                "2 rows, 5 columns",
                "1 refused",
                "personal",
                "2 findings must be decided",
            ],
        ),
        ("ko", ["시설.csv", "CP949로만 읽힘", "2행, 5열", "받지 않은 1행", "개인정보", "2건을 정해야"]),
    ],
)
def test_the_text_tells_the_story(made, language, words):
    text = as_text(made, language, width=100)
    assert [word for word in words if word not in text] == []
    assert "\x1b" not in text
    assert "\x1b" in as_text(made, language, colour=True)


def test_a_kept_file_says_why_and_what_would_mend_it():
    no_table = {
        "reason": {"en": "It is a picture.", "ko": "그림입니다."},
        "remedy": {"en": "Send a CSV.", "ko": "CSV로 보내세요."},
    }
    note = Finding("odd", "warning", {"en": "Odd.", "ko": "이상함."})
    made = receipt("a.png", 9, "00", Reading("file", no_table=no_table), [], [], [note], {}, {})
    assert (made["tables"], made["encoding"], made["no_table"]) == ([], None, no_table)
    assert "It is a picture." in as_text(made, "en")
    assert "CSV로 보내세요." in as_text(made, "ko")


def test_a_wide_table_is_listed_in_part(tmp_path):
    table = staged(tmp_path, {f"v{i}": ["1"] for i in range(100)})
    made = receipt("w.csv", 9, "00", Reading("csv", (table,)), [infer(table, {})], [None], [], {}, {})
    assert "… and 40 more" in as_text(made, "en")
    assert "can be published" in as_text(made, "en")


def test_a_total_row_is_not_said_to_be_set_aside(made):
    (table,) = made["tables"]
    assert [item["what"] for item in table["furniture"]] == ["footer"]


def test_rows_in_are_rows_out_refused_and_set_aside(made, tmp_path):
    (table,) = made["tables"]
    assert table["balance"] == {
        "records": 4, "header": 1, "aside": {}, "rows": 2, "rejects": 1, "mended": 0,
        "cells": 10, "empty": 0, "emptied": 0, "converted": 1,
    }  # fmt: skip
    facts = {"header_rows": [3], "furniture_counts": {"preamble": 2, "blank": 5, "total": 1}, "mended": 2}
    table = staged(tmp_path / "b", {"값": ["1", "-", ""]}, facts=facts)
    other = receipt("b.csv", 9, "00", Reading("csv", (table,)), [infer(table, {})], [None], [], {}, {})
    balance = other["tables"][0]["balance"]
    assert balance["records"] == 3 + 1 + 2 + 5, "a row of totals is a row"
    assert (balance["empty"], balance["emptied"], balance["mended"]) == (1, 1, 2)
    assert "11 records of the file = 3 rows + 1 of header + above the header 2 + blank 5" in as_text(other, "en")


def test_what_a_person_must_know_stands_first_with_the_command_that_corrects_it(made):
    asked = {
        **made["encoding"],
        "how": "asked",
        "choices": [{"name": "cp949", "text": ""}, {"name": "utf-8", "text": ""}],
    }
    finding = {
        **made["findings"][0],
        "code": "encoding-undecided",
        "severity": "warning",
        "column": "",
        "decision": None,
    }
    order = {**finding, "code": "date-order", "column": "접수일 1"}
    text = as_text({**made, "encoding": asked, "findings": [finding, order]}, "ko")
    assert (
        text.index("--choice encoding=utf-8")
        < text.index("--choice 'types=접수일 1:date_day_first'")
        < text.index("2행, 5열")
    )


def test_lines_full_of_hangul_lose_no_letter(made):
    words = "접수일 열의 값만으로는 뜻을 알 수 없어 글로 두었으니 담당자가 종류를 고르세요. " * 4
    finding = {**made["findings"][0], "text": {"en": words, "ko": words}, "sample": [], "decision": None, "table": ""}
    for width in range(60, 100):
        text = as_text({**made, "findings": [finding]}, "ko", width=width)
        assert "".join(words.split()) in "".join(text.split())


def test_of_many_alike_a_few_are_told_and_the_rest_counted(made):
    alike = [{**made["findings"][0], "severity": "warning", "code": "odd", "decision": None} for _ in range(50)]
    assert as_text({**made, "findings": alike}, "en").count("● warning") == 3
    assert "47 more" in as_text({**made, "findings": alike}, "en")


def test_half_a_receipt_stands_as_soon_as_the_file_is_read(tmp_path):
    table = staged(tmp_path, {"이름": ["홍길동"], "값": ["1"]})
    made = partial("a.csv", 9, "00", Reading("csv", (table,), ENCODING))
    assert (made["partial"], made["tables"][0]["rows"], made["tables"][0]["headers"]) == (True, 1, ["이름", "값"])
    assert "홍길동" not in json.dumps(made["tables"], ensure_ascii=False)
    assert "이름, 값" in as_text(made, "ko")
    assert "아직입니다" in as_text(made, "ko")


def test_what_was_dropped_is_quoted_by_no_finding_of_the_whole_file(made):
    """The lines that prove an encoding are whole rows, with the names that a person decided to leave out."""
    asked = {
        **made["findings"][0],
        "code": "encoding-undecided",
        "column": "",
        "sample": ["김민준,800***-*******,50000"],
    }
    told = redact.receipt({**made, "findings": [asked, *made["findings"]]}, {"시설장명"})
    assert "김민준" not in json.dumps(told, ensure_ascii=False)
    assert told["findings"][0]["text"] == asked["text"]
