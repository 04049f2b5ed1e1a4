"""Questions made to break it: each is answered or refused by name, soon, and nothing of the text becomes SQL."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest

from madang.lib.problems import Problem
from madang.query import parse
from madang.query.answer import answer
from madang.query.expressions import Arithmetic, Function, In, Literal, Ref
from madang.query.model import Order, Question, Selected, Table
from madang.query.words import words
from tests.query import plain

NAMES = ['"; drop table rows; --', "'; select 1 --", 'a"b', "$1", "{0}", "{filter}", "%s", "\u202e", "x" * 1000, "a\nb", "💥",
         "_row", "_key0", "rows", "end", "NULL", "\\", "\\'", "1", " "]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_any_alias_is_only_a_name(people: Table, rows: list[dict[str, object]], name: str) -> None:
    quoted = words(Ref(name))
    question = Question(
        select=parse.selection(f"인구 as {quoted}, count(*) as n"),
        group_by=parse.grouping("인구"),
        order_by=parse.ordering(quoted),
        limit=3,
    )
    found = answer(people, question).table().to_pylist()
    assert list(found[0]) == [name, "n"]
    assert found == plain.answer(people, rows, question)
    page = Question(select=(Selected(Ref("인구"), name),), order_by=(Order(Ref(name)),), limit=2)
    assert answer(people, page).table().to_pylist() == plain.answer(people, rows, page)


@pytest.mark.parametrize("text", [*NAMES, "a\0b", "'" * 7])
def test_any_text_is_only_a_value(people: Table, text: str) -> None:
    shown = answer(
        people, Question(select=(Selected(Arithmetic("||", Literal(text), Literal("!")), "t"),), search="가", limit=1)
    )
    assert shown.table().to_pylist() == [{"t": text + "!"}]
    assert parse.condition(words(Literal(text))) == Literal(text)


def test_ten_thousand_values(people: Table) -> None:
    began = time.monotonic()
    for options in (range(10_000), [f"v{n}" for n in range(9_999)] + ["가"]):
        column = "인구" if isinstance(options, range) else "이름"
        inside = In(Ref(column), (*map(Literal, options), Literal(None)))
        assert answer(people, Question(where=inside)).table().num_rows > 5
        folded = Question(select=(Selected(Function("coalesce", (inside, Literal(False))), "x"),), distinct=True)
        assert answer(people, folded).table().num_rows == 2
    assert time.monotonic() - began < 20


def _nested(form: str, times: int, inner: str) -> str:
    for _ in range(times):
        inner = form.format(inner)
    return inner


@pytest.mark.parametrize(
    "text",
    [
        _nested("length(substring(이름, {0}, 1))", 25, "1"),
        _nested("date_add({0}, 1, 'day')", 25, "day"),
        _nested("cast(cast({0} as integer) as text)", 15, "이름"),
        "(" * 100 + "open" + ")" * 100,
        "not " * 500 + "open",
        "-" * 2000 + "1",
        "+".join(["인구"] * 500),
        "인구" + "::text" * 500,
        "case when open then " * 100 + "1" + " end" * 100,
        "인구 > " + "9" * 5000,
        "인구 > 1e999",
        "인구 > １２",
    ],
)
def test_what_grows_is_refused(people: Table, text: str) -> None:
    """A function may name its argument twice, and so would double with every level."""
    began = time.monotonic()
    with pytest.raises(Problem):
        answer(people, Question(select=(Selected(parse.condition(text), "x"),)))
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("times", [50, 58])
@pytest.mark.parametrize("form", ["({0})", "not ({0})", "case when {0} then true else open end", "coalesce({0}, open)"])
def test_what_is_only_deep_is_answered(people: Table, form: str, times: int) -> None:
    assert answer(people, Question(where=parse.condition(_nested(form, times, "open")))).total is not None


@pytest.mark.parametrize(
    "shape",
    ["GEOMETRYCOLLECTION (" * 50_000, "GEOMETRYCOLLECTION (" * 400, '{"type":"GeometryCollection","geometries":[' * 5000, "POINT (nan nan)",
     "CIRCULARSTRING (0 0, 1 1, 2 0)", '{"type":"Feature","geometry":null}', "{}", "POLYGON ((0 0, 1 1))", "POINT EMPTY", "",
     "POLYGON ((" + ", ".join(f"{n / 1e6} 0" for n in range(10_001)) + ", 0 1, 0 0))", None],
)  # fmt: skip
def test_an_odd_shape_is_refused(people: Table, shape: str | None) -> None:
    """GEOS reads by recursion: the first of these ended the process."""
    with pytest.raises(Problem):
        answer(people, Question(where=Function("within", (Ref("geometry"), Literal(shape)))))


def test_shapes_in_shapes_are_read(people: Table, rows: list[dict[str, object]]) -> None:
    wkt = _nested("GEOMETRYCOLLECTION ({0})", 5, "POLYGON ((126 37, 128 37, 128 38, 126 38, 126 37))")
    question = Question(select=parse.selection("이름"), where=Function("intersects", (Ref("geometry"), Literal(wkt))))
    assert answer(people, question).table().to_pylist() == plain.answer(people, rows, question)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Question(search="\ud800"),
        lambda: Question(select=(Selected(Ref("인구"), "\ud800"),)),
        lambda: Literal("\udfff"),
        lambda: Question(search=" ".join(map(str, range(21)))),
        lambda: Question(limit=2**63),
        lambda: Question(offset=2**63),
        lambda: Question(every=2**63),
    ],
)
def test_what_no_engine_takes_is_never_made(make: Callable[[], object]) -> None:
    with pytest.raises(Problem):
        make()


def test_nothing_has_a_type_where_one_is_needed(people: Table) -> None:
    select = "date_trunc('day', null) as a, lower(null) as b, null || 'x' as c, null + 1 as d, longitude(null) as e"
    found = answer(people, Question(select=parse.selection(select), limit=1)).table().to_pylist()
    assert set(found[0].values()) == {None}


def test_decomposed_names_are_found(people: Table) -> None:
    name = unicodedata.normalize("NFD", "인구")
    assert answer(people, Question(select=(Selected(Ref(name)),), limit=1)).columns[0].name == "인구"
