"""The questions of an indicator as their page shows them, with where anybody can ask the same."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from madang.catalog.models import Resource
from madang.community.indicators_questions import fixed
from madang.community.models import Indicator


def questions(one: Indicator) -> list[dict[str, Any]]:
    """One, or two when it is a ratio."""
    pairs = [(one.table, one.question), (one.per_table, one.per_question)]
    return [
        {"table": table, "question": question, "address": address(table, question)}
        for table, question in pairs
        if question
    ]


def address(table: Resource | None, question: dict[str, str]) -> str:
    """The question in the native API; "" without a table."""
    if table is None:
        return ""
    measure, where = question["measure"], question.get("where", "")
    by = "" if fixed(question) is not None else question["period"]
    asked = {"select": f"{by}, {measure}" if by else measure, "where": where, "group_by": by, "order_by": by}
    query = urlencode({name: text for name, text in asked.items() if text}, quote_via=quote)
    return f"/api/v1/datasets/{quote(table.dataset.slug)}/resources/{quote(table.name)}/rows?{query}"
