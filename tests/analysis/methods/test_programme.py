"""The city's model against trying every choice, on cities of a few points; its bounds against what they claim."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linprog

from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.programme import Model, Service, Status, alternatives, evaluate, phases, programme
from madang.analysis.methods.programme.bound import bound, unflat
from madang.analysis.methods.programme.frame import frame_of
from madang.analysis.methods.programme.search import Best
from madang.analysis.methods.solution import Infeasible, NoneFound


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


@pytest.mark.parametrize("seed", [292, 384])
def test_a_budget_that_whole_sites_break_is_named(seed):
    """The linear program can pay for parts of sites; no choice of whole ones is cheap enough."""
    draw = np.random.default_rng(seed)
    model = a_city(
        3 * seed,
        each=None,
        service_cost=np.empty(0),
        capacity=draw.integers(3, 25, 7).astype(float),
        unit_cost=draw.random(7) * 0.3 if draw.random() < 0.6 else np.zeros(7),
    )
    service = replace(model.services[0], worst_decile=None, minimum_cover=None)
    model = model.but(
        services=(service,), allowed=model.allowed[:1], capacity=model.capacity[:1], service_cost=np.empty(0)
    )
    assert best_of(model) is None
    with pytest.raises(Infeasible) as no:
        programme(model, seconds=4)
    short = no.value.shortfall
    assert set(short) == {"budget"}
    assert best_of(model.but(budget=model.budget + short["budget"] * 1.001)) is not None
    assert best_of(model.but(budget=model.budget + short["budget"] * 0.99)) is None


def test_time_that_runs_out_is_not_called_infeasible(monkeypatch):
    model = a_city(1, capacity=np.full(7, 25.0), each=None, service_cost=np.empty(0))
    monkeypatch.setattr(Best, "take", lambda self, columns: False)
    with pytest.raises(NoneFound) as late:
        programme(model, seconds=0.5)
    assert "fewer candidates" in late.value.text("en")
    assert "후보지를 줄이거나" in late.value.text("ko")


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


def a_plain_city(objective: str, seed: int = 3) -> Model:
    draw = np.random.default_rng(seed)
    points, candidates = draw.random((30, 2)) * 100, draw.random((20, 2)) * 100
    matrix = np.hypot(*(points[:, None] - candidates[None]).transpose(2, 0, 1))
    service = Service("care", draw.integers(0, 9, 30).astype(float), from_matrix(matrix), 15.0)
    return Model((service,), draw.choice([0, 0, 0, 0, 1, 4], 20), sites=3, objective=objective, share=0.3)


@pytest.mark.parametrize("objective", ["p_median", "covering", "centdian"])
def test_plain_questions_are_handed_over(objective):
    model = a_plain_city(objective)
    found = programme(model)
    assert found.more["method"] == objective
    itself = programme(model.but(budget=99.0))  # costs nothing, so this limits nothing, but is no plain question
    assert itself.more["method"] == "programme"
    assert found.proved
    assert itself.proved
    assert found.objective == pytest.approx(itself.objective)
    assert evaluate(model, found.sites).objective == pytest.approx(found.objective)
    assert not evaluate(model, found.sites).broken


def test_alternatives_are_the_best_of_what_differs():
    model = a_city(4, objective="p_median", each=None, service_cost=np.empty(0))
    best = programme(model)
    others = alternatives(model, best, 3, differ=2, within=9.0)
    assert others
    new = [set(solution.sites[~model.existing[solution.sites]]) for solution in (best, *others)]
    assert all(len(one - other) >= 2 for one, other in itertools.permutations(new, 2) if len(one) >= len(other))
    allowed = [found.objective for sites, found in every_choice(model) if len(new[0] - set(sites)) >= 2]
    assert others[0].objective == pytest.approx(min(allowed))
    assert alternatives(model, best, 3, differ=2, within=(others[0].objective / best.objective - 1) / 2) == ()


def test_phases_open_the_best_first_and_keep_it():
    model = a_plain_city("p_median").but(fixed_cost=np.full(20, 2.0))
    final = programme(model)
    for by, steps in (("sites", (1, 2, 3)), ("budget", (2.0, 5.0, 6.0))):
        found = phases(model, final, steps, by=by)
        assert [len(phase.opens) for phase in found] == [1, 1, 1]
        assert (found[-1].solution.sites == final.sites).all()
        assert found[-1].solution.objective == pytest.approx(final.objective)
        kept = np.flatnonzero(model.status == Status.KEEP)
        new = [j for j in final.sites if j not in kept]
        first = min(evaluate(model, np.array([*kept, j], np.int32)).objective for j in new)
        assert found[0].solution.objective == pytest.approx(first)


@pytest.mark.parametrize("seed", [1, 8, 18, 23])
def test_leaves_prove_the_bound_and_no_choice_passes_it(seed):
    model = a_city(seed)
    found = programme(model)
    frame = frame_of(model)
    least = min(
        bound(model, frame, unflat(leaf.multipliers, len(frame.links.point)), leaf.opened, leaf.closed)
        for leaf in found.leaves
    )
    assert (frame.total - least if found.sense == "max" else least) == pytest.approx(found.bound, rel=1e-7)
    draw = np.random.default_rng(seed)
    for leaf in found.leaves:  # whatever the multipliers, they prove nothing that is wrong
        wrong = unflat(leaf.multipliers * draw.random(len(leaf.multipliers)) * 2, len(frame.links.point))
        assert (
            bound(model, frame, wrong, np.empty(0, np.int32), np.empty(0, np.int32)) <= least + 1e-6 * abs(least) + 1e-6
        )


def test_what_cannot_be_done_is_named_with_how_much_is_missing():
    need, matrix = np.array([4.0, 0.0, 6.0]), np.array([[1.0, 9.0], [1.0, 9.0], [9.0, np.inf]])
    service = Service("care", need, from_matrix(matrix), 5.0)

    def shortfall(model: Model) -> Infeasible:
        with pytest.raises(Infeasible) as no:
            programme(model)
        return no.value

    model = Model((service,), np.zeros(2), sites=1)
    no = shortfall(model.but(capacity=np.array([3.0, 4.0])))
    assert no.shortfall == {"capacity: care": 6.0}
    no = shortfall(model.but(status=np.array([4, 0])))
    assert (no.shortfall, no.where) == ({"unreachable: care": 6.0}, {"unreachable: care": (2,)})
    no = shortfall(model.but(services=(replace(service, maximum=8.0),)))
    assert (no.shortfall, no.where) == ({"maximum distance: care": 6.0}, {"maximum distance: care": (2,)})
    no = shortfall(model.but(services=(replace(service, minimum_cover=np.array([0.5])),)))
    assert no.shortfall == {"minimum cover of district 0: care": 1.0}
    assert shortfall(model.but(status=np.array([5, 5]))).shortfall == {"sites": 1.0}
    assert shortfall(model.but(status=np.array([5, 0]), fixed_cost=np.full(2, 7.0), budget=5.0)).shortfall == {
        "budget": 2.0
    }
    assert shortfall(model.but(status=np.array([0, 5]), allowed=np.array([[True, False]]))).shortfall == {
        "required sites that nobody reaches": 1.0
    }
    no = shortfall(
        model.but(fixed_cost=np.array([9.0, 1.0]), budget=5.0)
    )  # only together impossible: who reaches all costs too much
    assert no.shortfall == {"budget": pytest.approx(4.0)} or "reach" in no.shortfall


def test_evaluate_says_what_a_choice_means():
    need, matrix = np.array([4.0, 0.0, 6.0]), np.array([[1.0, 9.0], [1.0, 9.0], [9.0, 2.0]])
    model = Model(
        (Service("care", need, from_matrix(matrix), 5.0),), np.array([1, 0]), sites=1, fixed_cost=np.array([3.0, 4.0])
    )
    alone, both = evaluate(model, np.array([0], np.int32)), evaluate(model, np.array([0, 1], np.int32))
    assert (alone.objective, both.objective) == (58.0, 16.0)
    assert (alone.coverage[0], both.coverage[0]) == (0.4, 1.0)
    assert (alone.worst[0], alone.worst_tenth[0], both.mean[0]) == (9.0, 9.0, 1.6)
    assert both.site.tolist() == [[0, 0, 1]]
    assert (both.cost, both.opened, both.served.tolist()) == (4.0, 1, [[4.0, 6.0]])
    assert evaluate(model, np.array([1], np.int32)).broken == {"keep": 1.0}


def test_what_cannot_be_meant_is_refused():
    service = Service("care", np.ones(3), from_matrix(np.ones((3, 2))), 1.0)
    for wrong in (
        {"sites": -1},
        {"sites": None},
        {"status": np.array([0, 9])},
        {"objective": "best"},
        {"deprivation": np.array([0, np.nan, 0])},
    ):
        with pytest.raises(ValueError):  # noqa: PT011  # each says what, none of it is read by programs
            Model(**{"services": (service,), "status": np.zeros(2), "sites": 1, **wrong})
    with pytest.raises(ValueError, match="need of care"):
        Model((replace(service, need=np.array([1.0, -1.0, 0.0])),), np.zeros(2), sites=1)
