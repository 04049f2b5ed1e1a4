"""What must be said of the inputs of a study: how many rows it concerns, which, and in what words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from madang.analysis.report import Paragraph, Part, Points
from madang.lib.problems import Text

ITEMS = 12
"""Names of rows that a report lists for a note."""


@dataclass(frozen=True)
class Note:
    """Something about the inputs that limits what follows. `items` are the rows concerned, by name; `count` is how many.

    `said`: its words, with `{count}` in them.
    """

    code: str
    count: int
    said: Text
    items: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        return {language: said.format(count=f"{self.count:,}") for language, said in self.said.items()}

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "text": self.text, "count": self.count, "items": list(self.items)}


def told(note: Note, *, whole: bool = False) -> Iterator[Part]:
    """The note in a report, with the first of its rows, or `whole`: with all of them."""
    yield Paragraph(note.text)
    if note.items:
        most = len(note.items) if whole else ITEMS
        more = note.count - most
        items: list[Text] = [{"en": item, "ko": item} for item in note.items[:most]]
        yield Points((*items, *([{"en": f"{more:,} more", "ko": f"그 밖에 {more:,}건"}] if more > 0 else [])))
