"""Capacitated p-median: the twenty instances of OR-Library (Osman and Christofides 1994); need takes room, distance counts once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from families import DATA, Answer, Case
from madang.analysis.methods.capacitated import capacitated_p_median


def cases() -> Iterator[Case]:
    for number in range(1, 21):
        known, p, capacity, need, matrix = instance(number)
        given = (need, matrix, capacity, p)
        yield Case(f"pmedcap{number} p={p}", known, partial(ours, *given), {"HiGHS": partial(highs, *given)})


def instance(number: int) -> tuple[float, int, float, np.ndarray, np.ndarray]:
    """Optimum, p, capacity, needs and distances (straight lines rounded down, as published)."""
    words = (DATA / f"cpmp/pmedcap1_{number}.txt").read_text().split()
    n, p, capacity = (int(word) for word in words[2:5])
    rows = np.array(words[5 : 5 + 4 * n], float).reshape(n, 4)
    matrix = np.floor(np.hypot(*(rows[:, None, axis] - rows[None, :, axis] for axis in (1, 2))))
    return float(words[1]), p, capacity, rows[:, 3], matrix


def ours(need: np.ndarray, matrix: np.ndarray, capacity: float, p: int, seconds: float) -> Answer:
    found = capacitated_p_median(need, matrix, capacity, p, weight=np.ones(len(need)), seconds=seconds)
    return Answer(found.objective, found.bound, found.gap)


def highs(need: np.ndarray, matrix: np.ndarray, capacity: float, p: int, seconds: float) -> Answer:
    """The textbook model, as a user of HiGHS writes it."""
    import highspy

    count = len(matrix)
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("time_limit", seconds)
    opened = [solver.addBinary() for _ in range(count)]
    served = [[solver.addBinary(obj=matrix[i, j]) for j in range(count)] for i in range(count)]
    solver.addConstr(sum(opened) == p)
    for row in served:
        solver.addConstr(sum(row) == 1)
        for one, site in zip(row, opened, strict=True):
            solver.addConstr(one <= site)
    for j in range(count):
        solver.addConstr(sum(need[i] * served[i][j] for i in range(count)) <= capacity * opened[j])
    solver.run()
    info = solver.getInfo()
    if not np.isfinite(info.objective_function_value):
        raise TimeoutError
    bound = info.mip_dual_bound
    return Answer(
        info.objective_function_value, bound, (info.objective_function_value - bound) / info.objective_function_value
    )
