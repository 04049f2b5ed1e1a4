"""What a question means on one table: names become its columns, constants take their types, every node gets a type.

The result is again a `Question`, with nothing left to guess, which `compile` (and the plain evaluator of the tests) reads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from madang.lib.problems import Problem
from madang.query import near
from madang.query.expressions import Aggregate, Cast, Expression, OddQuestion, Ref, Star, children, walk
from madang.query.model import ROW, Column, Order, Question, Selected, Table, Type
from madang.query.types import SORTABLE, rebuilt, typed, wrong
from madang.query.words import words


class UnknownColumn(Problem):
    en = "{table} has no column `{name}`.{hint_en} Columns: {known}."
    ko = "{table}에 `{name}` 열이 없습니다.{hint_ko} 열: {known}."


class SameName(Problem):
    en = "Two selected columns are named `{name}`. Give one another name: `... as other`."
    ko = "고른 열 둘의 이름이 `{name}`(으)로 같습니다. 하나에 `... as 이름`으로 다른 이름을 주세요."


class NoGeometry(Problem):
    en = "{table} has no geometry, so `{field}` cannot be asked of it."
    ko = "{table}에는 도형이 없어 `{field}`을(를) 쓸 수 없습니다."


@dataclass(frozen=True)
class Bound:
    """A question that fits a table, the columns of its answer in order, and the types of what it is ordered by."""

    question: Question
    columns: tuple[Column, ...]
    keys: tuple[Type, ...] = ()


def bind(question: Question, table: Table) -> Bound:
    """Fit a question to a table. Raises `UnknownColumn`, `WrongType`, `SameName`, `NoGeometry`, `OddQuestion`."""
    selected = list(_selected(question, table))
    aliases = {item.alias: item.expression for item in selected if item.alias}
    keys = tuple(_key(key, aliases, table) for key in question.group_by)
    outputs = [_output(item, table) for item in selected]
    orders = _orders(question, aliases, table)
    _distinct_names(column.name for _expression, column in outputs)
    _check_area(question, table)
    bound = replace(
        question,
        select=tuple(Selected(expression, column.name) for expression, column in outputs),
        where=None if question.where is None else _condition(question.where, table),
        group_by=keys,
        having=None if question.having is None else _condition(_replaced(question.having, aliases, table), table),
        order_by=tuple(order for order, _kind in orders),
    )
    if bound.grouped:
        _check_groups(bound)
    elif bound.distinct:
        _check_distinct(bound)
    return Bound(bound, tuple(column for _expression, column in outputs), tuple(kind for _order, kind in orders))


def _selected(question: Question, table: Table) -> Iterable[Selected]:
    if not question.select and question.group_by:
        yield from (Selected(key) for key in question.group_by)
        yield Selected(Aggregate("count"), "count")
        return
    for item in question.select or (Selected(Star()),):
        if isinstance(item.expression, Star):
            yield from (Selected(Ref(column.name), column.name) for column in table.columns)
        else:
            yield item


def _output(item: Selected, table: Table) -> tuple[Expression, Column]:
    expression, kind = _typed(item.expression, table)
    if isinstance(expression, Ref):
        column = table.column(expression.name)
        assert column is not None
        return expression, replace(column, name=item.alias or column.name)
    if kind is None:  # nothing but null: the engine would call it a number
        expression, kind = Cast(expression, Type.TEXT), Type.TEXT
    return expression, Column(item.alias or words(item.expression), kind)


def _typed(expression: Expression, table: Table) -> tuple[Expression, Type | None]:
    def column(name: str) -> Column:
        found = table.column(name)
        if found is None:
            known = [column.name for column in table.columns]
            raise UnknownColumn(
                table=f"{table.dataset}/{table.name}", name=name, known=", ".join(known), **near.hint(name, known)
            )
        return found

    return typed(expression, column)


def _condition(expression: Expression, table: Table) -> Expression:
    bound, kind = _typed(expression, table)
    if kind not in (Type.BOOLEAN, None):
        raise wrong(expression, kind, Type.BOOLEAN)
    return bound


def _aliased(expression: Expression, aliases: dict[str, Expression], table: Table) -> Expression:
    """A key that is only an alias stands for what was selected under it; a column of that name comes first."""
    if isinstance(expression, Ref) and table.column(expression.name) is None:
        return aliases.get(expression.name, expression)
    return expression


def _key(key: Expression, aliases: dict[str, Expression], table: Table) -> Expression:
    meant = _aliased(key, aliases, table)
    bound, kind = _typed(meant, table)
    _check_names_a_column(meant, key, "grouping", "묶이지")
    if kind not in SORTABLE:
        raise wrong(meant, kind, *SORTABLE)
    return bound


def _check_names_a_column(meant: Expression, written: Expression, doing: str, cannot: str) -> None:
    """In some dialects `2` is the second selected column; here it would be a constant, and nobody means that."""
    if not any(isinstance(node, Ref | Aggregate) for node in walk(meant)):
        raise OddQuestion(
            why_en=f"{doing} by the constant {words(written)} does nothing; name a column or an alias.",
            why_ko=f"상수 {words(written)}(으)로는 {cannot} 않습니다. 열이나 별칭을 쓰세요.",
        )


def _replaced(expression: Expression, aliases: dict[str, Expression], table: Table) -> Expression:
    """The expression with aliases replaced anywhere inside."""
    return rebuilt(_aliased(expression, aliases, table), lambda part: _replaced(part, aliases, table))


def _orders(question: Question, aliases: dict[str, Expression], table: Table) -> list[tuple[Order, Type]]:
    """Behind the number of a row no other key orders anything; as the first one it is the order as stored."""
    orders = [_order(order, aliases, table) for order in question.order_by]
    place = next((place for place, (order, _) in enumerate(orders) if order.expression == Ref(ROW)), len(orders))
    if place < len(orders) and not (question.grouped or question.distinct):
        last = orders[place][0]
        return orders[: place if not last.descending else place + 1]
    return orders


def _order(order: Order, aliases: dict[str, Expression], table: Table) -> tuple[Order, Type]:
    plain = isinstance(order.expression, Ref) and order.expression.name in aliases
    meant = aliases[order.expression.name] if plain else _replaced(order.expression, aliases, table)  # type: ignore[union-attr]
    expression, kind = _typed(meant, table)
    _check_names_a_column(meant, order.expression, "ordering", "정렬되지")
    if kind not in SORTABLE:
        raise wrong(expression, kind, *SORTABLE)
    return replace(order, expression=expression), kind


def _check_groups(bound: Question) -> None:
    """Every value outside an aggregate must be the same for the whole group."""
    outside = [item.expression for item in bound.select] + [order.expression for order in bound.order_by]
    for expression in outside + ([bound.having] if bound.having is not None else []):
        for ref in _loose(expression, bound.group_by):
            raise OddQuestion(
                why_en=f"`{ref.name}` differs inside a group. Add it to `group_by`, or fold it: `max({ref.name})`.",
                why_ko=f"`{ref.name}` 값이 묶음 안에서 다릅니다. `group_by`에 더하거나 `max({ref.name})`처럼 모으세요.",
            )


def _loose(expression: Expression, keys: tuple[Expression, ...]) -> Iterable[Ref]:
    if expression in keys or isinstance(expression, Aggregate):
        return
    if isinstance(expression, Ref):
        yield expression
    for child in children(expression):
        yield from _loose(child, keys)


def _check_distinct(bound: Question) -> None:
    shown = [item.expression for item in bound.select]
    for order in bound.order_by:
        if order.expression not in shown:
            raise OddQuestion(
                why_en=f"with `distinct`, `order_by` can use selected columns only, not {words(order.expression)}.",
                why_ko=f"`distinct`와 함께 쓰는 `order_by`에는 고른 열만 쓸 수 있습니다: {words(order.expression)}.",
            )


def _check_area(question: Question, table: Table) -> None:
    for field in ("bbox", "near"):
        if getattr(question, field) is not None and table.geometry is None:
            raise NoGeometry(table=f"{table.dataset}/{table.name}", field=field)


def _distinct_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise SameName(name=name)
        seen.add(name)
