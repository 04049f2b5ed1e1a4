"""A bound question as a statement of DuckDB. Values are bound parameters; only quoted names of known columns stand in the text."""

from __future__ import annotations

from madang.lib.duck import identifier
from madang.query import compile_places
from madang.query.bind import Bound
from madang.query.compile_expressions import Sql, spelt
from madang.query.compile_words import occurs
from madang.query.cursors import Position
from madang.query.expressions import Expression, Ref
from madang.query.model import ROW, Column, Order, Question, Table, Type
from madang.query.searching import Word, sought

__all__ = ["ROW", "Sql", "by_row", "in_stored_order", "rows", "total"]


def rows(bound: Bound, table: Table, position: Position, limit: int | None, *, with_place: bool = False) -> Sql:
    """The page of a bound question after `position`; `with_place` adds what a cursor needs: `_row`, then the keys of the order."""
    sql, question = Sql(), bound.question
    names = [_output(item.expression, column, sql) for item, column in zip(question.select, bound.columns, strict=True)]
    if with_place:
        names += [ROW, *(f"{spelt(order.expression, sql)} AS _key{n}" for n, order in enumerate(question.order_by))]
    sql.text = f"SELECT {'DISTINCT ' if question.distinct else ''}{', '.join(names)} FROM rows"
    sql.text += _filter(question, table, sql, position)
    sql.text += _grouping(question, sql)
    sql.text += _ordering(question, sql)
    if limit is not None:
        sql.text += f" LIMIT {sql.put(limit)}"
    if position.skipped and position.row is None:
        sql.text += f" OFFSET {sql.put(position.skipped)}"
    return sql


def _output(expression: Expression, column: Column, sql: Sql) -> str:
    """One output column. Computed whole numbers are 64 bits wide whatever the engine made of them."""
    text = spelt(expression, sql)
    if column.type is Type.INTEGER and not isinstance(expression, Ref):
        text = f"CAST({text} AS BIGINT)"
    return f"{text} AS {identifier(column.name)}"


def total(question: Question, table: Table) -> Sql:
    """How many rows the bound question has without limit and offset."""
    sql = Sql()
    if not question.grouped and not question.distinct:
        sql.text = "SELECT count(*) FROM rows"
        sql.text += _filter(question, table, sql, Position(0))
        return sql
    inner = [f"{spelt(item.expression, sql)} AS {identifier(item.alias)}" for item in question.select]
    sql.text = f"SELECT count(*) FROM (SELECT {'DISTINCT ' if question.distinct else ''}{', '.join(inner)} FROM rows"
    sql.text += _filter(question, table, sql, Position(0))
    sql.text += _grouping(question, sql) + ")"
    return sql


def by_row(question: Question) -> bool:
    """Whether each row of the answer is one of the table, so that a cursor can go on after its place."""
    return not (question.grouped or question.distinct)


def in_stored_order(question: Question) -> bool:
    """Whether rows come as they are stored."""
    return by_row(question) and not question.order_by


def _filter(question: Question, table: Table, sql: Sql, position: Position) -> str:
    parts = []
    if question.where is not None:
        sql.filtering = True
        parts.append(spelt(question.where, sql))
        sql.filtering = False
    parts += [_search(word, table, sql) for word in sought(question.search)]
    if question.bbox is not None:
        parts.append(compile_places.bbox(_geometry(table), list(question.bbox), sql.put))
    if question.near is not None:
        parts.append(compile_places.near(_geometry(table), list(question.near), sql.put))
    if question.every > 1:
        parts.append(f"({ROW} - 1) % {sql.put(question.every)} = 0")
    if position.row is not None:
        parts.append(_after(question.order_by, position, sql))
    return f" WHERE {' AND '.join(f'({part})' for part in parts)}" if parts else ""


def _after(orders: tuple[Order, ...], position: Position, sql: Sql) -> str:
    """Whether a row comes after the last one that was given: by the first key in which they differ, else by its place."""
    text = f"{ROW} > {sql.put(position.row)}"
    for order, last in reversed(list(zip(orders, position.keys or (), strict=True))):
        key = spelt(order.expression, sql)
        if last is None:
            later = f"{key} IS NOT NULL" if order.nulls_first else "FALSE"
            text = f"({later} OR ({key} IS NULL AND {text}))"
        else:
            value = sql.put(last)
            later = (
                f"{key} {'<' if order.descending else '>'} {value}{'' if order.nulls_first else f' OR {key} IS NULL'}"
            )
            text = f"({later} OR ({key} = {value} AND {text}))"
    return text


def _search(word: Word, table: Table, sql: Sql) -> str:
    """Whether any text column has the word in it, in small or capital letters."""
    texts = [identifier(column.name) for column in table.columns if column.type is Type.TEXT]
    return " OR ".join(occurs(word, text, sql.put) for text in texts) or "FALSE"


def _geometry(table: Table) -> str:
    return identifier((table.geometry or {}).get("column") or "geometry")


def _grouping(question: Question, sql: Sql) -> str:
    text = ""
    if question.group_by:
        text += f" GROUP BY {', '.join(spelt(key, sql) for key in question.group_by)}"
    if question.having is not None:
        text += f" HAVING {spelt(question.having, sql)}"
    return text


def _ordering(question: Question, sql: Sql) -> str:
    """Always a total order, so that pages neither repeat nor lose rows.

    Rows as they are stored need no clause: DuckDB keeps the order of a table it scans (a sort of everything would cost
    the memory of everything). Tests hold this, and that it does not where it joins with the values of a long `in`.
    """
    if in_stored_order(question):
        return f" ORDER BY {ROW}" if sql.scattered else ""
    keys = [_key(order, sql) for order in question.order_by]
    if question.group_by:
        keys += [f"{spelt(key, sql)} ASC NULLS LAST" for key in question.group_by]
    elif question.distinct:
        keys += [f"{place} ASC NULLS LAST" for place in range(1, len(question.select) + 1)]
    elif not question.grouped:
        keys.append(ROW)
    return f" ORDER BY {', '.join(keys)}" if keys else ""


def _key(order: Order, sql: Sql) -> str:
    direction = "DESC" if order.descending else "ASC"
    return f"{spelt(order.expression, sql)} {direction} NULLS {'FIRST' if order.nulls_first else 'LAST'}"
