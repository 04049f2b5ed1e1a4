"""Long columns are looked at by their bytes: the same answers as asking each value, for a tenth of the time."""

from __future__ import annotations

import random

import pyarrow as pa
import pytest

from madang.ingest.infer import infer
from madang.ingest.types import _columns, formatted_number, integer, number
from madang.ingest.types._cells import Cells
from madang.ingest.types._look import Look
from madang.ingest.types._plain import plain
from tests.ingest.staged import staged, values

CELLS = [
    *("0", "7", "-12", "3.50", "0.5", "-0.5", "999999999999999999", "1,234", "-1,234.50", "12,345,678", "0.00", "-0.0"),
    *(
        "007",
        "-0",
        "+5",
        "1e5",
        "5.",
        ".5",
        "1,23",
        "1234,567",
        ",123",
        "1,2345",
        "--5",
        "1-2",
        "1.2.3",
        "",
        "-",
        "1/2",
    ),
    *(
        "１２",
        "NaN",
        "inf",
        "0x1F",
        "1 2",
        "1234567890123456789",
        "00",
        "-007",
        "-,123",
        "1,234,56",
        "12.",
        "-.5",
        "1.,2",
    ),
]


@pytest.mark.parametrize("text", CELLS)
def test_the_bytes_say_what_matches_says(text):
    """P1: a number only if it writes back to the identical text, seen by bytes as by the rule that is written down."""
    found = plain(Cells.of(pa.array([text])))
    grouped = found is not None and found[0].grouped
    assert (found is not None) == (number.matches(text) or ("," in text and formatted_number.matches(text)))
    if found and not grouped:
        assert integer.matches(text) == integer.numbers(found[0])


def test_one_odd_value_among_many_is_seen():
    for odd in [cell for cell in CELLS if not number.matches(cell) and "," not in cell]:
        assert plain(Cells.of(pa.array(["12", "3.5", odd, "7"]))) is None, odd


def test_any_mixture_is_plain_only_when_each_value_is():
    r = random.Random(3)
    for _ in range(400):
        some = r.sample(CELLS, 3)
        found = plain(Cells.of(pa.array(some)))
        wanted = all(number.matches(c) or ("," in c and formatted_number.matches(c)) for c in some)
        assert (found is not None) == wanted, some
        if found:
            assert {found[0].low, found[0].high} <= {c.replace(",", "") for c in some}


def test_blanks_are_counted_and_trimmed():
    look = Look()
    look.add(pa.array([" 12", "13\u00a0", "", "\u3000", None, "14"]))
    assert (look.filled, look.blank, look.padded) == (3, 2, 2)
    assert look.plain is not None
    assert (look.plain.low, look.plain.high) == ("12", "14")


@pytest.fixture
def long(monkeypatch):
    """Tables of a few rows are treated as long ones."""
    monkeypatch.setattr(_columns, "LONG", 10)
    monkeypatch.setattr(_columns, "MANY", 2)
    monkeypatch.setattr(_columns, "FIRST", 20)
    monkeypatch.setattr(_columns, "BATCH", 32)


COLUMNS = {
    "면적": [f"{n * 37 % 1000}.{n % 100:02}" for n in range(300)],
    "금액": [f"{n * 7919:,}" for n in range(300)],
    "순번": [str(n) for n in range(300)],
    "자치구": [("종로구", "중구")[n % 2] for n in range(300)],
    "주소": [f"서울특별시 중구 을지로 {n % 299}" for n in range(300)],
    "관측일": [f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}" for n in range(300)],
    "빈칸": [None if n % 3 else f" {n} " for n in range(300)],
    "섞임": ["N/A" if n == 150 else str(n * 3) for n in range(300)],
    "늦음": [str(n) if n < 299 else "0164A" for n in range(300)],
    "경도": [f"{126 + n / 1000:.6f}" for n in range(300)],
}


def test_long_tables_come_out_as_short_ones_do(tmp_path, long, request):
    """P1: types, nulls, evidence and values are the same, however the columns were looked at."""
    table = staged(tmp_path, COLUMNS)
    apart = infer(table, {})
    request.getfixturevalue("monkeypatch").undo()
    together = infer(table, {})
    for one, other in zip(apart, together, strict=True):
        assert (one.type, one.semantic, one.nulls, one.null_words, one.evidence) == (
            (other.type, other.semantic, other.nulls, other.null_words, other.evidence)
        )
        assert values(table, one) == values(table, other)


def test_all_different_is_never_an_estimate(tmp_path, long):
    """P4: a key that is doubled stops a publication, so the count of a key is exact."""
    ids = [f"ID-{n}" for n in range(300)]
    unlike, alike, equal_first = infer(
        staged(tmp_path, {"a": ids, "b": [*ids[:299], ids[7]], "c": [ids[1], *ids[1:]]}), {}
    )
    assert (unlike.distinct, alike.distinct) == (300, 299)
    assert equal_first.distinct < 300
