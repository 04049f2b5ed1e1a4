"""Certificates of taxi spots: what is too near is found by measuring, whoever sealed the file."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cache
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.certificates import Refuted, sealing
from madang.analysis.certificates.packing import packed, packed_numbers, unpacked
from madang.analysis.methods import spots
from tests.analysis.methods.test_spots import crowded

XY = crowded(650.0)["candidates_xy"]


@cache
def found() -> spots.Spots:
    return spots.choose(**crowded(650.0) | {"count": 6}, close=0.01, required=[3], seconds=60)


@cache
def made() -> dict[str, Any]:
    return certificates.export(found().kind, found().model, found().solution)


def changed(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """The certificate after a change, sealed again."""
    other = copy.deepcopy(made())
    change(other)
    return other | {"sha256": sealing.seal(other)}


def test_it_holds_and_its_gap_is_recomputed() -> None:
    verified, solution = certificates.verify(made()), found().solution
    assert verified.kind == "spaced_covering"
    assert verified.objective == pytest.approx(solution.objective)
    assert verified.gap is not None
    assert verified.gap <= solution.gap + 1e-9
    assert all(np.hypot(*(XY[one] - XY[other])) >= 650 for one, other in combinations(found().order, 2))


def nearer(made: dict[str, Any]) -> None:
    """One spot moves to a candidate beside another."""
    sites = found().solution.sites
    beside = int(np.argsort(np.hypot(*(XY - XY[sites[0]]).T))[1])
    made["choice"]["sites"] = packed_numbers([*sites[:-1], beside])


def wider(made: dict[str, Any]) -> None:
    made["inputs"]["spacing"] = 1000.0


def narrower(made: dict[str, Any]) -> None:
    """With a smaller spacing the cliques are none."""
    made["inputs"]["spacing"] = 50.0


def far_clique(made: dict[str, Any]) -> None:
    """A row that forbids what is allowed would prove any bound."""
    first = unpacked(made["inputs"]["cliques"][0], "i")
    far = int(np.argmax(np.hypot(*(XY - XY[first[0]]).T)))
    made["inputs"]["cliques"][0] = packed_numbers([*first, far])


def below(made: dict[str, Any]) -> None:
    """A multiplier of a clique below 0 would lower the bound."""
    multipliers = unpacked(made["multipliers"][0], "f").copy()
    multipliers[-1] = -1.0
    made["multipliers"][0] = packed(multipliers)


def better(made: dict[str, Any]) -> None:
    made["claim"]["bound"] = made["claim"]["objective"]


def moved(made: dict[str, Any]) -> None:
    xy = unpacked(made["inputs"]["xy"], "f").copy()
    xy[found().order[0]] = xy[found().order[1]]
    made["inputs"]["xy"] = packed(xy)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (nearer, "choice.sites"),
        (wider, "choice.sites"),
        (narrower, "inputs.cliques"),
        (far_clique, "inputs.cliques"),
        (below, "leaves"),
        (better, "claim.bound"),
        (moved, "inputs.cliques|choice.sites"),
    ],
)
def test_what_deceives_is_refuted_with_its_place(change: Callable[[dict[str, Any]], None], where: str) -> None:
    with pytest.raises(Refuted) as raised:
        certificates.verify(changed(change))
    assert any(raised.value.facts["where"].startswith(one) for one in where.split("|"))
