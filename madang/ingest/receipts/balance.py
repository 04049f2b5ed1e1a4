"""What a load cost, in rows and in values: everything that stood in the file is accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from madang.ingest.tables import Inferred, Staged

LISTED = 60
"""Different values up to which a category is listed whole, so that the next receipt can tell which ones are new or gone."""
CODED = ("category", "code", "boolean")


def balance(staged: Staged, columns: Sequence[Inferred]) -> dict[str, Any]:
    """Counts of one table. Rows: `records` = `rows` + `rejects` + `header` + what was set aside (`aside`, by kind).

    Values, of the cells of the rows: `empty` (nothing stood there), `emptied` (null words such as `-`, now null), `converted`
    (written otherwise than they stood: how many columns).
    """
    counts = {what: n for what, n in staged.facts.get("furniture_counts", {}).items() if what != "total"}
    header = len(staged.facts.get("header_rows", []))
    emptied = sum(sum(column.null_words.values()) for column in columns)
    return {
        "records": staged.rows + staged.reject_count + header + sum(counts.values()),
        "header": header,
        "aside": counts,
        "rows": staged.rows,
        "rejects": staged.reject_count,
        "mended": staged.facts.get("mended", 0),
        "cells": staged.rows * len(columns),
        "empty": sum(column.nulls for column in columns) - emptied,
        "emptied": emptied,
        "converted": sum(column.converted is not None for column in columns),
    }


def listed(staged: Staged, columns: Sequence[Inferred], hidden: set[str]) -> Mapping[str, dict[str, int]]:
    """By column, the values of categories and codes with their counts; never of a `hidden` column or of identifiers."""
    found = {
        f'"c{number}"': column
        for number, column in enumerate(columns, 1)
        if column.name not in hidden and _category(column, staged) and f"c{number}" not in staged.native
    }
    known = {c.name: {value: n for value, (n, _) in c.values.items()} for c in found.values() if c.values is not None}
    asked = {place: column.name for place, column in found.items() if column.name not in known}
    if not asked:
        return known
    from madang.lib import duck

    with duck.connect(memory_mb=256, threads=1) as connection:
        return known | {name: _counts(connection, staged, place) for place, name in asked.items()}


def _category(column: Inferred, staged: Staged) -> bool:
    coded = column.semantic in CODED or column.semantic.endswith("_code")
    return coded and 0 < column.distinct <= LISTED and column.distinct < staged.rows


def _counts(connection: Any, staged: Staged, place: str) -> dict[str, int]:
    from madang.lib import duck

    query = (
        f"SELECT trim({place}) AS v, count(*) FROM {duck.parquet([staged.file])} WHERE v <> '' GROUP BY v ORDER BY v"
    )
    return dict(connection.execute(f"{query} LIMIT {LISTED + 1}").fetchall())
