"""Delimited text with damage in single rows, and tables below one another: nothing moves into another column in silence."""

from __future__ import annotations

import pytest

from madang.ingest.delimited import records
from tests.ingest.readers.conftest import furniture, lines, names, rejects, rows

HEADER = "날짜,시각,수량,코드,값,설명,비고\n"
ROWS = [f'{n % 28 + 1:02}/01/2018,{n % 24:02}:00,{n},MG-{1000 + n},${n}.50,"좋은 물건, 튼튼함",\n' for n in range(40)]


def damaged(at: int, line: str) -> bytes:
    return (HEADER + "".join([*ROWS[:at], line, *ROWS[at + 1 :]])).encode()


def codes(result) -> list[str]:
    return [finding.code for finding in result.findings]


def test_a_stray_quote_in_the_middle_costs_no_row(reading):
    result = reading("a.csv", damaged(20, ROWS[20].replace("20:00", '"20:00')))
    assert (result.tables[0].rows, result.tables[0].reject_count) == (40, 0)
    assert rows(result.tables[0])[20][1] == '"20:00'
    assert rows(result.tables[0])[21][1] == "21:00"
    assert [(f.code, f.count) for f in result.findings] == [("stray-quotes", 1)]


@pytest.mark.parametrize("cell", range(7))
def test_a_stray_quote_in_the_header_is_kept_to_the_letter(reading, cell):
    """P3: the publisher's header is kept as it was written, and no row after it is swallowed."""
    labels = HEADER.strip().split(",")
    labels[cell] = '"' + labels[cell]
    table = reading("a.csv", (",".join(labels) + "\n" + "".join(ROWS)).encode()).tables[0]
    assert [header.header for header in table.headers] == labels
    assert table.rows == 40


def test_headers_of_any_script_and_length_are_kept_to_the_letter(reading):
    """P3: no transliteration, no cut at 63 bytes, blanks and doubles get names, spaces and signs stay."""
    labels = ["행정동", "北京", "Ålesund (%)", "설문 " + "가나다라" * 40, "", "행정동", 'a "b"']
    quoted = ",".join('"' + label.replace('"', '""') + '"' for label in labels)
    table = reading("a.csv", (quoted + "\n" + "1,2,3,4,5,6,7\n" * 5).encode()).tables[0]
    assert [header.header for header in table.headers] == labels
    assert names(table) == [*labels[:4], "column_5", "행정동_2", 'a "b"']


@pytest.mark.parametrize("column", range(1, 6))
def test_a_lost_delimiter_never_moves_cells_into_other_columns(reading, column):
    cells = ROWS[20].strip().replace("좋은 물건, 튼튼함", "좋은 물건").split(",")
    cells[column - 1 : column + 1] = [cells[column - 1] + cells[column]]
    table = reading("a.csv", damaged(20, ",".join(cells) + "\n")).tables[0]
    assert (table.rows, table.reject_count) == (39, 1)
    assert rejects(table)[0][0] == 22
    assert rejects(table)[0][2] == ",".join(cells)


def test_a_lost_delimiter_before_a_quoted_number_is_refused(reading):
    """`종로"9,000"` gives as many cells as the table has columns, and still none stands where it belongs."""
    text = "구,인구,면적\n" + "".join(f'구{n},"{n},{n}00",{n}.5\n' for n in range(1, 30)) + '끝"9,000",3.5\n'
    table = reading("a.csv", text.encode()).tables[0]
    assert (table.rows, rejects(table)) == (
        29,
        [(31, "따옴표를 읽는 방법이 여럿이거나 열에 맞는 방법이 없습니다", '끝"9,000",3.5')],
    )


def test_inch_marks_in_unquoted_cells_are_text(reading):
    text = "번호,설명,값\n" + "".join(f'{n},관 {n}" 짜리,{n}.5\n' for n in range(30)) + '31,6" 관,없음\n'
    table = reading("a.csv", text.encode()).tables[0]
    assert (table.rows, rows(table)[3][1], rows(table)[30][2]) == (31, '관 3" 짜리', "없음")


def test_a_missing_last_cell_of_an_empty_column_is_filled(reading):
    result = reading("a.csv", damaged(20, ROWS[20].removesuffix(",\n") + "\n"))
    assert result.tables[0].rows == 40
    assert codes(result) == ["ragged-rows"]


def test_one_row_with_another_delimiter_is_read_when_it_fits(reading):
    table = reading("a.csv", damaged(20, '05/01/2018;07:00;9;MG-1234;$3.50;"x; y";\n')).tables[0]
    assert rows(table)[20] == ("05/01/2018", "07:00", "9", "MG-1234", "$3.50", "x; y", "")
    table = reading("a.csv", damaged(20, '05/01/2018;07:00;9;MG-1234;$3.50;"1,200, x";y\n')).tables[0]
    assert rows(table)[20][5:] == ("1,200, x", "y")
    table = reading("a.csv", damaged(20, "05/01/2018;나중에;9;MG-1234;$3.50;x;\n")).tables[0]
    assert table.reject_count == 1


def test_a_header_with_another_delimiter(reading):
    table = reading("a.csv", (HEADER.replace(",", " ") + "".join(ROWS)).encode()).tables[0]
    assert names(table) == HEADER.strip().split(",")
    assert (table.rows, table.facts["header_rows"]) == (40, [1])


@pytest.mark.parametrize("at", [0, 3, 6])
def test_a_header_with_a_delimiter_too_many_stands_over_its_columns(reading, at):
    labels = HEADER.strip().split(",")
    result = reading("a.csv", (",".join([*labels[:at], "", *labels[at:]]) + "\n" + "".join(ROWS)).encode())
    assert names(result.tables[0]) == labels
    assert result.tables[0].rows == 40


def test_a_header_of_fewer_cells_than_the_rows_is_told(reading):
    result = reading("a.csv", (HEADER.replace("시각,", "시각") + "".join(ROWS)).encode())
    assert codes(result) == ["ragged-rows", "header-width"]
    assert "1행" in result.findings[1].text["ko"]


def test_a_table_without_header_keeps_its_empty_last_column(reading):
    table = reading("a.csv", "".join(ROWS).encode()).tables[0]
    assert (len(table.headers), table.rows, table.facts["header_rows"]) == (7, 40, [])


def test_many_titles_above_the_table(reading):
    words = [
        "Note",
        "to",
        "the",
        "readers",
        "of",
        "this",
        "table,",
        "which",
        "the",
        "office",
        "of",
        "statistics",
        "made",
        "in",
        "March",
    ]
    titles = "".join(" ".join(words[: 3 + n * 7 % 11]) + "\n" for n in range(700))
    table = reading("a.csv", (titles + "\n" + HEADER + "".join(ROWS)).encode()).tables[0]
    assert (table.rows, table.facts["header_rows"]) == (40, [702])


def second(width: int, count: int) -> str:
    labels = ["구", "면적", "인구", "세대", "차량", "비율", "순위", "기준"][:width]
    return (
        ",".join(labels)
        + "\n"
        + "".join(",".join([f"구{n}", *[str(n * n + 7)] * (width - 1)]) + "\n" for n in range(count))
    )


GAPS = ("", "\n", "\n표 2. 면적\n", "\n\n")
# Labels of the same width without a gap are left out: nothing tells them from a row.
PLACES = [(gap, width) for gap in GAPS for width in (3, 7, 8) if gap or width != 7]


@pytest.mark.parametrize(("gap", "width"), PLACES)
@pytest.mark.parametrize("many", [1, 200])
def test_another_table_anywhere_in_the_file(reading, monkeypatch, gap, width, many):
    """Far below the head too, where blocks are small: each table ends where the next begins, and no row is lost."""
    monkeypatch.setattr(records, "BLOCK", 4096)
    above = HEADER + "".join(ROWS * many)
    one, two = reading("a.csv", (above + gap + second(width, 30)).encode()).tables
    assert (one.rows, one.reject_count) == (40 * many, 0)
    assert (two.rows, two.reject_count) == (30, 0)
    assert names(two)[0] == "구"
    assert lines(two)[0] == 40 * many + 1 + gap.count("\n") + 2
    assert two.name == ("표 2. 면적" if "표" in gap else "2")


def test_three_tables_and_a_footer(reading):
    text = HEADER + "".join(ROWS) + "\n" + second(3, 9) + "\n" + second(5, 8) + "※ 자료: 서울시\n"
    tables = reading("a.csv", text.encode("cp949")).tables
    assert [table.rows for table in tables] == [40, 9, 8]
    assert furniture(tables[2]) == [(63, "footer")]


def test_a_note_and_a_gap_make_no_new_table(reading):
    text = HEADER + "".join(ROWS[:20]) + "\n(계속)\n" + "".join(ROWS[20:]) + "\n자료: 서울시, 2024\n"
    (table,) = reading("a.csv", text.encode()).tables
    assert table.rows == 40


@pytest.mark.parametrize(("end", "severity"), [(",\n", "info"), (",x\n", "warning")])
def test_rows_that_end_with_a_delimiter_are_no_warning(reading, end, severity):
    rows_of = "".join(row.removesuffix("\n") + end for row in ROWS)
    (finding,) = [one for one in reading("a.csv", (HEADER + rows_of).encode()).findings if one.code == "header-width"]
    assert (finding.severity, finding.count) == (severity, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
def test_half_a_file_is_told(reading, encoding):
    """P4: an export that broke off in the middle of a row is an error, so nothing publishes it by itself."""
    text = "구,동,인구,세대\n" + "종로구,사직동,9700,4300\n" * 40 + "종로구,삼청"
    (finding,) = (f for f in reading("a.csv", text.encode(encoding)).findings if f.code == "file-cut-off")
    assert (finding.severity, "42" in finding.text["en"]) == ("error", True)


@pytest.mark.parametrize("last", ["종로구,삼청\n", "(40 rows affected)", "※ 자료: 서울시", "종로구,삼청동,1,2"])
def test_what_only_looks_like_half_a_file(reading, last):
    text = "구,동,인구,세대\n" + "종로구,사직동,9700,4300\n" * 40 + last
    assert "file-cut-off" not in [finding.code for finding in reading("a.csv", text.encode()).findings]
