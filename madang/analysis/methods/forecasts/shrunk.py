"""Means by hour and weekday, shrunk to coarser means as far as the panel's own variances say (empirical Bayes).

A cell's count is expected to be profile x ratio: the city's profile by kind of day and hour, times how much of it this cell has.
The ratio is a mean of the cell, shrunk level by level: over everything, by class of day, by class and hour, by kind and hour. A
finer mean is believed by the weight

    w = kappa mu / (kappa mu + phi),      mu what the coarser level expects to have been counted in all nights seen,

the credibility of Buehlmann and Straub (1970) when a count varies by phi mu around its mean (phi = 1 is Poisson), and true ratios
by kappa times their square around the coarser level. Nothing is set by hand: phi of each cell is what is left between nights of
the same kind, kappa of each level what its means differ by more than phi explains (moments), for four groups of cells that make
up a quarter of the activity each: quiet cells differ more from the city than busy ones. The profile is found in the same way, from
the city as one cell. Bias of moments below 0 is cut: kappa 0 leaves the coarser mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from madang.analysis.methods.forecasts import means
from madang.analysis.methods.forecasts.means import Sums
from madang.analysis.methods.forecasts.panel import OF_CLASS, Floats, Ints, Panel

GROUPS = 4


@dataclass(frozen=True)
class Level:
    """Means of some fineness, arrays (rows, hours, cells): counts, what the profile alone expects, the ratio after shrinking, how much
    one count of that row moves it, and how far the row's own mean was believed.
    """

    total: Floats
    exposure: Floats
    ratio: Floats
    weight: Floats
    believed: Floats


def shrunk(panel: Panel) -> Floats:
    """(kinds, hours, cells), NaN for cells never seen."""
    return _fitted(panel)[0]


def shrunk_back(panel: Panel) -> Floats:
    """(days, hours, cells) without the day itself, by its leverage: how much of the expectation is the day's own count."""
    expected, leverage = (one[panel.kind] for one in _fitted(panel))
    rest = np.where(leverage < 1 - 1e-9, 1 - leverage, np.nan)
    return np.asarray(panel.counts - (panel.counts - expected) / rest)


def _fitted(panel: Panel) -> tuple[Floats, Floats]:
    """What is expected, and the weight of one night's count in it, both (kinds, hours, cells)."""
    city = panel.whole()
    profile, moved = _by_levels(city, np.ones((len(OF_CLASS), city.counts.shape[1], 1)))
    return _by_levels(panel, profile, moved)


def _by_levels(panel: Panel, profile: Floats, moved: Floats | float = 0.0) -> tuple[Floats, Floats]:
    """Expected, and the weight of one count in it. `moved`: the weight of one count in the profile, which holds the cell itself: where
    its own mean is not believed, it moves what is expected through the profile (all of it, when the city is one cell).
    """
    total, number = means.by_kind(panel)
    exposure = number * profile
    phi = _dispersion(panel, (total, number))
    group = _groups(total.sum(axis=(0, 1)))
    totals, exposures = means.by_class((total, exposure))
    level = _raw(totals.sum(axis=(0, 1), keepdims=True), exposures.sum(axis=(0, 1), keepdims=True))
    never = number.sum(axis=(0, 1)) == 0
    both = np.zeros(2, np.int64)
    level = _below(level, totals.sum(axis=1, keepdims=True), exposures.sum(axis=1, keepdims=True), both, phi, group)
    level = _below(level, totals, exposures, np.arange(2), phi, group)
    level = _below(level, total, exposure, OF_CLASS, phi, group)
    leverage = level.weight * profile + (1 - level.believed) * level.ratio * moved
    return np.where(never, np.nan, level.ratio * profile), leverage


def _raw(total: Floats, exposure: Floats) -> Level:
    return Level(
        total, exposure, _divided(total, exposure), _divided(np.ones_like(exposure), exposure), np.ones_like(exposure)
    )


def _below(parent: Level, total: Floats, exposure: Floats, of: Ints, phi: Floats, group: Ints) -> Level:
    """A finer level, shrunk to `parent`, whose row `of[i]` stands above row i."""
    own = _raw(total, exposure)
    kappa = _kappa(own, parent, of, phi, group)
    strength = kappa * parent.ratio[of] * exposure
    believed = _divided(strength, strength + phi)
    ratio = parent.ratio[of] + believed * (own.ratio - parent.ratio[of])
    return Level(total, exposure, ratio, (1 - believed) * parent.weight[of] + believed * own.weight, believed)


def _kappa(own: Level, parent: Level, of: Ints, phi: Floats, group: Ints) -> Floats:
    """(cells,) the square of how far true ratios differ around the coarser level, by moments.

    Of m finer means under one coarser one, sum (total - mu)^2 / mu is expected to be phi (m - 1) + kappa (sum mu - sum mu^2 / sum mu).
    """
    mu = _divided(parent.total, parent.exposure)[of] * own.exposure

    def above(values: Floats) -> Floats:
        member = (of[None, :] == np.arange(len(parent.total))[:, None]).astype(np.float64)
        found = np.tensordot(member, values, 1)
        return found.sum(axis=1, keepdims=True) if parent.total.shape[1] == 1 else found

    free = np.maximum(above((mu > 0).astype(np.float64)) - 1, 0)
    surplus = above(_divided((own.total - mu) ** 2, mu)) - phi * free
    room = above(mu) - _divided(above(mu**2), above(mu))
    pooled = [np.bincount(group, one.sum(axis=(0, 1)), GROUPS).astype(np.float64) for one in (surplus, room)]
    return np.asarray(np.maximum(_divided(*pooled), 0.0)[group])


def _dispersion(panel: Panel, kinds: Sums) -> Floats:
    """(cells,) variance between nights over their mean: of the same kind; where no kind came twice, of the same class.

    Cells with nothing to go by take that of all cells together; without any repeated night counts are taken as Poisson (1).
    """
    for sums, row in ((kinds, panel.kind), (means.by_class(kinds), OF_CLASS[panel.kind])):
        mean, number = means.mean(sums), sums[1]
        left = np.nansum((panel.counts - mean[row]) ** 2, axis=(0, 1))
        expected = np.nansum(np.maximum(number - 1, 0) * mean, axis=(0, 1))
        if expected.sum() > 0:
            pooled = np.full(len(left), left.sum() / expected.sum())
            return np.asarray(np.divide(left, expected, out=pooled, where=expected > 0))
    return np.ones(panel.counts.shape[2])


def _groups(volume: Floats) -> Ints:
    """(cells,) 0 to 3: cells by falling activity, each group with a quarter of it."""
    order = np.argsort(-volume, kind="stable")
    middle = np.cumsum(volume[order]) - volume[order] / 2
    group = np.zeros(len(volume), np.int64)
    group[order] = np.minimum(middle / max(volume.sum(), 1e-300) * GROUPS, GROUPS - 1)
    return group


def _divided(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0))
