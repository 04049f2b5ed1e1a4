"""A table without shapes joined to a layer of areas by a code that both have. What does not match is counted and kept, never dropped."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from madang.query.expressions import Expression, Ref
from madang.query.figures import Figures, Floats, Ints, Measure, grouped
from madang.query.model import Table

HOWS = ("same", "zeros", "names", "first")
"""How codes are compared: as they are written; without the zeros at the end; as words, whatever their blanks and capital letters;
by as many first characters as the areas' codes have. The last puts together whatever merely begins alike, so it is proposed last."""
STEP = 0.05  # of all rows: a way that finds less than this more is not preferred to an earlier one


@dataclass(frozen=True)
class Link:
    """The column of the table, the column of the areas, and how the two are compared (one of `HOWS`)."""

    column: str
    area_column: str
    how: str = "same"


@dataclass(frozen=True)
class Joined:
    """What a join gives for each moment of `times` ((None,) without a time) and each area.

    `values` and `rows` are (times x areas); a value is NaN where no row has one. For each time: `lost`, the codes that no area has,
    with their rows; `empty`, rows without a code; `several`, the most rows that fall to one area.
    `shared` are areas whose code others have too: they show the same value.
    """

    times: tuple[Any, ...]
    values: Floats
    rows: Ints
    lost: tuple[tuple[tuple[str, int], ...], ...]
    empty: tuple[int, ...]
    several: tuple[int, ...]
    shared: int = 0


def joined(
    table: Table, link: Link, areas: Sequence[Any], measure: Measure, where: Expression | None = None, time: str = ""
) -> Joined:
    """Put the rows of a table to `areas` (the values of their code) and measure them. Raises as `figures.grouped`."""
    keys = (Ref(link.column), *([Ref(time)] if time else []))
    found, figures = grouped(table, keys, measure, where)
    normal = normaliser(link.how, areas)
    unit_of, units = numbered([normal(code) for code in areas])
    codes = [normal(value) for value in found[0]]
    times = tuple(sorted({value for value in found[1] if value is not None})) if time else (None,)
    moments = found[1] if time else [None] * len(codes)
    steps = [
        _step(figures, codes, found[0], np.array([m == moment for m in moments]), unit_of, units, measure)
        for moment in times
    ]
    shared = sum(1 for code, many in Counter(units).items() if many > 1 and code >= 0 for _ in range(many))
    empty = np.zeros((0, len(areas)))
    return Joined(
        times, np.array([one.values for one in steps]) if steps else empty,
        np.array([one.rows for one in steps]) if steps else empty.astype(np.int64),
        tuple(one.lost for one in steps), tuple(one.empty for one in steps), tuple(one.several for one in steps), shared,
    )  # fmt: skip


@dataclass(frozen=True)
class _Step:
    values: Floats
    rows: Ints
    lost: tuple[tuple[str, int], ...]
    empty: int
    several: int


def _step(
    figures: Figures, codes: list[str], raw: list[Any], here: Any, unit_of: dict[str, int], units: list[int],
    measure: Measure,
) -> _Step:  # fmt: skip
    """The figures of one time, for each area."""
    group = np.array([unit_of.get(code, -1) if code else -1 for code in codes], dtype=np.int64)
    found = figures.merged(np.where(here, group, -1), max(len(unit_of), 1))
    values, rows = found.values(measure), found.rows
    lost = Counter[str]()
    for at in np.flatnonzero(here & (group < 0)).tolist():
        if codes[at]:
            lost[written(raw[at])] += int(figures.rows[at])
    empty = sum(int(figures.rows[at]) for at in np.flatnonzero(here).tolist() if not codes[at])
    place = np.array(units, dtype=np.int64)
    known = np.where(place >= 0, place, 0)
    return _Step(
        np.where(place >= 0, values[known], np.nan), np.where(place >= 0, rows[known], 0),
        tuple(sorted(lost.items())), empty, int(rows.max(initial=0)),
    )  # fmt: skip


def numbered(codes: Sequence[str]) -> tuple[dict[str, int], list[int]]:
    """A number for each different code, and that of every entry; -1 for the empty ones."""
    unit_of: dict[str, int] = {}
    return unit_of, [unit_of.setdefault(code, len(unit_of)) if code else -1 for code in codes]


def written(value: Any) -> str:
    """A code as text: whole numbers in digits, dates in ISO 8601, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return unicodedata.normalize("NFC", str(value)).strip()


def normaliser(how: str, areas: Sequence[Any]) -> Callable[[Any], str]:
    """The form in which two codes are compared."""
    if how == "zeros":
        return lambda value: written(value).rstrip("0")
    if how == "names":
        return lambda value: "".join(written(value).casefold().split())
    length = code_length(areas)
    if how == "first" and length:
        return lambda value: written(value)[:length]
    return written


def code_length(areas: Sequence[Any]) -> int:
    """How many characters all codes of the areas have; 0 when they differ."""
    lengths = {len(written(code)) for code in areas if code is not None}
    return lengths.pop() if len(lengths) == 1 else 0


@dataclass(frozen=True)
class Match:
    """How two columns match, compared one way: different codes of the table that an area has, of all; rows likewise; areas met."""

    how: str
    codes: int
    all_codes: int
    rows: int
    all_rows: int
    areas: int

    @property
    def rate(self) -> float:
        return self.rows / self.all_rows if self.all_rows else 0.0


def matches(codes: Sequence[Any], rows: Sequence[int], areas: Sequence[Any]) -> tuple[Match, ...]:
    """The match of a column's values (with the rows of each) and the codes of areas, for each way to compare, the best first."""
    found = [_match(how, codes, rows, areas) for how in HOWS]
    return tuple(sorted(found, key=lambda one: (-round(one.rate / STEP), HOWS.index(one.how))))


def _match(how: str, codes: Sequence[Any], rows: Sequence[int], areas: Sequence[Any]) -> Match:
    normal = normaliser(how, areas)
    known = {code for area in areas if (code := normal(area))}
    mine = [normal(code) for code in codes]
    met = [code in known for code in mine]
    in_them = sum(count for count, there in zip(rows, met, strict=True) if there)
    given = [code for code in mine if code]
    touched = {code for code, there in zip(mine, met, strict=True) if there}
    return Match(how, sum(met), len(given), in_them, sum(rows), len(touched))
