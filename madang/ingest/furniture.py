"""What stands in a file but is not data: titles, notes, blank rows, repeated headers. Total rows stay data and are noted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

TOTALS = (
    "합계",
    "총계",
    "소계",
    "계",
    "총합계",
    "전체",
    "누계",
    "합 계",
    "total",
    "grand total",
    "subtotal",
    "sub-total",
    "sub total",
)
# Every way in which the words are written: looking them up as they are is five times faster than trimming all cells.
WORDS = pa.array(
    sorted(
        {
            f"{before}{form}{after}"
            for word in TOTALS
            for form in (word, word.title(), word.upper(), word.capitalize())
            for before in ("", " ")
            for after in ("", " ")
        }
    )
)
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


class Totals:
    """Finds rows whose first three columns hold a word for a total: they stay in the table and are noted.

    A word that most rows of a column hold is a label of the whole table (`합계` over every district), not a total row.
    """

    def __init__(self) -> None:
        self._rows = 0
        self._found: dict[str, list[tuple[int, str]]] = {}
        self._counts: dict[str, int] = {}

    def look(self, table: pa.Table) -> None:
        """Take in a part of the table (columns c1.. and line)."""
        self._rows += table.num_rows
        for column in [name for name in table.column_names if name in ("c1", "c2", "c3")]:
            if not pa.types.is_string(table[column].type):
                continue
            found = table.filter(pc.is_in(table[column], WORDS))
            self._counts[column] = self._counts.get(column, 0) + found.num_rows
            listed = self._found.setdefault(column, [])
            part = found.slice(0, LISTED - len(listed)) if len(listed) < LISTED else found.slice(0, 0)
            listed.extend(zip(part["line"].to_pylist(), part[column].to_pylist(), strict=True))

    def note(self, furniture: Furniture) -> None:
        """Write what was found into the furniture, one entry for a row."""
        seen: set[int] = set()
        for column, rows in self._found.items():
            if self._counts[column] * 2 > self._rows:
                continue
            for line, text in rows:
                if line not in seen:
                    furniture.add(line, "total", text)
                seen.add(line)


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
