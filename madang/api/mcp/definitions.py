"""What the columns of a table mean, as far as anybody said: labels, units, codes, why a value is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from madang.api.mcp import quoted
from madang.api.mcp.call import Call
from madang.catalog.models import Column as Said
from madang.catalog.models import Resource
from madang.query.expressions import Expression, Ref, walk
from madang.query.model import Column, Question, Table

MOST_COLUMNS = 60
MOST_CODES = 100
MOST_WORDS = 400
"""Letters of a description."""


def used(table: Table, question: Question) -> tuple[Column, ...]:
    """The columns that a question speaks of; all of them when it selects all."""
    parts: list[Expression] = [item.expression for item in question.select]
    parts += [*question.group_by, *(order.expression for order in question.order_by)]
    parts += [part for part in (question.where, question.having) if part is not None]
    if not question.select and not question.group_by:
        return table.columns
    return named(table, (node.name for part in parts for node in walk(part) if isinstance(node, Ref)))


def named(table: Table, names: Iterable[str]) -> tuple[Column, ...]:
    """The columns of a table among these names, in the table's order."""
    found = {column.name for name in names if (column := table.column(name))}
    return tuple(column for column in table.columns if column.name in found)


def definitions(call: Call, resource: Resource, columns: Iterable[Column]) -> list[dict[str, Any]]:
    """Each column with what is known of it; what nobody said is left out."""
    said = {column.name: column for column in resource.columns.all()}
    return [_definition(call, column, said.get(column.name)) for column in list(columns)[:MOST_COLUMNS]]


def _definition(call: Call, column: Column, said: Said | None) -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": column.name, "type": column.type.value, "meaning": column.semantic,
        "unit": (said.unit if said else "") or column.unit,
    }  # fmt: skip
    if said:
        told |= {
            "label": call.word(said.label),
            "description": quoted.line(call.word(said.description), MOST_WORDS),
            "missing": quoted.line(call.word(said.missing), MOST_WORDS),
            "codes": {code: call.word(text) for code, text in list(said.codes.items())[:MOST_CODES]},
            "codes_complete": None if len(said.codes) <= MOST_CODES else False,
            "refers_to": str(said.refers_to) if said.refers_to_id else "",
        }
    return {name: value for name, value in told.items() if value not in ("", None, {})}


def words(call: Call, told: list[dict[str, Any]]) -> list[str]:
    """A line a column, quoted."""
    return ["> " + quoted.line(_words(call, each), 2 * MOST_WORDS) for each in told]


def _words(call: Call, told: dict[str, Any]) -> str:
    parts = [f"{told['name']}: {told['type']}"]
    if told.get("meaning", told["type"]) != told["type"]:
        parts[0] += f"/{told['meaning']}"
    labels = {"unit": ("unit {0}", "단위 {0}"), "label": ("“{0}”", "“{0}”"), "description": ("{0}", "{0}"),
              "missing": ("empty means {0}", "빈 값: {0}"), "refers_to": ("values are keys of {0}", "{0}의 키 값")}  # fmt: skip
    for name, (en, ko) in labels.items():
        if name in told and told[name] != told["name"]:
            parts.append((ko if call.language == "ko" else en).format(told[name]))
    if "codes" in told:
        parts.append(", ".join(f"{code}={text}" for code, text in list(told["codes"].items())[:20]))
    return "; ".join(parts)
