"""Who pays for a question: the one place where every dialect's questions pass, so that none can be asked past a budget.

Whoever takes requests puts a `Meter` into `current` (the API does so in `madang.api.budgets`); without one, as on pages and
in the command line, questions are free.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Protocol

from madang.query.model import Question, Table

Done = Callable[[], None]


class Meter(Protocol):
    """Takes what a question costs before it is computed."""

    def admit(self, tables: Sequence[Table], rows: int) -> Done:
        """Raise a problem when it is too much; else return what is to be called, once or more, when it is over."""


current: ContextVar[Meter | None] = ContextVar("madang_meter", default=None)


def admit(table: Table, question: Question) -> Done:
    """Let a bound question pass, or raise what the meter of this request raises."""
    return _admit((table,), rows_scanned(table, question))


def admit_tables(tables: Sequence[Table]) -> Done:
    """The same for a statement of SQL: all rows of all its tables are counted."""
    return _admit(tables, sum(table.rows for table in tables)) if tables else _nothing


def _admit(tables: Sequence[Table], rows: int) -> Done:
    meter = current.get()
    return meter.admit(tables, rows) if meter else _nothing


def rows_scanned(table: Table, question: Question) -> int:
    """The most rows that the engine may look at: all of the table, but for pages of it in stored order.

    An index or a filter that spares some of them is not counted in: what it will spare is known only afterwards.
    """
    stored = not (question.grouped or question.distinct or question.order_by or question.filtered)
    return min(question.limit, table.rows) if stored and question.limit is not None else table.rows


def _nothing() -> None:
    """Nobody pays."""


def keep_citation() -> None:
    """Count a citation that is to be kept, if whoever takes this request counts them. Raises what the meter raises."""
    count = getattr(current.get(), "keep_citation", None)
    if count is not None:
        count()
