"""Several forms of a day in one column, each value with one reading: what a type of mixed forms is made of."""

from __future__ import annotations

from types import ModuleType


def sql(forms: tuple[ModuleType, ...]) -> str:
    return " OR ".join(f"({form.SQL})" for form in forms)


def convert(forms: tuple[ModuleType, ...], kind: str) -> str:
    """The value by the first form that fits, as the DuckDB type `kind`."""
    cases = " ".join(f"WHEN {form.SQL} THEN CAST({form.CONVERT} AS {kind})" for form in forms)
    return f"CASE {cases} END"
