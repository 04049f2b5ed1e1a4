"""Maximal covering: p sites that cover as much need as possible (Church and ReVelle 1974).

Bound. For multipliers u_i >= 0, one for each of the n points, with S_j the sum of u_i over the points that candidate j covers, F the
`fixed` candidates, O and C the leaf's `opened` and `closed` ones, and q = p - |O|,

    L(u) = sum_i max(0, need_i - u_i) + sum_{j in F or O} S_j + (the q largest S_j among all other candidates: not in F, O or C, not
           `forbidden`; all of them if they are fewer)

is no less than what any choice covers that opens all of O and none of C: with z_i <= sum_{j covers i} y_j for what is covered,
sum_i need_i z_i <= sum_i need_i z_i + sum_i u_i (sum_{j covers i} y_j - z_i) <= L(u). What `fixed` ones cover counts in the objective
and in L(u) alike. Where every need is a whole number so is what any choice covers, and L(u) counts as the whole number below L(u) + 1e-3
(`more["whole"]` is then true; sums of rounded numbers never err by as much). `bound` is the largest over the leaves.

Cuts. `more["cuts"]` are sets R_1 ... R_K of points, an odd number each, that tighten the model as `zero_half` says (its own proof):
sum_j ceil(a_kj / 2) y_j >= sum_{i in R_k} z_i - (|R_k| - 1) / 2, with a_kj the points of R_k that candidate j covers. Each leaf then has
n + K multipliers, u and v >= 0. Points that exactly the same candidates cover are covered together (one z for the group G), so that

    L(u, v) = sum_G max(0, sum_{i in G} (need_i - u_i) - sum_k v_k |R_k in G|) + sum_k v_k (|R_k| - 1) / 2 + sum_{j in F or O} T_j
              + (the q largest T_j among all others),    T_j = S_j + sum_k v_k ceil(a_kj / 2)

Spacing. Where open candidates must keep a distance from one another, O and F bar all that are too near to them, and a leaf in which two
of them are too near holds no choice. `more["cliques"]` are sets C_1 ... C_L of candidates, any two of which are too near, so that at most
one of them is open. Each leaf then has n + K + L multipliers, u, v and t >= 0; T_j is less by the t_l of the cliques with j in them,
L(u, v, t) more by their sum, and of the q largest T_j only those above 0 count: fewer may be open than p.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.branching import Part, pared
from madang.analysis.methods.cover import Cover
from madang.analysis.methods.covering_groups import Groups, grouped
from madang.analysis.methods.maximal_covering_model import Covering
from madang.analysis.methods.solution import Infeasible, Leaf, Solution
from madang.analysis.methods.spacing import Clique, Spacing

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

SEARCHING = 0.85
"""Of the seconds; the rest is for writing down the proof, which takes as long where many parts are left open."""


def maximal_covering(
    need: Floats,
    cover: Cover,
    p: int,
    *,
    fixed: Ints | tuple[int, ...] = (),
    forbidden: Ints | tuple[int, ...] = (),
    spacing: Spacing | None = None,
    close: float = 0.0,
    seconds: float = 60.0,
    seed: int = 0,
    tell: Callable[[float], None] | None = None,
) -> Solution:
    """p candidates to open so that as much need as possible is covered by them or by `fixed` ones.

    `need` (n,) >= 0 in any unit; `p` >= 0 counts new sites only. `fixed` stand in any case, do not count to p and are among `sites`;
    `forbidden` are never opened. With fewer candidates than p all are opened. `objective` is the need covered, fixed ones included.
    With `spacing` no two sites are too near, so that fewer may be opened than p. `close`: a gap (share of the objective) that is good
    enough; with 0 the search goes on until the proof. `seed` decides how good choices are shaken on the way to better ones.

    `bound` is proved by `leaves` as this module says. `more`: `nodes` (parts looked at), `whole` (need is whole numbers), and the sets
    `cuts` and `cliques` that the leaves have multipliers for.
    ValueError for negative need or p, Infeasible({"spacing": metres}) if two `fixed` ones are too near.
    """
    begun = time.perf_counter()
    if p < 0 or len(need) != cover.points or (need < 0).any():
        raise ValueError(f"need of {cover.points} points and a number of sites are wanted, none below 0")
    fixed, forbidden = (np.unique(np.array(numbers, np.int32)) for numbers in (fixed, forbidden))
    groups, among = arranged(need, cover, fixed, forbidden, spacing)
    model = Covering(groups, min(p, len(groups.free)), seed, tell, among, close)
    division = model.solve(begun + SEARCHING * seconds)
    sites = np.union1d(groups.free[division.sites], fixed).astype(np.int32)
    objective = float(need[cover.covered(sites)].sum())
    parts = pared(model, division)
    used = [at for at in range(len(model.cuts)) if any(_multiplier(part, groups, at) > 0 for part in parts)]
    cliques = [at for at in used if isinstance(model.cuts[at], Clique)]
    odd = [at for at in used if at not in cliques]
    return Solution(
        "max",
        sites,
        objective,
        max(-division.bound, objective),
        time.perf_counter() - begun,
        leaves=_leaves(parts, groups, [*odd, *cliques]),
        more={
            "nodes": division.bounded,
            "whole": model.whole,
            "cuts": tuple(groups.first[model.cuts[at].rows] for at in odd),
            "cliques": tuple(groups.free[model.cuts[at].candidates] for at in cliques),
        },
    )


def arranged(
    need: Floats, cover: Cover, fixed: Ints, forbidden: Ints, spacing: Spacing | None
) -> tuple[Groups, Spacing | None]:
    """The model's groups, and the spacing of those that may be opened, None if none of them are too near.

    Infeasible, if `fixed` ones are too near: what is missing between the nearest two, and `where`: all that are too near to another.
    """
    if spacing is None:
        return grouped(need.astype(np.float64), cover, fixed, forbidden), None
    if not spacing.kept(fixed):
        short = tuple(int(one) for one in fixed if np.isin(spacing.barred(np.array([one])), fixed).any())
        raise Infeasible({"spacing": spacing.least - spacing.shortest(fixed)}, {"spacing": short})
    closed = np.union1d(forbidden, spacing.barred(fixed)).astype(np.int32)
    groups = grouped(need.astype(np.float64), cover, fixed, closed)
    return groups, spacing.among(groups.free)


def _leaves(parts: list[Part], groups: Groups, cuts: list[int]) -> tuple[Leaf, ...]:
    """In numbers of points and candidates; leaves of one part share their multipliers."""
    spread: dict[int, Floats] = {}
    for part in parts:
        if id(part.multipliers) not in spread:
            more = [_multiplier(part, groups, cut) for cut in cuts]
            spread[id(part.multipliers)] = np.concatenate((groups.spread(part.multipliers[: len(groups.weight)]), more))
    free = groups.free
    return tuple(Leaf(free[list(part.opened)], free[list(part.closed)], spread[id(part.multipliers)]) for part in parts)


def _multiplier(part: Part, groups: Groups, cut: int) -> float:
    """That of a cut; parts that were bounded before it was found have none."""
    at = len(groups.weight) + cut
    return float(part.multipliers[at]) if at < len(part.multipliers) else 0.0
