"""The contracts of imports in pyproject.toml: a new package or module is never forgotten in a list of who may not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import madang

HERE = Path(madang.__file__).parent
SETTINGS: dict[str, Any] = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {one["name"]: one for one in SETTINGS["tool"]["importlinter"]["contracts"]}
PACKAGES = {file.parent.name for file in HERE.glob("*/__init__.py")}
MAY = {
    "Only ingest.publish writes revisions": {"ingest", "store", "lib"},
    "Only ingest knows how originals are kept": {"ingest", "store", "lib"},
    "Only query parses SQL": {"query"},
    "Only lib.duck imports duckdb": {"lib"},
    "Only lib.jobs imports dbos": {"lib"},
    "Only query and analysis import Ibis and Spark": {"query", "analysis"},
}
"""The packages that may do what all others may not; lib stands below store, as the layers say."""


@pytest.mark.parametrize("name", MAY)
def test_every_package_may_or_may_not(name: str) -> None:
    listed = {module.removeprefix("madang.") for module in CONTRACTS[name]["source_modules"]}
    assert {one for one in listed if "." not in one} == PACKAGES - MAY[name]


def test_every_list_is_known_here() -> None:
    only = {name for name, one in CONTRACTS.items() if one["type"] == "forbidden" and name.startswith("Only ")}
    assert only == set(MAY)


def test_only_what_is_not_there_yet_stands_in_parentheses() -> None:
    """import-linter takes a part in parentheses for granted when it is missing."""
    for contract in CONTRACTS.values():
        for container in contract.get("containers", ()):
            place = HERE.joinpath(*container.split(".")[1:])
            words = {word for layer in contract["layers"] for word in layer.replace(":", "|").split("|")}
            there = {file.stem for file in place.iterdir()}
            assert not [word for word in map(str.strip, words) if word.startswith("(") and word.strip("()") in there]
