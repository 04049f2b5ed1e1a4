"""The questions of an indicator as their page shows them, with where anybody can ask the same."""

from __future__ import annotations

from typing import Any

from madang.community.indicators_questions import address
from madang.community.models import Indicator


def questions(one: Indicator) -> list[dict[str, Any]]:
    """One, or two when it is a ratio; "" is the address of a table that is gone."""
    pairs = [(one.table, one.question), (one.per_table, one.per_question)]
    return [
        {
            "table": table,
            "question": question,
            "address": address(table.dataset.slug, table.name, question) if table else "",
        }
        for table, question in pairs
        if question
    ]
