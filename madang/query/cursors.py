"""Cursors: where to read on, tied to one revision and one question, so that pages of two versions never mix."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from madang.lib.problems import Problem
from madang.query.expressions import Type
from madang.query.model import Question, Table

LONGEST_KEYS = 1_000
"""Characters of keys in a cursor, which stands in an address; longer ones are skipped over instead."""


class OtherRevision(Problem):
    en = "This cursor belongs to revision {theirs}, and {ours} is asked now. Start again, or read on with revision={theirs}."
    ko = "이 커서는 개정판 {theirs}의 것인데 지금은 {ours}을(를) 물었습니다. 처음부터 다시 읽거나 revision={theirs}(으)로 이어 읽으세요."


class OtherQuestion(Problem):
    en = "This cursor belongs to another question. Read on with exactly the parameters that gave it; only `limit` may change."
    ko = "이 커서는 다른 질문의 것입니다. 커서를 준 질문과 같은 매개변수로 이어 읽으세요. `limit`만 바꿀 수 있습니다."


class OddCursor(Problem):
    en = "`after` is not a cursor that an answer gave. Copy `next` of the last answer unchanged."
    ko = "`after` 값이 답이 준 커서가 아닙니다. 앞선 답의 `next`를 그대로 쓰세요."


@dataclass(frozen=True)
class Position:
    """`skipped` rows of the answer were given already; `row` is the last one's `_row`, in stored or in asked order.

    `keys` are the last row's values of what it is ordered by, so that reading on need not skip; None when it must.
    """

    skipped: int
    row: int | None = None
    keys: tuple[Any, ...] | None = None


def write(position: Position, question: Question, table: Table) -> str:
    """The cursor after `position`, safe in an address."""
    facts = [table.revision, digest(replace(question, after="", offset=0, limit=None)), position.skipped, position.row]
    keys = None if position.keys is None else [_written(key) for key in position.keys]
    if keys is not None and len(json.dumps(keys)) <= LONGEST_KEYS:
        facts.append(keys)
    elif keys is not None:
        facts[3] = None
    return base64.urlsafe_b64encode(json.dumps(facts, separators=(",", ":")).encode()).decode().rstrip("=")


def read(question: Question, table: Table, types: tuple[Type, ...] = ()) -> Position:
    """Where `question.after` says to go on; `types` are those of the keys it is ordered by.

    Raises `OddCursor`, `OtherRevision`, `OtherQuestion`.
    """
    padded = question.after + "=" * (-len(question.after) % 4)
    try:
        revision, asked, skipped, row, *keys = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise OddCursor() from error
    if not (isinstance(revision, str) and _place(skipped) and (row is None or _place(row))):
        raise OddCursor()
    if revision != table.revision:
        raise OtherRevision(theirs=revision, ours=table.revision)
    if asked != digest(replace(question, after="", offset=0, limit=None)):
        raise OtherQuestion()
    if question.grouped or question.distinct or (types and not keys):
        return Position(skipped)
    return Position(skipped, row, _keys(keys, types) if keys and row is not None else None)


READ: dict[Type, Callable[[Any], Any]] = {
    Type.TEXT: lambda value: value if isinstance(value, str) else _refuse(),
    Type.INTEGER: lambda value: value if type(value) is int and -(2**63) <= value < 2**64 else _refuse(),
    Type.NUMBER: lambda value: _decimal(value) if isinstance(value, str) else float(value),
    Type.BOOLEAN: lambda value: value if isinstance(value, bool) else _refuse(),
    Type.DATE: lambda value: date.fromisoformat(value),
    Type.TIME: lambda value: time.fromisoformat(value),
    Type.DATETIME: lambda value: datetime.fromisoformat(value),
}


def _keys(given: Any, types: tuple[Type, ...]) -> tuple[Any, ...]:
    try:
        (values,) = given
        pairs = zip(values, types, strict=True)
        return tuple(None if value is None else READ[kind](value) for value, kind in pairs)
    except (ValueError, TypeError, OverflowError, InvalidOperation) as error:
        raise OddCursor() from error


def _written(key: Any) -> Any:
    """A key as JSON; `_keys` reads it back exactly."""
    match key:
        case date() | time():  # moments are dates too
            return key.isoformat()
        case Decimal():
            return str(key)
    return key


def _decimal(text: str) -> Decimal:
    found = Decimal(text)
    return found if found.is_finite() and len(text) <= 50 else _refuse()


def _refuse() -> Any:
    raise ValueError


def _place(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63


def digest(question: Question) -> str:
    """Sixteen hexadecimal digits that name the question; equal questions have equal digests."""
    return hashlib.sha256(repr(question).encode()).hexdigest()[:16]
