"""The question that gives a study the rows of one of its roles."""

from __future__ import annotations

from typing import Any

from madang.query import parse
from madang.query.expressions import Ref
from madang.query.model import Question, Selected


def question(given: dict[str, Any]) -> Question:
    """All rows in their stored order, columns by the names of their roles: `need`, or `need_1`, `need_2` of several."""
    select = [
        Selected(Ref(column), name)
        for role, columns in given["columns"].items()
        for name, column in zip(names(role, len(columns)), columns, strict=True)
    ]
    where = parse.condition(given["where"]) if given["where"] else None
    return Question(select=tuple(select), where=where, count=False)


def names(role: str, count: int) -> list[str]:
    """What the columns that play a role are called in the table that a study gets."""
    return [role] if count == 1 else [f"{role}_{number}" for number in range(1, count + 1)]
