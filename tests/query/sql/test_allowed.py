"""What is allowed means what it meant: each statement is also given to DuckDB as it was written, and the answers are equal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from madang.lib import duck
from madang.query.model import Table
from madang.query.sql import answer
from madang.query.sql.functions import FUNCTIONS, TABLES, VOLATILE
from madang.store import serving
from tests.query.sql.corpus import Line, lines

ALLOWED = lines("allowed.txt")


@pytest.fixture(scope="module")
def plain(districts: Table, areas: Table) -> Iterator[duck.DuckDBPyConnection]:
    """DuckDB with the tables under the names that statements use, and no lock at all."""
    connection = duck.connect(spatial=True)
    connection.execute("CREATE SCHEMA tests")
    for table in (districts, areas):
        connection.execute(
            f"ATTACH {duck.literal(str(serving.path(table.store, table.revision)))} AS {table.name}_copy (READ_ONLY)"
        )
        shown = ", ".join(duck.identifier(column.name) for column in table.columns)
        connection.execute(f"CREATE VIEW tests.{table.name} AS SELECT {shown} FROM {table.name}_copy.rows")
    yield connection
    connection.close()


@pytest.mark.parametrize("line", ALLOWED, ids=[line.sql[:60] for line in ALLOWED])
def test_the_answer_is_that_of_the_text_as_written(
    plain: duck.DuckDBPyConnection, districts: Table, areas: Table, line: Line
) -> None:
    checked = answer.read(line.sql)
    tables = [{"districts": districts, "areas": areas}[named.name] for named in checked.tables]
    made = answer.run(checked, tables)
    ours = [tuple(row.values()) for row in made.table().to_pylist()]
    expected = plain.execute(line.sql).fetchall()
    assert made.complete
    assert len(ours) == len(expected) == made.returned
    assert len(made.columns) == len(plain.description or ())
    found, wanted = ([tuple(map(_same, row)) for row in rows] for rows in (ours, expected))
    if line.expected == "rows":
        found, wanted = sorted(found), sorted(wanted)
    assert found == wanted


def _same(value: Any) -> str:
    """A value in one form, however it travelled: lists and structs as text without blanks and quotation marks."""
    if value is None or isinstance(value, str | int | bool):
        text = str(value)
    elif isinstance(value, float):
        text = f"{value:.10g}"
    else:
        text = str(value)
    return "".join(letter for letter in text if letter not in " \"'")


CKAN = """
abs acos age array_agg array_append array_cat array_length array_position array_prepend array_to_json array_to_string avg bit_and bit_or
bool_and bool_or cardinality cbrt ceil ceiling chr concat concat_ws corr cos cot count covar_pop covar_samp cume_dist date_part
date_trunc decode degrees dense_rank encode enum_first enum_last enum_range exp factorial first_value floor format generate_series
get_bit isfinite json_array_length json_extract_path json_extract_path_text lag last_value lead left length ln log lower
lpad ltrim make_date make_time make_timestamp make_timestamptz max md5 min mod mode now nth_value ntile percent_rank percentile_cont
percentile_disc pi pow power radians random rank regexp_matches regexp_replace regexp_split_to_array regexp_split_to_table regr_avgx
regr_avgy regr_count regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number
row_to_json rpad rtrim set_bit sign sin split_part sqrt stddev stddev_pop stddev_samp string_agg string_to_array strpos substr
substring sum tan to_hex to_json to_timestamp transaction_timestamp translate trunc unnest upper var_pop var_samp variance
"""


def test_functions_that_ckan_allows_and_duckdb_has_are_there() -> None:
    assert set(CKAN.split()) - FUNCTIONS == set()


def test_every_function_of_the_list_is_one_of_duckdb() -> None:
    """A misspelt name would be refused with our own advice to use it. Those of the grammar are in no catalogue."""
    connection = duck.connect(spatial=True)
    known = connection.execute("SELECT DISTINCT lower(function_name), function_type FROM duckdb_functions()").fetchall()
    connection.close()
    grammar = {"coalesce", "ifnull", "if", "grouping", "percentile_cont", "percentile_disc", "error", "row"}
    assert FUNCTIONS - {name for name, _ in known} - grammar == set()
    assert {name for name, kind in known if kind in ("table", "pragma", "table_macro")} & FUNCTIONS <= TABLES | {
        "repeat",
        "histogram",
    }
    assert VOLATILE <= FUNCTIONS


def test_ignore_nulls_may_stand_behind_the_brackets_too(districts: Table) -> None:
    inside, outside = (
        answer.run(answer.read(f"SELECT {call} OVER (ORDER BY seen) AS x FROM tests.districts"), [districts]).table()
        for call in ("lag(인구 IGNORE NULLS)", "lag(인구) IGNORE NULLS")
    )
    assert inside == outside


def test_columns_of_one_name_are_told_apart(areas: Table) -> None:
    made = answer.run(
        answer.read("SELECT a.area, b.area, 1 AS area FROM tests.areas a JOIN tests.areas b USING (자치구)"), [areas]
    )
    assert [column.name for column in made.columns] == ["area", "area_2", "area_3"]
    assert made.table().num_rows == 15


@pytest.mark.parametrize(
    ("expression", "kind", "value"),
    [
        ("sum(n)", "integer", 6), ("avg(n)", "number", 2.0), ("count(*)", "integer", 3), ("1.50", "number", None),
        ("CAST(1 AS HUGEINT)", "integer", 1), ("interval 1 day", "text", "1 day"), ("[1, NULL]", "text", "[1,null]"),
        ("{'a': 'b'}", "text", '{"a":"b"}'), ("NULL", "integer", None), ("encode('A')", "text", "41"), ("true", "boolean", True),
        ("now()", "datetime", None), ("st_point(1, 2)", "geometry", None), ("to_json('a')", "text", '"a"'), ("(1, 'x')", "text", "(1, x)"),
    ],
)  # fmt: skip
def test_every_type_becomes_one_that_formats_know(expression: str, kind: str, value: Any) -> None:
    made = answer.run(answer.read(f"SELECT {expression} AS x FROM range(1, 4) r(n)"), [])
    assert made.columns[0].type == kind
    found = made.table().column(0)[0].as_py()
    assert value is None or found == value
