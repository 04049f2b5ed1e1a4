"""Where something stands in a statement: line and column, both from 1."""

from __future__ import annotations

from typing import Any

from sqlglot import exp

from madang.query.sql.statement import Place


def at(text: str, offset: int) -> Place:
    """The place of the letter with that number, from 0."""
    before = text[: max(offset, 0)]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def mark(tree: Any, text: str) -> None:
    """Note at every node that knows its offset where that is."""
    for node in tree.walk():
        if "start" in node.meta:
            node.meta["place"] = at(text, node.meta["start"])


def of(node: Any) -> Place:
    """The place of the node, else of the first word in it, else of what holds it; the start of the statement when none knows."""
    while node is not None:
        known: list[Place] = [part.meta["place"] for part in node.walk() if "place" in part.meta]
        if known:
            return min(known)
        node = node.parent
    return 1, 1


def of_names(tree: Any) -> dict[str, Place]:
    """The first place of every name and call: what the engine later complains about is found by its name."""
    found: dict[str, Place] = {}
    for node in tree.walk():
        if isinstance(node, exp.Identifier | exp.Anonymous) and "place" in node.meta:
            name = str(node.this).lower()
            found[name] = min(found.get(name, node.meta["place"]), node.meta["place"])
    return found
