"""Whole lines of a file that a receipt quotes: cells of columns with personal findings show their first letters and nothing more."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from madang.ingest.checks import _masking
from madang.ingest.tables import Staged

INSIDE = re.compile(r"\B\w")
"""Every letter and digit of a word but its first: enough to see that the encoding is right, and to name nobody."""


@dataclass(frozen=True)
class Lines:
    """How lines of one table fall into cells. Where that is not known, every word of a line counts as personal."""

    delimiter: str = ""
    quote: str = ""
    width: int = 0
    personal: frozenset[int] = frozenset()
    headers: frozenset[int] = frozenset()  # their lines name columns, not people
    whole: bool = False  # something personal stands in a table whose lines are not split here

    def shown(self, text: str, line: object = None) -> str:
        """The line as it may be quoted; numbers and addresses of persons are masked wherever they stand."""
        text = _masking.anything(text)
        if line in self.headers or not (self.personal or self.whole):
            return text
        cells = text.split(self.delimiter) if self.delimiter else [text]
        if self.whole or len(cells) != self.width or (self.quote and self.quote in text):
            return INSIDE.sub("*", text)
        told = (INSIDE.sub("*", cell) if place in self.personal else cell for place, cell in enumerate(cells))
        return self.delimiter.join(told)


def lines(staged: Staged, personal: Collection[str]) -> Lines:
    """Of one table, whose columns named in `personal` hold personal data."""
    dialect = staged.facts.get("dialect") or {}
    places = frozenset(place for place, header in enumerate(staged.headers) if header.name in personal)
    known = bool(dialect.get("delimiter"))
    return Lines(
        dialect.get("delimiter", ""), dialect.get("quote", ""), len(staged.headers), places,
        frozenset(staged.facts.get("header_rows", [])), bool(places) and not known,
    )  # fmt: skip


def of_file(tables: Sequence[Staged], personal: Collection[tuple[str, str]]) -> Lines:
    """Of a file: as its only table has it. Lines of several tables are not told apart."""
    if len(tables) == 1:
        return lines(tables[0], {column for table, column in personal if table == tables[0].name})
    return Lines(whole=any(column for _, column in personal))
