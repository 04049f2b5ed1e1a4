"""Revisions: written once, whole or not at all, and read back as they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely import Point, to_wkb

from madang.store import Store, manifest, reading, revisions, serving
from madang.store.places import place_at
from tests.store.conftest import everything, written

PEOPLE = pa.table({"구": ["종로구", "중구", None], "인구 (명)": [139_417, 121_312, None]})
POINTS = pa.array([to_wkb(Point(126.97, 37.57)), None, to_wkb(Point(127.0, 37.5))], pa.binary())


def read(store: Store, revision: str) -> pa.Table:
    return pa.Table.from_batches(reading.batches(store, revision))


def test_rows_come_back_as_they_were_written(store: Store) -> None:
    facts = written(store, "r1", PEOPLE, made_at=datetime(2026, 3, 1, tzinfo=UTC))
    assert read(store, "r1") == PEOPLE
    assert pa.Table.from_batches(reading.batches(store, "r1", ["인구 (명)"])) == PEOPLE.select(["인구 (명)"])
    assert manifest.read(store, "r1") == facts
    assert (facts.rows, facts.rejects, facts.made_at.year) == (3, 0, 2026)
    assert [(column.name, column.type) for column in facts.columns] == [("구", "string"), ("인구 (명)", "int64")]
    assert reading.rejects(store, "r1").num_rows == 0
    assert not list(store.scratch.iterdir())


def test_refused_rows_are_kept_beside(store: Store) -> None:
    refused = pa.table({"line": [17, 9_204], "reason_en": ["a", "b"], "reason_ko": ["가", "나"], "text": ["1,2", "x"]})
    with revisions.build(store, "r1", PEOPLE.schema) as new:
        new.write_rejects(refused.slice(0, 1))
        new.write(PEOPLE)
        new.write_rejects(refused.slice(1))
    assert reading.rejects(store, "r1") == refused
    assert (new.manifest.rows, new.manifest.rejects, len(new.manifest.parts)) == (3, 2, 1)
    assert len(reading.files(store, "r1")) == 1


def test_row_groups_are_duckdbs_whatever_the_batches(store: Store) -> None:
    table = pa.table({"n": range(300_000)})
    with revisions.build(store, "r1", table.schema) as new:
        for batch in table.to_batches(7_777):
            new.write(batch)
    file = pq.ParquetFile(reading.files(store, "r1")[0])
    assert [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)] == [122_880, 122_880, 54_240]
    assert file.metadata.row_group(0).column(0).compression == "ZSTD"
    assert read(store, "r1") == table


def test_a_big_table_rolls_over_and_stays_in_order(store: Store) -> None:
    table = pa.table({"n": range(300_000)})
    facts = written(store, "r1", table, part_bytes=1)
    assert [part.rows for part in facts.parts] == [122_880, 122_880, 54_240]
    assert read(store, "r1") == table
    with serving.cursor(store, "r1") as cursor:
        assert cursor.execute("SELECT count(*), count(*) FILTER (n + 1 = _row) FROM rows").fetchall() == [
            (300_000, 300_000)
        ]


def test_a_table_without_rows_keeps_its_columns(store: Store) -> None:
    for revision, how in (("r1", {}), ("r2", {"sort_by": ["구"]})):
        assert written(store, revision, PEOPLE.slice(0, 0), **how).rows == 0
        assert reading.rejects(store, revision).num_rows == 0
        with serving.cursor(store, revision) as cursor:
            assert [column[0] for column in cursor.execute("DESCRIBE rows").fetchall()] == ["구", "인구 (명)", "_row"]


def test_sorted_rows_are_what_python_sorts(store: Store) -> None:
    rows = [(None if i % 11 == 0 else f"동{i * 7_919 % 101}", i * 31 % 7, i) for i in range(200_000)]
    table = pa.table(list(zip(*rows, strict=True)), names=["dong", "age", "came"])
    with revisions.build(store, "r1", table.schema, sort_by=["dong", "age"]) as new:
        for batch in table.to_batches(30_000):
            new.write(batch)
    expected = sorted(rows, key=lambda row: (row[0] is None, (row[0] or "").encode(), row[1], row[2]))
    assert [tuple(row.values()) for row in read(store, "r1").to_pylist()] == expected
    assert new.manifest.parts[0].name.startswith("part-0-")


def test_a_layer_is_geoparquet(store: Store) -> None:
    table = pa.table({"name": ["a", None, "c"], "geometry": POINTS})
    geometry = {"column": "geometry", "kind": "Point", "crs": "EPSG:4326", "bbox": [126.97, 37.5, 127.0, 37.57]}
    for revision, sort_by in (("r1", []), ("r2", ["name"])):
        assert written(store, revision, table, geometry=geometry, sort_by=sort_by).geometry == geometry
        geo = json.loads(pq.read_metadata(reading.files(store, revision)[0]).metadata[b"geo"])
        column = geo["columns"]["geometry"]
        assert (geo["version"], geo["primary_column"], column["encoding"]) == ("1.1.0", "geometry", "WKB")
        assert (column["geometry_types"], column["bbox"]) == (["Point"], geometry["bbox"])
        assert column["crs"]["id"] == {"authority": "OGC", "code": "CRS84"}
        with serving.cursor(store, revision) as cursor:
            asked = "SELECT ST_X(geometry) FROM rows WHERE ST_Intersects(geometry, ST_MakeEnvelope(126.9, 37.4, 126.99, 38))"
            assert cursor.execute(asked).fetchall() == [(126.97,)]
            assert (
                bytes(cursor.execute("SELECT geometry FROM rows").to_arrow_table().column(0)[0].as_py())
                == POINTS[0].as_py()
            )


def test_an_exception_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), revisions.build(store, "r1", PEOPLE.schema, part_bytes=1) as new:  # noqa: PT012
        new.write(pa.concat_tables([PEOPLE] * 50_000))
        raise ZeroDivisionError
    assert not list(store.place.keys(""))
    assert everything(store.home) == {}
    with pytest.raises(manifest.Missing):
        manifest.read(store, "r1")


def test_a_failure_while_putting_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(revisions.Build, "_seal", full)
    with pytest.raises(OSError, match="No space"):
        written(store, "r1", PEOPLE)
    assert everything(store.home) == {}
    assert not list(store.place.keys(""))


def test_a_revision_is_never_overwritten(store: Store) -> None:
    written(store, "r1", PEOPLE)
    before = {entry.key: entry for entry in store.place.keys("")}
    with pytest.raises(revisions.RevisionExists):
        written(store, "r1", PEOPLE.slice(1))
    assert {entry.key: entry for entry in store.place.keys("")} == before


def test_of_two_builds_at_once_one_wins_and_stays_whole(store: Store) -> None:
    with revisions.build(store, "r1", PEOPLE.schema) as first:
        first.write(PEOPLE.slice(1))
        with pytest.raises(revisions.RevisionExists), revisions.build(store, "r1", PEOPLE.schema) as second:  # noqa: PT012
            second.write(PEOPLE)
            first.finish(datetime.now(UTC))
        assert read(store, "r1") == PEOPLE.slice(1)
        first.finish = lambda _: None  # type: ignore[method-assign]  # it is already finished
    assert read(store, "r1") == PEOPLE.slice(1)


@pytest.mark.parametrize(
    ("schema", "sort_by", "says"),
    [
        (pa.schema([("Name", pa.string()), ("name", pa.string())]), [], "'name' is there twice"),
        (pa.schema([("_ROW", pa.string())]), [], "reserved"),
        (pa.schema([]), [], "none"),
        (pa.schema([("a", pa.string())]), ["b"], "sorts by"),
    ],
)
def test_columns_that_cannot_be_asked_for_are_refused(
    store: Store, schema: pa.Schema, sort_by: list[str], says: str
) -> None:
    with pytest.raises(revisions.OddColumns, match=says), revisions.build(store, "r1", schema, sort_by=sort_by):
        pass


def test_rows_of_another_shape_are_refused(store: Store) -> None:
    with pytest.raises(revisions.OddColumns), revisions.build(store, "r1", PEOPLE.schema) as new:
        new.write(pa.table({"other": [1]}))
    with pytest.raises(revisions.OddColumns), revisions.build(store, "r1", PEOPLE.schema) as new:
        new.write(pa.table({"구": ["a"], "인구 (명)": ["many"]}))
    assert not list(store.place.keys(""))


@pytest.mark.parametrize("revision", ["", "..", "a/b", "a b", "가", "x" * 65])
def test_odd_ids_never_reach_the_place(store: Store, revision: str) -> None:
    for attempt in (
        lambda: manifest.read(store, revision),
        lambda: serving.path(store, revision),
        lambda: written(store, revision, PEOPLE),
    ):
        with pytest.raises(manifest.Missing):
            attempt()


def test_withdrawal_removes_every_byte(store: Store) -> None:
    written(store, "r1", PEOPLE)
    with serving.cursor(store, "r1") as cursor:
        cursor.execute("SELECT * FROM rows").fetchall()
    revisions.withdraw(store, "r1")
    assert not list(store.place.keys(""))
    assert everything(store.home) == {}
    for attempt in (lambda: reading.files(store, "r1"), lambda: serving.path(store, "r1")):
        with pytest.raises(manifest.Missing):
            attempt()
    revisions.withdraw(store, "r1")


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20) | st.sampled_from(
    ["행정동 이름", 'a"b', "file_row_number", "rows", "select", "c1", "구=중구", "filename"]
)
VALUES: dict[pa.DataType, st.SearchStrategy[object]] = {
    pa.string(): st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.float64(): st.floats(allow_nan=False),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(date(1600, 1, 1), date(9000, 1, 1)),
    pa.time64("us"): st.times(),
    pa.timestamp("us"): st.datetimes(datetime(1600, 1, 1), datetime(9000, 1, 1)),
    pa.timestamp("us", "Asia/Seoul"): st.datetimes(
        timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1)
    ),
    pa.decimal128(20, 4): st.decimals(-(10**15), 10**15, places=4).map(Decimal),
    pa.binary(): st.binary(),
    pa.list_(pa.string()): st.lists(st.sampled_from(["가", "b"])),
}


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    names = draw(
        st.lists(NAMES.filter(lambda name: name.lower() != "_row"), min_size=1, max_size=5, unique_by=str.lower)
    )
    rows = draw(st.integers(0, 12))
    columns = []
    for _ in names:
        kind = draw(st.sampled_from(list(VALUES)))
        columns.append(pa.array(draw(st.lists(st.none() | VALUES[kind], min_size=rows, max_size=rows)), kind))
    return pa.table(columns, names=names)


_numbers: Iterator[int] = iter(range(1 << 30))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=tables(), sort=st.booleans(), split=st.integers(1, 12))
def test_any_table_comes_back_the_same(tmp_path: Path, table: pa.Table, sort: bool, split: int) -> None:
    store, revision = Store(place_at("", tmp_path), tmp_path), f"r{next(_numbers)}"
    with revisions.build(store, revision, table.schema, sort_by=table.column_names[:1] if sort else []) as new:
        for batch in table.to_batches(split):
            new.write(batch)
    back = read(store, revision) if new.manifest.rows else table.schema.empty_table()
    assert back.schema == table.schema
    assert sorted(map(repr, back.to_pylist())) == sorted(map(repr, table.to_pylist()))
    if not sort:
        assert back.to_pylist() == table.to_pylist()
    with serving.cursor(store, revision) as cursor:
        served = cursor.execute("SELECT * FROM rows ORDER BY _row").to_arrow_table()
    assert served.column_names == [*table.column_names, "_row"]
    assert served.column("_row").to_pylist() == list(range(1, table.num_rows + 1))
    assert served.drop_columns("_row").cast(back.schema).to_pylist() == back.to_pylist()


def test_memory_follows_neither_the_rows_nor_their_width(tmp_path: Path) -> None:
    store, wide = Store(place_at("", tmp_path), tmp_path), 80_000  # 320 MB of rows
    most = 0
    with revisions.build(store, "r1", pa.schema([("n", pa.int64()), ("wkb", pa.binary())]), sort_by=["n"]) as new:
        for start in range(0, wide, 4_000):
            blobs = [bytes(4_000 - 8) + number.to_bytes(8) for number in range(start, start + 4_000)]
            new.write(pa.table({"n": [number * 7_919 % wide for number in range(start, start + 4_000)], "wkb": blobs}))
            most = max(most, pa.total_allocated_bytes())
    expected = 0
    for batch in reading.batches(store, "r1"):
        assert batch.column(0).to_pylist() == list(range(expected, expected + batch.num_rows))
        expected += batch.num_rows
        most = max(most, pa.total_allocated_bytes())
    assert expected == wide
    assert most < 280 << 20  # two row groups
    with serving.cursor(store, "r1") as cursor:
        assert cursor.execute("SELECT count(*) FILTER (n + 1 = _row) FROM rows").fetchall() == [(wide,)]
