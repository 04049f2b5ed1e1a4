"""DuckDB opened with its limits, nothing fetched, everything quoted."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.lib import duck

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = (
    st.none() | st.booleans() | st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False) | TEXT | st.binary()
    | st.dates(date(1, 1, 1)) | st.datetimes() | st.times() | st.lists(TEXT, min_size=1, max_size=3)
    | st.dictionaries(st.sampled_from(["가", 'a"b', "it's"]), TEXT, min_size=1)
)  # fmt: skip
CONNECTION = duck.connect(memory_mb=256, threads=1)


@given(VALUES)
def test_a_literal_is_the_value(value: object) -> None:
    (found,) = CONNECTION.execute(f"SELECT {duck.literal(value)}").fetchone() or ()
    assert found == value
    assert type(found) is type(value) or isinstance(value, int | float)


@pytest.mark.parametrize(
    "value", [Decimal("1.20"), Decimal("-0.001"), datetime(2026, 3, 1, 9, 30, 1, 5, tzinfo=UTC), float("inf")]
)
def test_other_literals_keep_their_value(value: object) -> None:
    found = CONNECTION.execute(f"SELECT {duck.literal(value)}").to_arrow_table()
    assert found.column(0)[0].as_py() == value


@given(TEXT.filter(bool))
def test_an_identifier_is_the_name(name: str) -> None:
    found = CONNECTION.execute(f"SELECT 1 AS {duck.identifier(name)}").description
    assert found is not None
    assert found[0][0] == name


@pytest.mark.parametrize("quote", [duck.literal, duck.identifier])
def test_a_nul_is_refused(quote: object) -> None:
    with pytest.raises(duck.NulInSql):
        quote("a\0b")  # type: ignore[operator]


def test_an_unknown_kind_of_value_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        duck.literal(object())
    assert duck.literal(time(9, 5)) == "TIME '09:05:00'"


def test_spatial_comes_from_its_wheel() -> None:
    asked = "SELECT ST_AsText(ST_Point(1, 2))"
    assert duck.connect(spatial=True).execute(asked).fetchall() == [("POINT (1 2)",)]
    with pytest.raises(duck.Error):
        duck.connect().execute(asked)


def test_settings_hold(tmp_path: Path) -> None:
    connection = duck.connect(tmp_path / "a.duckdb", memory_mb=300, threads=1, spill=tmp_path / "spill")
    for owner in (connection, connection.cursor()):
        found = owner.execute(
            "SELECT current_setting('threads'), current_setting('TimeZone'), current_setting('temp_directory'),"
            " current_setting('memory_limit'), current_setting('autoload_known_extensions')"
        ).fetchone()
        assert found == (1, "UTC", str(tmp_path / "spill"), "286.1 MiB", False)
    connection.close()
    with pytest.raises(duck.Error, match="read-only"):
        duck.connect(tmp_path / "a.duckdb", read_only=True).execute("CREATE TABLE a (b INTEGER)")


def test_exactly_the_files_named_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "구=중구 [1]*?"
    folder.mkdir()
    for number in (1, 2, 11):
        pq.write_table(pa.table({"n": [number]}), folder / f"{number}.parquet")
    sql = duck.parquet([folder / "2.parquet", folder / "1.parquet"])
    found = duck.connect().execute(f"SELECT * FROM {sql}").to_arrow_table()
    assert found.to_pydict() == {"n": [2, 1]}


def test_nothing_is_drawn_on_stdout() -> None:
    asked = (
        "from madang.lib import duck; c = duck.connect();"
        " print([o.execute(\"SELECT current_setting('enable_progress_bar')\").fetchone() for o in (c, c.cursor())])"
    )
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ended.stdout == "[(False,), (False,)]\n"
