"""What can be asked of a table: frozen values that check themselves when made, without touching any data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from madang.store import Store


class Type(StrEnum):
    """The types of a column, as people see them; the Arrow type of the Parquet file refines them."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    GEOMETRY = "geometry"  # WKB in longitude and latitude, WGS 84


@dataclass(frozen=True)
class Column:
    """A column of a revision. `name` is the publisher's header, made unique; `semantic` a finer meaning such as `dong_code`."""

    name: str
    type: Type
    semantic: str = ""
    unit: str = ""

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "type": self.type.value, "semantic": self.semantic, "unit": self.unit}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Column:
        return cls(value["name"], Type(value["type"]), value.get("semantic", ""), value.get("unit", ""))


@dataclass(frozen=True)
class Table:
    """One revision that somebody may read. Only `accounts.policy.readable` hands them to views."""

    dataset: str
    name: str
    revision: str
    columns: tuple[Column, ...]
    rows: int
    origin: str
    published_at: datetime | None
    store: Store = field(repr=False, compare=False)
    geometry: dict[str, Any] | None = field(default=None, compare=False)  # as catalog.Revision.geometry

    def column(self, name: str) -> Column | None:
        """The column of that exact name, else the only one that matches it in another case, else nothing."""
        for column in self.columns:
            if column.name == name:
                return column
        matches = [column for column in self.columns if column.name.lower() == name.lower()]
        return matches[0] if len(matches) == 1 else None
