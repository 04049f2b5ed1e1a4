"""Distances on the sphere, measured twice: by the engine from the nearest point, by the plain evaluator along every edge."""

from __future__ import annotations

import math
from typing import Any

import pytest

from madang.query import parse
from madang.query.answer import answer
from madang.query.expressions import Function, Literal, Ref
from madang.query.model import Question, Selected, Table
from tests.query import plain

CENTRES = [
    (126.98, 37.57), (127.0, 37.51), (179.9999, 0.0), (-179.9999, 0.0), (180.0, 0.001), (0.5, 0.2), (0.0, -80.0), (127.0, 88.9),
    (-53.022, -37.566),
]  # fmt: skip


@pytest.mark.parametrize("centre", CENTRES)
def test_metres_agree(people: Table, rows: list[dict[str, Any]], centre: tuple[float, float]) -> None:
    """Within a millimetre to shapes that are near, a tenth of a percent to those on the other side of the Earth."""
    far = Function("distance", (Ref("geometry"), *map(Literal, centre)))
    question = Question(select=(Selected(far, "m"),))
    for given, expected in zip(
        answer(people, question).table().to_pylist(), plain.answer(people, rows, question), strict=True
    ):
        if expected["m"] is None:
            assert given["m"] is None
        else:
            assert math.isclose(
                given["m"], expected["m"], rel_tol=1e-9 if expected["m"] < 20_000 else 1e-3, abs_tol=1e-3
            )


@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("metres", [50.0, 5_000.0, 199_999.0])
def test_the_same_are_near(
    people: Table, rows: list[dict[str, Any]], centre: tuple[float, float], metres: float
) -> None:
    question = Question(select=parse.selection("이름, 인구"), near=(*centre, metres))
    assert answer(people, question).table().to_pylist() == plain.answer(people, rows, question)


def test_inside_is_no_distance_away(people: Table) -> None:
    select = parse.selection("distance(geometry, 127.0, 37.51) as m")
    question = Question(select=select, where=parse.condition("intersects(geometry, 'POINT (127.0 37.51)')"))
    assert {row["m"] for row in answer(people, question).table().to_pylist()} == {0.0}
