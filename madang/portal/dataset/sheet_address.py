"""The state of a sheet in its address, and what it asks: the same filters go to the page, to the exports and to the API."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import zip_longest
from urllib.parse import urlencode

from django.http import QueryDict

from madang.portal.dataset.sheet_filters import OPERATORS, TO, Filter, checked, expression
from madang.query.expressions import And, Compare, Expression, Literal, Ref
from madang.query.model import ROW, Column, Order, Question, Selected, Table, Type
from madang.query.words import words

__all__ = ["OPERATORS", "SIZES", "Filter", "Odd", "Sheet", "shown_columns"]
SIZES = (25, 50, 100, 200)
SIZE = 50
MOST_COLUMNS = 40
"""Columns that stand beside each other unless they are chosen: a page of 500 would be a megabyte."""
MOST_CHOSEN = 120
MOST_LINES = 20
MOST_SORTS = 5
DEEPEST = 10**12


@dataclass(frozen=True)
class Odd:
    """A part of an address that was passed over: which parameter, and what it said."""

    parameter: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """What the reader sees. What is unknown in an address is passed over, and told in `odd`.

    `sorts` are (column, descending), the first counts most. `columns` are those chosen, in their order; without any, those
    from number `first` on. `row` is the number of the only row to show.
    """

    filters: tuple[Filter, ...] = ()
    text: str = ""
    sorts: tuple[tuple[str, bool], ...] = ()
    columns: tuple[str, ...] = ()
    page: int = 1
    size: int = SIZE
    first: int = 1
    row: int = 0
    odd: tuple[Odd, ...] = field(default=(), compare=False)

    @classmethod
    def read(cls, query: QueryDict, table: Table) -> Sheet:
        reading = _Reading(query, {column.name: column for column in shown_columns(table)})
        columns = reading.columns()
        return cls(
            filters=reading.filters(),
            text=" ".join(query.get("text", "").replace("\0", " ").split())[:200],
            sorts=reading.sorts(),
            columns=columns if columns != tuple(reading.known)[:MOST_COLUMNS] else (),
            page=reading.whole("goto", 0) or reading.whole("page", 1),
            size=reading.size(),
            first=reading.first(),
            row=reading.whole("row", 0),
            odd=tuple(reading.odd),
        )

    def question(self, table: Table) -> Question:
        """The page of rows to ask for: the number of each row, then its columns."""
        return replace(self._asked(table), limit=self.size, offset=min((self.page - 1) * self.size, DEEPEST))

    def cited(self, table: Table) -> Question:
        """All rows that are meant, with these columns in this order: what a citation keeps and an export holds."""
        asked = self._asked(table)
        return replace(asked, select=asked.select[1:] if self.narrow(table) else ())

    def _asked(self, table: Table) -> Question:
        return Question(
            select=(Selected(Ref(ROW)), *(Selected(Ref(column.name)) for column in self.chosen(table))),
            where=self.where(table),
            order_by=tuple(Order(Ref(name), descending) for name, descending in self.sorts),
            search=self.text,
        )

    def where(self, table: Table) -> Expression | None:
        """The condition on rows, but for the words that are searched."""
        parts = [
            expression(line, column)
            for line in self.filters
            if line.asks and (column := table.column(line.column)) is not None
        ]
        parts += [Compare("=", Ref(ROW), Literal(self.row))] if self.row else []
        return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else None

    def chosen(self, table: Table) -> list[Column]:
        """The columns beside each other."""
        known = {column.name: column for column in shown_columns(table)}
        if self.columns:
            return [known[name] for name in self.columns]
        return list(known.values())[self.first - 1 : self.first - 1 + MOST_COLUMNS]

    def narrow(self, table: Table) -> bool:
        """Whether other columns are shown than all, as they are stored."""
        return self.chosen(table) != shown_columns(table)

    @property
    def filtered(self) -> bool:
        return bool(self.text or self.row or any(line.asks for line in self.filters))

    def api(self, table: Table) -> dict[str, str]:
        """The parameters of the native API for exactly these rows and columns, without paging."""
        question = self.cited(table)
        asked = {
            "select": ", ".join(words(item.expression) for item in question.select),
            "where": words(question.where) if question.where else "",
            "order_by": ", ".join(words(Ref(name)) + " desc" * descending for name, descending in self.sorts),
            "search": self.text,
        }
        return {name: value for name, value in asked.items() if value}

    def sorted_by(self, column: str) -> Sheet:
        """After a click on the head of `column`: ascending, then descending, then as stored."""
        if self.sorts == ((column, True),):
            return replace(self, sorts=(), page=1)
        return replace(self, sorts=((column, self.sorts == ((column, False),)),), page=1)

    def filtered_by(self, column: str, lines: tuple[Filter, ...]) -> Sheet:
        """With these lines about a column instead of its others; without any, when these are what it has already."""
        others = tuple(line for line in self.filters if line.column != column)
        standing = tuple(line for line in self.filters if line.column == column)
        return replace(self, filters=others if standing == lines else (*others, *lines), page=1, row=0)

    def moved(self, column: str, step: int, table: Table) -> Sheet:
        """With a column one place further to the left (-1) or right (1)."""
        names = [one.name for one in self.chosen(table)]
        if column not in names:
            return self
        at = names.index(column)
        names.insert(min(max(at + step, 0), len(names) - 1), names.pop(at))
        plain = [one.name for one in shown_columns(table)][:MOST_COLUMNS]
        return replace(self, columns=() if names == plain else tuple(names), first=1)

    def at(self, page: int) -> Sheet:
        return replace(self, page=page)

    def address(self) -> str:
        """The query string of this state, without `?`; nothing that is as it would be anyway."""
        pairs = [
            pair
            for line in self.filters
            if not line.unfinished
            for pair in (("col", line.column), ("op", line.operator), ("val", line.value))
        ]
        pairs += [("show", name) for name in self.columns]
        pairs += [("from", str(self.first))] if self.first > 1 and not self.columns else []
        pairs += [("text", self.text)] if self.text else []
        pairs += [("sort", ("-" if descending else "") + name) for name, descending in self.sorts]
        pairs += [("row", str(self.row))] if self.row else []
        pairs += [("size", str(self.size))] if self.size != SIZE else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return urlencode(pairs)


def shown_columns(table: Table) -> list[Column]:
    """Columns that a sheet can show; a geometry has the map."""
    return [column for column in table.columns if column.type is not Type.GEOMETRY]


class _Reading:
    """Reads the parts of an address, and collects what it passes over."""

    def __init__(self, query: QueryDict, known: dict[str, Column]) -> None:
        self.query, self.known = query, known
        self.odd: list[Odd] = []

    def filters(self) -> tuple[Filter, ...]:
        columns, ends = self.query.getlist("col"), self.query.getlist("to")
        given = [columns, self.query.getlist("op"), self.query.getlist("val")]
        lines = zip_longest(*given, ends if len(ends) == len(columns) else [], fillvalue="")
        found = []
        for name, operator, value, end in lines:
            if not name:
                continue  # a line of the form that nobody used
            if name not in self.known:
                self.odd.append(Odd("col", name))
            elif operator and operator not in OPERATORS:
                self.odd.append(Odd("op", operator))
            else:
                text = f"{value.strip()}{TO}{end.strip()}" if operator == "between" and end else value.strip()
                found.append(checked(Filter(name, operator or "eq", text), self.known[name]))
        if len(found) > MOST_LINES:
            self.odd.append(Odd("lines", str(len(found))))
        return tuple(found[:MOST_LINES])

    def sorts(self) -> tuple[tuple[str, bool], ...]:
        """`-name` and, from the form, a name with its own direction."""
        names, ways = self.query.getlist("sort"), self.query.getlist("way")
        found: dict[str, bool] = {}
        for text, way in zip_longest(names, ways if len(ways) == len(names) else [], fillvalue=""):
            name = text if text in self.known else text.removeprefix("-")
            if name in self.known:
                found.setdefault(name, way == "down" or (not way and name != text))
            elif text:
                self.odd.append(Odd("sort", text))
        return tuple(found.items())[:MOST_SORTS]

    def columns(self) -> tuple[str, ...]:
        names = dict.fromkeys(name for name in self.query.getlist("show") if name)
        self.odd += [Odd("show", name) for name in names if name not in self.known]
        return tuple(name for name in names if name in self.known)[:MOST_CHOSEN]

    def size(self) -> int:
        asked = self.whole("size", SIZE)
        return min(SIZES, key=lambda size: (abs(size - asked), size))

    def first(self) -> int:
        asked = self.whole("from", 1)
        return asked if asked <= len(self.known) else 1

    def whole(self, name: str, default: int) -> int:
        """A whole number from 1 on."""
        text = self.query.get(name, "").strip()
        if not text:
            return default
        if text.isascii() and text.isdecimal() and int(text[:18]) > 0 and len(text) <= 18:
            return int(text)
        self.odd.append(Odd(name, text))
        return default
