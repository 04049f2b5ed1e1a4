"""Records of delimited text: the fast way and the exact way give the same rows, and no record is ever lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.ingest.delimited import records
from madang.ingest.delimited.dialect import Dialect
from madang.ingest.delimited.records import Records
from madang.ingest.delimited.records_exact import exact
from madang.ingest.delimited.records_fast import fast
from madang.ingest.delimited.records_layout import Layout
from madang.ingest.no_table import LineTooLong

CELL = st.text(st.sampled_from('ab,"\n\r 한é;|'), max_size=6)


def parsed(
    text: str, width: int, block: int = 1 << 20, **dialect
) -> tuple[list[list[str]], list[tuple[int, str]], int]:
    """Rows with their line in front, rejects with their line, and the number of blank rows."""
    data = text.encode()
    chunks = [data[at : at + block] for at in range(0, len(data), block)]
    reader = Records("t.csv", Dialect(**{"delimiter": ",", **dialect}), width)
    rows, rejects, blank = [], [], 0
    for part in reader.blocks(iter(chunks), 1):
        for row in part.table.to_pylist():
            line = row.pop("line")
            rows.append([line, *row.values()])
        rejects += [(line, text) for line, _reason, text in part.rejects]
        blank += len(part.blank)
    return rows, rejects, blank


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8), st.integers(1, 40))
def test_written_rows_come_back_in_any_chunks(monkeypatch_block, rows, size):
    """What `csv` writes is read back the same, whatever the size of the chunks."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    expected = [row for row in rows if any(cell.strip() for cell in row)]
    read, rejects, blank = parsed(out.getvalue(), 3, size)
    assert [row[1:] for row in read] == expected
    assert not rejects
    assert blank == len(rows) - len(expected)


@pytest.fixture(scope="module")
def monkeypatch_block():
    """Blocks of 16 bytes, so that every example crosses many block ends."""
    before = records.BLOCK
    records.BLOCK = 16
    yield
    records.BLOCK = before


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab,"\n 한'), max_size=60))
def test_fast_and_exact_ways_agree_on_any_text(text):
    layout = Layout("t.csv", Dialect(","), 2)
    data = text.encode() + b"\n"
    quick = fast(layout, data, 1, True)
    if quick is None or quick.consumed < len(data):
        return  # the fast way declined, so the exact way reads this block
    sure = exact(layout, data, 1, True)
    assert quick.table.to_pylist() == sure.table.to_pylist()
    assert [line for line, *_ in quick.rejects] == [line for line, *_ in sure.rejects]
    assert quick.blank == sure.blank


@pytest.mark.parametrize("data", [b"a,b\nc,d\n", b'"a, a",b\nc,"d\nd"\n', b"a,b\nc\n"])
def test_the_fast_way_takes_what_is_usual(data):
    block = fast(Layout("t.csv", Dialect(","), 2), data, 1, True)
    assert block is not None
    assert (block.consumed, block.records) == (len(data), 2)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab,"\n\r한'), max_size=80))
def test_every_line_is_accounted_for(text):
    """Lines of rows, rejects and blank rows, with the lines inside quoted cells, cover the text."""
    reader = Records("t.csv", Dialect(","), 2)
    lines = 0
    for block in reader.blocks(iter([text.encode()]), 1):
        lines += block.lines
    whole = text if text.endswith(("\n", "\r")) or not text else text + "\n"
    assert lines == len(list(io.StringIO(whole, newline="")))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_with_every_line_end(end):
    text = end.join(["a,b", '"x' + end + 'y",2', "", "c,d", ""])
    rows, rejects, blank = parsed(text, 2)
    assert rows == [[1, "a", "b"], [2, "x" + end + "y", "2"], [5, "c", "d"]]
    assert (rejects, blank) == ([], 1)


def test_rows_of_another_width_are_rejects_and_empty_surplus_is_cut():
    rows, rejects, _ = parsed("1,2\n1,2,3\n1,2,,\nx\n3,4\n", 2)
    assert rows == [[1, "1", "2"], [3, "1", "2"], [5, "3", "4"]]
    assert rejects == [(2, "1,2,3"), (4, "x")]


def test_a_quote_that_never_closes_costs_no_other_line():
    rows, rejects, _ = parsed('1,a\n2,"b\n3,c\n4,d\n', 2)
    assert rows == [[1, "1", "a"], [2, "2", '"b'], [3, "3", "c"], [4, "4", "d"]]
    assert not rejects


def test_a_quote_that_never_closes_in_a_row_that_does_not_fit_costs_one_line():
    rows, rejects, _ = parsed('1,a\n2,"b,c\n3,c\n4,d\n', 2)
    assert rows == [[1, "1", "a"], [3, "3", "c"], [4, "4", "d"]]
    assert rejects == [(2, '2,"b,c')]


def test_inch_marks_inside_cells_are_text():
    rows, rejects, _ = parsed('1,5" pipe\n2,6" pipe\n3,"7"" pipe"\n', 2)
    assert [row[2] for row in rows] == ['5" pipe', '6" pipe', '7" pipe']
    assert not rejects


def test_nul_bytes_reject_their_row_only():
    rows, rejects, _ = parsed("1,a\n2,\0\n3,c\n", 2)
    assert [row[1] for row in rows] == ["1", "3"]
    assert rejects == [(2, "2,\0")]


def test_backslash_escapes():
    rows, _, _ = parsed('1,"a \\"b\\" c"\n', 2, escape="\\")
    assert rows == [[1, "1", 'a "b" c']]


def test_an_endless_line_is_refused_with_its_number(monkeypatch):
    for name, value in (("BLOCK", 100), ("RECORD_LIMIT", 1000), ("GIVE_UP", 800)):
        monkeypatch.setattr(records, name, value)
    with pytest.raises(LineTooLong) as raised:
        parsed("a,b\n" + "x" * 5000, 2, block=100)
    assert raised.value.facts["line"] == 2
    assert "2행" in raised.value.text("ko")


def test_an_open_quote_over_blocks_is_given_up(monkeypatch):
    monkeypatch.setattr(records, "BLOCK", 100)
    monkeypatch.setattr(records, "GIVE_UP", 500)
    text = '1,"a\n' + "".join(f"{n},b\n" for n in range(2, 1000))
    rows, rejects, _ = parsed(text, 2, block=100)
    assert len(rows) == 999
    assert (rows[0], rejects) == ([1, "1", '"a'], [])
