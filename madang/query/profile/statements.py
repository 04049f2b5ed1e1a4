"""Statements about one column of the table `rows`. Values are bound; only quoted names of known columns stand in the text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from madang.lib.duck import identifier
from madang.query.compile_expressions import Sql
from madang.query.expressions import Type
from madang.query.model import ROW, Column

MOST_FREQUENT = 10
LONGEST = 200
"""Characters of a value that a profile quotes."""
LOOKED = 100_000
"""Rows whose texts are looked at for their shapes and scripts."""
MOST_DAYS = 40_000
FAR = 5
SHAPE = (("[0-9]", "9"), ("[A-Za-z]", "A"), ("[가-힣]+", "가"), ("9{6,}", "9…"), ("A{6,}", "A…"))
SCRIPTS = {"hangul": "[가-힣ㄱ-ㆎ]", "latin": "[A-Za-z]", "han": r"\p{Han}", "kana": r"[\p{Hiragana}\p{Katakana}]"}


def _sql(text: str, *values: Any) -> Sql:
    return Sql(text, list(values))


def counts(column: Column) -> Sql:
    """rows, present, and of sortable columns the least and greatest; of texts also blanks and the lengths."""
    name = identifier(column.name)
    parts = ["count(*)", f"count({name})"]
    if column.type is Type.TEXT:
        parts += [f"left(min({name}), {LONGEST})", f"left(max({name}), {LONGEST})"]
        parts += [f"count(*) FILTER (WHERE {name} = '')", f"min(length({name}))", f"max(length({name}))"]
    elif column.type is not Type.GEOMETRY:
        parts += [f"min({name})", f"max({name})"]
    return _sql(f"SELECT {', '.join(f'{part} AS c{n}' for n, part in enumerate(parts))} FROM rows")


def spread(column: Column) -> Sql:
    """mean, deviation, and where 1, 25, 50, 75 and 99 % of the numbers lie below."""
    value = f"CAST({identifier(column.name)} AS DOUBLE)"
    points = "[0.01, 0.25, 0.5, 0.75, 0.99]"
    return _sql(
        f"SELECT avg({value}), stddev_samp({value}), quantile_cont({value}, {points}) FROM rows WHERE isfinite({value})"
    )


def distinct(column: Column, *, about: bool = False) -> Sql:
    name = identifier(column.name)
    if about:
        return _sql(f"SELECT approx_count_distinct({name}) FROM rows")
    return _sql(f"SELECT count(*) FROM (SELECT {name} FROM rows WHERE {name} IS NOT NULL GROUP BY {name})")


def frequent(column: Column) -> Sql:
    """The values that most rows have, with their rows and whether they were cut."""
    name = identifier(column.name)
    value = f"left({name}, {LONGEST})" if column.type is Type.TEXT else name
    cut = f"length({name}) > {LONGEST}" if column.type is Type.TEXT else "false"
    return _sql(
        f"SELECT {value} AS v, count(*) AS n, {cut} AS cut FROM rows WHERE {name} IS NOT NULL"
        f" GROUP BY {name} ORDER BY n DESC, {name} LIMIT {MOST_FREQUENT}"
    )


def histogram(column: Column, edges: Sequence[Any]) -> Sql:
    """Rows of each bar, by comparing with its edges as a filter would: both count the same rows."""
    name = identifier(column.name)
    cases = " ".join(f"WHEN {name} < ? THEN {place}" for place in range(len(edges)))
    bar = f"CASE {cases} ELSE {len(edges)} END" if edges else "0"
    return _sql(f"SELECT {bar} AS bar, count(*) FROM rows WHERE {name} IS NOT NULL GROUP BY bar", *edges)


def outside(column: Column, below: float, above: float) -> Sql:
    name = identifier(column.name)
    return _sql(f"SELECT count(*) FROM rows WHERE {name} < ? OR {name} > ?", below, above)


def farthest(column: Column, below: float, above: float) -> Sql:
    """The rows that lie farthest out."""
    name = identifier(column.name)
    distance = f"greatest(? - {name}, {name} - ?)"
    return _sql(
        f"SELECT {ROW}, CAST({name} AS DOUBLE) FROM rows WHERE {name} < ? OR {name} > ? ORDER BY {distance} DESC, {ROW} LIMIT {FAR}",
        below, above, below, above,
    )  # fmt: skip


def days(column: Column) -> Sql:
    """Every day that occurs, in order; one more than `MOST_DAYS` when there are too many."""
    name = identifier(column.name)
    return _sql(
        f"SELECT DISTINCT CAST({name} AS DATE) AS d FROM rows WHERE {name} IS NOT NULL ORDER BY d LIMIT {MOST_DAYS + 1}"
    )


def shapes(column: Column, every: int) -> Sql:
    name, sample = _sampled(column, every)
    shape = f"left({name}, 60)"
    for pattern, sign in SHAPE:
        shape = f"regexp_replace({shape}, '{pattern}', '{sign}', 'g')"
    return _sql(
        f"SELECT {shape} AS shape, count(*) AS n FROM rows {sample} GROUP BY shape ORDER BY n DESC, shape LIMIT 5"
    )


def scripts(column: Column, every: int) -> Sql:
    """Rows looked at, then how many of them have a letter of each script."""
    name, sample = _sampled(column, every)
    counts = [
        f"count(*) FILTER (WHERE regexp_matches({name}, '{pattern}')) AS {script}"
        for script, pattern in SCRIPTS.items()
    ]
    return _sql(f"SELECT count(*) AS n, {', '.join(counts)} FROM rows {sample}")


def _sampled(column: Column, every: int) -> tuple[str, str]:
    name = identifier(column.name)
    rows = f" AND ({ROW} - 1) % {every} = 0" if every > 1 else ""
    return name, f"WHERE {name} <> ''{rows}"


def together(columns: Sequence[str]) -> Sql:
    """How many different combinations of values these columns have."""
    names = ", ".join(identifier(name) for name in columns)
    return _sql(f"SELECT count(*) FROM (SELECT {names} FROM rows GROUP BY {names})")
