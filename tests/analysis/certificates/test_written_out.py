"""A city-size model with conditions, written out as a linear programme whose certificate holds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.programme import Model, Service, Status, programme
from madang.analysis.methods.programme.written import written_out


def model(objective: Any, services: int = 1, limits: dict[str, Any] | None = None, **more: Any) -> Model:
    generator = np.random.default_rng(3)
    n, m = 24, 10
    places, candidates = generator.random((n, 2)), generator.random((m, 2))
    matrix = np.rint(np.hypot(*(places[:, None] - candidates[None]).transpose(2, 0, 1)) * 1000)
    status = np.zeros(m, np.int32)
    status[[0, 1, 2, 3]] = Status.KEEP, Status.FORBIDDEN, Status.REQUIRED, Status.MAY_MOVE
    asked = tuple(
        Service(f"care {number}", generator.integers(0, 30, n) * 1.0, from_matrix(matrix), 250.0, **(limits or {}))
        for number in range(services)
    )
    given: dict[str, Any] = {
        "sites": 3, "budget": 25.0, "fixed_cost": generator.integers(1, 9, m) * 1.0, "share": 0.3,
        "district": np.arange(n, dtype=np.int32) % 2,
    }  # fmt: skip
    return Model(asked, status, objective=objective, **(given | more))


@pytest.mark.parametrize("objective", ["p_median", "covering", "centdian"])
@pytest.mark.parametrize("limits", [{"maximum": 700.0}, {"worst_decile": 600.0}, {"minimum_cover": np.full(2, 0.2)}])
def test_what_conditions_prove_holds(objective: str, limits: dict[str, Any]) -> None:
    holds(model(objective, limits=limits))


@pytest.mark.parametrize("objective", ["p_median", "covering"])
def test_services_are_chosen_too(objective: str) -> None:
    holds(model(objective, services=2, each=1, service_cost=np.ones((2, 10))))


def holds(asked: Model) -> None:
    solution = programme(asked, seconds=20)
    linear, proof = written_out(asked, solution)
    found = certificates.verify(certificates.export("linear_programme", linear, proof))
    assert found.objective == pytest.approx(solution.objective, rel=1e-9)
    assert found.bound == pytest.approx(solution.bound, rel=1e-7)
    assert found.proved == solution.proved


def test_a_site_that_is_not_open_serves_nobody() -> None:
    asked = model("p_median", limits={"maximum": 700.0})
    solution = programme(asked, seconds=20)
    closed = np.setdiff1d(np.arange(10), [*solution.sites, 1])
    other = replace(solution, sites=np.sort(np.append(solution.sites[:-1], closed[0])).astype(np.int32))
    linear, proof = written_out(asked, other)
    with pytest.raises(certificates.Refuted, match=r"claim\.objective|choice\.point"):
        certificates.verify(certificates.export("linear_programme", linear, proof))


def test_plans_that_assign_need_are_not_written_out() -> None:
    asked = model("p_median", capacity=np.full((1, 10), 200.0))
    with pytest.raises(ValueError, match="nearest"):
        written_out(asked, programme(asked, seconds=20))
