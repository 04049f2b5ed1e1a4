"""Questions and cursors check themselves."""

from __future__ import annotations

import base64
import time
from dataclasses import replace
from typing import Any

import pytest

from madang.lib import ids
from madang.lib.problems import Problem
from madang.query import cursors, parse
from madang.query.answer import answer
from madang.query.bind import UnknownColumn
from madang.query.expressions import And, In, Literal, Not, OddQuestion, Or, Ref, TooDeep
from madang.query.model import Question, Table


@pytest.mark.parametrize(
    "parts",
    [
        {"limit": -1},
        {"offset": -1},
        {"offset": 1, "after": "x"},
        {"bbox": (2.0, 0.0, 1.0, 1.0)},
        {"bbox": (0.0, 0.0, 1.0, 91.0)},
        {"near": (0.0, 0.0, 0.0)},
        {"near": (181.0, 0.0, 5.0)},
        {"having": parse.condition("a > 1")},
        {"where": parse.condition("sum(a) > 1")},
        {"group_by": parse.grouping("sum(a)")},
        {"order_by": parse.ordering("sum(a)")},
    ],
)
def test_an_odd_question_is_never_made(parts: dict[str, Any]) -> None:
    with pytest.raises(OddQuestion):
        Question(**parts)


def test_expressions_check_their_shape() -> None:
    for make in (
        lambda: In(Ref("a"), ()),
        lambda: And((Ref("a"),)),
        lambda: Literal(float("nan")),
        lambda: parse.condition("sum(*)"),
    ):
        with pytest.raises(OddQuestion):
            make()
    nested = And((Ref("a"), And((Ref("b"), Ref("c")))))
    assert nested == And((Ref("a"), Ref("b"), Ref("c")))
    assert Literal(1) != Literal(1.0) != Literal(True) != Literal(1)


def test_depth_is_bounded_without_recursion() -> None:
    deep: Any = Ref("a")
    for _ in range(5000):
        deep = Not(deep)
    with pytest.raises(TooDeep):
        Question(where=deep)
    with pytest.raises(TooDeep):
        parse.condition("(" * 3000 + "a" + ")" * 3000)
    with pytest.raises(parse.TooLong):
        parse.condition(" or ".join(["a = 1"] * 5000))
    chain = parse.condition(" or ".join(["a = 1"] * 1000))
    assert isinstance(chain, Or)
    assert len(chain.parts) == 1000


def test_the_name_that_was_meant_is_named(people: Table) -> None:
    with pytest.raises(UnknownColumn) as refusal:
        answer(people, Question(where=parse.condition("인국 > 1")))
    assert "Did you mean 인구?" in refusal.value.text("en")
    assert "인구를 찾으셨나요" in refusal.value.text("ko")


def test_a_cursor_fits_its_question_only(people: Table) -> None:
    question = Question(limit=3, order_by=parse.ordering("인구"))
    after = answer(people, question).next
    assert answer(people, replace(question, after=after, limit=5)).returned == 5
    with pytest.raises(cursors.OtherQuestion):
        answer(people, replace(question, after=after, order_by=parse.ordering("인구 desc")))
    with pytest.raises(cursors.OtherRevision):
        answer(replace(people, revision=ids.new()), replace(question, after=after))


@pytest.mark.parametrize(
    "text",
    [
        "x",
        "{}",
        "[]",
        "[1,2,3,4]",
        '["a","b",-1,null]',
        '["a","b","c",null]',
        '["a","b",1e999,null]',
        "null",
        "[" * 3000,
    ],
)
def test_a_broken_cursor_is_refused(people: Table, text: str) -> None:
    for after in (text, base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")):
        with pytest.raises((cursors.OddCursor, cursors.OtherRevision)):
            answer(people, Question(limit=1, after=after))


@pytest.mark.parametrize("word", ["int", "decimal", "timestamp", "struct", "json", "enum", "f"])
@pytest.mark.parametrize("inner", ["", "'a', "])
def test_brackets_cost_no_more_than_their_number(word: str, inner: str) -> None:
    """A name of a type before a bracket was read twice, each time, inside each other: 24 of them took minutes."""
    began = time.monotonic()
    with pytest.raises(Problem):
        parse.condition(f"{word}({inner}" * 24 + "1" + ")" * 24)
    assert time.monotonic() - began < 2


def test_a_text_cannot_be_blown_up(people: Table) -> None:
    """Nine of them made ten gigabytes of one value, which neither the memory limit nor the timer of the engine sees."""
    text = "'aaaaaaaaaa'"
    for _ in range(9):
        text = f"replace({text}, 'a', 'aaaaaaaaaa')"
    with pytest.raises(OddQuestion):
        answer(people, Question(select=parse.selection(f"length({text}) as n"), limit=1))
    long = f"replace('{'a' * 4000}', 'a', 'bcd')"
    with pytest.raises(OddQuestion):
        answer(people, Question(select=parse.selection(f"{long} as n"), limit=1))
    with pytest.raises(OddQuestion):  # what is put in must be written out, else its length is not known
        answer(people, Question(select=parse.selection("replace('aaa', 'a', lower('b')) as n"), limit=1))
    found = answer(
        people, Question(select=parse.selection("replace(replace('aa', 'a', 'bcd'), 'b', 'xy') as n"), limit=1)
    )
    assert found.table()["n"].to_pylist() == ["xycdxycd"]
