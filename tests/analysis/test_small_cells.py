"""Counts of few people: guarded before a study, empty after it, with what would give them back by subtraction.

An attacker of our own reads nothing but the tables that are shown and asks a linear programme (scipy's) how small and how large
each empty number could be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy.optimize import linprog

from madang.analysis import registry, small_cells
from madang.analysis.declare import ColumnRole, Given, Role, Total, Yield
from madang.config import environment
from madang.query.model import Column, Type
from tests.analysis import toy

FEWEST = 5
WORDS = {"en": "x", "ko": "가"}
NUMBERS = frozenset({Type.NUMBER})


def table(name: str, *totals: Total, tells: Mapping[str, tuple[str, ...]] | None = None, **columns: Type) -> Yield:
    return Yield(
        name, WORDS, WORDS, tuple(Column(one, kind) for one, kind in columns.items()), people=("people",), tells=tells or {},
        totals=totals,
    )  # fmt: skip


# Counts by district and age, sums of each district, of each age, and of all.
CELLS = table(
    "cells", district=Type.TEXT, age=Type.TEXT, people=Type.NUMBER, rate=Type.NUMBER, tells={"people": ("rate",)}
)
SUMS = table(
    "sums",
    Total("people", "cells", "people", {"what": "district"}, {"kind": "district"}),
    Total("people", "cells", "people", {"what": "age"}, {"kind": "age"}),
    Total("people", "cells", "people", where={"kind": "all"}),
    kind=Type.TEXT, what=Type.TEXT, people=Type.NUMBER,
)  # fmt: skip


def crossed(counts: np.ndarray) -> dict[str, pa.Table]:
    """The tables of CELLS and SUMS for counts (districts, ages)."""
    districts, ages = counts.shape
    where = [(f"d{d}", f"a{a}") for d in range(districts) for a in range(ages)]
    flat = counts.ravel().astype(float)
    cells = pa.table(
        {"district": [d for d, _ in where], "age": [a for _, a in where], "people": flat, "rate": flat / 1000}
    )
    kinds = [*(("district", f"d{d}") for d in range(districts)), *(("age", f"a{a}") for a in range(ages)), ("all", "")]
    sums = [*counts.sum(axis=1), *counts.sum(axis=0), counts.sum()]
    return {
        "cells": cells,
        "sums": pa.table(
            {"kind": [k for k, _ in kinds], "what": [w for _, w in kinds], "people": np.array(sums, float)}
        ),
    }


def known(shown: Mapping[str, pa.Table], truth: Mapping[str, pa.Table]) -> list[tuple[float, float, float]]:
    """What the attacker finds: for each small number of `truth`, its value, and the least and most that it can be.

    They are told which empty numbers are small, so that they are 0 to the threshold; all others are at least the threshold. `truth`
    serves for that alone.
    """
    cells, sums = ([one if one is not None else np.nan for one in shown[name]["people"].to_pylist()] for name in shown)
    real = [*truth["cells"]["people"].to_pylist(), *truth["sums"]["people"].to_pylist()]
    value = np.array([*cells, *sums])
    rows = []
    for at, (kind, what) in enumerate(
        zip(*(shown["sums"][name].to_pylist() for name in ("kind", "what")), strict=True)
    ):
        row = np.zeros(len(value))
        row[: len(cells)] = [
            kind == "all" or what == one for one in shown["cells"][kind if kind != "all" else "age"].to_pylist()
        ]
        row[len(cells) + at] = -1
        rows.append(row)
    matrix = np.array(rows)
    empty = np.isnan(value)
    left, right = matrix[:, empty], -matrix[:, ~empty] @ value[~empty]
    small = [0 < one < FEWEST for one in np.array(real)[empty]]
    bounds = [(0, FEWEST) if few else (FEWEST, None) for few in small]
    found = []
    for at in np.flatnonzero(small):
        cost = np.zeros(empty.sum())
        cost[at] = 1
        low, high = (sign * linprog(sign * cost, A_eq=left, b_eq=right, bounds=bounds).fun for sign in (1, -1))
        found.append((float(np.array(real)[empty][at]), low, high))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_no_total_or_difference_gives_a_small_number_back(seed: int) -> None:
    random = np.random.default_rng(seed)
    shape = random.integers(1, 5, 2) + 1
    counts = random.choice([0, 1, 2, 3, 4, 7, 12, 80, 900], shape, p=[0.1, 0.1, 0.05, 0.05, 0.1, 0.2, 0.2, 0.1, 0.1])
    truth = crossed(counts)
    hidden = small_cells.hide((CELLS, SUMS), truth, FEWEST)
    found = known(hidden.tables, truth)
    assert (
        len(found)
        == hidden.primary
        == sum(0 < one < FEWEST for one in [*counts.ravel(), *truth["sums"]["people"].to_pylist()])
    )
    for value, low, high in found:
        assert low <= 1e-6, (value, low, high, counts)
        assert high >= FEWEST - 1e-6, (value, low, high, counts)


def test_the_attacker_finds_what_is_left_out_only_by_itself() -> None:
    """Otherwise the test above could not fail: one small number in a row and a column of large ones."""
    truth = crossed(np.array([[3, 70, 90], [60, 50, 80]]))
    rows = truth["cells"]["people"].to_pylist()
    primary = truth["cells"].set_column(2, "people", pa.array([None, *rows[1:]], pa.float64()))
    assert known({"cells": primary, "sums": truth["sums"]}, truth) == [(3, pytest.approx(3), pytest.approx(3))]
    hidden = small_cells.hide((CELLS, SUMS), truth, FEWEST)
    assert (hidden.primary, hidden.secondary >= 3) == (1, True)
    gone = [one is None for one in hidden.tables["cells"]["people"].to_pylist()]
    assert [one is None for one in hidden.tables["cells"]["rate"].to_pylist()] == gone
    assert hidden.tables["sums"]["people"].to_pylist()[-1] == 353


def test_large_numbers_zeros_and_empty_ones_stay_as_they_are() -> None:
    truth = crossed(np.array([[0, 70], [60, 50]]))
    hidden = small_cells.hide((CELLS, SUMS), truth, FEWEST)
    assert (hidden.tables, hidden.primary, hidden.secondary) == (truth, 0, 0)
    alone = pa.table({"district": ["d"], "age": ["a"], "people": pa.array([None], pa.float64()), "rate": [0.2]})
    absent = small_cells.hide((CELLS,), {"cells": alone}, FEWEST)
    assert (absent.tables["cells"], absent.primary, absent.secondary) == (alone, 0, 0)


def test_many_linked_numbers_lose_their_totals_instead_of_being_looked_at_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("madang.analysis.small_cells.linked.MOST", 1)
    truth = crossed(np.array([[3, 70, 2], [60, 4, 80]]))
    hidden = small_cells.hide((CELLS, SUMS), truth, FEWEST)
    assert set(hidden.tables["sums"]["people"].to_pylist()) == {None}
    assert all(low <= 1e-6 and high >= FEWEST - 1e-6 for _, low, high in known(hidden.tables, truth))


ROLE = Role(
    "areas", WORDS, WORDS, (ColumnRole("need", WORDS, NUMBERS, many=True, people=True), ColumnRole("income", WORDS, NUMBERS))
)  # fmt: skip


def given(fewest: int, **columns: list[Any]) -> Given:
    chosen = {"need": ("A", "B"), "income": ("C",)}
    return Given(pa.table(columns), WORDS, "areas", "1", "observed", chosen, fewest=fewest)


def test_a_study_reads_one_number_for_all_small_counts() -> None:
    columns: dict[str, list[Any]] = {
        "need_1": [0, 1, 4, 5, None],
        "need_2": [3, 3.5, 100, 0.4, 2],
        "income": [1, 2, 3, 4, 5],
    }
    tables, few = small_cells.guarded({"areas": given(5, **columns)}, (ROLE,))
    assert tables["areas"].rows.to_pydict() == {
        "need_1": [0, 2.5, 2.5, 5, None], "need_2": [2.5, 2.5, 100, 2.5, 2.5], "income": [1, 2, 3, 4, 5],
    }  # fmt: skip
    assert few == 6
    untouched = {"areas": given(0, **columns)}
    assert small_cells.guarded(untouched, (ROLE,)) == (untouched, 0)
    larger, few = small_cells.protected(np.array([9.0, 10.0, np.nan]), 10)
    assert (larger[:2].tolist(), few, np.isnan(larger[2])) == ([5, 10], 1, True)


@pytest.mark.parametrize("name", [*registry.studies(), "toy"])
def test_what_a_study_declares_of_people_is_there(name: str) -> None:
    study = registry.studies().get(name, toy)
    kinds = {one.name: {column.name: column.type for column in one.columns} for one in study.YIELDS}
    people = {one.name: one.people for one in study.YIELDS}
    for one in study.YIELDS:
        assert all(kinds[one.name][column] in (Type.INTEGER, Type.NUMBER) for column in one.people)
        assert set(one.tells) <= set(one.people)
        assert {column for telling in one.tells.values() for column in telling} <= set(kinds[one.name]) - set(
            one.people
        )
        for total in one.totals:
            assert total.column in (*one.people, "")
            assert total.parts in people[total.of]
            assert {*total.by, *total.where} <= set(kinds[one.name])
            assert set(total.by.values()) <= set(kinds[total.of])
    assert all(
        column.types <= {Type.INTEGER, Type.NUMBER} for role in study.READS for column in role.columns if column.people
    )
    assert any(column.people for role in study.READS for column in role.columns)


@pytest.mark.parametrize("wrong", ["4", "0", "-5", "five"])
def test_the_city_may_leave_out_more_and_never_less(wrong: str) -> None:
    assert environment.read({})["fewest_people"] == small_cells.FEWEST
    assert environment.read({"MADANG_FEWEST_PEOPLE": "10"})["fewest_people"] == 10
    with pytest.raises(environment.OddSetting):
        environment.read({"MADANG_FEWEST_PEOPLE": wrong})


def test_the_statement_counts_what_was_left_out_in_both_languages() -> None:
    told = small_cells.stated(10, 1234, 7, 3)
    assert all(number in said for said in told["said"].values() for number in ("10", "1,234", "7", "3"))
