"""What was asked for a chart and what came: points for the picture, the same numbers as a table, and what a reader must know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from madang.lib.charts.chart import Chart
from madang.portal.charts.meaning import Meant
from madang.portal.charts.measures import Measure
from madang.portal.charts.state import State
from madang.query.answer import answer
from madang.query.expressions import And, Expression
from madang.query.model import Question, Selected, Table

MOST_POINTS = 5_000
"""Groups that one chart shows; a chart of more says nothing, and its table is the sheet."""


@dataclass
class Asking:
    """One chart of one table: the settled state, the meaning of its columns, its measures, the language of the reader."""

    table: Table
    state: State
    columns: dict[str, Meant]
    measures: list[Measure]
    language: str
    questions: list[Question] = field(default_factory=list)

    def rows(
        self, select: Sequence[Selected], *, where: Sequence[Expression | None] = (), **more: Any
    ) -> tuple[list[dict[str, Any]], int]:
        """The rows of one question about the rows of this chart, and how many there would be without a limit."""
        parts = [part for part in (self.state.condition(self.table), *where) if part is not None]
        condition = And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None
        question = Question(tuple(select), condition, search=self.state.text, **more)
        self.questions.append(question)
        found = answer(self.table, question)
        rows = found.table().to_pylist()
        return rows, found.total if found.total is not None else len(rows)


@dataclass
class Found:
    """`chart` is for the picture; `heads` and `rows` are the table below it, in words, `values` the same for files.

    `cautions` say what may mislead; `notes` what is left out, missing, sampled. `summary` says the chart in words.
    `question` is the one that gave the numbers, for citing and for the API.
    """

    chart: Chart
    heads: list[str]
    rows: list[list[str]]
    values: list[list[Any]]
    notes: list[str]
    summary: str
    question: Question
    cautions: list[str] = field(default_factory=list)
