"""The city's model against trying every choice, on cities of a few points; its bounds against what they claim."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.programme import Model, Service, Status, evaluate, programme
from madang.analysis.methods.solution import Infeasible


def every_choice(model: Model):
    """Every allowed choice with its evaluation, by trying all of them."""
    free = [
        j for j in range(model.candidates) if model.status[j] not in (Status.KEEP, Status.FORBIDDEN, Status.REQUIRED)
    ]
    stays = [j for j in range(model.candidates) if model.status[j] in (Status.KEEP, Status.REQUIRED)]
    for size in range(len(free) + 1):
        for chosen in itertools.combinations(free, size):
            sites = np.array(sorted([*stays, *chosen]), np.int32)
            for offered in every_offer(model, sites):
                found = evaluate(model, sites, offered)
                if not found.broken and np.isfinite(found.objective):
                    yield sites, found


def every_offer(model: Model, sites: np.ndarray):
    open_ = np.zeros(model.candidates, bool)
    open_[sites] = True
    if not model.chooses_services:
        yield model.allowed & open_
        return
    places = np.argwhere(model.allowed & open_ & ~model.existing)
    for bits in itertools.product((False, True), repeat=len(places)):
        offered = model.allowed & open_ & model.existing
        offered[tuple(places[list(bits)].T)] = True
        yield offered


def best_of(model: Model) -> float | None:
    values = [found.objective for _, found in every_choice(model)]
    return None if not values else max(values) if model.objective == "covering" else min(values)


def a_city(seed: int, **changes) -> Model:
    """A few points and candidates with whatever the seed draws of all that can limit a choice."""
    draw = np.random.default_rng(seed)
    n, m, s = 9, 7, int(draw.integers(1, 3))
    points, candidates = draw.random((n, 2)) * 100, draw.random((m, 2)) * 100
    matrix = np.hypot(*(points[:, None] - candidates[None]).transpose(2, 0, 1)).round(1)
    services = tuple(
        Service(
            f"service {number}",
            draw.integers(0, 6, n).astype(float) + (number == 0) * (np.arange(n) == 0),
            from_matrix(matrix * (1 + number)),
            30.0 * (1 + number),
            share=1.0 + number,
            maximum=95.0 * (1 + number) if draw.random() < 0.3 else None,
            worst_decile=70.0 * (1 + number) if draw.random() < 0.3 else None,
            minimum_cover=np.array([0.3, 0.2]) if draw.random() < 0.3 else None,
        )
        for number in range(s)
    )
    settings = {
        "status": draw.choice([0, 0, 0, 0, 1, 2, 3, 4, 5], m),
        "sites": int(draw.integers(2, 4)),
        "budget": 9.0 if draw.random() < 0.4 else None,
        "fixed_cost": draw.integers(1, 5, m).astype(float),
        "objective": ("p_median", "covering", "centdian")[seed % 3],
        "share": 0.4,
        "deprivation": draw.random(n),
        "deprivation_weight": 0.5,
        "district": draw.integers(0, 2, n),
        "allowed": draw.random((s, m)) < 0.85,
        "each": 1 if s > 1 and draw.random() < 0.5 else None,
        "service_cost": draw.integers(0, 2, (s, m)).astype(float) if draw.random() < 0.3 else np.empty(0),
    }
    settings["allowed"][:, settings["status"] == Status.REQUIRED] = True
    return Model(services, **{**settings, **changes})


@pytest.mark.parametrize("seed", range(24))
def test_programme_finds_what_trying_everything_finds(seed):
    compare(a_city(seed))


@pytest.mark.parametrize("seed", range(9))
def test_so_it_does_where_need_is_assigned_by_plan(seed):
    draw = np.random.default_rng(seed)
    compare(
        a_city(
            seed,
            each=None,
            service_cost=np.empty(0),
            capacity=draw.integers(5, 25, 7).astype(float),
            unit_cost=draw.random(7) * 0.1,
        )
    )


def compare(model: Model) -> None:
    best = best_of(model)
    if best is None:
        with pytest.raises(Infeasible) as no:
            programme(model, seconds=20)
        assert min(no.value.shortfall.values()) > 0
        return
    found = programme(model, seconds=20)
    assert found.objective == pytest.approx(best, rel=1e-9)
    assert evaluate(model, found.sites, found.more.get("offered")).objective == pytest.approx(found.objective)
    assert found.proved, (found.more, found.bound, found.objective)


@pytest.mark.parametrize("seed", range(6))
def test_a_plan_is_the_cheapest_assignment(seed):
    """`evaluate` with capacities against the textbook transport problem in scipy."""
    draw = np.random.default_rng(seed)
    n, m = 8, 5
    matrix, need = draw.random((n, m)) * 100, draw.integers(1, 5, n).astype(float)
    capacity = np.full(m, need.sum() / 2)
    model = Model((Service("care", need, from_matrix(matrix), 40.0),), np.ones(m), sites=0, capacity=capacity)
    found = evaluate(model, np.array([0, 2, 3], np.int32))
    open_ = [0, 2, 3]
    each = np.kron(np.eye(n), np.ones(3))
    rooms = np.kron(need, np.eye(3))
    plain = linprog(
        (matrix[:, open_] * need[:, None]).ravel(), A_ub=rooms, b_ub=capacity[open_], A_eq=each, b_eq=np.ones(n)
    )
    assert found.objective == pytest.approx(plain.fun)
    assert found.served.sum() == pytest.approx(need.sum())
    assert (found.served[0] <= capacity + 1e-6).all()
    assert evaluate(model, np.array([1], np.int32)).broken == {"keep": 4.0, "capacity": pytest.approx(need.sum() / 2)}
