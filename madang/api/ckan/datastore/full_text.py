"""`q` and `full_text`: rows in which words occur, in any column or in given ones.

Words are found as `query.searching` finds them: as a part of a text, in small or capital letters, Korean without its particles
and blanks. A word that is a number or a day also finds the columns of numbers or days that hold exactly that.
`plain=false` takes PostgreSQL's `tsquery`: `bus:* & !(night | 심야)`. Every word is sought as a part, so `:*` adds nothing.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from madang.api.ckan.datastore.columns import unknown
from madang.api.ckan.datastore.fields import Field
from madang.api.ckan.errors import Invalid
from madang.query.expressions import And, Cast, Compare, Expression, Function, Literal, Not, Or, Type
from madang.query.model import MOST_WORDS

RANK = "rank"
NOTHING = Literal(False)
NUMBERS = (Type.INTEGER, Type.NUMBER)
MOST_LEVELS = 20
TOKEN = re.compile(r"\s*(?:(?P<sign>[&|!()])|(?P<text>'(?:[^'\\]|''|\\.)*'|[^\s&|!():'<]+)(?P<mark>:[*ABCDabcd]*)?)")


@dataclass
class Sought:
    """Words for `Question.search`, what else must hold, and the names of rank columns."""

    search: str = ""
    conditions: list[Expression] = field(default_factory=list)
    ranks: list[str] = field(default_factory=list)


def sought(q: Any, full_text: str, plain: bool, known: Mapping[str, Field]) -> Sought:
    """What `q` (a text, or texts by field) and `full_text` look for. Raises `Invalid`."""
    found = Sought()
    columns = [each for each in known.values() if each.id != "_id"]
    texts = [text for text in (q if isinstance(q, str) else "", full_text) if text.strip()]
    for text in texts:
        _anywhere(text, plain, columns, found)
    if texts:
        found.ranks.append(RANK)
    for name, text in (q or {}).items() if isinstance(q, dict) else ():
        if name not in known:
            raise unknown("q", name)
        if not isinstance(text, str):
            raise Invalid({"q": ["Query string or JSON dict of strings expected"]})
        if text.strip():
            found.conditions.append(_in_columns(text, plain, [known[name]]))
            found.ranks.append(f"{RANK} {name}")
    return found


def given(value: Any) -> Any:
    """`q` as sent, or the object out of JSON in a text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            opened = json.loads(value)
        except (ValueError, RecursionError):
            return value
        return opened if isinstance(opened, dict) else value
    if value is not None and not isinstance(value, str | dict):
        raise Invalid({"q": ["Query string or JSON dict of strings expected"]})
    return value


def _anywhere(text: str, plain: bool, columns: list[Field], found: Sought) -> None:
    """Words that only texts can hold go the way of all searches; others are asked of other columns too."""
    if not plain:
        found.conditions.append(_in_columns(text, plain, columns))
        return
    words = _few(text.split())
    others = [word for word in words if any(_exactly(each, word) is not None for each in columns)]
    found.search = " ".join([*found.search.split(), *(word for word in words if word not in others)])
    found.conditions += [_word(word, columns) for word in others]


def _in_columns(text: str, plain: bool, columns: list[Field]) -> Expression:
    if not plain:
        return _Query(text, columns).read()
    return _all([_word(word, columns) for word in _few(text.split())])


def _few(words: list[str]) -> list[str]:
    if len(words) > MOST_WORDS:
        raise Invalid({"q": [f"At most {MOST_WORDS} words are looked for"]})
    return words


def _word(word: str, columns: list[Field]) -> Expression:
    """Whether a word is found in one of the columns; it is not in an empty one."""
    texts = [Function("search", (each.ref, Literal(word))) for each in columns if each.column.type is Type.TEXT]
    parts: list[Expression] = [Function("coalesce", (text, NOTHING)) for text in texts]
    parts += [Function("coalesce", (same, NOTHING)) for each in columns if (same := _exactly(each, word)) is not None]
    return Or(tuple(parts)) if len(parts) > 1 else parts[0] if parts else NOTHING


def _exactly(each: Field, word: str) -> Expression | None:
    """Whether a column of numbers or days holds the word; None when it cannot."""
    kind = each.column.type
    if kind in NUMBERS and (number := _number(word)) is not None:
        return Compare("=", each.ref, Literal(number))
    if kind in (Type.DATE, Type.DATETIME) and (day := _day(word)) is not None:
        return Compare("=", each.ref if kind is Type.DATE else Cast(each.ref, Type.DATE), Literal(day))
    return None


def _number(word: str) -> int | float | None:
    if not re.fullmatch(r"[+-]?\d{1,40}(\.\d{1,40})?", word, re.ASCII):
        return None
    if "." not in word and -(2**63) <= int(word) < 2**63:
        return int(word)
    number = float(word)
    return number if math.isfinite(number) else None


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII) else None
    except ValueError:
        return None


def _all(parts: list[Expression]) -> Expression:
    return And(tuple(parts)) if len(parts) > 1 else parts[0] if parts else NOTHING


class _Query:
    """Reads a `tsquery`: `!` binds most, then `&`, then `|`."""

    def __init__(self, text: str, columns: list[Field]) -> None:
        self._text, self._columns = text, columns
        self._tokens = self._split(text)
        _few([word for word in self._tokens if word.startswith(" ")])
        self._place = 0

    def read(self) -> Expression:
        found = self._either(0)
        if self._place < len(self._tokens):
            raise self._odd()
        return found

    def _split(self, text: str) -> list[str]:
        """Signs as they are; words with a blank before, so that none is a sign."""
        tokens, place, text = [], 0, text.rstrip()
        while place < len(text):
            token = TOKEN.match(text, place)
            if token is None:
                raise self._odd()
            place = token.end()
            tokens.append(token["sign"] or " " + _bare(token["text"]))
        return tokens

    def _either(self, level: int) -> Expression:
        parts = [self._both(level)]
        while self._next("|"):
            parts.append(self._both(level))
        return Or(tuple(parts)) if len(parts) > 1 else parts[0]

    def _both(self, level: int) -> Expression:
        parts = [self._one(level)]
        while self._next("&"):
            parts.append(self._one(level))
        return _all(parts)

    def _one(self, level: int) -> Expression:
        if level > MOST_LEVELS or self._place >= len(self._tokens):
            raise self._odd()
        if self._next("!"):
            return Not(self._one(level + 1))
        if self._next("("):
            found = self._either(level + 1)
            if not self._next(")"):
                raise self._odd()
            return found
        words = self._tokens[self._place]
        if words in "&|)":
            raise self._odd()
        self._place += 1
        return _all([_word(word, self._columns) for word in words.split()])

    def _next(self, sign: str) -> bool:
        found = self._place < len(self._tokens) and self._tokens[self._place] == sign
        self._place += found
        return found

    def _odd(self) -> Invalid:
        """CKAN tells the statement; here it is what was sent."""
        said = f'syntax error in tsquery: "{self._text[:200]}"'
        return Invalid({
            "query": ["Invalid query"],
            "info": {"statement": [self._text[:200]], "params": [{}], "orig": [said]},
        })  # fmt: skip


def _bare(word: str) -> str:
    """A quoted word without its marks."""
    if not word.startswith("'"):
        return word
    return re.sub(r"\\(.)", r"\1", word[1:-1]).replace("''", "'")
