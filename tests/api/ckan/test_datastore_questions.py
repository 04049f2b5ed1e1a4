"""Parameters of DataStore as questions: which rows they choose, in which order, and what they refuse."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from madang.api.ckan.datastore import asking, columns
from madang.api.ckan.datastore.fields import fields
from madang.api.ckan.errors import Invalid
from madang.api.ckan.parameters import Parameters
from madang.query.limits import PAGE
from madang.query.model import Table
from madang.store import Store
from madang.store.places import place_at
from tests.api.ckan.things import COLUMNS, ROWS
from tests.query.tables import make_table


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    folder = tmp_path_factory.mktemp("store")
    rows = [dict(zip(ROWS, values, strict=True)) for values in zip(*ROWS.values(), strict=True)]
    return make_table(Store(place_at("", folder), folder, 256), COLUMNS, rows)


def numbers(table: Table, **sent: Any) -> list[int]:
    """The numbers of the rows, as JSON and as texts of an address."""
    found = [_numbers(table, sent)]
    found.append(
        _numbers(table, {name: value if isinstance(value, str) else json.dumps(value) for name, value in sent.items()})
    )
    assert found[0] == found[1]
    return found[0]


def _numbers(table: Table, sent: dict[str, Any]) -> list[int]:
    asked = asking.asked(Parameters(sent), fields(table), 100)
    found = asking.answered(table, asked, PAGE)
    batches, schema = asking.shown(found, asked)
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert found.total == len(rows)
    assert schema.names == asked.shown
    return [row["_id"] for row in rows]


def refused(table: Table, sent: dict[str, Any]) -> Any:
    with pytest.raises(Invalid) as refusal:
        _numbers(table, sent)
    return refusal.value.error


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"n": 2}, [2]), ({"n": "2"}, [2]), ({"n": [1, "3"]}, [1, 3]), ({"n": []}, []),
        ({"n": None}, [4]), ({"n": [None, 1]}, [1, 4]),
        ({"이름": "강남 복지관"}, [2]), ({"이름": ""}, [5]), ({"open": True}, [1, 4]), ({"open": "f"}, [2, 5]),
        ({"day": "2026-01-31"}, [1, 4]),
        ({"at": "2026-01-31T09:05:00"}, [1]), ({"at": "2026-01-31 00:00"}, [4]),
        ({"hour": "00:00"}, [3]), ({"n": {"gt": 1, "lte": 3}}, [2, 3]),
        ({"n": [{"lt": 2}, 2024]}, [1, 5]), ({"n": {"eq": 3}, "open": None}, [3]),
        ({"$$price": {"gte": 6}}, [4, 5]),
        ({"$or": [{"n": 1}, {"n": 3}]}, [1, 3]),
        ({"$or": [{"n": 1, "open": False}, {"n": 3}], "$and": [{"_id": {"gt": 0}}]}, [3]),
        ([{"n": 1}, {"open": True, "n": None}], [1, 4]), ({}, [1, 2, 3, 4, 5]),
        ({"$or": []}, [1, 2, 3, 4, 5]),
        ({"_id": {"gt": 3}}, [4, 5]), ({"_id": [2, 4]}, [2, 4]), ({"_ID_2": "own"}, [1]),
        ({'a "b", c': 1e300}, [4]),
        ({"n": 10**30}, []), ({"n": {"lt": 10**30}}, [1, 2, 3, 5]),
        ({"n": "' OR 1=1 --"[:1] + "1"}, None), ({"🚲": "자전거"}, [2]),
        ({"이름": 2}, []), ({"at": "2026-01-31T09:05:00.000Z"}, [1]), ({"이름": {"gte": "강"}}, [1, 2]),
    ],
)  # fmt: skip
def test_filters(table, filters, expected):
    if expected is None:
        assert "filters" in refused(table, {"filters": filters})
    else:
        assert numbers(table, filters=filters) == expected


def nested(levels: int) -> Any:
    found: Any = {"n": 1}
    for _ in range(levels):
        found = {"$and": [found]}
    return found


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"filters": {"x": 1}}, {"filters": ["Unknown field: x"]}),
        ({"filters": {"_full_text": 1}}, {"filters": ["Unknown field: _full_text"]}),
        ({"filters": {"_row": 1}}, {"filters": ["Unknown field: _row"]}),
        ({"filters": {'n"; DROP TABLE x; --': 1}}, {"filters": ['Unknown field: n"; DROP TABLE x; --']}),
        ({"filters": {"n": "one"}}, {"filters": ["Invalid value for the field n (int8): one"]}),
        ({"filters": {"n": True}}, {"filters": ["Invalid value for the field n (int8): True"]}),
        ({"filters": {"n": [[1]]}}, {"filters": ["Invalid value for the field n (int8): [1]"]}),
        ({"filters": {"open": "maybe"}}, {"filters": ["Invalid value for the field open (bool): maybe"]}),
        ({"filters": {"day": "2026-02-30"}}, {"filters": ["Invalid value for the field day (date): 2026-02-30"]}),
        ({"filters": {"모양": "POINT (1 1)"}}, {"filters": ["Invalid value for the field 모양 (json): POINT (1 1)"]}),
        ({"filters": {"n": "NaN"}}, {"filters": ["Invalid value for the field n (int8): NaN"]}),
        ({"filters": {"n": "1e999"}}, {"filters": ["Invalid value for the field n (int8): 1e999"]}),
        ({"filters": '{"n": NaN}'}, {"filters": ["Cannot parse JSON"]}),
        ({"filters": '{"n": '}, {"filters": ["Cannot parse JSON"]}),
        ({"filters": "[" * 5000}, {"filters": ["Cannot parse JSON"]}),
        ({"filters": '{"n": ' + "[" * 900 + "]" * 900 + "}"}, None),
        ({"filters": "3"}, {"filters": ["Filters must be defined as a dict or a list of dicts"]}),
        ({"filters": [1]}, {"filters": ["Filters must be defined as a dict or a list of dicts"]}),
        ({"filters": {"n": {"like": 1}}}, {"filters": ["Unknown operator (must be one of eq, gt, gte, lt, lte): like"]}),
        ({"filters": {"n": {}}}, {"filters": ["No operator for the field: n"]}),
        ({"filters": {"n": {"gt": None}}}, {"filters": ["Invalid value for the field n (int8): None"]}),
        ({"filters": {"$nor": []}}, {"filters": ["Unknown operators (must be one of $or, $and): $nor"]}),
        ({"filters": {"$or": {"n": 1}}}, {"filters": ["Filter operations must be defined as a list of dicts: {'n': 1}"]}),
        ({"filters": nested(11)}, {"filters": ["Maximum nesting depth for filter operations reached"]}),
        ({"filters": {"$or": [{"n": 1}] * 101}}, {"filters": ["Maximum number of filter operations exceeded"]}),
        ({"fields": "이름,x"}, {"fields": ['invalid value "x"']}),
        ({"fields": "*"}, {"fields": ['invalid value "*"']}),
        ({"fields": "rank 이름"}, {"fields": ['invalid value "rank 이름"']}),
        ({"fields": 'n", 1 as "y'}, None),
        ({"sort": "x desc"}, {"sort": ['invalid value "x"']}),
        ({"sort": "n; DROP TABLE x"}, {"sort": ['invalid value "n; DROP TABLE x"']}),
        ({"sort": "모양"}, None), ({"q": {"x": "y"}}, {"q": ['invalid value "x"']}),
        ({"q": {"n": 1}}, {"q": ["Query string or JSON dict of strings expected"]}),
        ({"q": " ".join("abcdefghijklmnopqrstuvwxyz")}, {"q": ["At most 20 words are looked for"]}),
        ({"q": " ".join("123456789012345678901")}, {"q": ["At most 20 words are looked for"]}),
        ({"offset": "-1"}, {"offset": ["Must be a natural number"]}),
        ({"offset": str(10**30)}, {"offset": ["Invalid integer"]}),
        ({"distinct": "perhaps"}, {"distinct": ["Must be true or false"]}),
        ({"fields": "n", "distinct": True, "sort": "day"}, None),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_conflict_in_ckans_shape(table, sent, said):
    error = refused(table, sent)
    assert error.pop("__type") == "Validation Error"
    assert said is None or error == said
    assert "SELECT" not in str(error)


def test_ten_levels_and_many_values_are_read(table):
    assert numbers(table, filters=nested(10)) == [1]
    assert numbers(table, filters={"n": list(range(5000))}) == [1, 2, 3, 5]


@pytest.mark.parametrize(
    ("q", "more", "expected"),
    [
        ("센터", {}, [1]), ("청운센터", {}, [1]), ("종로에서", {}, [1]), ("강남에서", {}, [2]), ("BUS", {}, [4]),
        ("강남 복지", {}, [2]), ("2024", {}, [5]), ("2026-01-31", {}, [1, 4]),
        ("1 센터", {}, [1]), ("0.5", {}, [1]), ("own", {}, [1]), ('"stop"', {}, [4]), ("%", {}, []),
        ("' OR 1=1 --", {}, []),
        ({"이름": "센터"}, {}, [1]), ({"이름": "강남", "🚲": "자전"}, {}, [2]), ({"이름": "자전"}, {}, []),
        ({"n": "2"}, {}, [2]), ({"day": "2025-02-01"}, {}, [3]),
        ({"이름": ""}, {}, [1, 2, 3, 4, 5]), ("", {}, [1, 2, 3, 4, 5]),
        ("bus:*", {"plain": "false"}, [4]), ("강남 & 복지", {"plain": "false"}, [2]),
        ("강남 | bus", {"plain": "false"}, [2, 4]), ("!강남", {"plain": "false"}, [1, 3, 4, 5]),
        ("(강남|bus) & !복지", {"plain": "false"}, [4]),
        ("강남 | bus & nothing", {"plain": "false"}, [2]), ("'bus, '", {"plain": "false"}, [4]),
        ({"이름": "청:*"}, {"plain": "false"}, [1]),
        ({"이름": "센터"}, {"full_text": "청운"}, [1]), ("센터", {"full_text": "복지관"}, []),
    ],
)  # fmt: skip
def test_words(table, q, more, expected):
    assert numbers(table, q=q, **more) == expected


@pytest.mark.parametrize(
    "q", ["a & ", "a b", "&", "(a", "a)", "!", "a <-> b", "'a", "(" * 100 + "a" + ")" * 100, "a | | b", "a ! b"]
)
def test_an_odd_tsquery_is_refused_with_its_own_text(table, q):
    error = refused(table, {"q": q, "plain": "false"})
    assert error["query"] == ["Invalid query"]
    assert error["info"]["statement"] == [q[:200]]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("n", [1, 2, 3, 5, 4]), ("n desc", [4, 5, 3, 2, 1]), ("n desc nulls last", [5, 3, 2, 1, 4]),
        ("n NULLS FIRST", [4, 1, 2, 3, 5]),
        ('"a ""b"", c" desc nulls last', [4, 5, 1, 3, 2]),
        ("open desc nulls last, n asc", [1, 4, 2, 5, 3]), ("_id desc", [5, 4, 3, 2, 1]),
        (["day desc nulls last", "_id desc"], [4, 1, 3, 5, 2]), ("_id", [1, 2, 3, 4, 5]),
        ('"_ID_2" DESC', [1, 5, 4, 3, 2]), ("", [1, 2, 3, 4, 5]),
    ],
)  # fmt: skip
def test_sort_as_postgresql_does(table, sort, expected):
    assert numbers(table, sort=sort) == expected


@pytest.mark.parametrize("name", ["sort", "fields"])
@pytest.mark.parametrize(
    "text", ['"' * 45, "a" + " " * 10_000 + "b", "a" + " " * 10_000 + '"', ["a" + " " * 100_000 + "b"]]
)
def test_texts_that_fit_nothing_are_refused_at_once(table, name, text):
    began = time.process_time()
    with pytest.raises(Invalid):
        asking.asked(Parameters({name: text}), fields(table), 100)
    assert time.process_time() - began < 0.5


def test_names_that_look_like_the_words_of_an_order():
    assert columns._clause("a desc nulls last") == ("a", "desc", "last")
    assert columns._clause('"a desc" ASC') == ('"a desc"', "asc", "")
    assert columns._clause('"a  nulls first"') == ('"a  nulls first"', "", "")
    assert columns._clause("nulls first") == ("nulls first", "", "")


def test_an_order_that_is_said_again_changes_nothing(table):
    found = asking.asked(Parameters({"sort": ["n desc", "day"] * 1000}), fields(table), 100)
    assert len(found.question.order_by) == 2
