"""The questions of an indicator as their page shows them, with where anybody can ask the same."""

from __future__ import annotations

from typing import Any

from madang.accounts import policy
from madang.community.indicators_questions import address
from madang.community.models import Indicator


def questions(one: Indicator, actor: policy.Actor) -> list[dict[str, Any]]:
    """One, or two when it is a ratio. A table that is gone, or that the actor may not see (any more), is not named."""
    pairs = [(one.table, one.question), (one.per_table, one.per_question)]
    named = [
        (table if table and policy.can(actor, "see", table) else None, question)
        for table, question in pairs
        if question
    ]
    return [
        {
            "table": table,
            "question": question,
            "address": address(table.dataset.slug, table.name, question) if table else "",
        }
        for table, question in named
    ]
