"""What differs between two revisions, beside a plain comparison of the same rows in Python."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.query.difference import KINDS, Change, Difference, changes, difference
from madang.query.model import Column, Table, Type
from madang.store import Store
from tests.query.tables import make_table

COLUMNS = (
    Column("구", Type.TEXT),
    Column("연도", Type.INTEGER),
    Column("수", Type.NUMBER),
    Column('메모 "x"', Type.TEXT),
)
MEMO = COLUMNS[3].name
Row = dict[str, Any]


def row(gu: str | None, year: int | None, number: float | None, memo: str | None = None) -> Row:
    return {"구": gu, "연도": year, "수": number, MEMO: memo}


def tables(store: Store, old: list[Row], new: list[Row], columns: tuple[Column, ...] = COLUMNS) -> tuple[Table, Table]:
    return make_table(store, columns, old, "before"), make_table(store, columns, new, "after")


def every(old: Table, new: Table, found: Difference) -> dict[str, list[Change]]:
    return {kind: changes(old, new, found.key, kind, 0, 1000) for kind in KINDS}


def test_cells_rows_and_a_key_of_two_columns(session_store: Store) -> None:
    old, new = tables(
        session_store,
        [row("종로", 2024, 1.5), row("종로", 2025, 2, "가"), row("중구", 2024, None), row("중구", 2025, 4)],
        [row("종로", 2024, 1.5), row("종로", 2025, 3, "나"), row("중구", 2024, 7), row("강남", 2025, 4)],
    )
    found = difference(old, new)
    assert found.key == ("구", "연도")
    assert (found.added, found.removed, found.changed, found.same) == (1, 1, 2, 1)
    assert found.cells == {"수": 2, MEMO: 1}
    rows = every(old, new, found)
    assert [one.after for one in rows["added"]] == [row("강남", 2025, 4)]
    assert [one.before for one in rows["removed"]] == [row("중구", 2025, 4)]
    assert [(one.before, one.after) for one in rows["changed"]] == [
        (row("종로", 2025, 2, "가"), row("종로", 2025, 3, "나")),
        (row("중구", 2024, None), row("중구", 2024, 7)),
    ]
    assert changes(old, new, found.key, "changed", 1, 5) == rows["changed"][1:]


def test_a_key_that_is_not_true_is_not_believed(session_store: Store) -> None:
    old, new = tables(
        session_store, [row("가", 1, 1), row("가", 1, 1)], [row("가", 1, 1), row("나", 1, 2), row("나", 1, 2)]
    )
    found = difference(old, new, ["구"])
    assert (found.key, found.added, found.removed, found.changed, found.same) == ((), 2, 1, 0, 1)
    rows = every(old, new, found)
    assert [(one.after, one.times) for one in rows["added"]] == [(row("나", 1, 2), 2)]
    assert [(one.before, one.times) for one in rows["removed"]] == [(row("가", 1, 1), 1)]
    assert rows["changed"] == []


def test_columns_that_came_went_or_changed_their_type_are_told_and_not_compared(session_store: Store) -> None:
    old = make_table(session_store, (Column("id", Type.INTEGER), Column("a", Type.TEXT), Column("b", Type.INTEGER)),
                     [{"id": 1, "a": "x", "b": 5}], "before")  # fmt: skip
    new = make_table(session_store, (Column("id", Type.INTEGER), Column("b", Type.TEXT), Column("c", Type.TEXT)),
                     [{"id": 1, "b": "5", "c": "y"}], "after")  # fmt: skip
    found = difference(old, new)
    assert (found.columns_new, found.columns_gone, found.columns_retyped) == (("c",), ("a",), ("b",))
    assert (found.key, found.same, found.changed) == (("id",), 1, 0)


def test_without_a_common_column_all_rows_went_and_came(session_store: Store) -> None:
    old = make_table(session_store, (Column("a", Type.TEXT),), [{"a": "x"}, {"a": "x"}], "before")
    new = make_table(session_store, (Column("b", Type.TEXT),), [{"b": "x"}], "after")
    found = difference(old, new)
    assert (found.added, found.removed, found.same, found.key) == (1, 2, 0, ())
    assert changes(old, new, (), "added", 0, 9) == []


def test_shapes_are_compared(session_store: Store) -> None:
    import shapely

    columns = (Column("id", Type.INTEGER), Column("geometry", Type.GEOMETRY))
    here, there = (shapely.to_wkb(shapely.Point(x, 37.5)) for x in (127, 128))
    old, new = tables(session_store, [{"id": 1, "geometry": here}, {"id": 2, "geometry": here}],
                      [{"id": 1, "geometry": here}, {"id": 2, "geometry": there}], columns)  # fmt: skip
    found = difference(old, new)
    assert (found.changed, found.same, found.cells) == (1, 1, {"geometry": 1})
    assert changes(old, new, found.key, "changed", 0, 9)[0].after == {"id": 2, "geometry": there}


small = st.builds(
    row,
    st.sampled_from(["가", "나", None]),
    st.sampled_from([1, 2]),
    st.sampled_from([0.5, None]),
    st.sampled_from(["", None]),
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, derandomize=True)
@given(st.lists(small, max_size=6), st.lists(small, max_size=6))
def test_as_plain_counting_says(session_store: Store, was: list[Row], now: list[Row]) -> None:
    old, new = tables(session_store, was, now)
    found = difference(old, new)
    if found.key:
        before, after = ({tuple(one[name] for name in found.key): one for one in rows} for rows in (was, now))
        assert len(before) == len(was)
        assert len(after) == len(now)
        common = before.keys() & after.keys()
        changed = sum(before[key] != after[key] for key in common)
        assert (found.added, found.removed) == (len(after.keys() - common), len(before.keys() - common))
        assert (found.changed, found.same) == (changed, len(common) - changed)
    else:
        counted = [Counter(tuple(one.values()) for one in rows) for rows in (was, now)]
        assert (found.added, found.removed) == ((counted[1] - counted[0]).total(), (counted[0] - counted[1]).total())
        assert found.same == (counted[0] & counted[1]).total()
