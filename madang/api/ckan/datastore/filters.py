"""`filters`: which rows, as JSON, in the forms of CKAN 2.11 and 2.12.

{"gu": "종로구", "year": [2024, 2025]}                  all of these; one of the values
{"age": {"gte": 65, "lt": 75}, "$or": [{...}, {...}]}   operators; either
[{...}, {...}]                                          either
{"$$price": 3}                                          the field `$price`
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from madang.api.ckan.datastore.fields import Field
from madang.api.ckan.errors import Invalid
from madang.query.expressions import And, Compare, Expression, In, IsNull, Literal, OddQuestion, Or, Type

OPERATORS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
JOINED = {"$and": And, "$or": Or}
MOST_LEVELS, MOST_OPERATIONS, MOST_VALUES = 10, 100, 10_000
BOOLEANS = {"t": True, "true": True, "y": True, "yes": True, "on": True, "1": True,
            "f": False, "false": False, "n": False, "no": False, "off": False, "0": False}  # fmt: skip
NO_ROW = Literal(False)


def given(value: Any) -> Any:
    """`filters` as sent, or out of JSON in a text. Raises `Invalid`."""
    if isinstance(value, str) and value.strip():
        try:
            return json.loads(value, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Invalid({"filters": ["Cannot parse JSON"]}) from error
    return value or None


def condition(value: Any, known: Mapping[str, Field]) -> Expression | None:
    """The condition that filters say, or None when they say nothing. Raises `Invalid`."""
    if value is None or value in ({}, []):
        return None
    if not isinstance(value, dict) and not _objects(value):
        raise _invalid("Filters must be defined as a dict or a list of dicts")
    reading = _Reading(known)
    if isinstance(value, list):
        return reading.joined("$or", value, 1)
    return reading.all_of(value, 0)


class _Reading:
    """Reads one document, and counts what is in it."""

    def __init__(self, known: Mapping[str, Field]) -> None:
        self._known = known
        self._operations = 0

    def all_of(self, members: dict[str, Any], level: int) -> Expression | None:
        parts = [self._member(key, value, level) for key, value in members.items()]
        return _join(And, [part for part in parts if part is not None])

    def joined(self, operator: str, members: Any, level: int) -> Expression | None:
        if level > MOST_LEVELS:
            raise _invalid("Maximum nesting depth for filter operations reached")
        if not _objects(members):
            raise _invalid(f"Filter operations must be defined as a list of dicts: {_short(members)}")
        self._count()
        parts = [self.all_of(member, level) for member in members]
        return _join(JOINED[operator], [part for part in parts if part is not None])

    def _member(self, key: str, value: Any, level: int) -> Expression | None:
        if key in JOINED:
            return self.joined(key, value, level + 1)
        if key.startswith("$") and not key.startswith("$$"):
            raise _invalid(f"Unknown operators (must be one of $or, $and): {_short(key)}")
        name = key[1:] if key.startswith("$$") else key
        if name not in self._known:
            raise _invalid(f"Unknown field: {_short(name)}")
        return self._of_field(self._known[name], value)

    def _of_field(self, field: Field, value: Any) -> Expression:
        if isinstance(value, dict):
            parts = [self._compared(field, operator, other) for operator, other in value.items()]
            if not parts:
                raise _invalid(f"No operator for the field: {_short(field.id)}")
            found = _join(And, parts)
        elif isinstance(value, list):
            plain = [each for each in value if not isinstance(each, dict)]
            operations = [self._of_field(field, each) for each in value if isinstance(each, dict)]
            found = _join(Or, [*operations, *([self._one_of(field, plain)] if plain or not operations else [])])
        else:
            found = self._compared(field, "eq", value)
        assert found is not None
        return found

    def _compared(self, field: Field, operator: str, value: Any) -> Expression:
        self._count()
        if operator not in OPERATORS:
            raise _invalid(f"Unknown operator (must be one of {', '.join(OPERATORS)}): {_short(operator)}")
        if value is None and operator == "eq":
            return IsNull(field.ref)
        return Compare(OPERATORS[operator], field.ref, _literal(field, value))

    def _one_of(self, field: Field, values: list[Any]) -> Expression:
        self._count()
        if len(values) > MOST_VALUES:
            raise _invalid(f"At most {MOST_VALUES} values are looked for")
        options = tuple(_literal(field, value) for value in values if value is not None)
        parts: list[Expression] = [In(field.ref, options)] if options else []
        if None in values:
            parts.append(IsNull(field.ref))
        return _join(Or, parts) or NO_ROW

    def _count(self) -> None:
        self._operations += 1
        if self._operations > MOST_OPERATIONS:
            raise _invalid("Maximum number of filter operations exceeded")


def _join(kind: type[And] | type[Or], parts: list[Expression]) -> Expression | None:
    return kind(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None


def _literal(field: Field, value: Any) -> Literal:
    """A value in the type of its field; texts are read as PostgreSQL would. What cannot be is refused here or by `bind`."""
    kind = field.column.type
    if value is None or isinstance(value, dict | list) or kind is Type.GEOMETRY:
        raise _no_value(field, value)
    if isinstance(value, bool) and kind not in (Type.BOOLEAN, Type.TEXT):
        raise _no_value(field, value)
    try:
        return Literal(_read(kind, value))
    except (ValueError, OverflowError, OddQuestion) as error:
        raise _no_value(field, value) from error


def _read(kind: Type, value: Any) -> Any:
    text = value.strip() if isinstance(value, str) else json.dumps(value)
    match kind:
        case Type.TEXT:
            return value if isinstance(value, str) else text
        case Type.BOOLEAN:
            if text.lower() not in BOOLEANS:
                raise ValueError(text)
            return BOOLEANS[text.lower()]
        case Type.INTEGER | Type.NUMBER:
            return _number(text)
        case Type.DATE:
            return date.fromisoformat(text) if len(text) <= 10 else datetime.fromisoformat(text).date()
        case Type.DATETIME:
            return datetime.fromisoformat(text).replace(tzinfo=None)
    return text


def _number(text: str) -> int | float:
    """A whole number beyond 64 bits is compared as a fraction, which is near enough out there."""
    try:
        whole = int(text) if len(text) <= 40 and "_" not in text else float(text)
    except ValueError:
        whole = float(text)
    return whole if -(2**63) <= whole < 2**63 else float(whole)


def _objects(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _no_value(field: Field, value: Any) -> Invalid:
    return _invalid(f"Invalid value for the field {_short(field.id)} ({field.type}): {_short(value)}")


def _invalid(message: str) -> Invalid:
    return Invalid({"filters": [message]})


def _no_number(word: str) -> Any:
    raise ValueError(word)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 100 else text[:100] + "…"
