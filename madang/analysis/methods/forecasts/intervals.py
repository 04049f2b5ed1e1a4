"""What a model expects of the days to come, with the interval in which a single night will lie nine times out of ten.

An interval is made of the model's own errors, each made without knowing the day (`Model.back`): no distribution is assumed. Errors
grow with what is expected, and differ by hour; by how much is read from them, so that all hours of a cell can tell of each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from madang.analysis.days import CLASSES, KINDS
from madang.analysis.methods.forecasts import means
from madang.analysis.methods.forecasts.models import MODELS
from madang.analysis.methods.forecasts.panel import Floats, Ints, Panel
from madang.analysis.methods.forecasts.variances import moderated

LEVEL = 0.9
WHOLE = 0.99
"""Counts are whole numbers; some of them may have been halved or averaged where clocks went back."""


@dataclass(frozen=True)
class Forecast:
    """Arrays (groups, hours, cells), groups of kinds of days in the order of `days`; NaN for cells never seen.

    `expected` on average, `low` and `high` of one night; `nights`: how many were seen of that group, at that hour, in that cell.
    """

    days: tuple[str, ...]
    expected: Floats
    low: Floats
    high: Floats
    nights: Ints


def forecast(panel: Panel, model: str = "shrunk", groups: Mapping[str, tuple[int, ...]] = CLASSES) -> Forecast:
    """What `model` (a name of `MODELS`) expects after the panel's last day of groups of kinds of days, such as `CLASSES`.

    In a group each kind counts by how many of its days were seen.
    """
    kinds = MODELS[model].ahead(panel)
    days = np.bincount(panel.kind[panel.seen], minlength=len(KINDS)).astype(np.float64)
    weights = [days[list(of)] if days[list(of)].any() else np.ones(len(of)) for of in groups.values()]
    expected = np.stack(
        [np.average(kinds[list(of)], axis=0, weights=w) for of, w in zip(groups.values(), weights, strict=True)]
    )
    member = np.array([[kind in of for kind in range(len(KINDS))] for of in groups.values()], np.float64)
    inside = member[:, panel.kind].any(axis=0)
    row = member.argmax(axis=0)[panel.kind]
    errors = panel.counts - MODELS[model].back(panel) + kinds[panel.kind] - expected[row]
    low, high = interval(errors[inside], expected, row[inside], LEVEL)
    seen = panel.counts[~np.isnan(panel.counts)]
    if len(seen) and (seen % 1 == 0).mean() > WHOLE:
        low, high = _whole(low, high)
    nights = np.tensordot(member, means.by_kind(panel)[1], 1).astype(np.int64)
    return Forecast(tuple(groups), expected, low, high, nights)


def interval(errors: Floats, expected: Floats, row: Ints, level: float) -> tuple[Floats, Floats]:
    """Low and high (rows, hours, cells) from errors (days, hours, cells) around `expected[row]`; what is counted is not below 0.

    The quantiles are those of split conformal prediction (n + 1 instead of n), so that few nights make wide intervals. A cell
    without any error keeps NaN: one night tells nothing of the next.
    """
    scale = np.maximum(expected, 1 / (1 + len(errors))) ** _power(errors, expected[row])
    scale = scale * _by_hour(errors / scale[row], row, len(expected))
    marks = np.sort((errors / scale[row]).reshape(-1, errors.shape[2]), axis=0)
    number = (~np.isnan(marks)).sum(axis=0)
    least = np.floor((number + 1) * (1 - level) / 2).astype(np.int64) - 1
    most = np.ceil((number + 1) * (1 + level) / 2).astype(np.int64) - 1
    last = np.maximum(number - 1, 0)
    low, high = (expected + np.take_along_axis(marks, np.clip(one, 0, last)[None], 0) * scale for one in (least, most))
    return np.maximum(np.minimum(low, expected), 0.0), np.maximum(high, expected)


def _whole(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """To the nearest whole numbers, halves outwards: a count of 2 is in the interval that reaches to 1.9, since 1.9 means 2.

    Without it busy hours of quiet cells, whose counts jump from 1 to 2, would lie outside far more often than the rest.
    """
    return np.ceil(low - 0.5), np.floor(high + 0.5)


def _by_hour(marks: Floats, row: Ints, rows: int) -> Floats:
    """(rows, hours, 1) by how much errors of an hour exceed those of others, all cells together: nights differ most when they end.

    As far as the nights seen can tell it: `variances.moderated` draws hours to each other.
    """
    size = np.sqrt(_mean(marks**2, (0, 1)))
    squares = np.divide(marks, size, out=np.full(marks.shape, np.nan), where=size > 0) ** 2
    found = np.ones((rows, marks.shape[1], 1))
    for which in range(rows):
        nights = int((~np.isnan(squares[row == which]).all(axis=(1, 2))).sum())
        if nights > 1:
            own = _mean(squares[row == which], (0, 2))
            found[which, :, 0] = np.sqrt(moderated(own, np.ones(len(own)), nights - 1)[0])
    return np.where(found > 0, found, 1.0)


def _mean(values: Floats, axes: tuple[int, ...]) -> Floats:
    """0 where nothing is known."""
    known = ~np.isnan(values)
    return np.asarray(np.where(known, values, 0.0).sum(axis=axes) / np.maximum(known.sum(axis=axes), 1))


def _power(errors: Floats, expected: Floats) -> float:
    """With which power of the expectation errors grow: 0.5 for counts, 1 for changes in per cent; the slope of their logarithms."""
    known = ~np.isnan(errors) & (expected > 0)
    number = np.maximum(known.sum(axis=0), 1)
    spread = np.sqrt((np.where(known, errors, 0.0) ** 2).sum(axis=0) / number)
    size = np.where(known, expected, 0.0).sum(axis=0) / number
    told = (spread > 0) & (size > 0)
    if told.sum() < 3:
        return 0.5
    x, y = np.log(size[told]), np.log(spread[told])
    x -= x.mean()
    return float(np.clip((x @ y) / (x @ x), 0.0, 1.0)) if x @ x > 1e-9 else 0.5
