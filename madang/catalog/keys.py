"""Keys: the columns that name a row, how a value stands in an address, and whether a key is true in a revision.

A key is true when it is never empty and names no two rows. Numbers with fractions and shapes name nothing: two ways to write
them are two addresses. The texts "", "." and ".." cannot stand in an address, every client takes them out of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote, unquote_to_bytes

from django.core.cache import cache

from madang.lib.problems import Problem
from madang.query.answer import answer
from madang.query.expressions import Aggregate, Compare, Expression, In, IsNull, Literal, Or, Ref
from madang.query.limits import Limits
from madang.query.model import Column, Question, Selected, Table, Type

TYPES = (Type.TEXT, Type.INTEGER, Type.DATE, Type.DATETIME)
NOWHERE = ("", ".", "..")
LONGEST = 1_000
"""Letters of a key in an address: proxies and browsers cut longer ones."""
CHECKING = Limits(seconds=60.0)
A_MONTH = 30 * 86_400


class NoSuchKey(Problem):
    en = "{column} cannot be part of the key of {table}: {why_en}"
    ko = "{table}의 키에 {column} 열을 쓸 수 없습니다: {why_ko}"


class UntrueKey(Problem):
    en = (
        "{key} does not name the rows of {table}: {empty:,} rows without a value, {doubled:,} values that several rows have{some}."
        " Choose other columns, or add one that tells these rows apart."
    )
    ko = (
        "{key} 값으로는 {table}의 행을 가릴 수 없습니다. 값이 없는 행 {empty:,}개, 여러 행에 있는 값 {doubled:,}개{some}."
        " 다른 열을 고르거나, 이 행들을 구별하는 열을 더하세요."
    )


@dataclass(frozen=True)
class Truth:
    """How a key stands in a revision: rows without it, values of several rows, some of those."""

    empty: int
    doubled: int
    some: tuple[str, ...] = ()

    @property
    def true(self) -> bool:
        return not self.empty and not self.doubled


def columns(table: Table, key: Sequence[str]) -> list[Column]:
    """The columns of a key in this revision. Raises `NoSuchKey`."""
    found = []
    for name in key:
        column = next((column for column in table.columns if column.name == name), None)
        if column is None:
            raise NoSuchKey(
                column=name, table=table.name, why_en="there is no such column.", why_ko="그런 열이 없습니다."
            )
        if column.type not in TYPES:
            raise NoSuchKey(
                column=name, table=table.name,
                why_en="only texts, whole numbers, dates and times name rows.", why_ko="글, 정수, 날짜, 시각만 행의 이름이 됩니다.",
            )  # fmt: skip
        found.append(column)
    return found


def truth(table: Table, key: Sequence[str]) -> Truth:
    """Count what keeps a key from being true; known once, for revisions never change. Raises `NoSuchKey`, and as `answer`."""
    parts = columns(table, key)
    said = hashlib.sha256("\0".join(key).encode()).hexdigest()
    found: Truth = cache.get_or_set(f"key-truth:{table.revision}:{said}", lambda: _count(table, parts), A_MONTH)
    return found


def require(table: Table, key: Sequence[str]) -> None:
    """Raise `NoSuchKey` or `UntrueKey` when these columns do not name the rows of the table."""
    found = truth(table, key)
    if not found.true:
        some = f" ({', '.join(found.some)})" if found.some else ""
        raise UntrueKey(key=" + ".join(key), table=table.name, empty=found.empty, doubled=found.doubled, some=some)


def _count(table: Table, parts: Sequence[Column]) -> Truth:
    refs = tuple(Ref(column.name) for column in parts)
    lacking: list[Expression] = [IsNull(ref) for ref in refs]
    nowhere = tuple(Literal(text) for text in NOWHERE)
    lacking += [In(ref, nowhere) for ref, part in zip(refs, parts, strict=True) if part.type is Type.TEXT]
    where = Or(tuple(lacking)) if len(lacking) > 1 else lacking[0]
    empty = answer(table, Question(where=where, limit=1), CHECKING)
    twice = Question(
        select=tuple(Selected(ref) for ref in refs),
        group_by=refs,
        having=Compare(">", Aggregate("count"), Literal(1)),
        limit=3,
    )
    doubled = answer(table, twice, CHECKING)
    rows = [row for row in doubled.table().to_pylist() if None not in row.values()]
    empty.close()
    return Truth(empty.total or 0, doubled.total or 0, tuple(" + ".join(map(written, row.values())) for row in rows))


def written(value: Any) -> str:
    """A value as it stands in an address, before percent signs: whole numbers in digits, moments in ISO 8601."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value
        return moment.isoformat() + ("Z" if value.tzinfo else "")
    return value.isoformat() if isinstance(value, date) else str(value)


def path(values: Sequence[Any]) -> str:
    """The values of a key as the end of an address, one segment each, as RFC 6570 expands `{a}/{b}`."""
    return "/".join(quote(written(value), safe="") for value in values)


def texts(raw: str, count: int) -> tuple[str, ...] | None:
    """The texts of a key of `count` columns from the end of an address; None when it cannot be one.

    A key of one column may have its slashes as they are (proxies decode `%2F`); of several, each is one segment.
    """
    segments = raw.split("/") if count > 1 else [raw]
    try:
        found = tuple(unquote_to_bytes(segment).decode() for segment in segments)
    except UnicodeDecodeError:
        return None
    fits = len(found) == count and not any(text in NOWHERE or "\0" in text or len(text) > LONGEST for text in found)
    return found if fits else None


def literal(column: Column, text: str) -> Literal | None:
    """The constant that a text of an address means; None for a text that no value of the column is written as."""
    value: Any = text
    try:
        if column.type is Type.INTEGER:
            value = int(text)
        elif column.type is Type.DATE:
            value = date.fromisoformat(text)
        elif column.type is Type.DATETIME:
            value = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (
        Literal(value) if written(value) == text and (column.type is not Type.INTEGER or abs(value) < 2**63) else None
    )
