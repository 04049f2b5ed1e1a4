"""p-median of 100,000 points and 10,000 candidates by straight lines: a made-up region (60 towns of uneven size and land between them)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from families import Answer, Case
from madang.analysis.methods import far_kernels  # noqa: F401  numba is imported before the clock starts
from madang.analysis.methods.p_median_far import p_median_far

POINTS, CANDIDATES = 100_000, 10_000


def cases() -> Iterator[Case]:
    need, points, candidates = region(POINTS, CANDIDATES)
    for p in (10, 30, 100, 300, 1000):
        yield Case(f"region 100,000 p={p}", None, partial(ours, need, points, candidates, p))


def region(points: int, candidates: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Need and places in metres, the same in every run."""
    r = np.random.default_rng(seed)
    towns, size, spread = r.random((60, 2)) * 30_000, r.pareto(1.2, 60) + 0.2, r.uniform(500, 3000, 60)

    def places(count: int) -> np.ndarray:
        town = r.choice(60, count, p=size / size.sum())
        made = towns[town] + r.normal(size=(count, 2)) * spread[town][:, None]
        made[: count // 5] = r.random((count // 5, 2)) * 30_000
        return made

    return r.integers(1, 40, points).astype(float), places(points), places(candidates)


def ours(need: np.ndarray, points: np.ndarray, candidates: np.ndarray, p: int, seconds: float) -> Answer:
    found = p_median_far(need, points, candidates, p, seconds=seconds)
    return Answer(found.objective, found.bound, found.gap)
