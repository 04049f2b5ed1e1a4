"""What all of them have in common."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

Words = dict[str, str]
"""A text in each language that there is: `{"ko": "인구", "en": "Population"}`."""


def _unnamed(schema: dict[str, Any]) -> None:
    """Without the titles that pydantic makes of names: they say nothing."""
    for part in schema.get("properties", {}).values():
        part.pop("title", None)
    schema.pop("title", None)


class Shape(BaseModel):
    """An object with exactly these members; one without a default is always there."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra=_unnamed, json_schema_serialization_defaults_required=False
    )
