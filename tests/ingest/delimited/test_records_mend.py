"""Records with irregular quotes: the one reading with the table's width, or none; never another one."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.ingest.delimited.dialect import Dialect
from madang.ingest.delimited.records_mend import mend

COMMA = Dialect(",")
CELL = st.text(st.sampled_from("ab ,한'"), max_size=5).map(lambda text: text.strip(" ,"))


def cells(text: str, width: int, dialect: Dialect = COMMA) -> list[str] | None:
    found = mend(dialect, text, width)
    return None if found is None else found[1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,"00:00,2,"x, y",z', ["a", '"00:00', "2", "x, y", "z"]),
        ('a,""Great, dry."', ["a", '"Great, dry.']),
        ('a,""Great dry."', ["a", '"Great dry.']),
        ('a,"Table, 48"","Made, in",u', ["a", 'Table, 48"', "Made, in", "u"]),
        ('"Boxer, 5" Inseam",b', ['Boxer, 5" Inseam', "b"]),
        ('a,b,"', ["a", "b", '"']),
        ('1,"a, "b", c",d', ["1", 'a, "b", c', "d"]),
        ('"a\nb "c" d",e', ['a\nb "c" d', "e"]),
    ],
)
def test_the_reading_that_fits_keeps_misplaced_quotes(text, expected):
    assert cells(text, len(expected)) == expected


def test_two_readings_that_fit_equally_well_are_none():
    assert cells('"a,","', 2) is None  # `a,` and a quote, or a quote with `a` and a comma


def test_quoted_cells_side_by_side_are_never_joined():
    """A delimiter too many is no matter of quotes: `"b","c"` stays two cells, and the row is refused."""
    assert cells('a,"b","c"', 2) is None


def test_too_few_or_far_too_many_pieces():
    assert cells('a,"b', 3) is None
    assert cells('"' + "a," * 100 + 'b""', 2) is None


def test_apostrophes_inside_cells_quoted_by_apostrophes():
    dialect = Dialect(",", "'")
    assert cells("1,'Designed, won't tear, kids' sneakers',9", 3, dialect) == [
        "1",
        "Designed, won't tear, kids' sneakers",
        "9",
    ]


@settings(max_examples=300, deadline=None)
@given(st.lists(CELL, min_size=2, max_size=6), st.data())
def test_a_stray_quote_is_kept_in_its_cell_or_the_record_is_refused(row, data):
    """The paper's kind of pollution: one quote more, inside the quotes of a cell or before its text."""
    at = data.draw(st.integers(0, len(row) - 1))
    written = [f'"{cell}"' if "," in cell else cell for cell in row]
    place = 1 if written[at].startswith('"') else 0
    written[at] = written[at][:place] + '"' + written[at][place:]
    expected = [*row[:at], '"' + row[at], *row[at + 1 :]]
    assert cells(",".join(written), len(row)) in (expected, None)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.sampled_from('ab,"한'), max_size=5), min_size=2, max_size=6))
def test_a_regular_record_is_never_read_otherwise(row):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(row)
    found = mend(COMMA, out.getvalue(), len(row))
    assert found is None or found == (found[0], row) or found[0] > 0
