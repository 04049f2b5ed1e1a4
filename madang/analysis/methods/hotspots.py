"""Where high values stand together: the local statistic Gi* of Getis and Ord, with the share of false discoveries held.

Getis, A. and Ord, J. K. (1992), "The analysis of spatial association by use of distance statistics", Geographical Analysis 24(3),
189-206; Ord, J. K. and Getis, A. (1995), "Local spatial autocorrelation statistics", Geographical Analysis 27(4), 286-306.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.neighbours import Sparse

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

DRAWS = 99_999


def gi_star(values: Floats, neighbours: Sparse) -> Floats:
    """Gi* (..., n) of `values` (..., n): the sum over a cell and its neighbours, less its expectation, by its deviation.

    `neighbours` (n, n) as `methods.neighbours` makes it, each cell among its own. Where all values are equal, or all cells are
    everybody's neighbours, nothing stands out: 0. Values must be finite.
    """
    values = _checked(values, neighbours)
    n = values.shape[-1]
    number = np.asarray(neighbours.sum(axis=1)).ravel()
    squares = np.asarray(neighbours.multiply(neighbours).sum(axis=1)).ravel()
    mean = values.mean(axis=-1, keepdims=True)
    spread = values.std(axis=-1, keepdims=True)
    local = (neighbours @ values.reshape(-1, n).T).T.reshape(values.shape) - mean * number
    room = np.maximum(n * squares - number**2, 0.0) / max(n - 1, 1)
    scale = spread * np.sqrt(room)
    nothing = scale <= 1e-12 * np.maximum(np.abs(mean), np.abs(values).max(initial=0.0, axis=-1, keepdims=True))
    return np.asarray(np.divide(local, scale, out=np.zeros_like(local), where=~nothing))


def p_values(values: Floats, neighbours: Sparse, seed: int = 0, draws: int = DRAWS) -> Floats:
    """(..., n) how often values dealt to the cells at random reach what stands around a cell: one-sided, for hot spots.

    Not from the normal curve: a cell has few neighbours and activity is skewed, so that z exceeds 3 by chance far more often than
    the curve says. With weights of 1 a sum depends on the number m of neighbours alone, and the chance of reaching it is counted
    over `draws` samples of m values without replacement, the observed one among them; the least p is 1 / (draws + 1).
    """
    values = _checked(values, neighbours)
    if (neighbours.data != 1).any():
        raise ValueError("chances are counted for weights of 1")
    number = np.diff(neighbours.indptr)
    rows = values.reshape(-1, values.shape[-1])
    picked = _picked(values.shape[-1], int(number.max()), draws, np.random.default_rng(seed))
    observed = (neighbours @ rows.T).T
    found = np.ones_like(rows)
    for row, value in enumerate(rows):
        sums = np.cumsum(value[picked], axis=0)
        hair = 1e-9 * max(np.abs(value).max(), 1e-300)
        for size in np.unique(number):
            same = number == size
            below = np.searchsorted(np.sort(sums[size - 1]), observed[row, same] - size * hair, side="left")
            found[row, same] = (draws - below + 1) / (draws + 1)
    return found.reshape(values.shape)


def false_discovery(p: Floats) -> Floats:
    """q of every p (any shape, taken as one family): the least rate of false discoveries at which it still counts as one.

    Benjamini, Y. and Hochberg, Y. (1995), J. R. Stat. Soc. B 57(1), 289-300. Sums over neighbourhoods that overlap rise together,
    the dependence under which the procedure holds its rate (Benjamini and Yekutieli 2001, Annals of Statistics 29(4), theorem 1.2);
    the correction for any dependence would cost a factor of 6 to 7 for a city of 400 cells. NaN stays NaN and counts nowhere.
    """
    flat = p.ravel()
    told = np.flatnonzero(~np.isnan(flat))
    order = told[np.argsort(flat[told], kind="stable")]
    scaled = flat[order] * len(order) / np.arange(1, len(order) + 1)
    q = np.full(flat.shape, np.nan)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q.reshape(p.shape)


def _picked(n: int, most: int, draws: int, rng: np.random.Generator) -> Longs:
    """(most, draws) numbers below n, no number twice in a column: its first m are a sample of m without replacement."""
    if most > n // 2:
        return np.ascontiguousarray(rng.permuted(np.tile(np.arange(n), (draws, 1)), axis=1)[:, :most].T)
    picked = rng.integers(n, size=(most, draws))
    for line in range(1, most):
        again = np.flatnonzero((picked[:line] == picked[line]).any(axis=0))
        while len(again):
            picked[line, again] = rng.integers(n, size=len(again))
            again = again[(picked[:line, again] == picked[line, again]).any(axis=0)]
    return picked


def _checked(values: Floats, neighbours: Sparse) -> Floats:
    values = np.asarray(values, np.float64)
    if values.shape[-1] != neighbours.shape[0]:
        raise ValueError(f"{values.shape[-1]} values do not fit neighbours of {neighbours.shape[0]} cells")
    if not np.isfinite(values).all():
        raise ValueError("values must be finite: leave cells without any out")
    return values
