"""The row behind an address, and its links to rows of other tables, as far as somebody may see them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.core.cache import cache

from madang.accounts.policy import Actor, can, readable, visible
from madang.catalog import keys
from madang.catalog.models import Column, Dataset, Resource, Revision
from madang.lib.problems import Problem
from madang.query import model
from madang.query.answer import answer
from madang.query.expressions import And, Compare, Literal, Ref
from madang.query.limits import Busy, TooMuchMemory, TooSlow
from madang.query.model import Question, Table, Type
from madang.query.words import words

MOST_TABLES = 30
"""Tables that refer to one row of which rows are looked for; more are counted."""
MOST_ROWS = 10
A_MONTH = 30 * 86_400


class NoKey(Problem):
    en = "The rows of {table} have no addresses: nobody has said which columns name them. Ask for rows at {rows}"
    ko = "{table}의 행에는 주소가 없습니다. 어느 열이 행의 이름인지 아무도 정하지 않았습니다. 행은 여기서 물으세요: {rows}"


class NoSuchRow(Problem):
    en = "{table} has no row with the key {key}. Its key is {columns}; look up values at {rows}"
    ko = "{table}에는 키가 {key}인 행이 없습니다. 키는 {columns}입니다. 값은 여기서 찾아보세요: {rows}"


class KeyGone(Problem):
    en = "The key of {table} ({columns}) does not fit this revision: {why_en} Its publisher must choose another key."
    ko = "{table}의 키({columns})가 이 개정판에 맞지 않습니다. {why_ko} 게시한 곳에서 키를 다시 골라야 합니다."


class KeyOfSeveral(Problem):
    en = "{count} rows of {table} have the key {key}, so it names none of them. Ask for rows at {rows}"
    ko = "{table}에는 키가 {key}인 행이 {count}개라서 어느 행인지 알 수 없습니다. 행은 여기서 물으세요: {rows}"


@dataclass(frozen=True)
class Row:
    """One row by its key. `values` has every column; shapes are WKB."""

    resource: Resource
    table: Table
    key: tuple[Any, ...]
    values: dict[str, Any]

    @cached_property
    def said(self) -> dict[str, Column]:
        return dictionary(self.resource)


@dataclass(frozen=True)
class Referring:
    """Rows of another table whose column names this row: `total` of them, and the first. Without a key they have no address."""

    column: Column
    table: Table
    total: int
    keys: tuple[tuple[Any, ...], ...]


def dictionary(resource: Resource) -> dict[str, Column]:
    """What is said of each column, with the resource that it refers to."""
    return {column.name: column for column in resource.columns.select_related("refers_to__dataset__organisation")}


def described(resource: Resource) -> list[model.Column]:
    """The columns of the current revision; restricted tables are described as well."""
    return [model.Column.from_json(column) for column in resource.current.schema] if resource.current else []


def table(actor: Actor, resource: Resource, as_of: datetime | None = None, revision: str | None = None) -> Table:
    """The table whose rows have addresses. Raises `NoKey`, and as `readable`."""
    found = readable(actor, resource, as_of, revision)
    if not resource.key:
        raise NoKey(table=str(resource), rows=_rows(resource))
    return found


def row(actor: Actor, resource: Resource, raw: str, as_of: datetime | None = None, revision: str | None = None) -> Row:
    """The row that the end of an address names. Decomposed Hangul finds a composed key, as file systems send it.

    Raises `NoSuchRow`, `KeyOfSeveral`, `KeyGone`, `NoKey`, and as `readable`.
    """
    found = table(actor, resource, as_of, revision)
    parts = _parts(resource, found)
    texts = keys.texts(raw, len(parts))
    for candidate in dict.fromkeys((texts, texts and tuple(unicodedata.normalize("NFC", text) for text in texts))):
        if candidate and (values := _one(resource, found, parts, candidate)):
            return Row(resource, found, tuple(values[part.name] for part in parts), values)
    raise NoSuchRow(table=str(resource), key=raw[:200], columns=" + ".join(resource.key), rows=_rows(resource))


def _parts(resource: Resource, found: Table) -> list[Any]:
    try:
        return keys.columns(found, resource.key)
    except keys.NoSuchKey as why:
        raise KeyGone(
            table=str(resource), columns=" + ".join(resource.key), why_en=why.text("en"), why_ko=why.text("ko")
        ) from why


def _one(resource: Resource, found: Table, parts: Sequence[Any], texts: Sequence[str]) -> dict[str, Any] | None:
    tests = []
    for part, text in zip(parts, texts, strict=True):
        literal = keys.literal(part, text)
        if literal is None:
            return None
        tests.append(Compare("=", Ref(part.name), literal))
    where = And(tuple(tests)) if len(tests) > 1 else tests[0]
    rows = answer(found, Question(where=where, limit=2, count=False)).table().to_pylist()
    if len(rows) > 1:
        total = answer(found, Question(where=where, limit=1)).total
        raise KeyOfSeveral(count=total, table=str(resource), key="/".join(texts), rows=_rows(resource))
    return rows[0] if rows else None


def first(found: Table, key: Sequence[str], limit: int) -> list[tuple[Any, ...]]:
    """The keys of the first rows as stored."""
    rows = answer(found, Question(limit=limit, count=False)).table().to_pylist()
    return [tuple(one[name] for name in key) for one in rows if None not in [one[name] for name in key]]


def target(actor: Actor, column: Column | None) -> Resource | None:
    """The table that a column refers to, if it has a key of one column and the actor may know of it."""
    refers_to = column.refers_to if column else None
    if refers_to is None or len(refers_to.key) != 1 or not can(actor, "see", refers_to):
        return None
    return refers_to


def referring(actor: Actor, one: Row) -> tuple[list[Referring], int]:
    """Rows of the current revisions of other tables that name this row, and how many tables were not looked into.

    Each table is one question for the rows with that value; nothing is kept beside the tables for it.
    """
    if len(one.key) != 1:
        return [], 0
    columns = list(_columns(actor, one.resource))
    found, left_out = [], max(0, len(columns) - MOST_TABLES)
    for column in columns[:MOST_TABLES]:
        try:
            entry = _referring(actor, column, one)
        except (Busy, TooSlow, TooMuchMemory):
            left_out += 1  # the row itself is known, and whoever asked for it gets it
            continue
        found += [entry] if entry else []
    return found, left_out


def _columns(actor: Actor, resource: Resource) -> Iterator[Column]:
    columns = Column.objects.filter(
        refers_to=resource, resource__dataset__in=visible(actor), resource__current__rows__isnull=False
    )
    related = columns.select_related("resource__dataset__organisation", "resource__current").order_by(
        "resource__dataset__slug", "resource__position", "position"
    )
    return (column for column in related if can(actor, "read", column.resource))


def _referring(actor: Actor, column: Column, one: Row) -> Referring | None:
    """Nothing when no row refers, or the column changed its type since it was said to refer."""
    table = readable(actor, column.resource)
    mine = next(each for each in one.table.columns if each.name == one.resource.key[0])
    theirs = next((each for each in table.columns if each.name == column.name), None)
    literal = keys.literal(mine, keys.written(one.key[0]))
    if theirs is None or theirs.type is not mine.type or literal is None:
        return None
    where = Compare("=", Ref(column.name), literal)
    found = answer(table, Question(where=where, limit=MOST_ROWS))
    rows = found.table().to_pylist()
    key = column.resource.key
    known = key and all(name in found.schema.names for name in key)
    named = [values for each in rows if known and None not in (values := tuple(each[name] for name in key))]
    return Referring(column, table, found.total or 0, tuple(named)) if found.total else None


def name_of(one: Row) -> str:
    """What a person would call the row: its text in the column that tells rows apart best; nothing for long ones."""
    column = cache.get_or_set(f"naming-column:{one.table.revision}", lambda: _naming(one), A_MONTH)
    text = one.values.get(column)
    return text if isinstance(text, str) and len(text) <= 60 else ""


def _naming(one: Row) -> str:
    """The column of texts, no code and no part of the key, that has the most different values by the receipt; "" for none."""
    texts = [
        column.name
        for column in one.table.columns
        if column.type is Type.TEXT and column.name not in one.resource.key and not column.semantic.endswith("_code")
    ]
    told = revision(one.table, one.resource).receipt.get("tables", [])
    different = {column["name"]: column.get("distinct") or 0 for part in told[:1] for column in part["columns"]}
    return max(texts, key=lambda name: different.get(name, 0), default="")


def far_row(actor: Actor, column: Column | None, value: Any) -> Row | None:
    """The row that a value refers to; None when there is none, or none that the actor may read."""
    resource = target(actor, column)
    if resource is None or value is None or not can(actor, "read", resource):
        return None
    try:
        return row(actor, resource, keys.path([value]))
    except Problem:
        return None


def asking(each: Referring, one: Row) -> str:
    """The query string for all rows of a table that name this one."""
    return urlencode({"where": words(Compare("=", Ref(each.column.name), Literal(one.key[0])))}, quote_via=quote)


def shape(one: Row) -> str | None:
    """The column with the shape of the row."""
    return next((column.name for column in one.table.columns if column.type is Type.GEOMETRY), None)


def revision(found: Table, resource: Resource) -> Revision:
    """The revision that a table shows, with everything that is said of where it comes from."""
    related = resource.revisions.select_related("resource__dataset__organisation", "resource__dataset__licence")
    return related.get(pk=found.revision)


def listed(resource: Resource) -> bool:
    """Whether everybody may read it: then shared caches may keep what is said of it."""
    return resource.dataset.access == Dataset.Access.OPEN and resource.dataset.state == Dataset.State.PUBLISHED


def _rows(resource: Resource) -> str:
    return f"/api/v1/datasets/{resource.dataset.slug}/resources/{resource.name}/rows"
