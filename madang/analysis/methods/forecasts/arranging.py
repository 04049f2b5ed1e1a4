"""Rows of (date, hour, cell, value) become a panel; hours that came twice and nights when clocks change are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from madang.analysis.clock.zones import HOUR
from madang.analysis.clock.zones import zone as zone_of
from madang.analysis.methods.forecasts.panel import Bools, Floats, Ints, Panel

FEW = 10.0
"""Events an hour in the whole city: where more come on average, an hour without any was not counted (by chance once in 20,000)."""


@dataclass(frozen=True)
class Told:
    """Something that a person should know of how rows became a panel, the first time that it happened, and how often it did.

    `what`: "averaged", the same hour of a cell that came in several rows; "never_was", an hour of which rows were left out because no
    clock showed it; "halved", an hour that lasted two.
    """

    what: str
    number: int
    example: str


def arrange(
    dates: NDArray[np.datetime64],
    hours: Ints,
    cells: Ints,
    values: Floats,
    count: int,
    *,
    kept: Sequence[int] = tuple(range(24)),
    holidays: Sequence[date] = (),
    absent: str = "zero",
    zone: str | None = None,
) -> tuple[Panel, list[Told]]:
    """A panel of rows (date, hour, cell, value), and what was done to get it.

    `cells`: numbers from 0 to `count` - 1. `kept`: the hours of the panel, in its order. `absent`: a cell without a row in an hour
    that other cells have rows of is "zero" (events were counted) or "missing" (something was measured). An hour without any row is
    NaN in all cells, unless so few events come at that hour that none may come by chance (`FEW`). The same (date, hour, cell) twice is
    averaged, as when clocks go back and a measured hour comes twice.

    `zone` (such as "Europe/London") tells which hours never were (NaN, whatever rows say) and which lasted two hours: where rows
    of those came once, they hold both hours and are halved. Without it neither can be known from rows of local time.
    """
    if len(dates) == 0:
        raise ValueError("there are no rows to arrange")
    if absent not in ("zero", "missing"):
        raise ValueError(f"what is absent is zero or missing, not {absent}")
    dates = dates.astype("datetime64[D]")
    first, last = dates.min(), dates.max()
    days = int((last - first).astype(int)) + 1
    place = np.full(24, -1)
    place[list(kept)] = np.arange(len(kept))
    in_hours = place[hours] >= 0
    day = (dates - first).astype(np.int64)[in_hours]
    slot = (day * len(kept) + place[hours][in_hours]) * count + cells[in_hours]
    shape = (days, len(kept), count)
    rows = np.bincount(slot, minlength=days * len(kept) * count).reshape(shape)
    sums = np.bincount(slot, values[in_hours], minlength=rows.size).reshape(shape)
    counts = np.divide(sums, rows, out=np.full(shape, np.nan), where=rows > 0)
    observed: Bools = np.asarray((rows > 0).any(axis=2))
    if absent == "zero":
        observed |= _quiet(sums.sum(axis=2), observed)
        counts[observed[:, :, None] & (rows == 0)] = 0.0
    week = (np.arange(days) + (first.astype(int) + 3)) % 7
    free = np.isin(first + np.arange(days), np.array(list(holidays), "datetime64[D]"))
    lasted = _hours_lasted(first, days, kept, zone)
    told = _twice(rows, first, kept) + _by_clock(counts, rows, lasted, first, kept)
    return Panel(counts, week, free, first.item(), tuple(kept)), told


def _quiet(totals: Floats, observed: Bools) -> Bools:
    """(days, hours) where nothing came because little ever comes; of days without anything, where little comes all day.

    An hour that no day has rows of was not counted at all.
    """
    usual = totals.sum(axis=0) / np.maximum(observed.sum(axis=0), 1)
    day = observed.any(axis=1) | (usual.sum() < FEW)
    return np.asarray(~observed & (usual > 0) & (usual < FEW) & day[:, None])


def _twice(rows: Ints, first: np.datetime64, kept: Sequence[int]) -> list[Told]:
    twice: Bools = np.asarray((rows > 1).any(axis=2))
    return [Told("averaged", int((rows > 1).sum()), _moment(twice, first, kept))] if twice.any() else []


def _by_clock(counts: Floats, rows: Ints, lasted: Ints, first: np.datetime64, kept: Sequence[int]) -> list[Told]:
    """Hours that never were become NaN; hours that lasted two are halved where their rows came once. Changes `counts`."""
    never = (lasted == 0) & (rows > 0).any(axis=2)
    counts[lasted == 0] = np.nan
    double = (lasted == 2) & (rows.max(axis=2, initial=0) == 1)
    counts[double] /= 2
    found = (("never_was", never), ("halved", double))
    return [Told(what, int(where.sum()), _moment(where, first, kept)) for what, where in found if where.any()]


def _hours_lasted(first: np.datetime64, days: int, kept: Sequence[int], zone: str | None) -> Ints:
    """(days, hours) how many hours each hour of the clock lasted: 1 as far as is known, 0 and 2 when clocks go forward and back."""
    lasted = np.ones((days, len(kept)), np.int64)
    if zone is not None:
        clock = zone_of(zone, int((first + days).astype("datetime64[Y]").astype(int)) + 1970)
        begun = ((first.astype(int) + np.arange(days))[:, None] * 24 + np.array(kept)) * HOUR
        for amount, spans in ((0, clock.missing()), (2, clock.repeated())):
            for start, end in spans:
                lasted[(begun >= start) & (begun < end)] = amount
    return lasted


def _moment(where: Bools, first: np.datetime64, kept: Sequence[int]) -> str:
    """The first of some hours, as people write it."""
    day, hour = np.argwhere(where)[0].tolist()
    return f"{first + day} {kept[hour]:02d} h"
