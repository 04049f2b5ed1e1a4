"""What stands in a file but is not data: titles, notes, blank rows, repeated headers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

LISTED = 200  # entries kept in the receipt; all are counted
_NOTE = re.compile(
    r"\s*([※*†‡①-⑳]|\(?주\)|주\s?[:：]|자료\s?[:：]|출처|단위|source|note|footnote|\(?c\)|©|contains |비고\s?[:：])",
    re.I,
)


@dataclass
class Furniture:
    """Counts of everything that is not a row of data, and the first entries for the receipt."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, line: int, what: str, text: str = "") -> None:
        self.counts[what] = self.counts.get(what, 0) + 1
        if self.counts[what] <= LISTED:
            self.entries.append({"line": line, "what": what, "text": text[:200]})

    @property
    def removed(self) -> int:
        """Records that are neither rows nor rejects nor header."""
        return sum(count for what, count in self.counts.items() if what != "total")

    @property
    def facts(self) -> dict[str, Any]:
        listed = sorted(self.entries, key=lambda entry: entry["line"])
        return {"furniture": listed, "furniture_counts": self.counts}


def footers(rows: Sequence[tuple[int, Sequence[str | None]]], width: int) -> list[int]:
    """Lines of the closing rows that are notes, not data. `rows` are the last rows of the table with their lines.

    A footer fills one cell of a table of three or more columns, and begins like a note or is much longer than a value.
    """
    found: list[int] = []
    if width < 3:
        return found
    for line, cells in reversed(rows):
        filled = [cell for cell in cells if cell and cell.strip()]
        if len(filled) == 1 and cells[0] and (_NOTE.match(filled[0]) or len(filled[0]) > 40):
            found.append(line)
        else:
            break
    return found


def is_note(text: str) -> bool:
    """A rejected line at the very end that reads like a note."""
    return _NOTE.match(text.strip('"')) is not None
