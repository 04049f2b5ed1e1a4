"""A bound question as DuckDB's SQL. Values are bound parameters; only quoted names of known columns stand in the text."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from madang.lib.duck import identifier
from madang.query.bind import Bound
from madang.query.cursors import Position
from madang.query.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Between,
    Compare,
    Expression,
    Function,
    In,
    IsNull,
    Like,
    Literal,
    Not,
    Or,
    Ref,
    Star,
)
from madang.query.functions import AGGREGATES, FUNCTIONS
from madang.query.model import Column, Order, Question, Table, Type

ROW = "_row"
METRES_PER_DEGREE = 6_371_008.8 * math.pi / 180  # a sphere of the Earth's mean radius: within 0.6 % of the ellipsoid


@dataclass
class Sql:
    """Text with `$1`, `$2`, ... and the values for them."""

    text: str = ""
    values: list[object] = field(default_factory=list)

    def put(self, value: object) -> str:
        """The parameter of a value. Equal values share one, else DuckDB would not see that a group key is repeated."""
        for number, known in enumerate(self.values, 1):
            if type(known) is type(value) and known == value:
                return f"${number}"
        self.values.append(value)
        return f"${len(self.values)}"


def rows(bound: Bound, table: Table, position: Position, limit: int | None, *, with_row: bool = False) -> Sql:
    """The page of a bound question after `position`; `with_row` adds the column `_row` at the end."""
    sql, question = Sql(), bound.question
    names = [_output(item.expression, column, sql) for item, column in zip(question.select, bound.columns, strict=True)]
    sql.text = (
        f"SELECT {'DISTINCT ' if question.distinct else ''}{', '.join(names)}{f', {ROW}' if with_row else ''} FROM rows"
    )
    sql.text += _filter(question, table, sql, position.row)
    sql.text += _grouping(question, sql)
    sql.text += _ordering(question, sql)
    if limit is not None:
        sql.text += f" LIMIT {sql.put(limit)}"
    if position.skipped and position.row is None:
        sql.text += f" OFFSET {sql.put(position.skipped)}"
    return sql


def _output(expression: Expression, column: Column, sql: Sql) -> str:
    """One output column. Computed whole numbers are 64 bits wide whatever the engine made of them."""
    text = _sql(expression, sql)
    if column.type is Type.INTEGER and not isinstance(expression, Ref):
        text = f"CAST({text} AS BIGINT)"
    return f"{text} AS {identifier(column.name)}"


def total(question: Question, table: Table) -> Sql:
    """How many rows the bound question has without limit and offset."""
    sql = Sql()
    if not question.grouped and not question.distinct:
        sql.text = "SELECT count(*) FROM rows"
        sql.text += _filter(question, table, sql, None)
        return sql
    inner = [f"{_sql(item.expression, sql)} AS {identifier(item.alias)}" for item in question.select]
    sql.text = f"SELECT count(*) FROM (SELECT {'DISTINCT ' if question.distinct else ''}{', '.join(inner)} FROM rows"
    sql.text += _filter(question, table, sql, None)
    sql.text += _grouping(question, sql) + ")"
    return sql


def in_stored_order(question: Question) -> bool:
    """Whether rows come as they are stored, so that a cursor can go on by `_row`."""
    return not (question.grouped or question.distinct or question.order_by)


def _filter(question: Question, table: Table, sql: Sql, after_row: int | None) -> str:
    parts = []
    if question.where is not None:
        parts.append(_sql(question.where, sql))
    for word in question.search.split():
        parts.append(_search(word, table, sql))
    if question.bbox is not None:
        corners = ", ".join(map(sql.put, question.bbox))
        parts.append(f"ST_Intersects({_geometry(table)}, ST_MakeEnvelope({corners}))")
    if question.near is not None:
        parts.append(_near(question.near, table, sql))
    if question.every > 1:
        parts.append(f"({ROW} - 1) % {sql.put(question.every)} = 0")
    if after_row is not None:
        parts.append(f"{ROW} > {sql.put(after_row)}")
    return f" WHERE {' AND '.join(f'({part})' for part in parts)}" if parts else ""


def _search(word: str, table: Table, sql: Sql) -> str:
    """Whether any text column has the word in it, in small or capital letters."""
    texts = [column.name for column in table.columns if column.type is Type.TEXT]
    if not texts:
        return "FALSE"
    value = sql.put(word)
    return " OR ".join(f"contains(lower({identifier(name)}), lower({value}))" for name in texts)


def _near(near: tuple[float, float, float], table: Table, sql: Sql) -> str:
    """Whether the shape comes within metres of a point: on a plane that touches the Earth there."""
    longitude, latitude, metres = near
    east = METRES_PER_DEGREE * math.cos(math.radians(latitude))
    plane = f"ST_Affine({_geometry(table)}, {sql.put(east)}, 0, 0, {sql.put(METRES_PER_DEGREE)}, 0, 0)"
    centre = f"ST_Point({sql.put(longitude * east)}, {sql.put(latitude * METRES_PER_DEGREE)})"
    return f"ST_Distance({plane}, {centre}) <= {sql.put(metres)}"


def _geometry(table: Table) -> str:
    return identifier((table.geometry or {}).get("column") or "geometry")


def _grouping(question: Question, sql: Sql) -> str:
    text = ""
    if question.group_by:
        text += f" GROUP BY {', '.join(_sql(key, sql) for key in question.group_by)}"
    if question.having is not None:
        text += f" HAVING {_sql(question.having, sql)}"
    return text


def _ordering(question: Question, sql: Sql) -> str:
    """Always a total order, so that pages neither repeat nor lose rows.

    Rows as they are stored need no clause: DuckDB keeps the order of a table it scans (a sort of everything would cost
    the memory of everything). A test holds this.
    """
    if in_stored_order(question):
        return ""
    keys = [_key(order, sql) for order in question.order_by]
    if question.group_by:
        keys += [f"{_sql(key, sql)} ASC NULLS LAST" for key in question.group_by]
    elif question.distinct:
        keys += [f"{place} ASC NULLS LAST" for place in range(1, len(question.select) + 1)]
    elif not question.grouped:
        keys.append(ROW)
    return f" ORDER BY {', '.join(keys)}" if keys else ""


def _key(order: Order, sql: Sql) -> str:
    direction = "DESC" if order.descending else "ASC"
    return f"{_sql(order.expression, sql)} {direction} NULLS {'FIRST' if order.nulls_first else 'LAST'}"


def _sql(node: Expression, sql: Sql) -> str:
    """The text of an expression; its values go to the parameters."""
    match node:
        case Ref(name):
            return identifier(name)
        case Literal(value):
            return "NULL" if value is None else sql.put(value)
        case Compare(operator, left, right):
            return f"({_sql(left, sql)} {operator} {_sql(right, sql)})"
        case In(value, options):
            return f"({_sql(value, sql)} IN ({', '.join(_sql(option, sql) for option in options)}))"
        case Between(value, low, high):
            return f"({_sql(value, sql)} BETWEEN {_sql(low, sql)} AND {_sql(high, sql)})"
        case Like(value, pattern, ignore_case):
            return f"({_sql(value, sql)} {'ILIKE' if ignore_case else 'LIKE'} {_sql(pattern, sql)})"
        case IsNull(value):
            return f"({_sql(value, sql)} IS NULL)"
        case And(parts):
            return f"({' AND '.join(_sql(part, sql) for part in parts)})"
        case Or(parts):
            return f"({' OR '.join(_sql(part, sql) for part in parts)})"
        case Not(part):
            return f"(NOT {_sql(part, sql)})"
        case Arithmetic("/", left, right):
            return f"(CAST({_sql(left, sql)} AS DOUBLE) / nullif(CAST({_sql(right, sql)} AS DOUBLE), 0))"
        case Arithmetic("%", left, right):
            return f"({_sql(left, sql)} % nullif({_sql(right, sql)}, 0))"
        case Arithmetic(operator, left, right):
            return f"({_sql(left, sql)} {operator} {_sql(right, sql)})"
        case Function(name, arguments):
            written = [_sql(argument, sql) for argument in arguments]
            return FUNCTIONS[name].sql.format(*written, all=", ".join(written))
        case Aggregate(name, argument, distinct):
            inner = "*" if argument is None else ("DISTINCT " if distinct else "") + _sql(argument, sql)
            return AGGREGATES[name][2].format(inner)
        case Star():
            raise AssertionError("bind replaces stars")
