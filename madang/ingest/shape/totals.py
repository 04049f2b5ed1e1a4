"""Rows that hold the totals of other rows, found by their words and by arithmetic. They stay in the table and are noted."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from madang.ingest.shape.furniture import LISTED, Furniture

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
MOST = 2_000  # rows: longer tables are no tables of statistics with their totals, and adding them up would cost time
LARGEST = 1e15  # beyond it a number is a code, and sums are no longer exact
_PLAIN = re.compile(r"[-+]?\d+(\.\d+)?|[-+]?\.\d+")
FEW = 4  # rows that are needed before a sum is believed to be no accident


class Totals:
    """Finds rows whose first three columns hold a word for a total, and rows whose numbers are the sums of other rows.

    A word that most rows of a column hold is a label of the whole table (`합계` over every district), not a total row.
    """

    def __init__(self) -> None:
        self._rows = 0
        self._found: dict[str, list[tuple[int, str]]] = {}
        self._counts: dict[str, int] = {}
        self._small: list[pa.Table] | None = []  # the whole table while it is small

    def look(self, table: pa.Table) -> None:
        """Take in a part of the table (columns c1.. and line)."""
        self._rows += table.num_rows
        if self._small is not None:
            self._small = [*self._small, table] if self._rows <= MOST else None
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
        found: dict[int, str] = {}
        for column, rows in self._found.items():
            if self._counts[column] * 2 <= self._rows:
                for line, text in rows:
                    found.setdefault(line, text)
        for line, text in self._by_sum():
            found.setdefault(line, text)
        for line, text in sorted(found.items()):
            furniture.add(line, "total", text)

    def _by_sum(self) -> list[tuple[int, str]]:
        if not self._small or self._rows < FEW:
            return []
        table = pa.concat_tables(self._small)
        columns = [numbers for name in table.column_names[:-1] if (numbers := _numbers(table[name])) is not None]
        if not columns:
            return []
        lines = table["line"].to_pylist()
        return [(lines[at], _label(table, at)) for at in sums(np.column_stack(columns))]


def sums(values: np.ndarray) -> list[int]:
    """Rows of a matrix (rows x columns of numbers, NaN for nothing) that add up others.

    A row is the sum of the rows since the last sum above it (three, for 1 and 2 are 3 in every column of numbers that count up), of all
    rows above, or, at the top, of all rows below. Two columns must agree, and half of those that add up at all (shares and years do
    not); one column is enough for the first and the last row.
    """
    found: list[int] = []
    filled = np.nan_to_num(values)
    last, begun = len(values) - 1, 0
    group, above = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    single = np.zeros(values.shape[1])  # the largest number of the group: a sum of one number is no sum
    if _agrees(values[0], filled[1:].sum(axis=0), filled[1:].max(axis=0), True) or _top_of_groups(filled, values[0]):
        found, begun = [0], 1
    for at in range(begun, len(values)):
        rows, edge = int(filled[begun:at].any(axis=1).sum()), at == last
        if rows >= (2 if edge else 3) and _agrees(values[at], group, single, edge and at >= FEW - 1):
            found.append(at)
            group, single, begun = np.zeros_like(group), np.zeros_like(group), at + 1
        elif found and at > 2 and _agrees(values[at], above, np.zeros_like(above), edge):
            found.append(at)
        else:
            group, above = group + filled[at], above + filled[at]
            single = np.maximum(single, np.abs(filled[at]))
    return found


def _top_of_groups(filled: np.ndarray, first: np.ndarray) -> bool:
    """Whether the first row is the sum of all others, each counted twice: once in its group and once in the group's sum."""
    rest = filled[1:]
    return len(rest) >= FEW and _agrees(first * 2, rest.sum(axis=0), rest.max(axis=0), False)


def _agrees(row: np.ndarray, wanted: np.ndarray, single: np.ndarray, edge: bool) -> bool:
    """Whether the numbers of a row are these sums. `single` are the largest addends: one alone is no sum."""
    told = ~np.isnan(row) & (np.abs(wanted) > np.abs(single) * (1 + 1e-9)) & (wanted != 0)
    close = told & (np.abs(np.nan_to_num(row) - wanted) <= 1e-9 + np.abs(wanted) * 1e-7)
    count = int(close.sum())
    if count * 2 < int(told.sum()):
        return False
    return count >= 2 or (count == 1 and edge and bool((np.abs(wanted[close]) >= 100).all()))


def _numbers(column: pa.ChunkedArray) -> np.ndarray | None:
    """The column as numbers, NaN for cells that are none; None when most cells are none."""
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type):
        return np.asarray(column.cast(pa.float64()).fill_null(float("nan")).to_numpy(), float)
    if not pa.types.is_string(column.type):
        return None
    numbers = np.array([_number(cell) for cell in column.to_pylist()])
    return numbers if np.isnan(numbers).mean() < 0.5 else None


def _number(cell: str | None) -> float:
    text = (cell or "").strip().replace(",", "")
    number = float(text) if _PLAIN.fullmatch(text) else float("nan")
    return number if abs(number) < LARGEST else float("nan")


def _label(table: pa.Table, at: int) -> str:
    row: Sequence[object] = [table[name][at].as_py() for name in table.column_names[:3]]
    return next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
