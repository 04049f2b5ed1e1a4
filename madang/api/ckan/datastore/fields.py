"""The fields of a table as DataStore names them: `_id`, the number of the row, and then the columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from madang.api.ckan.reader import Reader
from madang.catalog.models import Column as Described
from madang.catalog.models import Resource
from madang.query.expressions import Ref
from madang.query.model import ROW, Column, Table, Type

ID, FULL_TEXT = "_id", "_full_text"
TYPES: dict[Type, str] = {
    Type.TEXT: "text", Type.INTEGER: "int8", Type.NUMBER: "numeric", Type.BOOLEAN: "bool", Type.DATE: "date",
    Type.TIME: "time", Type.DATETIME: "timestamp", Type.GEOMETRY: "json",
}  # fmt: skip
"""PostgreSQL's names of our types. Shapes are GeoJSON here."""


@dataclass(frozen=True)
class Field:
    """`id` is what clients call it, `column` what is asked of the table."""

    id: str
    type: str
    column: Column

    @property
    def ref(self) -> Ref:
        return Ref(self.column.name)


def fields(table: Table) -> dict[str, Field]:
    """Every field by its id. A column that has one of DataStore's own names gets a number behind it."""
    every = {ID: Field(ID, "int", Column(ROW, Type.INTEGER))}
    for name, column in zip(ids(table), table.columns, strict=True):
        every[name] = Field(name, TYPES[column.type], column)
    return every


def ids(table: Table) -> list[str]:
    """What the columns are called here, in their order."""
    taken, found = {ID, FULL_TEXT} | {column.name.lower() for column in table.columns}, []
    for column in table.columns:
        name, number = column.name, 1
        while (number == 1 and name.lower() in (ID, FULL_TEXT)) or (number > 1 and name.lower() in taken):
            number += 1
            name = f"{column.name}_{number}"
        found.append(name)
    return found


def described(field: Field, words: dict[str, dict[str, str]]) -> dict[str, Any]:
    """A field as answers list it, with what its publisher says about it."""
    info = words.get(field.column.name)
    return {"id": field.id, "type": field.type, **({"info": info} if info else {})}


def dictionary(reader: Reader, resource: Resource) -> dict[str, dict[str, str]]:
    """CKAN's data dictionary: label, notes and unit by the name of the column, where there are any."""
    found = {column.name: _info(reader, column) for column in resource.columns.all()}
    return {name: info for name, info in found.items() if info}


def _info(reader: Reader, column: Described) -> dict[str, str]:
    label = reader.words(column.label)
    info = {"label": label, "notes": reader.words(column.description), "unit": column.unit}
    return {key: text for key, text in info.items() if text}
