"""A receipt as a reader may see it: who may not read the rows must not find some of them quoted in the account of the load."""

from __future__ import annotations

import re
from typing import Any

from madang.accounts.policy import Actor, can

# Parts of a receipt that quote the data, by the list they stand in; lines are numbers and may stay.
QUOTES = {
    "columns": ("sample", "low", "high", "null_words", "values"),
    "furniture": ("text",),
    "findings": ("sample",),
    "proof": ("text", "otherwise"),
    "choices": ("text",),
}


def shown(actor: Actor, what: Any) -> dict[str, Any]:
    """The receipt of a Revision or Run: its quotes for who may read the rows, names of officers for who may load beside them."""
    receipt = what.receipt if can(actor, "read", what) else without_quotes(what.receipt)
    return receipt if can(actor, "load", what) else _nameless(receipt)


def _nameless(receipt: dict[str, Any]) -> dict[str, Any]:
    """A copy that tells what was decided and why, not which person did."""
    findings = [
        {**one, "decision": {name: said for name, said in one["decision"].items() if name not in ("by", "earlier")}}
        if one.get("decision")
        else one
        for one in receipt.get("findings", [])
    ]
    return {**receipt, "findings": findings} if findings else receipt


def without_quotes(receipt: dict[str, Any]) -> dict[str, Any]:
    """A copy in which every quoted value is gone; counts, names, types and reasons stay."""
    kept: dict[str, Any] = _cut(receipt, "")
    return kept


def _cut(value: Any, place: str) -> Any:
    if isinstance(value, list):
        return [_cut(_unsaid(one) if place == "findings" else one, place) for one in value]
    if not isinstance(value, dict):
        return value
    gone = QUOTES.get(place, ())
    return {
        name: type(part)()
        if name in gone and part is not None
        else _rejects(part)
        if name == "rejects"
        else _cut(part, name)
        for name, part in value.items()
        if not (name == "evidence" and place == "columns")  # it cites values: "`N/A` in row 2"
    }


def _unsaid(finding: dict[str, Any]) -> dict[str, Any]:
    """A finding whose sentences name no value: checks quote values between backquotes."""
    words = finding.get("text", {})
    return {**finding, "text": {language: re.sub("`[^`]*`", "`***`", said) for language, said in words.items()}}


def _rejects(part: Any) -> Any:
    """Rows refused are rows all the same: only their number is told."""
    return {"count": part.get("count", 0), "sample": []} if isinstance(part, dict) else part
