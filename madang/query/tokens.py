"""The text of an expression as tokens: words, quoted names, texts, numbers and signs, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from madang.lib.problems import Problem

_TOKEN = re.compile(
    r"""\s+
    | '(?P<text>(?:[^']|'')*)'
    | "(?P<name>(?:[^"]|"")+)"
    | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[^\W\d]\w*)
    | (?P<sign><=|>=|<>|!=|==|\|\||::|[-+*/%=<>(),])
    """,
    re.VERBOSE,
)
_RESERVED = """
    and or not in is null true false between like ilike escape case when then else end as asc desc nulls distinct cast
    try_cast extract select from where group having order limit union over filter within
    current_date current_time current_timestamp localtime localtimestamp
"""
RESERVED = frozenset(_RESERVED.split())
"""Words that have a meaning of their own; as the name of a column they stand in double quotes."""


class NotUnderstood(Problem):
    en = "`{field}` cannot be read{where_en}: {text} Example: {field}={example}"
    ko = "`{field}`을(를) 읽을 수 없습니다{where_ko}: {text} 예: {field}={example}"


EXAMPLES = {
    "select": "자치구, sum(인구) as total",
    "where": "age >= 65 and gu = '종로구' and name ilike '%센터%'",
    "group_by": "자치구, year(date)",
    "having": "count(*) > 10",
    "order_by": "인구 desc nulls last, 자치구",
}


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is text, name, number, word, sign or end. `value` has no quotation marks; words and signs are as they are meant.

    `key` is a word in small letters or a sign, and empty for what can be neither.
    """

    kind: str
    value: str
    place: int
    key: str


def tokens(text: str, field: str) -> list[Token]:
    """All tokens, and one of kind `end`. Raises `NotUnderstood`."""
    found, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise not_understood(text, place, field)
        kind = match.lastgroup
        if kind:
            value = _meant(kind, match[kind])
            found.append(Token(kind, value, place, value.lower() if kind in ("word", "sign") else ""))
        place = match.end()
        if kind == "number" and re.match(r"\w", text[place : place + 1]):  # `2026년` is a name for quotation marks
            raise not_understood(text, match.start(), field)
    return [*found, Token("end", "", len(text), "")]


def not_understood(text: str, place: int, field: str) -> NotUnderstood:
    """The problem of a text that cannot be read from `place` on."""
    rest = re.match(r"\s*(\w+|\S)?", text[place:])
    word = rest[1] if rest else None
    return NotUnderstood(
        field=field,
        text=text,
        example=EXAMPLES.get(field, EXAMPLES["where"]),
        where_en=f" at `{word}` (character {place + 1})" if word else " at its end",
        where_ko=f"(`{word}` 부근, {place + 1}번째 글자)" if word else "(끝부분)",
    )


def bare(name: str) -> bool:
    """Whether a name needs no quotation marks: it reads back as itself."""
    return re.fullmatch(r"[^\W\d]\w*", name) is not None and name.lower() not in RESERVED


def _meant(kind: str, value: str) -> str:
    if kind == "text":
        return value.replace("''", "'")
    if kind == "name":
        return value.replace('""', '"')
    return {"<>": "!=", "==": "="}.get(value, value)
