"""The state of a sheet in its address, and what it asks: the same filters go to the page, to the exports and to the API."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.query.expressions import And, Compare, Expression, Function, IsNull, Literal, Not, Ref, Value
from madang.query.model import Column, Order, Question, Selected, Table, Type
from madang.query.words import words

PAGE = 50
OPERATORS: dict[str, Promise | str] = {
    "has": _("contains"), "eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥",
    "begins": _("begins with"), "empty": _("is empty"), "filled": _("is not empty"),
}  # fmt: skip
COMPARED = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
READ: dict[Type, Callable[[str], Value]] = {
    Type.TEXT: str,
    Type.INTEGER: lambda text: int(text) if "." not in text else float(text),
    Type.NUMBER: float,
    Type.BOOLEAN: lambda text: {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[
        text.lower()
    ],
    Type.DATE: date.fromisoformat,
    Type.TIME: time.fromisoformat,
    Type.DATETIME: datetime.fromisoformat,
}


@dataclass(frozen=True)
class Filter:
    """One line of the filter form. `odd` is set when the value cannot be compared with the column; it filters nothing then."""

    column: str
    operator: str
    value: str
    odd: bool = False


@dataclass(frozen=True)
class Sheet:
    """What the reader sees. Unknown columns and operators in an address are passed over."""

    filters: tuple[Filter, ...] = ()
    text: str = ""
    sort: str = ""
    descending: bool = False
    columns: tuple[str, ...] = ()
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict, table: Table) -> Sheet:
        known = {column.name: column for column in shown_columns(table)}
        lines = zip(query.getlist("col"), query.getlist("op"), query.getlist("val"), strict=False)
        sort, page = query.get("sort", ""), query.get("page", "1")
        columns = tuple(name for name in query.getlist("show") if name in known)
        return cls(
            tuple(_checked(Filter(c, o, v.strip()), known[c]) for c, o, v in lines if c in known and o in OPERATORS),
            query.get("text", "").strip()[:200],
            sort.removeprefix("-") if sort.removeprefix("-") in known else "",
            sort.startswith("-"),
            columns if len(columns) < len(known) else (),
            max(int(page), 1) if page.isdecimal() else 1,
        )

    def question(self, table: Table) -> Question:
        """The page of rows to ask for."""
        parts = tuple(_expression(f, table.column(f.column)) for f in self.filters if not f.odd)
        return Question(
            select=tuple(Selected(Ref(column.name)) for column in self.chosen(table)),
            where=And(parts) if len(parts) > 1 else parts[0] if parts else None,
            order_by=(Order(Ref(self.sort), self.descending),) if self.sort else (),
            search=self.text,
            limit=PAGE,
            offset=(self.page - 1) * PAGE,
        )

    def chosen(self, table: Table) -> list[Column]:
        return [c for c in shown_columns(table) if not self.columns or c.name in self.columns]

    def api(self, table: Table) -> dict[str, str]:
        """The parameters of the native API for exactly these rows and columns, without paging."""
        question = self.question(table)
        asked = {
            "select": ", ".join(words(item.expression) for item in question.select) if self.columns else "",
            "where": words(question.where) if question.where else "",
            "order_by": words(Ref(self.sort)) + (" desc" if self.descending else "") if self.sort else "",
            "search": self.text,
        }
        return {name: value for name, value in asked.items() if value}

    def sorted_by(self, column: str) -> str:
        """The address after a click on the head of `column`: ascending, then descending, then as stored."""
        if self.sort != column:
            return replace(self, sort=column, descending=False, page=1).address()
        if not self.descending:
            return replace(self, descending=True, page=1).address()
        return replace(self, sort="", descending=False, page=1).address()

    def at(self, page: int) -> str:
        return replace(self, page=page).address()

    def address(self) -> str:
        """The query string of this state, without `?`."""
        pairs = [pair for f in self.filters for pair in (("col", f.column), ("op", f.operator), ("val", f.value))]
        pairs += [("show", name) for name in self.columns]
        pairs += [("text", self.text)] if self.text else []
        pairs += [("sort", ("-" if self.descending else "") + self.sort)] if self.sort else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs)


def shown_columns(table: Table) -> list[Column]:
    """Columns that a sheet can show; a geometry has the map."""
    return [column for column in table.columns if column.type is not Type.GEOMETRY]


def _checked(line: Filter, column: Column) -> Filter:
    if line.operator in ("empty", "filled"):
        return line
    try:
        _value(line, column)
    except (ValueError, KeyError, OverflowError):
        return replace(line, odd=True)
    return replace(line, odd=not line.value)


def _value(line: Filter, column: Column) -> Value:
    text = line.value.replace(",", "") if column.type in (Type.INTEGER, Type.NUMBER) else line.value
    return Literal(READ[column.type](text)).value


def _expression(line: Filter, column: Column | None) -> Expression:
    assert column is not None
    ref = Ref(column.name)
    if line.operator in ("empty", "filled"):
        empty = IsNull(ref)
        return empty if line.operator == "empty" else Not(empty)
    if column.type is Type.TEXT and line.operator in ("has", "begins"):
        function = "contains" if line.operator == "has" else "starts_with"
        return Function(function, (Function("lower", (ref,)), Literal(line.value.lower())))
    return Compare(COMPARED.get(line.operator, "="), ref, Literal(_value(line, column)))
