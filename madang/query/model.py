"""What can be asked of a table: frozen values that check themselves when made, without touching any data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from madang.query import area
from madang.query.expressions import Expression, OddQuestion, Type, aggregates, check_text, walk
from madang.query.searching import plain
from madang.store import Store

MOST = 2**63  # what the engine counts to
MOST_WORDS = 20
ROW = "_row"
"""A column that every table has besides its own: the number of a row as it is stored, 1 to n. `*` leaves it out."""
KEPT_IN_UTC = ("datetime_zoned", "datetime_named_zone", "datetime_from_epoch")
"""Finer meanings of moments that were turned into UTC when they were loaded; those of other columns are as they were written."""
__all__ = ["KEPT_IN_UTC", "ROW", "Column", "Order", "Question", "Selected", "Table", "Type"]


@dataclass(frozen=True)
class Column:
    """A column of a revision. `name` is the publisher's header, made unique; `semantic` a finer meaning such as `dong_code`."""

    name: str
    type: Type
    semantic: str = ""
    unit: str = ""

    def as_json(self) -> dict[str, str]:
        return {"name": self.name, "type": self.type.value, "semantic": self.semantic, "unit": self.unit}

    @property
    def in_utc(self) -> bool:
        """Whether its moments, which are kept without a zone, are in UTC."""
        return self.type == Type.DATETIME and self.semantic in KEPT_IN_UTC

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
        """The column of that exact name, else the only one that matches it in another case or decomposed, else nothing.

        `_row` is the number of a row.
        """
        if name == ROW:
            return Column(ROW, Type.INTEGER)
        for column in self.columns:
            if column.name == name:
                return column
        wanted = plain(name)
        matches = [column for column in self.columns if plain(column.name) == wanted]
        return matches[0] if len(matches) == 1 else None


@dataclass(frozen=True)
class Selected:
    """One output column. Without an alias it is named by its column, or by its own words."""

    expression: Expression
    alias: str = ""


@dataclass(frozen=True)
class Order:
    """One key of the order. Empty values come last unless `nulls_first`."""

    expression: Expression
    descending: bool = False
    nulls_first: bool = False


@dataclass(frozen=True)
class Question:
    """What is asked of one table. It checks its own shape; `bind` checks it against the table.

    `select` () means all columns, or the keys and their count when grouping. `after` is a cursor that an earlier answer gave.
    `every` n keeps every n-th row as stored, the first among them: an even sample that is the same each time.
    `search` words must all occur in some text column. `bbox` is (west, south, east, north) in degrees, over the
    antimeridian when west is greater than east; `near` is (longitude, latitude, metres). `count` False spares the total
    of a filtered table.
    """

    select: tuple[Selected, ...] = ()
    where: Expression | None = None
    group_by: tuple[Expression, ...] = ()
    having: Expression | None = None
    order_by: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    after: str = ""
    distinct: bool = False
    count: bool = True
    search: str = ""
    bbox: tuple[float, float, float, float] | None = None
    near: tuple[float, float, float] | None = None
    every: int = 1

    def __post_init__(self) -> None:
        self._check_page()
        self._check_texts()
        self._check_area()
        self._check_grouping()

    @cached_property
    def grouped(self) -> bool:
        """Whether rows are folded into groups (or into one row, when only aggregates are selected)."""
        return bool(self.group_by) or any(aggregates(item.expression) for item in self.select)

    @property
    def filtered(self) -> bool:
        return bool(self.where is not None or self.search or self.bbox or self.near or self.every > 1)

    def _check_page(self) -> None:
        if not (0 <= (self.limit or 0) < MOST and 0 <= self.offset < MOST):
            raise OddQuestion(
                why_en="limit and offset are 0 or more, and less than 2^63.",
                why_ko="limit과 offset은 0 이상 2^63 미만이어야 합니다.",
            )
        if not 1 <= self.every < MOST:
            raise OddQuestion(
                why_en="`every` is a whole number from 1 on: 10 keeps every tenth row.",
                why_ko="`every`는 1 이상의 정수입니다. 10이면 열 번째 행마다 하나씩 남깁니다.",
            )
        if self.after and self.offset:
            raise OddQuestion(
                why_en="`after` already says where to go on, so `offset` cannot be given besides.",
                why_ko="`after`가 이미 이어 읽을 자리를 말하므로 `offset`을 함께 쓸 수 없습니다.",
            )

    def _check_texts(self) -> None:
        for text in (self.search, *(item.alias for item in self.select)):
            check_text(text)
        if len(self.search.split()) > MOST_WORDS:
            raise OddQuestion(
                why_en=f"`search` takes at most {MOST_WORDS} words.",
                why_ko=f"`search`에는 낱말을 {MOST_WORDS}개까지 씁니다.",
            )

    def _check_area(self) -> None:
        if self.bbox is not None:
            area.check_box(*self.bbox)
        if self.near is not None:
            area.check_circle(*self.near)

    def _check_grouping(self) -> None:
        if self.having is not None and not self.grouped:
            raise OddQuestion(
                why_en="`having` filters groups and there are none. Use `where`, or add `group_by`.",
                why_ko="`having`은 묶음을 거르는데 묶음이 없습니다. `where`를 쓰거나 `group_by`를 더하세요.",
            )
        rows = [*self.group_by, *([self.where] if self.where is not None else [])]
        if any(aggregates(expression) for expression in rows):
            raise OddQuestion(
                why_en="aggregates stand in `select`, `having` and `order_by` only.",
                why_ko="집계는 `select`, `having`, `order_by`에만 쓸 수 있습니다.",
            )
        if not self.grouped and any(aggregates(order.expression) for order in self.order_by):
            raise OddQuestion(
                why_en="`order_by` has an aggregate but nothing is grouped.",
                why_ko="`order_by`에 집계가 있지만 묶은 것이 없습니다.",
            )
        every = [item.expression for item in self.select] + [order.expression for order in self.order_by]
        for expression in every + ([self.having] if self.having is not None else []):
            list(walk(expression))  # raises TooDeep
