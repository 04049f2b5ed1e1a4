"""Dialects: delimiters of one or more letters, quotes, escapes and spaces, below long titles, and never in running text."""

from __future__ import annotations

import csv
import io

import pytest

from madang.ingest.delimited.dialect import STAND_IN, Dialect, lines_of
from madang.ingest.delimited.sniffing import sniff

ROWS = [["이름", "날짜", "수"], *[[f"가나{n}", f"2024-03-{n + 1:02}", str(n * 7)] for n in range(20)]]


def text(delimiter: str, rows: list[list[str]] = ROWS, end: str = "\n") -> str:
    return "".join(delimiter.join(row) + end for row in rows)


def read(made: str, dialect: Dialect) -> list[list[str]]:
    return list(dialect.reader(lines_of(made)))


@pytest.mark.parametrize(
    "mark", [",", "\t", ";", "|", "^", "~", "¦", "§", "\x01", "\x1f", "||", "::", ";;", "\t\t", "|~|", "##", ",,"]
)
def test_delimiters_of_one_or_more_letters(mark):
    dialect = sniff(text(mark))
    assert dialect.delimiter == mark
    assert read(text(mark), dialect) == ROWS


def test_a_long_delimiter_inside_quotes_is_text():
    made = 'a||b\n1||"x||y"\n2||z\n3||w\n'
    assert read(made, sniff(made)) == [["a", "b"], ["1", "x||y"], ["2", "z"], ["3", "w"]]
    assert STAND_IN not in str(read(made, sniff(made)))


def test_spaces_after_every_delimiter_are_no_part_of_the_cells():
    made = "id, name, n\n1, Ann Lee, 3\n2, , 4\n3, Bo, 5\n"
    assert read(made, sniff(made))[1:3] == [["1", "Ann Lee", "3"], ["2", "", "4"]]


def test_a_space_after_some_delimiters_is_text():
    made = "id,name\n1, Ann\n2,Bo\n3,Cy\n"
    assert read(made, sniff(made))[1] == ["1", " Ann"]


def test_apostrophes_in_words_are_no_quotes():
    made = "n,t\n" + "".join(f"{n},It's the owner's\n" for n in range(9))
    assert sniff(made).quote == '"'


def test_a_backslash_before_other_letters_is_text():
    r"""`C:\temp` keeps its backslash although quotes are escaped by one."""
    made = 'n,path,t\n1,C:\\temp,"a \\"b\\" c"\n2,D:\\new,"x \\"y\\" z"\n3,"E:\\\\f","x \\"y\\""\n'
    rows = read(made, sniff(made))
    assert rows[1:] == [["1", "C:\\temp", 'a "b" c'], ["2", "D:\\new", 'x "y" z'], ["3", "E:\\f", 'x "y"']]


def test_one_backslash_before_an_apostrophe_makes_no_escape():
    made = "n,t\n" + "".join(f"{n},'a won't b, c'\n" for n in range(9)) + "9,'8\\'9 x'\n"
    assert sniff(made).escape is None


def test_one_stray_quote_does_not_change_the_dialect():
    rows = [list(map(str, range(5))) for _ in range(30)]
    rows[0][2] = '"b'
    assert sniff(text(",", rows)).delimiter == ","


@pytest.mark.parametrize("titles", [3, 150, 600])
def test_below_long_running_text(titles):
    words = [
        "Note",
        "to",
        "the",
        "readers",
        "of",
        "this",
        "table",
        "which",
        "the",
        "office",
        "of",
        "statistics",
        "made",
        "in",
        "March",
    ]
    prose = "".join(" ".join(words[: 3 + n * 7 % 11]) + "\n" for n in range(titles))
    assert sniff(prose + "\n" + text(";", ROWS * 8)).delimiter == ";"


def test_what_a_person_chose_is_kept():
    assert sniff("a;b\n1;2\n", delimiter="||").delimiter == "||"
    assert sniff("a;b\n1;2\n", delimiter="tab").delimiter == "\t"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_csv_writes_is_read_back(mark):
    rows = [["a", 'b "c"', "d"], ["1", "x" + mark + "y", "3"], ["2", "line\nend", "4"], ["5", "", "6"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=mark).writerows(rows * 3)
    assert read(out.getvalue(), sniff(out.getvalue())) == rows * 3
