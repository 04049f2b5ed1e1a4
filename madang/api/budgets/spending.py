"""Taking what a request costs from the budget of its client."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings

from madang.api.budgets.clients import WORDS, Client
from madang.api.budgets.refusals import (
    OverBudget,
    TooManyAtOnce,
    TooManyCitations,
    TooManyRequests,
    TooManyRows,
)
from madang.lib.budgets import Budget
from madang.lib.tally import Count, Tally
from madang.query.metering import Done
from madang.query.model import Table

MINUTE, HOUR = 60.0, 3600.0
HEAVY_ROWS = 1_000_000
"""A question that looks at more rows than these is heavy."""
LONGEST = 900.0
"""Seconds after which a heavy question is taken for over, whoever forgot to say so: its process was killed."""
WAIT = 2
"""Seconds after which to try again while others compute."""
CITATIONS = {"anonymous": 60, "key": 600, "partner": 6000}
"""New citations an hour: each is a row that stays."""
QUESTIONS, PAGES, FILES = "questions", "pages", "files"
"""Requests are counted apart: programs' questions, what the portal's own pages ask for, whole files."""


@cache
def tally() -> Tally:
    """The counts that all web processes of this machine share."""
    return Tally(settings.HOME / "budgets" / "counts", settings.SECRET_KEY)


@dataclass
class Spending:
    """What one request uses up; the `Meter` of its questions."""

    client: Client
    kind: str
    whole: Callable[[Sequence[Table]], dict[str, str]]
    requests: Count | None = None
    scanned: int = 0
    tables: list[Table] = field(default_factory=list)
    described: str = ""  # the dataset that is told of, where its address does not name it

    def begin(self) -> None:
        """Count the request itself. Raises `TooManyRequests`."""
        budget = self.client.budget
        if budget is None:
            return
        self.requests = self._use("requests " + self.kind, 1, budget.requests, MINUTE)
        if not self.requests.allowed:
            raise self._refusal(TooManyRequests, self.requests.end, limit=budget.requests)

    def admit(self, tables: Sequence[Table], rows: int) -> Done:
        """Count a question. Raises `TooManyRows`, `TooManyAtOnce`. A whole file costs no rows: it is the way out of every limit."""
        self.tables.extend(tables)
        self.scanned += rows
        budget = self.client.budget
        if budget is None:
            return _nothing
        done = self._enter(budget, rows) if rows > HEAVY_ROWS else _nothing
        if self.kind != FILES:
            try:
                self._rows(budget, rows)
            except TooManyRows:
                done()
                raise
        return done

    def keep_citation(self) -> None:
        """Count a citation that is to be kept. Raises `TooManyCitations`."""
        if self.client.budget is not None:
            limit = CITATIONS[self.client.name]
            count = self._use("citations", 1, limit, HOUR)
            if not count.allowed:
                raise self._refusal(TooManyCitations, count.end, limit=limit)

    def _rows(self, budget: Budget, rows: int) -> None:
        key = "rows " + (PAGES if self.kind == PAGES else QUESTIONS)
        count = self._use(key, rows, budget.rows, HOUR)
        if not count.allowed:
            left = budget.rows - count.used
            raise self._refusal(TooManyRows, count.end, rows=rows, left=left, limit=budget.rows)

    def _enter(self, budget: Budget, rows: int) -> Done:
        """Take one of the places for heavy questions; each place is a key of its own, so that a lost one frees itself."""
        for place in range(budget.heavy):
            count = self._use(f"heavy {place}", 1, 1, LONGEST)
            if count.allowed:
                return lambda: self._leave(place, count.end)
        raise self._refusal(TooManyAtOnce, time.time() + WAIT, limit=budget.heavy, heavy=HEAVY_ROWS)

    def _leave(self, place: int, end: float) -> None:
        tally().forget(self._key(f"heavy {place}"), end)

    def _use(self, what: str, amount: int, limit: int, seconds: float) -> Count:
        return tally().add(self._key(what), amount, limit, seconds, time.time())

    def _key(self, what: str) -> str:
        return f"{self.client.name} {self.client.identity} {what}"

    def _refusal(self, kind: type[OverBudget], end: float, **facts: object) -> OverBudget:
        words = WORDS[self.client.name]
        seconds = max(1, math.ceil(end - time.time()))
        return kind(seconds=seconds, whole=self.whole(self.tables), who_en=words["en"], who_ko=words["ko"], **facts)


def _nothing() -> None:
    """Nothing was taken that must be given back."""
