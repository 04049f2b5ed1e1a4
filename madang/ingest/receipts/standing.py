"""How a file stands by its receipt: what a person must decide, what nobody publishes unseen, what was asked and taken meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

BLOCKING = ("personal", "breaking")
UNREAD = "unread-bytes"
QUESTIONS = ("encoding-undecided", "date-order", "date-number", "coordinate-system", "no-coordinate-system")
"""Codes of findings about what the bytes leave open. The default was taken, or the column stays text, until somebody chooses."""


def blocking(receipt: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The findings that somebody must decide before anything of the file is published."""
    return [one for one in receipt.get("findings", []) if one["severity"] in BLOCKING and not one["decision"]]


def doubtful(receipt: Mapping[str, Any]) -> bool:
    """Whether only a person may publish it: something went wrong, or bytes that no check has looked into would be shown."""
    findings = receipt.get("findings", [])
    return not receipt.get("tables") or any(one["severity"] == "error" or one["code"] == UNREAD for one in findings)


def questions(receipt: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The findings that ask how the file is to be read. They stop nobody: what was taken meanwhile is in the receipt."""
    return [one for one in receipt.get("findings", []) if one["code"] in QUESTIONS and not one["decision"]]
