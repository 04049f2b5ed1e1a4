"""Somebody tries to recover a count of few people from everything that a finished study leaves.

The proof: two cities that differ in nothing but those counts leave the same files, byte for byte. So nobody can tell them apart
from any table, total, difference, spot, share, bound, certificate, sentence or drawing, whatever they compute.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from madang.analysis import registry
from madang.analysis.apart import child
from tests.analysis import few_people

TIMES = {"seconds"}
"""How long a search took is no number of people, and differs each time."""


def left(folder: Path, case: str, truth: int, fewest: int) -> Path:
    """What the process that computes leaves of a city."""
    study, inputs, parameters = few_people.CASES[case]
    asked, made = folder / f"asked-{truth}-{fewest}", folder / f"made-{truth}-{fewest}"
    few_people.write(asked, inputs(truth), fewest)
    made.mkdir()
    defaults = {one.name: one.default for one in registry.study(study).PARAMETERS}
    child._compute(
        {"module": registry.module(study), "folder": str(asked), "made": str(made), "parameters": {"seed": 0, **defaults, **parameters}},
        lambda told: None,
    )  # fmt: skip
    return made


def contents(folder: Path) -> dict[str, str]:
    """Every file by its name, as something to compare; times taken out."""
    return {str(file.relative_to(folder)): _content(file) for file in sorted(folder.rglob("*")) if file.is_file()}


def _content(file: Path) -> str:
    if file.suffix == ".json":
        return json.dumps(_timeless(json.loads(file.read_text())), sort_keys=True)
    if file.suffix == ".html":
        return re.sub(r"[\d.]+ ?(s|초|seconds)\b", "", file.read_text())
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(one) for name, one in value.items() if name not in TIMES}
    return [_timeless(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("case", few_people.CASES)
def test_cities_that_differ_in_small_counts_alone_leave_the_same_files(case: str, tmp_path: Path) -> None:
    one, other = (contents(left(tmp_path, case, truth, 5)) for truth in (0, 1))
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    told = json.loads(one["result.json"])["quality"]["suppressed"]
    assert told["read"] > 0
    assert told["primary"] > 0
    assert "few" not in json.loads(one["result.json"])["quality"]


@pytest.mark.parametrize("case", ["care_siting", "night_mobility"])
def test_without_the_rule_they_would_not(case: str, tmp_path: Path) -> None:
    one, other = (contents(left(tmp_path, case, truth, 0)) for truth in (0, 1))
    assert [name for name in one if one[name] != other[name]]


def numbers(folder: Path) -> Iterator[tuple[str, float]]:
    """Every number of every table, with where it stands."""
    for file in sorted((folder / "tables").glob("*.parquet")):
        rows = pq.read_table(file)
        for column in rows.column_names:
            for row, value in enumerate(rows[column].to_pylist()):
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield f"{file.stem}.{column}[{row}]", value
