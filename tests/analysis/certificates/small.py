"""Small models of each kind, with proofs that need no method: every choice is a leaf of its own, and its multipliers are plain to see."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from madang.analysis import certificates

NEED = np.array([3.0, 1.0, 0.0, 2.0, 5.0])
LENGTH = np.array([[2, 5, 9, 4], [3, 1, 7, 7], [1, 1, 1, 1], [8, 2, 3, 6], [4, 9, 1, 5]], float)
COVER = ((0, 3), (1,), (0, 1, 2), (1, 2), (2, 3))
COST = np.array([2.5, 1.5, 3.0, 1.0])


@dataclass(frozen=True)
class Lists:
    """What `methods.distances.Distances` holds."""

    candidates: Any
    length: Any
    beyond: Any
    count: int


@dataclass(frozen=True)
class Covering:
    """What `methods.cover.Cover` holds."""

    indptr: Any
    indices: Any
    count: int


@dataclass(frozen=True)
class Leaf:
    opened: Any
    closed: Any
    multipliers: Any


@dataclass(frozen=True)
class Solution:
    """What `methods.solution.Solution` holds."""

    sense: str
    sites: Any
    objective: float
    bound: float
    assignment: Any = ()
    leaves: tuple[Leaf, ...] = ()
    more: dict[str, Any] = field(default_factory=dict)
    proved: bool = True
    gap: float = 0.0


def lists(length: Any) -> Lists:
    order = np.argsort(length, axis=1, kind="stable")
    return Lists(
        order.astype(np.int32), np.take_along_axis(length, order, axis=1), np.full(len(length), np.inf), length.shape[1]
    )


def covering() -> Covering:
    starts = np.cumsum([0, *map(len, COVER)])
    return Covering(starts, np.array([one for row in COVER for one in row], np.int32), 4)


def every_choice(count: int) -> list[tuple[list[int], list[int]]]:
    """Open and closed candidates of all choices."""
    return [
        ([one for one in range(count) if marks[one]], [one for one in range(count) if not marks[one]])
        for marks in itertools.product([True, False], repeat=count)
    ]


def p_median() -> dict[str, Any]:
    """The multiplier of a point is what it pays in the choice: then nobody who is open earns anything."""
    model = {"need": NEED, "distances": lists(LENGTH), "p": 2}
    costs = NEED[:, None] * LENGTH
    choices = {
        (one, other): costs[:, [one, other]].min(axis=1).sum() for one, other in itertools.combinations(range(4), 2)
    }
    sites = min(choices, key=lambda pair: choices[pair])
    leaves = tuple(
        Leaf(opened, closed, costs[:, opened].min(axis=1) if opened else np.zeros(5))
        for opened, closed in every_choice(4)
    )
    assignment = np.array(sites)[LENGTH[:, sites].argmin(axis=1)]
    return certificates.export(
        "p_median", model, Solution("min", sites, choices[sites], choices[sites], assignment, leaves, {"step": 1.0})
    )


def p_center() -> dict[str, Any]:
    return certificates.export("p_center", {"need": NEED, "distances": lists(LENGTH), "p": 2}, p_center_solution())


def p_center_solution() -> Solution:
    """Two sites are too few for the next smaller radius: each part either has more, or leaves a point out that pays for it."""
    lengths, counts = LENGTH, NEED > 0
    reached = {pair: lengths[np.ix_(counts, pair)].min(axis=1).max() for pair in itertools.combinations(range(4), 2)}
    sites = min(reached, key=lambda pair: reached[pair])
    radius = float(lengths[counts][lengths[counts] < reached[sites]].max())

    def multipliers(opened: list[int]) -> Any:
        within = (lengths <= radius) & np.isin(range(4), opened)
        return np.where(counts & ~within.any(axis=1), 100.0, 0.0)

    leaves = tuple(Leaf(opened, closed, multipliers(opened)) for opened, closed in every_choice(4))
    assignment = np.array(sites)[lengths[:, sites].argmin(axis=1)]
    return Solution("min", sites, reached[sites], reached[sites], assignment, leaves, {"radius": radius})


def centdian() -> dict[str, Any]:
    """One piece for each distance that may be the largest; in each, every choice is a leaf of a p-median that pays what it costs."""
    share, costs, served = 0.4, NEED[:, None] * LENGTH, NEED > 0
    center = p_center_solution()
    pairs = list(itertools.combinations(range(4), 2))

    def worst(sites: Any) -> float:
        return float(LENGTH[np.ix_(served, sites)].min(axis=1).max())

    def value(sites: Any) -> float:
        return share * worst(sites) + (1 - share) * costs[:, sites].min(axis=1).sum() / NEED.sum()

    sites = min(pairs, key=value)
    lengths = np.unique(LENGTH[served])
    pieces, leaves = [], []
    for least in lengths[lengths > center.more["radius"]]:
        for opened, closed in every_choice(4):
            paid = np.where(LENGTH[:, opened] <= least, costs[:, opened], np.inf).min(axis=1, initial=np.inf)
            leaves.append(Leaf(opened, closed, np.where(served, np.where(np.isfinite(paid), paid, 1000.0), 0.0)))
        pieces.append({"least": least, "most": least, "leaves": 16})
    assignment = np.array(sites)[LENGTH[:, sites].argmin(axis=1)]
    more = {"pieces": pieces, "center": center}
    solution = Solution("min", sites, value(sites), value(sites), assignment, tuple(leaves), more)
    return certificates.export("centdian", {"need": NEED, "distances": lists(LENGTH), "p": 2, "share": share}, solution)


def set_covering() -> dict[str, Any]:
    """In a part that leaves a point uncovered its multiplier makes the bound as high as one likes."""

    def multipliers(opened: list[int]) -> Any:
        return np.array([0.0 if set(row) & set(opened) else 100.0 for row in COVER])

    leaves = tuple(Leaf(opened, closed, multipliers(opened)) for opened, closed in every_choice(4))
    allowed = [opened for opened, _ in every_choice(4) if all(set(row) & set(opened) for row in COVER)]
    sites = min(allowed, key=lambda opened: COST[opened].sum())
    value = float(COST[sites].sum())
    return certificates.export(
        "set_covering", {"cover": covering(), "cost": COST}, Solution("min", sites, value, value, (), leaves)
    )


def maximal_covering() -> dict[str, Any]:
    def covered(opened: list[int]) -> float:
        return float(sum(need for need, row in zip(NEED, COVER, strict=True) if set(row) & set(opened)))

    def multipliers(opened: list[int]) -> Any:
        return np.array([0.0 if set(row) & set(opened) else need for need, row in zip(NEED, COVER, strict=True)])

    leaves = tuple(Leaf(opened, closed, multipliers(opened)) for opened, closed in every_choice(4))
    sites = max(([one, other] for one, other in itertools.combinations(range(4), 2)), key=covered)
    model = {"need": NEED, "cover": covering(), "p": 2}
    return certificates.export(
        "maximal_covering", model, Solution("max", sites, covered(sites), covered(sites), (), leaves, {"whole": True})
    )


XY = np.array([[0.0, 0.0], [3.0, 0.0], [3.0, 4.0], [10.0, 0.0]])
SPACING = 6.0


def too_near(sites: Any) -> bool:
    """Whether any two of the sites of spaced covering are."""
    return any(np.hypot(*(XY[one] - XY[other])) < SPACING for one, other in itertools.combinations(sites, 2))


def spaced_covering() -> dict[str, Any]:
    """The first three are too near to one another; their clique costs nothing where one of them is open."""

    def covered(opened: Any) -> float:
        return float(sum(need for need, row in zip(NEED, COVER, strict=True) if set(row) & set(opened)))

    def multipliers(opened: list[int]) -> Any:
        left = [0.0 if set(row) & set(opened) else need for need, row in zip(NEED, COVER, strict=True)]
        return np.array([*left, 0.5])

    leaves = tuple(Leaf(opened, closed, multipliers(opened)) for opened, closed in every_choice(4))
    sites = max((pair for pair in itertools.combinations(range(4), 2) if not too_near(pair)), key=covered)
    model = {"need": NEED, "cover": covering(), "p": 2, "xy": XY, "spacing": SPACING}
    more = {"whole": True, "cliques": ([0, 1, 2],)}
    return certificates.export(
        "spaced_covering", model, Solution("max", sites, covered(sites), covered(sites), (), leaves, more)
    )


@dataclass(frozen=True)
class AssignmentLeaf(Leaf):
    barred: tuple[tuple[int, Any], ...]


def cuts_to(point: int, only: int, numbers: int) -> list[tuple[int, list[int]]]:
    """Cuts by which one after another may be the one who serves the point, up to `only`."""
    kept = [(point, [one]) for one in range(only)]
    last = [] if only == numbers - 1 else [(point, [one for one in range(numbers) if one != only])]
    return [*kept, *last]


def capacitated(radius: float | None = None) -> dict[str, Any]:
    """Each leaf is who serves whom (3: nobody). Where that is not allowed, multipliers are so high that somebody's is left unpaid."""
    need, capacity, p = np.array([3.0, 2.0, 2.0]), np.array([4.0, 5.0, 3.0]), 2
    matrix = np.array([[1.0, 4.0, 2.0], [5.0, 1.0, 3.0], [2.0, 6.0, np.inf]])
    cost = need[:, None] * matrix if radius is None else np.where(matrix <= radius, 0.0, np.inf)
    cost = np.column_stack([cost, np.full(3, np.inf) if radius is None else need])

    def value(to: tuple[int, ...]) -> float:
        load = np.bincount(to, weights=need, minlength=4)[:3]
        fits = (load <= capacity).all() and len(set(to) - {3}) <= p
        return float(cost[range(3), to].sum()) if fits else np.inf

    every = list(itertools.product(range(4), repeat=3))
    best = min(every, key=value)
    leaves = tuple(
        AssignmentLeaf(
            [],
            [],
            cost[range(3), to] if np.isfinite(value(to)) else np.full(3, 1000.0),
            tuple(cut for point, one in enumerate(to) for cut in cuts_to(point, one, 4)),
        )
        for to in every
    )
    objective = value(best) if radius is None else float(need.sum()) - value(best)
    assignment = np.where(np.array(best) == 3, -1, best)
    model = {"need": need, "matrix": matrix, "capacity": capacity, "p": p, "radius": radius}
    sites = np.unique(assignment[assignment >= 0])
    sense = "min" if radius is None else "max"
    return certificates.export("capacitated", model, Solution(sense, sites, objective, objective, assignment, leaves))


def linear_programme() -> dict[str, Any]:
    """A knapsack with one column that is not whole."""
    cost, weight = np.array([5.0, 4.0, 3.0, 0.5]), np.array([2.0, 3.0, 1.0, 1.0])
    model = {
        "cost": cost, "low": np.zeros(4), "high": np.array([1.0, 1.0, 1.0, 0.5]), "binaries": 3, "offset": 1.0,
        "indptr": [0, 4], "indices": [0, 1, 2, 3], "values": weight, "row_low": [-np.inf], "row_high": [4.0],
        "point": [1.0, 0.0, 1.0, 0.5],
    }  # fmt: skip
    leaves = tuple(
        Leaf(opened, closed, [-20.0 if weight[opened].sum() > 4 else 0.0]) for opened, closed in every_choice(3)
    )
    return certificates.export("linear_programme", model, Solution("max", (), 9.25, 9.25, (), leaves))


EVERY = {
    "capacitated": capacitated,
    "centdian": centdian,
    "linear_programme": linear_programme,
    "maximal_covering": maximal_covering,
    "p_center": p_center,
    "p_median": p_median,
    "set_covering": set_covering,
    "spaced_covering": spaced_covering,
}
