"""What differs between the rows of two revisions."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from madang.api.native.schemas.shape import Shape


class ColumnsDiff(Shape):
    new: list[str]
    gone: list[str]
    retyped: list[str]


class RowChange(Shape):
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    times: int


class RowsDiff(Shape):
    from_: str = Field(serialization_alias="from")
    to: str
    key: list[str] = Field(description="the columns by which rows were told apart; none: rows were compared whole")
    added: int
    removed: int
    changed: int
    same: int
    cells: dict[str, int] = Field(description="changed cells by column")
    columns: ColumnsDiff
    kind: str
    rows: list[RowChange]
