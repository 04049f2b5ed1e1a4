"""Random filters, sorts and pages: the engine, the plain evaluator and a reading of the JSON by hand choose the same rows."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from madang.api.ckan.datastore import asking
from madang.api.ckan.datastore.fields import fields
from madang.api.ckan.errors import Invalid
from madang.api.ckan.parameters import Parameters
from madang.query.limits import PAGE
from madang.query.model import ROW, Table
from madang.store import Store
from madang.store.places import place_at
from tests.api.ckan.things import COLUMNS, ROWS
from tests.query import plain
from tests.query.tables import make_table

PLAIN_ROWS = [dict(zip(ROWS, values, strict=True)) for values in zip(*ROWS.values(), strict=True)]
TEXTS = ["강남 복지관", "", "종로 청운 센터", "own", "강"]
VALUES: dict[str, list[Any]] = {
    "_id": [0, 1, 3, "4", 5.0], "n": [1, 2, "3", 2024, -1, 2.5, 10**30, " 2 "], "이름": TEXTS, "_ID_2": ["own", "c", "zz"],
    'a "b", c': [0.5, "-1.25", 1e300, 2, "2e0"], "open": [True, False, "true", "f", "0"], "$price": [3, 5, "7"],
    "day": ["2026-01-31", "1999-12-31", "2025-02-01T00:00:00"], "at": ["2026-01-31T09:05:00", "2026-01-31", "1999-12-31 23:59:59"],
}  # fmt: skip
ORDERED = [name for name in VALUES if name != "open"]


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    folder = tmp_path_factory.mktemp("store")
    return make_table(Store(place_at("", folder), folder, 256), COLUMNS, PLAIN_ROWS)


def _of(name: str) -> st.SearchStrategy[Any]:
    value = st.sampled_from(VALUES[name])
    compared = st.dictionaries(st.sampled_from(["gt", "gte", "lt", "lte", "eq"]), value, min_size=1, max_size=2)
    either = st.lists(value | st.none() | compared, max_size=3)
    return value | st.none() | compared | either


def _members(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    own = st.sampled_from(sorted(VALUES)).flatmap(
        lambda name: st.builds(lambda value: {"$" + name if name.startswith("$") else name: value}, _of(name))
    )
    joined = st.builds(lambda key, parts: {key: parts}, st.sampled_from(["$or", "$and"]), st.lists(inner, max_size=3))
    return st.lists(own | joined, max_size=3).map(
        lambda parts: {key: value for part in parts for key, value in part.items()}
    )


objects = st.recursive(_members(st.just({})), _members, max_leaves=4)
filters = objects | st.lists(objects, min_size=1, max_size=3)
sorts = st.lists(
    st.tuples(
        st.sampled_from(ORDERED),
        st.sampled_from(["", " asc", " desc"]),
        st.sampled_from(["", " nulls first", " NULLS LAST"]),
    ),
    max_size=2,
).map(lambda keys: ",".join('"' + name.replace('"', '""') + '"' + way + nulls for name, way, nulls in keys))


@settings(max_examples=150, deadline=None)
@given(wanted=filters, sort=sorts, limit=st.integers(0, 7), offset=st.integers(0, 6))
def test_three_readings_agree(table: Table, wanted: Any, sort: str, limit: int, offset: int) -> None:
    sent = {"filters": json.dumps(wanted), "sort": sort, "offset": str(offset)}
    asked = asking.asked(Parameters(sent), fields(table), limit)
    found = asking.answered(table, asked, PAGE)
    rows = found.table().to_pylist()
    assert rows == plain.answer(table, PLAIN_ROWS, asked.question)
    by_hand = [
        number
        for number, row in enumerate(PLAIN_ROWS, 1)
        if _passes(wanted, {"_id": number, "_ID_2": row["_ID"], **row})
    ]
    assert found.total == len(by_hand)
    assert {row[ROW] for row in rows} <= set(by_hand)
    if not sort:
        assert [row[ROW] for row in rows] == by_hand[offset : offset + limit]


def _passes(wanted: Any, row: dict[str, Any]) -> bool:
    if isinstance(wanted, list):
        said = [member for member in wanted if _says(member)]
        return any(_passes(member, row) for member in said) if said else True
    return all(_member(key, value, row) for key, value in wanted.items())


def _says(member: dict[str, Any]) -> bool:
    """Whether an object chooses anything: what says nothing is passed over."""
    return any(any(_says(part) for part in value) if key in ("$or", "$and") else True for key, value in member.items())


def _member(key: str, value: Any, row: dict[str, Any]) -> bool:
    if key in ("$or", "$and"):
        said = [part for part in value if _says(part)]
        return not said or (any if key == "$or" else all)(_passes(part, row) for part in said)
    return _holds(row[key.removeprefix("$") if key.startswith("$$") else key], value)


def _holds(cell: Any, value: Any) -> bool:
    if isinstance(value, list):
        return any(_holds(cell, each) for each in value)
    if isinstance(value, dict):
        return all(_compared(cell, operator, other) for operator, other in value.items())
    return cell is None if value is None else _compared(cell, "eq", value)


def _compared(cell: Any, operator: str, value: Any) -> bool:
    if cell is None:
        return False
    other = _like(cell, value)
    return {
        "eq": lambda: cell == other, "gt": lambda: cell > other, "gte": lambda: cell >= other,
        "lt": lambda: cell < other, "lte": lambda: cell <= other,
    }[operator]()  # fmt: skip


def _like(cell: Any, value: Any) -> Any:
    match cell:
        case bool():
            return value in (True, "true")
        case int() | float():
            return float(value)
        case datetime():
            return datetime.fromisoformat(value)
        case date():
            return datetime.fromisoformat(value).date()
    return value


@settings(max_examples=200, deadline=None)
@given(
    filters=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from([*VALUES, "$or", "$and", "gt", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    q=st.text(max_size=12) | st.dictionaries(st.sampled_from(["이름", "n", "day", "x"]), st.text(max_size=6), max_size=2),
    fields_=st.text(max_size=10), sort=st.text(max_size=10), plain_=st.booleans(),
)  # fmt: skip
def test_nothing_that_is_sent_breaks_anything(
    table: Table, filters: Any, q: Any, fields_: str, sort: str, plain_: bool
) -> None:
    """Whatever it is, it is answered or refused by name."""
    sent = {"filters": filters, "q": q, "fields": fields_, "sort": sort, "plain": plain_}
    for alone in ({"filters": filters}, {"q": q, "plain": plain_}, {"fields": fields_}, {"sort": sort}, sent):
        try:
            asking.answered(table, asking.asked(Parameters(alone), fields(table), 3), PAGE).close()
        except Invalid:
            continue
