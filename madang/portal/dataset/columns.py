"""The columns of a resource: what its revision knows and what people say of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from madang.accounts import linking
from madang.accounts.policy import Actor
from madang.catalog.models import Revision


def columns(resource: Any, actor: Actor | None = None, revision: Revision | None = None) -> list[dict[str, Any]]:
    """The columns of a resource: name and type from the revision, label, description and unit from people; `called` is for readers.

    With an actor also the tables that they refer to, if the actor may see them. Without a revision, of the current one.
    """
    said = {column.name: column for column in resource.columns.all()}
    found = []
    for column in (revision or resource.current).schema:
        words = said.get(column["name"])
        found.append({
            "name": column["name"],
            "called": called(words.label if words else {}, column["name"]),
            "type": column["type"],
            "semantic": column.get("semantic", ""),
            "unit": (words.unit if words else "") or column.get("unit", ""),
            "label": words.label if words else {},
            "description": words.description if words else {},
            "missing": words.missing if words else {},
            "codes": words.codes if words else {},
            "refers_to": linking.target(actor, words) if actor and words and words.refers_to_id else None,
        })  # fmt: skip
    return found


def called(label: dict[str, str] | None, name: str) -> str:
    """What readers call a column: its label where it has one in their language, else the name that exports and the API use."""
    return (label or {}).get(get_language() or "ko") or name
