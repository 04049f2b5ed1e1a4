"""What answers look like, for the OpenAPI document. Nothing is made by these classes: the views' answers are held to them by tests."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import models_json_schema

from madang.api.native.schemas import (
    catalogue,
    community,
    differences,
    loading,
    problem,
    profile,
    rows,
    spots,
    studying,
    texts,
)
from madang.api.native.schemas.shape import Shape

REFERENCE = "#/components/schemas/{model}"


def reference(shape: type[Shape]) -> dict[str, str]:
    """The schema of an answer, by its name."""
    return {"$ref": REFERENCE.format(model=shape.__name__)}


def components() -> dict[str, Any]:
    """The schemas of all answers by name, as JSON Schema 2020-12."""
    shapes = [
        found
        for module in (catalogue, community, differences, rows, loading, profile, problem, spots, studying, texts)
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Shape) and found is not Shape
    ]
    _, defined = models_json_schema([(shape, "serialization") for shape in shapes], ref_template=REFERENCE)
    schemas: dict[str, Any] = defined["$defs"]
    return schemas
