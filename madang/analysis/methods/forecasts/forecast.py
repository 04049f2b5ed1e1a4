"""What a model expects of the days to come, with the interval in which a single night will lie nine times out of ten.

An interval is made of the model's own errors, each made without knowing the day (`Model.back`): no distribution is assumed. Errors
grow with what is expected; by how much is read from them, so that all hours of a cell can tell of each of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.forecasts import means
from madang.analysis.methods.forecasts.models import MODELS
from madang.analysis.methods.forecasts.panel import CLASSES, KINDS, OF_CLASS, Floats, Ints, Panel

LEVEL = 0.9


@dataclass(frozen=True)
class Forecast:
    """Arrays (days, hours, cells) in the order of `days`, words of `KINDS` or of `CLASSES`; NaN for cells never seen.

    `expected`, and `low` and `high` of one night; `nights`: how many were seen of that kind, at that hour, in that cell.
    """

    days: tuple[str, ...]
    expected: Floats
    low: Floats
    high: Floats
    nights: Ints


def forecast(panel: Panel, model: str = "shrunk", *, by: str = "class", level: float = LEVEL) -> Forecast:
    """What `model` (a name of `MODELS`) expects after the panel's last day, `by` "class" of day or "kind"."""
    kinds = MODELS[model].ahead(panel)
    errors = panel.counts - MODELS[model].back(panel)
    number = means.by_kind(panel)[1]
    days, expected, row = KINDS, kinds, panel.kind
    if by == "class":
        days, row = tuple(CLASSES), OF_CLASS[panel.kind]
        expected = _of_classes(kinds, panel)
        errors = errors + (kinds[panel.kind] - expected[row])
        number = means.by_class((number, number))[1]
    elif by != "kind":
        raise ValueError(f"a forecast is by class or by kind of day, not by {by}")
    low, high = interval(errors, expected, row, level)
    return Forecast(days, expected, low, high, number.astype(np.int64))


def interval(errors: Floats, expected: Floats, row: Ints, level: float) -> tuple[Floats, Floats]:
    """Low and high (rows, hours, cells) from errors (days, hours, cells) around `expected[row]`; what is counted is not below 0.

    The quantiles are those of split conformal prediction (n + 1 instead of n), so that few nights make wide intervals.
    """
    power = _power(errors, expected[row])
    floor = 1 / (1 + len(errors))
    scale = np.maximum(expected, floor) ** power
    marks = (errors / scale[row]).reshape(-1, errors.shape[2])
    marks = np.sort(marks, axis=0)
    number = (~np.isnan(marks)).sum(axis=0)
    least = np.clip(np.floor((number + 1) * (1 - level) / 2).astype(np.int64) - 1, 0, None)
    most = np.clip(np.ceil((number + 1) * (1 + level) / 2).astype(np.int64) - 1, 0, np.maximum(number - 1, 0))
    low = expected + np.take_along_axis(marks, least[None], 0) * scale
    high = expected + np.take_along_axis(marks, most[None], 0) * scale
    return np.maximum(np.minimum(low, expected), 0.0), np.maximum(high, expected)


def _power(errors: Floats, expected: Floats) -> float:
    """With which power of the expectation errors grow: 0.5 for counts, 1 for changes in per cent. Least squares on logarithms of means."""
    known = ~np.isnan(errors) & (expected > 0)
    spread = np.sqrt(np.divide(
        np.where(known, errors, 0.0).__pow__(2).sum(axis=0), known.sum(axis=0), out=np.zeros(known.shape[1:]),
        where=known.any(axis=0),
    ))  # fmt: skip
    size = np.divide(
        np.where(known, expected, 0.0).sum(axis=0), known.sum(axis=0), out=np.zeros(spread.shape),
        where=known.any(axis=0),
    )  # fmt: skip
    told = (spread > 0) & (size > 0)
    if told.sum() < 3:
        return 0.5
    x, y = np.log(size[told]), np.log(spread[told])
    x = x - x.mean()
    return float(np.clip((x @ y) / (x @ x), 0.0, 1.0)) if x @ x > 1e-9 else 0.5


def _of_classes(kinds: Floats, panel: Panel) -> Floats:
    """(classes, hours, cells): the seven days alike, holidays by how many there were a week."""
    weight = np.ones(len(KINDS))
    weight[7] = panel.holiday.sum() * 7 / len(panel.holiday)
    return np.stack([np.average(kinds[list(of)], axis=0, weights=weight[list(of)]) for of in CLASSES.values()])
