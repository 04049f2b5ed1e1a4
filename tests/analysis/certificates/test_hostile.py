"""Certificates made to deceive: sealed again after the change, so that nothing but the sums stands against them."""

from __future__ import annotations

import copy
import hashlib
import math
from typing import Any

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.certificates import Refuted, sealing, verifying
from madang.analysis.certificates.kinds import capacitated, maximal_covering
from madang.analysis.certificates.packing import packed
from tests.analysis.certificates import small

WHOLE_TREE = [{"opened": [], "closed": [], "multipliers": 0}]


def made(kind: str, sense: str, inputs: dict[str, Any], choice: dict[str, Any], objective: float, prices: Any,
         whole: bool = False) -> dict[str, Any]:  # fmt: skip
    """A certificate of one leaf, which claims that its choice is the best."""
    return sealed({
        "format": "madang-certificate", "version": 1, "kind": kind, "sense": sense, "made_by": "a test", "sources": [],
        "inputs": inputs, "choice": {"assignment": None} | choice,
        "claim": {"objective": objective, "bound": objective, "gap": 0.0, "proved": True},
        "whole": whole, "multipliers": [flat(prices)], "leaves": WHOLE_TREE, "tolerances": dict(verifying.TOLERANCES),
    })  # fmt: skip


def sealed(certificate: dict[str, Any]) -> dict[str, Any]:
    return certificate | {"sha256": sealing.seal(certificate)}


def flat(numbers: Any) -> Any:
    """An array that may hold what no JSON number is: as bytes."""
    return packed(np.array([numbers], float)) | {"shape": [len(numbers)]}


def covering(prices: Any) -> dict[str, Any]:
    """Site 0 covers 2, site 1 covers 200; the claim is that 2 is the most."""
    inputs = {
        "count": 2, "indptr": [0, 1, 2, 3, 4], "indices": [0, 0, 1, 1], "need": [1.0, 1.0, 100.0, 100.0], "p": 1,
        "cuts": [], "fixed": [], "forbidden": [],
    }  # fmt: skip
    return made("maximal_covering", "max", inputs, {"sites": [0]}, 2.0, prices, whole=True)


def linear(point: Any, objective: float, prices: Any, **changes: Any) -> dict[str, Any]:
    """Least x0 with x0 + a - b >= 1 and a - b = 0: 1."""
    inputs = {
        "cost": [1.0, 0.0, 0.0], "low": [0.0, 0.0, 0.0], "high": [1.0, 1.0, 1.0], "indices": [0, 1, 2, 1, 2],
        "values": [1.0, 1.0, -1.0, 1.0, -1.0], "indptr": [0, 3, 5], "row_low": [1.0, 0.0], "row_high": [9e9, 0.0],
        "offset": 0.0, "binaries": 1,
    }  # fmt: skip
    sites = [0] if point[0] else []
    return made("linear_programme", "min", inputs | changes, {"sites": sites, "point": point}, objective, prices)


@pytest.mark.parametrize("price", [1e308, 1.7e308, math.inf, math.nan, 1e101])
def test_prices_that_make_a_bound_of_no_number_prove_nothing(price: float) -> None:
    with pytest.raises(Refuted) as raised:
        certificates.verify(covering([price] * 4))
    assert raised.value.facts["where"] == "multipliers[0]"


def test_a_leaf_whose_bound_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for bound in (math.nan, math.inf):
        monkeypatch.setattr(maximal_covering.Model, "bound", lambda model, leaf, bound=bound: bound)
        with pytest.raises(Refuted) as raised:
            certificates.verify(covering([0.0] * 4))
        assert raised.value.facts["where"] == "leaves[0].multipliers"


@pytest.mark.parametrize("error", [OverflowError, ValueError])
def test_sums_that_cannot_be_taken_refute(error: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(model: Any, choice: Any) -> Any:
        raise error("intermediate overflow in fsum")

    monkeypatch.setattr(maximal_covering.Model, "found", broken)
    with pytest.raises(Refuted, match="cannot be recomputed"):
        certificates.verify(covering([0.0] * 4))


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 1e308, -1e308, 1e101])
@pytest.mark.parametrize("place", ["cost", "values", "offset", "point"])
def test_numbers_beyond_measure_are_refused(number: Any, place: str) -> None:
    certificate = linear([1.0, 0.0, 0.0], 1.0, [1.0, -1.0])
    assert certificates.verify(certificate).proved
    if place == "point":
        certificate["choice"]["point"] = [1.0, 0.0, number]
    else:
        certificate["inputs"][place] = number if place == "offset" else [number] * len(certificate["inputs"][place])
    with pytest.raises(Refuted):
        certificates.verify(certificate)


def test_leaves_that_the_choice_itself_refutes_are_not_cut_to_it() -> None:
    """Nothing below 1 is proved of a choice of 0: one of both is wrong."""
    at_limit = linear([0.0, 0.0, 0.0], 0.0, [1.0, -1.0], row_low=[1e-7, 0.0])
    assert certificates.verify(at_limit).proved  # within the tolerance that the file lists
    missed = {"cost": [1e6, 1e6, 0.0], "row_high": [9e9, 9e9], "offset": -1e6}  # what the row lacks is worth 0.5
    contradicted = linear([0.0, 1 - 5e-7, 0.0], -0.5, [1e6, 0.0], **missed)
    with pytest.raises(Refuted) as raised:
        certificates.verify(contradicted)
    assert raised.value.facts["where"] == "leaves"


def test_rows_of_great_terms_allow_no_more_than_their_limits() -> None:
    with pytest.raises(Refuted) as raised:
        certificates.verify(linear([0.0, 1e6, 1e6 - 0.5], 0.0, [0.0, 0.0], high=[1.0, 1e9, 1e9]))
    assert raised.value.facts["where"] == "choice.point"
    with pytest.raises(Refuted):
        certificates.verify(linear([0.0, 1e6, 1e6], 0.0, [1.0, -1.0], high=[1.0, 1e9, 1e9]))


def test_the_least_of_the_worst_share_is_a_number() -> None:
    """A leaf without a choice, in a centdian that is a p-center wholly."""
    certificate = copy.deepcopy(small.centdian())
    certificate["inputs"]["share"] = 1.0
    worst = certificates.verify(small.p_center()).objective
    certificate["claim"] = {"objective": worst, "bound": 0.0, "gap": 1.0, "proved": False}
    sites = small.p_center()["choice"]
    assert certificates.verify(sealed({**certificate, "choice": sites})).objective == worst


@pytest.mark.parametrize("shape", [[0, 2**62], [0, 2**63], [0, 2**70], [2**40, 0], [2**62]])
def test_shapes_without_end_are_refused_where_they_stand(shape: list[int]) -> None:
    certificate = copy.deepcopy(small.capacitated())
    certificate["inputs"]["matrix"] |= {"shape": shape, "base64": "", "sha256": hashlib.sha256(b"").hexdigest()}
    with pytest.raises(Refuted) as raised:
        certificates.verify(sealed(certificate))
    assert raised.value.facts["where"] == "inputs.matrix"


def test_knapsacks_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capacitated, "MOST_ITEMS", 5)
    with pytest.raises(Refuted, match="would take hours"):
        certificates.verify(small.capacitated())


def test_each_leaf_of_capacities_counts_as_work(monkeypatch: pytest.MonkeyPatch) -> None:
    certificate = small.capacitated()
    monkeypatch.setattr(verifying, "MOST_WORK", 15_000 * len(certificate["leaves"]))  # 3 candidates, each a knapsack
    with pytest.raises(Refuted, match="would take hours"):
        certificates.verify(certificate)
