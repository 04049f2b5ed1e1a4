"""How good forecasts were: made again and again from what was known then, and judged by what came.

The origin rolls over the last weeks, a week at a time; each model expects the seven days that follow from the days before alone. For
every night and hour the k cells with the highest expectation are taken. *Hit rate* is the share of all that was counted that fell
into them; the predictive accuracy index divides it by their share of the area (Chainey, S., Tompson, L. and Uhlig, S. (2008), "The
utility of hotspot mapping for predicting spatial patterns of crime", Security Journal 21, 4-28). Intervals come from drawing whole
nights again with replacement, the same nights for every model, so that differences between models are those of the same nights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.forecasts import MODELS, SIMPLE, Model, Panel

Floats = NDArray[np.float64]

DRAWS = 2_000
LEVEL = 0.9
HAIR = 1e-9


@dataclass(frozen=True)
class Row:
    """A model at one k. Each `..._low` and `..._high` is the 90 % interval.

    `difference`: its hit rate less that of the best simple forecast, of the same nights. `verdict`: "best" of all models, "worse" than
    the one with the highest hit rate, or "tie" where the interval of the difference to it holds 0 (the highest itself ties when
    another ties with it). `chosen`: used from here on; of those that tie, the first of `MODELS`.
    """

    model: str
    chosen: bool
    k: int
    hit_rate: float
    hit_low: float
    hit_high: float
    pai: float
    pai_low: float
    pai_high: float
    area_share: float
    difference: float
    difference_low: float
    difference_high: float
    nights: int
    verdict: str


def rolling(
    panel: Panel, k: int = 10, weeks: int = 4, areas: Floats | None = None, seed: int = 0,
    models: Mapping[str, Model] = MODELS, every: int = 7,
) -> list[Row]:  # fmt: skip
    """One row a model, the best hit rate first; none where there is nothing to judge by: no week before the first origin.

    `areas` (cells,): in any unit; cells count alike without them. As many of the last `weeks` are judged as leave one before them.
    `every`: days from one origin to the next, which each forecast covers.
    """
    hits, area, total = _judged(panel, min(k, panel.counts.shape[2]), weeks, areas, models, every)
    if total.sum() == 0:
        return []
    drawn = np.random.default_rng(seed).multinomial(len(total), np.full(len(total), 1 / len(total)), size=DRAWS)
    drawn = drawn[drawn @ total > 0]
    rate, rates = hits.sum(axis=1) / total.sum(), (drawn @ hits.T) / (drawn @ total)[:, None]
    share = area.sum(axis=1) / (panel.counts.shape[1] * len(total))
    names = list(models)
    simple = [place for place, name in enumerate(names) if name in SIMPLE] or list(range(len(names)))
    best_simple = simple[int(np.argmax(rate[simple]))]
    verdicts = _verdicts(rate, rates)
    chosen = min(place for place, word in enumerate(verdicts) if word != "worse")
    found = []
    for place in np.argsort(-rate, kind="stable").tolist():
        low, high = _between(rates[:, place])
        less, more = _between(rates[:, place] - rates[:, best_simple])
        part = share[place]
        found.append(Row(
            names[place], place == chosen, k, float(rate[place]), low, high, rate[place] / part, low / part, high / part,
            float(part), float(rate[place] - rate[best_simple]), less, more, len(total), verdicts[place],
        ))  # fmt: skip
    return found


def _judged(
    panel: Panel, k: int, weeks: int, areas: Floats | None, models: Mapping[str, Model], every: int
) -> tuple[Floats, Floats, Floats]:
    """Hits (models, nights), the share of the area taken, summed over hours (models, nights), and what was counted (nights,)."""
    days = len(panel.counts)
    sizes = np.ones(panel.counts.shape[2]) if areas is None else np.asarray(areas, np.float64)
    hits, area, total = [], [], []
    for origin in range(days - 7 * min(weeks, days // 7 - 1), days, every):
        past, coming = panel.until(origin), slice(origin, origin + every)
        counts, kind = panel.counts[coming], panel.kind[coming]
        kept = ~np.isnan(counts).all(axis=(1, 2))
        if not past.seen.any() or not kept.any():
            continue
        counts, kind = np.nan_to_num(counts[kept]), kind[kept]
        usual = _usual(past)
        taken = [_taken(model.ahead(past), usual, k)[kind] for model in models.values()]
        hits.append([(one * counts).sum(axis=(1, 2)) for one in taken])
        area.append([(one @ sizes).sum(axis=1) / sizes.sum() for one in taken])
        total.append(counts.sum(axis=(1, 2)))
    if not total:
        return np.zeros((len(models), 0)), np.zeros((len(models), 0)), np.zeros(0)
    return np.concatenate(hits, axis=1), np.concatenate(area, axis=1), np.concatenate(total)


def _taken(expected: Floats, usual: Floats, k: int) -> Floats:
    """(..., cells) the part of each cell that is taken: 1 above the k-th highest, cells that tie for the last places share them.

    Of equal expectations (0 and 0, mostly) the `usual` (cells,) decides: simple forecasts are judged as sensible people use them.
    """
    expected = np.where(np.isnan(expected), -1.0, expected)
    order = expected + HAIR * expected.max() * usual / max(usual.max(), HAIR)
    last = np.partition(order, -k, axis=-1)[..., -k, None]
    above, level = order > last, order == last
    return np.asarray(above + level * (k - above.sum(axis=-1, keepdims=True)) / level.sum(axis=-1, keepdims=True))


def _usual(past: Panel) -> Floats:
    """(cells,) the mean of all that was seen, -1 for cells never seen."""
    seen = ~np.isnan(past.counts)
    total, number = np.where(seen, past.counts, 0.0).sum(axis=(0, 1)), seen.sum(axis=(0, 1))
    return np.asarray(np.divide(total, number, out=np.full(len(total), -1.0), where=number > 0))


def _verdicts(rate: Floats, rates: Floats) -> list[str]:
    top = int(np.argmax(rate))
    ties = [_between(rates[:, top] - rates[:, place])[0] <= 0 for place in range(len(rate))]
    return ["worse" if not tie else "tie" if sum(ties) > 1 else "best" for tie in ties]


def _between(drawn: Floats) -> tuple[float, float]:
    low, high = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
