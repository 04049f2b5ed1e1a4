"""Every case on every engine."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import tests.spec
from madang.lib.problems import Problem
from madang.query.answer import answer
from madang.query.model import Question, Table
from madang.store import Store
from madang.store.places import place_at
from tests.query import plain
from tests.query.tables import make_table
from tests.spec import manual
from tests.spec.cases import Case, read_table

Rows = list[dict[str, Any]]
ENGINES: dict[str, Callable[[Table, Rows, Question], Rows]] = {
    "duckdb": lambda table, _rows, question: answer(table, question).table().to_pylist(),
    "plain": plain.answer,
}
FEATURES: list[ModuleType] = manual.features()
EVERY = [
    pytest.param(case, id=f"{feature.__name__.rsplit('.', 1)[-1]}-{number}")
    for feature in FEATURES
    for number, case in enumerate(feature.CASES, 1)
]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Table, Rows]]:
    """The table of a text, built once."""
    folder = tmp_path_factory.mktemp("spec")
    store = Store(place_at("", folder), folder, 256)
    built: dict[str, tuple[Table, Rows]] = {}

    def table(text: str) -> tuple[Table, Rows]:
        if text not in built:
            columns, rows = read_table(text)
            built[text] = make_table(store, columns, rows), rows
        return built[text]

    return table


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", EVERY)
def test_case(case: Case, engine: str, tables: Callable[[str], tuple[Table, Rows]]) -> None:
    table, rows = tables(case.table)
    if case.refused:
        with pytest.raises(Problem) as refusal:
            ENGINES[engine](table, rows, case.question)
        assert refusal.value.code == case.refused
        assert refusal.value.texts()["ko"] != refusal.value.texts()["en"]
        return
    columns, expected = read_table(case.gives)
    found = ENGINES[engine](table, rows, case.question)
    assert found == [pytest.approx(row, nan_ok=True) if _floats(row) else row for row in expected]
    if engine == "duckdb":
        given = answer(table, case.question)
        given.close()
        assert [(column.name, column.type) for column in given.columns] == [
            (column.name, column.type) for column in columns
        ]


def _floats(row: dict[str, Any]) -> bool:
    return all(isinstance(value, float | int | None) for value in row.values())


def test_every_feature_is_in_the_manual() -> None:
    names = {module.name for module in pkgutil.iter_modules(tests.spec.__path__)}
    listed = {feature.__name__.rsplit(".", 1)[-1] for feature in FEATURES}
    assert names == listed | {"cases", "manual", "test_spec"}
    for feature in FEATURES:
        importlib.import_module(feature.__name__)
        assert feature.CASES


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_manual_is_up_to_date(language: str) -> None:
    path: Path = manual.FILES[language]
    assert path.read_text(encoding="utf-8") == manual.text(language), "run `python -m tests.spec.manual`"
