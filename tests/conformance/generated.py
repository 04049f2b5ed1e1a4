"""Hooks of schemathesis: half of what it makes up leads to things that are there, so that more is met than 404."""

from __future__ import annotations

import os
from typing import Any

import schemathesis

KNOWN: dict[str, list[str]] = {
    "slug": ["population", "libraries", "restricted", "draft"],
    "name": ["districts", "places", "people", "plans"],
    "format": ["csv", "json", "geojson", "parquet", "xlsx", "pmtiles"],
    "z": ["0", "14", "24"],
    "x": ["0", "13970"],
    "y": ["0", "6345"],
    "revision": os.environ["REVISIONS"].split(),
    "citation": os.environ["CITATIONS"].split(),
    "run": ["latest"],
}
PAIRS = dict(zip(KNOWN["slug"], KNOWN["name"], strict=True))


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same text always leads to the same thing."""
    if not path_parameters:
        return path_parameters
    found = {name: _known(name, value) for name, value in path_parameters.items()}
    if found.get("slug") in PAIRS and "name" in found and len(str(path_parameters["name"])) % 4:
        found["name"] = PAIRS[found["slug"]]
    return found


def _known(name: str, value: Any) -> Any:
    text = str(value)
    choices = KNOWN.get(name, [])
    number = sum(map(ord, text))
    return choices[number % len(choices)] if choices and number % 3 else value
