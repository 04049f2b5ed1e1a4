"""Delimited text: dialects, shapes of headers, furniture, rejects, and files that are no table."""

from __future__ import annotations

import pytest

from madang.ingest.delimited.dialect import OddDelimiter
from tests.ingest.readers.conftest import furniture, lines, names, rejects, rows


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_dialects(reading, delimiter, end):
    text = end.join(delimiter.join(row) for row in (["이름", "수"], ["가", "1"], ["나", "2"], ["다", "3"])) + end
    table = reading("a.csv", text.encode("cp949")).tables[0]
    assert rows(table) == [("가", "1"), ("나", "2"), ("다", "3")]
    assert lines(table) == [2, 3, 4]
    assert table.facts["dialect"]["delimiter"] == delimiter
    assert table.facts["dialect"]["line_end"] == {"\n": "LF", "\r\n": "CRLF", "\r": "CR"}[end]


def test_mixed_line_ends_and_quotes(reading):
    table = reading("a.csv", b'n,t\r\n1,"a, ""b""\nc"\n2,d\r3,e\r\n').tables[0]
    assert rows(table) == [("1", 'a, "b"\nc'), ("2", "d"), ("3", "e")]
    assert lines(table) == [2, 4, 5]
    assert table.facts["dialect"]["line_end"] == "mixed"


def test_single_quotes_and_semicolons(reading):
    table = reading("a.csv", b"n;t\n'1';'a;b'\n'2';'c'\n").tables[0]
    assert rows(table) == [("1", "a;b"), ("2", "c")]


def test_preamble_blank_rows_totals_and_footer(reading):
    text = (
        "서울시 인구 통계\n(단위: 명)\n\n자치구,남자,여자\n합계,30,33\n종로구,10,11\n\n중구,20,22\n"
        "※ 자료: 서울특별시 주민등록인구\n"
    )
    table = reading("a.csv", text.encode("cp949")).tables[0]
    assert names(table) == ["자치구", "남자", "여자"]
    assert rows(table) == [("합계", "30", "33"), ("종로구", "10", "11"), ("중구", "20", "22")]
    assert lines(table) == [5, 6, 8]
    assert table.facts["header_rows"] == [4]
    assert furniture(table) == [
        (1, "preamble"),
        (2, "preamble"),
        (3, "blank"),
        (5, "total"),
        (7, "blank"),
        (9, "footer"),
    ]


def test_stacked_headers_join_distinct_levels(reading):
    text = (
        "자치구,인구,인구,인구\n자치구,합계,한국인,한국인\n자치구,계,남자,여자\n"
        "종로구,10,4,6\n중구,20,9,11\n용산구,30,14,16\n성동구,40,19,21\n광진구,50,24,26\n"
    )
    table = reading("a.csv", text.encode()).tables[0]
    assert names(table) == ["자치구", "인구 / 합계 / 계", "인구 / 한국인 / 남자", "인구 / 한국인 / 여자"]
    assert table.facts["header_rows"] == [1, 2, 3]
    assert table.rows == 5


def test_merged_group_labels_are_spread(reading):
    text = "구,인구,,면적\n,남,여,\n종로,1,2,3.5\n중,4,5,6.5\n용산,7,8,9.5\n성동,7,8,9.5\n"
    table = reading("a.csv", text.encode()).tables[0]
    assert names(table) == ["구", "인구 / 남", "인구 / 여", "면적"]


def test_header_of_years(reading):
    text = "구,2019,2020,2021\n" + "".join(f"구{n},{n * 7},{n * 9},{n * 8}\n" for n in range(1, 9))
    table = reading("a.csv", text.encode()).tables[0]
    assert names(table) == ["구", "2019", "2020", "2021"]
    assert table.rows == 8


def test_no_header(reading):
    text = "".join(f"L{n} 1AA,10,{n}33,E0{n}\n" for n in range(1, 9))
    table = reading("a.csv", text.encode()).tables[0]
    assert names(table) == ["column_1", "column_2", "column_3", "column_4"]
    assert table.facts["header_rows"] == []
    assert table.rows == 8


def test_trailing_commas_make_a_blank_column_without_rejects(reading):
    table = reading("a.csv", b"a,b\n1,2,\n3,4,\n5,6,\n").tables[0]
    assert (table.rows, table.reject_count) == (3, 0)
    assert rows(table) == [("1", "2"), ("3", "4"), ("5", "6")]


def test_a_column_without_a_name(reading):
    table = reading("a.csv", b"a,b\n1,2,x\n3,4,y\n5,6,z\n").tables[0]
    assert names(table) == ["a", "b", "column_3"]
    assert table.rows == 3


def test_blank_and_doubled_names_without_regard_to_case(reading):
    table = reading("a.csv", b"Name,name,,NAME_2,\n1,2,3,4,5\n6,7,8,9,0\n1,1,1,1,1\n").tables[0]
    assert names(table) == ["Name", "name_3", "column_3", "NAME_2", "column_5"]
    assert [header.header for header in table.headers] == ["Name", "name", "", "NAME_2", ""]


def test_ragged_rows_are_rejects_with_line_and_reason(reading):
    text = "a,b,c\n" + "1,2,3\n" * 30 + "1,2\n" + "4,5,6\n" * 30 + "1,2,3,4\n5,6,7\n"
    table = reading("a.csv", text.encode()).tables[0]
    assert table.rows == 61
    assert rejects(table) == [
        (32, "셀이 2개인데 표의 열은 3개입니다", "1,2"),
        (63, "셀이 4개인데 표의 열은 3개입니다", "1,2,3,4"),
    ]
    assert table.facts["records"] == 63


def test_commonly_short_rows_are_filled_and_reported(reading):
    text = "a,b,c\n" + "1,2,3\n1,2\n" * 30
    result = reading("a.csv", text.encode())
    assert result.tables[0].rows == 60
    assert rows(result.tables[0])[1] == ("1", "2", "")
    assert [(finding.code, finding.count) for finding in result.findings] == [("ragged-rows", 30)]


def test_tables_below_one_another(reading):
    text = "표1 인구\n구,수\n종로,1\n중,2\n용산,3\n\n표2 면적\n구,면적,비고\n종로,1.5,x\n중,2.5,y\n용산,3.5,z\n※ 자료: 서울시\n"
    one, two = reading("a.csv", text.encode("cp949")).tables
    assert (one.name, names(one), one.rows) == ("표1 인구", ["구", "수"], 3)
    assert (two.name, names(two), two.rows) == ("표2 면적", ["구", "면적", "비고"], 3)
    assert lines(two) == [9, 10, 11]
    assert furniture(two) == [(7, "preamble"), (12, "footer")]


def test_a_gap_in_a_table_is_no_new_table(reading):
    text = "구,수\n종로,1\n중,2\n\n용산,3\n성동,4\n\n구,수\n광진,5\n동대문,6\n"
    (table,) = reading("a.csv", text.encode()).tables
    assert table.rows == 6
    assert furniture(table) == [(4, "blank"), (7, "blank"), (8, "repeated header")]


def test_a_row_of_units_joins_the_header(reading):
    text = "구,인구,면적\n,명,㎢\n" + "".join(f"구{n},{n},{n}.5\n" for n in range(6))
    assert names(reading("a.csv", text.encode()).tables[0]) == ["구", "인구 / 명", "면적 / ㎢"]


def test_spaces_after_delimiters(reading):
    table = reading("a.csv", b'id, name, n\n1, "Smith, J", 3\n2, "Doe, A", 4\n').tables[0]
    assert (names(table), rows(table)) == (["id", "name", "n"], [("1", "Smith, J", "3"), ("2", "Doe, A", "4")])


def test_columns_set_out_with_spaces(reading):
    table = reading("a.txt", b"ID     NAME    N\n1      abc     3\n22     de      4\n 3     fgh    55 \n").tables[0]
    assert (names(table), rows(table)) == (
        ["ID", "NAME", "N"],
        [("1", "abc", "3"), ("22", "de", "4"), ("3", "fgh", "55")],
    )


def test_a_delimiter_that_cannot_be_one(reading):
    for mark in ("und", "|||||", '"', "1"):
        with pytest.raises(OddDelimiter) as raised:
            reading("a.csv", b"a||b\n1||2\n", delimiter=mark)
    assert "네 글자" in raised.value.text("ko")
    assert names(reading("a.csv", b"a\tb\n1\t2\n", delimiter="tab").tables[0]) == ["a", "b"]


def test_headers_repeated_inside_are_taken_out(reading):
    table = reading("a.csv", b"a,b\n1,2\n3,4\n7,8\na,b\n5,6\n9,9\n").tables[0]
    assert rows(table) == [("1", "2"), ("3", "4"), ("7", "8"), ("5", "6"), ("9", "9")]
    assert furniture(table) == [(5, "repeated header")]


def test_damaged_bytes_are_rejects(reading):
    text = "구,수\n" + "종로구,1\n강남구,2\n" * 20
    table = reading("a.csv", text.encode("cp949") + b"\xff\xff,3\n").tables[0]
    assert table.rows == 40
    assert rejects(table)[0][:2] == (42, "파일의 인코딩에 맞지 않는 바이트나 NUL이 들어 있습니다")


def test_choices_override_delimiter_header_and_encoding(reading):
    data = "메모;줄\nx;y\n1;2\n".encode("cp949")
    table = reading("a.csv", data, header_rows=[2], delimiter=";", encoding="cp949").tables[0]
    assert names(table) == ["x", "y"]
    assert rows(table) == [("1", "2")]
    assert furniture(table) == [(1, "preamble")]
    assert names(reading("a.csv", data, header_rows=[], encoding="cp949").tables[0]) == ["column_1", "column_2"]


def test_utf16_text(reading):
    result = reading("a.txt", "이름\t수\n가\t1\n나\t2\n다\t3\n".encode("utf-16"))
    assert result.encoding["bom"] is True
    assert rows(result.tables[0]) == [("가", "1"), ("나", "2"), ("다", "3")]


@pytest.mark.parametrize(
    ("name", "data", "korean", "code"),
    [
        ("a.csv", b"", "빈 파일", "empty-file"),
        ("a.csv", b"\n\n \n", "데이터 행이 없습니다", "no-rows"),
        ("a.csv", b"\0\0\x01\0" * 100, "텍스트가 아닙니다", "not-text"),
        ("a.csv", b"<!DOCTYPE html><html><title>\xeb\xa1\x9c\xea\xb7\xb8\xec\x9d\xb8</title>", "로그인", "web-page"),
        ("a.csv", b'{"RESULT":{"CODE":"INFO-200","MESSAGE":"no data"}}', "INFO-200 no data", "error-body"),
        ("a.csv", b"\n".join([b",".join([b"x"] * 20_000)] * 3), "열이 20,000개", "too-many-columns"),
        (
            "a.txt",
            b"This is a note.\nIt, has no table,\nbut it has\ncommas, sometimes, and\nends here.\n",
            "글입니다",
            "prose",
        ),
        (
            "readme.txt",
            "작성일: 2022-07-15\n작성자: 서울시\n\n- SD: 시도\n- SGG: 시군구\n- CODE: 행정동 코드\n- 나이\n'0_4',\n".encode(),
            "글입니다",
            "prose",
        ),
    ],
)
def test_files_without_a_table_say_why_and_what_to_do(reading, name, data, korean, code):
    result = reading(name, data)
    assert result.tables == ()
    assert korean in result.no_table["reason"]["ko"]
    assert result.no_table["remedy"]["ko"]
    assert result.no_table["remedy"]["en"]
    assert [finding.code for finding in result.findings] == [code]


def test_pairs_of_name_and_value_throughout_are_a_table(reading):
    (table,) = reading("a.txt", b"".join(f"node{n}: {n * 7}\n".encode() for n in range(20))).tables
    assert (table.rows, len(table.headers)) == (20, 2)


def test_the_wrong_extension_is_noted(reading):
    result = reading("people.xlsx", b"a,b\n1,2\n3,4\n")
    assert result.format == "csv"
    assert [finding.code for finding in result.findings] == ["wrong-extension"]
    assert ".xlsx" in result.findings[0].text["ko"]
