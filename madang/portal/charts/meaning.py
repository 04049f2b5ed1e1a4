"""What the columns of a table mean for a chart: what may be added up, what is a share, what only names or orders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from madang.catalog.models import Resource, Revision
from madang.lib.texts import choose
from madang.portal.dataset.columns import columns
from madang.portal.figures.roles import Role, role_of
from madang.portal.words import unit
from madang.query.model import Table, Type


@dataclass(frozen=True)
class Meant:
    """A column with its role, its label and unit in the reader's language, and words for its codes.

    `distinct` is how many different values the receipt counted, None where there is no count.
    """

    name: str
    type: Type
    role: Role
    label: str
    unit: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    distinct: int | None = None
    semantic: str = ""


def meanings(table: Table, resource: Resource, revision: Revision, language: str) -> dict[str, Meant]:
    """Every column but shapes, by name, as the revision has them."""
    said = {column["name"]: column for column in columns(resource, revision=revision)}
    counted = _distinct(resource, revision)
    found = {}
    for column in table.columns:
        if column.type is Type.GEOMETRY:
            continue
        words = said.get(column.name, {})
        written = words.get("unit") or column.unit
        label = choose(words.get("label") or {}, language)[0] or column.name
        role = role_of(column.name, column.type, column.semantic, written)
        codes = words.get("codes") or {}
        found[column.name] = Meant(
            column.name, column.type, role, label, unit(written), codes, counted.get(column.name), column.semantic
        )
    return found


def _distinct(resource: Resource, revision: Revision) -> dict[str, int]:
    """How many different values each column has, as the receipt of the revision counted them."""
    receipt: dict[str, Any] = revision.receipt or {}
    tables = receipt.get("tables") or []
    named = [t for t in tables if t.get("name") == resource.name] or (tables if len(tables) == 1 else [])
    return {c["name"]: c["distinct"] for t in named for c in t.get("columns", ()) if c.get("distinct") is not None}
