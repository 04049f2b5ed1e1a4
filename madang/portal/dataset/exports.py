"""Addresses of the native API, as the pages link to them. The formats are the plug-ins of `madang.api.formats`."""

from __future__ import annotations

from functools import cache
from types import ModuleType
from typing import Any
from urllib.parse import quote, urlencode

from madang.lib.plugins import found
from madang.portal.dataset.shown import Shown
from madang.query.answer import answer
from madang.query.model import Question, Table
from madang.store import manifest

SAMPLE = 400  # rows from which the size of an export is estimated
ORDER = ("csv", "json", "geojson", "parquet")  # these first, others as they are named


@cache
def formats() -> dict[str, ModuleType]:
    """Every output format by its public name, the common ones first."""
    every = found("madang.api.formats", ("MEDIA_TYPE", "EXTENSION", "write"))
    return {name: every[name] for name in sorted(every, key=lambda n: (ORDER.index(n) if n in ORDER else 9, n))}


def base(slug: str, name: str) -> str:
    """The address of a resource in the native API, without the server's name."""
    return f"/api/v1/datasets/{quote(slug)}/resources/{quote(name)}"


def of_rows(page: Shown, asked: dict[str, str]) -> list[dict[str, Any]]:
    """One link a format for exactly the rows that `asked` (parameters of the API) means, of the shown revision."""
    pinned = asked | ({"revision": page.table.revision} if page.old else {})
    return [{"format": name, "address": _address(page.table, name, pinned)} for name in _sensible(page.table)]


def of_revision(table: Table) -> list[dict[str, Any]]:
    """One link a format for the whole table, with its size: of Parquet as stored, of others estimated from some rows."""
    sample = answer(table, Question(limit=SAMPLE)).table()
    stored = sum(one.bytes for one in manifest.read(table.store, table.revision).files)
    offered = []
    for name in _sensible(table):
        if name == "parquet":
            size, about = stored, False
        elif getattr(formats()[name], "ASIDE", False):
            size, about = None, False  # a few rows say nothing about such a file, and take long to write
        else:
            size, about = _written(formats()[name], sample, table), sample.num_rows < table.rows
        offered.append({"format": name, "address": _address(table, name, {}), "bytes": size, "about": about})
    return offered


def _written(form: ModuleType, sample: Any, table: Table) -> int:
    length = sum(len(chunk) for chunk in form.write(iter(sample.to_batches()), sample.schema))
    return length if sample.num_rows == table.rows else round(length * table.rows / max(sample.num_rows, 1))


def _sensible(table: Table) -> list[str]:
    return [name for name in formats() if table.geometry or not getattr(formats()[name], "SPATIAL", False)]


def _address(table: Table, name: str, parameters: dict[str, str]) -> str:
    query = "?" + urlencode(parameters) if parameters else ""
    return f"{base(table.dataset, table.name)}.{formats()[name].EXTENSION}{query}"
