"""What only shows on many rows: their order, the time limit, pages that neither repeat nor lose a row."""

from __future__ import annotations

import time

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from madang.lib import ids
from madang.query import parse
from madang.query.answer import answer
from madang.query.limits import Busy, Limits, TooSlow, admitted
from madang.query.model import Column, Question, Table, Type
from madang.store import Store, revisions

ROWS = 600_000


@pytest.fixture(scope="module")
def numbers(session_store: Store) -> Table:
    """`id` counts up in stored order, `k` has 97 values, `t` is a text."""
    identity = pa.array(range(ROWS), pa.int64())
    text = pc.binary_join_element_wise("이름 ", pc.cast(identity, pa.string()), "")
    revision = ids.new()
    rows = pa.table({"id": identity, "k": pa.array([n * 7919 % 97 for n in range(ROWS)], pa.int64()), "t": text})
    with revisions.build(session_store, revision, rows.schema) as build:
        build.write(rows)
    columns = (Column("id", Type.INTEGER), Column("k", Type.INTEGER), Column("t", Type.TEXT))
    return Table("tests", "numbers", revision, columns, ROWS, "generated", None, session_store)


def test_rows_come_as_they_are_stored(numbers: Table) -> None:
    """Without a sort: the engine keeps the order of a scan on all its threads, filtered or not."""
    for where in (None, parse.condition("k < 50")):
        found = answer(numbers, Question(where=where)).table().column("id")
        assert pc.all(pc.less(found[:-1], found[1:])).as_py()


@pytest.mark.parametrize("where", ["id in ({})", "id in ({}) or id < 0", "not (id not in ({}))"])
def test_rows_come_as_they_are_stored_also_from_a_join(numbers: Table, where: str) -> None:
    """With more than a few values the engine joins with them, and gives rows in the order that its threads found them."""
    wanted = list(range(0, ROWS, 400))
    condition = parse.condition(where.format(",".join(map(str, wanted[:1000]))))
    for limit in (None, 700):
        found = answer(numbers, Question(where=condition, limit=limit)).table().column("id").to_pylist()
        assert found == wanted[:1000][:limit]


@pytest.mark.parametrize(
    "question",
    [
        Question(where=parse.condition("k = 3")),
        Question(order_by=parse.ordering("k desc"), where=parse.condition("k > 93")),
        Question(select=parse.selection("k, count(*) as n"), group_by=parse.grouping("k")),
        Question(select=parse.selection("k"), distinct=True),
    ],
)
def test_pages_together_are_the_whole(numbers: Table, question: Question) -> None:
    from dataclasses import replace

    whole = answer(numbers, question).table().to_pylist()
    seen, after = [], ""
    while True:
        page = answer(numbers, replace(question, limit=max(len(whole) // 7, 1), after=after))
        assert page.total == len(whole)
        seen += page.table().to_pylist()
        after = page.next
        if not after:
            break
    assert seen == whole


def test_a_deep_page_is_found_by_its_row(numbers: Table) -> None:
    page = answer(numbers, Question(limit=3, offset=ROWS - 2))
    assert [row["id"] for row in page.table().to_pylist()] == [ROWS - 2, ROWS - 1]
    assert (page.total, page.complete, page.next) == (ROWS, False, "")


def test_what_runs_too_long_is_stopped(numbers: Table) -> None:
    slow = Question(order_by=parse.ordering("replace(upper(t || t || t), '1', 'abcdefgh') desc"), limit=9999)
    began = time.monotonic()
    with pytest.raises(TooSlow):
        answer(numbers, slow, Limits(seconds=0.01))
    assert time.monotonic() - began < 5
    assert answer(numbers, Question(limit=1)).table().num_rows == 1  # the next one is not hurt


def test_a_slow_reader_costs_no_time(numbers: Table) -> None:
    found = answer(numbers, Question(), Limits(seconds=0.3, page=10))
    first = next(found.batches)
    time.sleep(0.5)
    assert first.num_rows + sum(batch.num_rows for batch in found.batches) == ROWS


def test_leaving_early_lets_go(numbers: Table) -> None:
    found = answer(numbers, Question())
    next(found.batches)
    found.close()
    found.close()
    assert answer(numbers, Question(limit=1)).returned == 1


def test_heavy_questions_wait_for_each_other_and_light_ones_pass(people: Table) -> None:
    sorting = Question(order_by=parse.ordering("인구"), limit=1)
    short = Limits(seconds=0.05)
    with admitted(True, short), admitted(True, short):
        with pytest.raises(Busy):
            answer(people, sorting, short)
        assert answer(people, Question(limit=1), short).returned == 1
    assert answer(people, sorting).returned == 1
