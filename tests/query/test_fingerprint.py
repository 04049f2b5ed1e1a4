"""The fingerprint of an answer sees values, and nothing of how they came."""

from __future__ import annotations

import hashlib
import json
import struct
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.query.answer import answer
from madang.query.fingerprint import fingerprint
from madang.query.limits import Limits
from madang.query.model import Column, Question, Table, Type
from madang.query.parse import selection

TABLE = pa.table({
    "자치구": ["종로구", None, "", "중구"],
    "인구": pa.array([1, None, -3, 4], pa.int32()),
    "비율": [0.1, float("nan"), None, -0.0],
    "예": [True, False, None, True],
    "날": [date(2026, 6, 30), None, date(1, 1, 1), date(9999, 12, 31)],
    "때": pa.array([time(1, 2, 3), None, time(0), time(23, 59, 59, 999_999)], pa.time64("us")),
    "시각": pa.array([datetime(2026, 1, 1, tzinfo=UTC), None, None, datetime(1900, 1, 1, tzinfo=UTC)], pa.timestamp("us", "UTC")),
    "값": pa.array([Decimal("1.50"), None, Decimal("-0.01"), Decimal("100")], pa.decimal128(10, 2)),
    "모양": [b"\0\1", None, b"", b"\xff"],
})  # fmt: skip


def of(table: pa.Table, size: int | None = None) -> tuple[int, str]:
    return fingerprint(table.to_batches(size), table.schema)


def plain(table: pa.Table) -> str:
    """The rule of docs/citations.md once more, cell by cell and without Arrow's help."""
    kinds = ["text", "whole", "fraction", "boolean", "date", "time", "datetime", "text", "text"]
    head = {
        "columns": [[name, kind] for name, kind in zip(table.column_names, kinds, strict=True)],
        "rows": table.num_rows,
    }
    whole = hashlib.sha256(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    for kind, column in zip(kinds, table.columns, strict=True):
        cells = column.to_pylist()
        texts = [_text(cell) for cell in cells]
        whole.update(hashlib.sha256(bytes(cell is not None for cell in cells)).digest())
        if kind == "text":
            whole.update(hashlib.sha256(b"".join(struct.pack("<q", len(text)) for text in texts)).digest())
            whole.update(hashlib.sha256(b"".join(texts)).digest())
        else:
            whole.update(hashlib.sha256(b"".join(_number(cell, kind) for cell in cells)).digest())
    return whole.hexdigest()


def _text(cell: Any) -> bytes:
    if cell is None:
        return b""
    return (
        cell
        if isinstance(cell, bytes)
        else str(cell.normalize() if isinstance(cell, Decimal) and cell % 1 else cell).split(".00")[0].encode()
    )


def _number(cell: Any, kind: str) -> bytes:
    if kind == "fraction":
        return struct.pack("<d", cell or 0.0)
    match cell:
        case datetime():
            cell = int((cell - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()) * 1_000_000
        case date():
            cell = cell.toordinal() - date(1970, 1, 1).toordinal()
        case time():
            cell = (cell.hour * 3600 + cell.minute * 60 + cell.second) * 1_000_000 + cell.microsecond
    return struct.pack("<q", int(cell or 0))


def test_it_follows_the_written_rule() -> None:
    assert of(TABLE) == (4, plain(TABLE))


def test_it_is_the_one_that_was_published() -> None:
    """Whoever changes this number breaks every citation that there is: give the rule another name instead."""
    assert of(TABLE)[1] == "f5f71052ac1a50cf308ef76dcec35f2cc62ca1998b744e9ed273fadfc2263287"


@pytest.mark.parametrize("size", [1, 2, 3])
def test_batches_cannot_be_seen(size: int) -> None:
    assert of(TABLE, size) == of(TABLE)
    assert of(TABLE.slice(1, 2), size) == of(pa.Table.from_pylist(TABLE.slice(1, 2).to_pylist(), TABLE.schema))


def test_the_layout_of_memory_cannot_be_seen() -> None:
    other = TABLE.cast(pa.schema([
        ("자치구", pa.large_string()), ("인구", pa.int64()), ("비율", pa.float64()), ("예", pa.bool_()), ("날", pa.date32()),
        ("때", pa.time64("ns")), ("시각", pa.timestamp("us", "UTC")), ("값", pa.decimal128(20, 4)), ("모양", pa.large_binary()),
    ]))  # fmt: skip
    assert of(other) == of(TABLE)
    dictionary = TABLE.set_column(0, "자치구", TABLE.column(0).combine_chunks().dictionary_encode())
    assert of(dictionary) == of(TABLE)
    assert of(pa.table({"a": [0.0]})) == of(pa.table({"a": [-0.0]}))


cells = st.lists(st.lists(st.one_of(st.none(), st.text(max_size=3)), min_size=2, max_size=2), min_size=1, max_size=4)


@given(one=cells, other=cells)
@settings(deadline=None, max_examples=200)
def test_other_values_have_another(one: Any, other: Any) -> None:
    tables = [pa.table({"a": [row[0] for row in rows], "b": pa.array([row[1] for row in rows], pa.string())},
                       schema=pa.schema([("a", pa.string()), ("b", pa.string())])) for rows in (one, other)]  # fmt: skip
    assert (of(tables[0]) == of(tables[1])) == (one == other)


def test_no_rows_and_no_such_column_differ() -> None:
    empty = TABLE.slice(0, 0)
    assert of(empty)[0] == 0
    assert of(empty) != of(empty.drop_columns(["모양"]))
    assert of(empty) != of(empty.rename_columns([*empty.column_names[:-1], "꼴"]))


def test_sums_of_fractions_come_out_the_same_each_time(store: Any) -> None:
    """Several threads add in an order of chance; `exact` does not. Both are measured, so that this test can fail."""
    import numpy as np

    from madang.lib import ids
    from madang.store import revisions, serving

    rows = pa.table({"x": np.random.default_rng(7).random(600_000) * 1e6})
    revision = ids.new()
    with revisions.build(store, revision, rows.schema) as build:
        build.write(rows)
    table = Table("a", "b", revision, (Column("x", Type.NUMBER),), rows.num_rows, "observed", None, store)
    asked = Question(select=selection("sum(x) as total, avg(x) as mean"))
    found = set()
    for _ in range(8):
        answered = answer(table, asked, Limits(exact=True))
        found.add(fingerprint(answered.batches, answered.schema))
    assert len(found) == 1
    serving.drop(store, revision)
