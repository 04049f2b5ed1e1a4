"""What every refusal looks like."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from madang.api.native.schemas.shape import Shape, Words


class Problem(Shape):
    """RFC 9457, with the text in every language besides."""

    model_config = ConfigDict(extra="allow")
    type: str = Field(pattern="^urn:madang:problem:", examples=["urn:madang:problem:unknown-column"])
    title: str
    status: int
    detail: str
    texts: Words
