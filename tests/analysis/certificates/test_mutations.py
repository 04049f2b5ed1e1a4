"""Numbers of small certificates changed at random and sealed again: what holds is true of every choice there is."""

from __future__ import annotations

import copy
import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.certificates import Refuted, sealing
from madang.analysis.certificates.packing import packed, unpacked
from tests.analysis.certificates import small

ODD = (math.nan, math.inf, -math.inf, 1e308, -1e308, 1e99, 1e16, -1e16, -0.0, 0.0, 1e-300, -1.0, 0.5, 1.0, 2.0, 7.0)


def numbers(value: Any) -> Any:
    return unpacked(value, "f").astype(float)


def flat(array: Any) -> Any:
    """As bytes, which hold what no JSON number is."""
    return packed(np.atleast_2d(array)) | {"shape": list(array.shape)}


def mutated(certificate: dict[str, Any], names: tuple[str, ...], generator: np.random.Generator) -> dict[str, Any]:
    """A number or two of the inputs or the multipliers changed; the claim is what would deceive most: any value, proved."""
    made = copy.deepcopy(certificate)
    for _ in range(generator.integers(1, 3)):
        name = generator.choice(names) if generator.random() < 0.6 else None
        at: Any = made["multipliers"] if name is None else made["inputs"]
        key = int(generator.integers(len(at))) if name is None else str(name)
        array = numbers(at[key])
        array.flat[generator.integers(array.size)] = generator.choice(ODD)
        at[key] = flat(array)
    return made


PAIRS = list(itertools.combinations(range(4), 2))


def costs(made: dict[str, Any]) -> tuple[Any, Any]:
    """need (n,) and length (n, m) by candidate."""
    inputs = made["inputs"]
    order = unpacked(inputs["candidates"], "i")
    length = np.empty(order.shape)
    np.put_along_axis(length, order.astype(int), numbers(inputs["length"]), axis=1)
    return numbers(inputs["need"]), length


def p_median(made: dict[str, Any]) -> float:
    need, length = costs(made)
    served = need > 0
    return min(float((need[served] * length[served][:, pair].min(axis=1)).sum()) for pair in PAIRS)


def p_center(made: dict[str, Any]) -> float:
    need, length = costs(made)
    return min(float(length[need > 0][:, pair].min(axis=1).max(initial=0.0)) for pair in PAIRS)


def centdian(made: dict[str, Any]) -> float:
    need, length = costs(made)
    served, share = need > 0, made["inputs"]["share"]
    near = [length[served][:, pair].min(axis=1) for pair in PAIRS]
    return min(float(share * one.max() + (1 - share) * (need[served] * one).sum() / need.sum()) for one in near)


def maximal_covering(made: dict[str, Any]) -> float:
    need = numbers(made["inputs"]["need"])
    return max(float(sum(n for n, row in zip(need, small.COVER, strict=True) if set(row) & set(pair)))
               for pair in PAIRS)  # fmt: skip


def spaced_covering(made: dict[str, Any]) -> float:
    need, xy, least = numbers(made["inputs"]["need"]), numbers(made["inputs"]["xy"]), made["inputs"]["spacing"]
    fit = [pair for pair in PAIRS if np.hypot(*(xy[pair[0]] - xy[pair[1]])) >= least]
    return max(float(sum(n for n, row in zip(need, small.COVER, strict=True) if set(row) & set(sites)))
               for sites in [*fit, *((one,) for one in range(4))])  # fmt: skip


def set_covering(made: dict[str, Any]) -> float:
    cost = numbers(made["inputs"]["cost"])
    every = [opened for opened, _ in small.every_choice(4)]
    return min(float(cost[one].sum()) for one in every if all(set(row) & set(one) for row in small.COVER))


def capacitated(made: dict[str, Any]) -> float:
    need, weight, matrix, capacity = (
        numbers(made["inputs"][name]) for name in ("need", "weight", "matrix", "capacity")
    )
    best = math.inf
    for to in itertools.product(range(3), repeat=3):
        load = np.bincount(to, weights=need, minlength=3)
        if len(set(to)) <= 2 and (load <= capacity).all():
            best = min(best, float((matrix[range(3), to] * weight).sum()))
    return best


def linear_programme(made: dict[str, Any]) -> float:
    """The greatest: whole columns tried, the last one taken as far as it goes (its row has an upper limit alone)."""
    cost, low, high, values, row_low, row_high = (
        numbers(made["inputs"][name]) for name in ("cost", "low", "high", "values", "row_low", "row_high")
    )
    best = -math.inf
    for whole in itertools.product([0.0, 1.0], repeat=3):
        if any(not low[at] <= one <= high[at] for at, one in enumerate(whole)):
            continue
        rest, share, ends = float(values[:3] @ whole), values[3], [low[3], high[3]]
        ends += [(limit - rest) / share for limit in (row_low[0], row_high[0]) if share and math.isfinite(limit)]
        for end in ends:
            if low[3] <= end <= high[3] and row_low[0] <= rest + share * end <= row_high[0]:
                best = max(best, float(cost[:3] @ whole + cost[3] * end))
    return best + float(made["inputs"]["offset"])


KINDS: dict[str, tuple[Callable[[dict[str, Any]], float], tuple[str, ...]]] = {
    "p_median": (p_median, ("need", "length", "beyond")),
    "p_center": (p_center, ("need", "length", "beyond")),
    "centdian": (centdian, ("need", "length", "beyond")),
    "maximal_covering": (maximal_covering, ("need",)),
    "set_covering": (set_covering, ("cost",)),
    "spaced_covering": (spaced_covering, ("need", "xy")),
    "capacitated": (capacitated, ("need", "weight", "matrix", "capacity")),
    "linear_programme": (linear_programme, ("cost", "low", "high", "values", "row_low", "row_high")),
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_holds_after_some_changes_is_true(kind: str) -> None:
    holds_what_is_true(kind, 25, 1)


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_what_holds_after_many_changes_is_true(kind: str) -> None:
    holds_what_is_true(kind, 200, 20)


def holds_what_is_true(kind: str, tries: int, least: int) -> None:
    true, names = KINDS[kind]
    generator, held = np.random.default_rng(11), 0
    for _ in range(tries):
        made = mutated(MADE[kind], names, generator)
        for _ in range(3):
            made["sha256"] = sealing.seal(made)
            try:
                found = certificates.verify(made)
            except Refuted as refuted:
                if not repaired(made, refuted):
                    break
                continue
            held += 1
            best = true(made)
            assert found.bound is not None
            off = 2e-6 * max(1.0, abs(best))
            assert found.bound <= best + off if made["sense"] == "min" else found.bound >= best - off, (made, best)
            if found.proved:
                assert found.objective == pytest.approx(best, rel=2e-6, abs=2e-6)
            break
    assert held > least


def repaired(made: dict[str, Any], refuted: Refuted) -> bool:
    """Claim what was recomputed: an attacker would."""
    where, why = refuted.facts["where"], refuted.text("en").split(": ", 1)[1]
    if where == "claim.objective":
        made["claim"]["objective"] = float(why.removeprefix("recomputed it is ").rstrip("."))
    elif where in ("claim.bound", "claim.gap", "claim.proved"):
        worst = -1e99 if made["sense"] == "min" else 1e99
        made["claim"] |= {"bound": worst, "gap": 1e99, "proved": False}
    else:
        return False
    return True


MADE = {kind: make() for kind, make in small.EVERY.items()}
