"""The words and marks of a search text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from madang.api.ckan.errors import SearchFailed

MAX_TEXT = 20_000
"""Characters of one text; clients that name a hundred groups write some thousands."""
MAX_TOKENS = 1_000

_BOUND = r'"(?:\\.|[^"\\])*"|[^\s"\[\]{}]+'
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<range>(?P<open>[\[{{])\s*(?P<low>{_BOUND})\s+TO\s+(?P<high>{_BOUND})\s*(?P<shut>[\]}}]))
    | (?P<phrase>"(?:\\.|[^"\\])*")
    | (?P<mark>[()]|&&|\|\||!|[+-](?=\S))
    | (?P<tail>[\^~][0-9.]*)
    | (?P<field>[A-Za-z_][\w.-]*|\*):(?=\S)
    | (?P<word>(?:\\.|[^\s()\[\]{{}}"^~\\:])(?:\\.|[^\s()\[\]{{}}"^~\\:])*)
    | (?P<colon>:)
    )""",
    re.VERBOSE,
)
_SIGNS = {"&&": "AND", "||": "OR", "!": "NOT"}


@dataclass(frozen=True)
class Token:
    """`kind` is range, phrase, mark, tail, field, word or end; `parts` are those of a range."""

    kind: str
    text: str
    at: int
    parts: tuple[str, ...] = ()


def require_short(text: str, most: int = MAX_TEXT) -> None:
    """Raises `SearchFailed` for a longer text."""
    if len(text) > most:
        raise SearchFailed(f"the query has {len(text):,} characters, at most {most:,} are read")


def tokens(text: str) -> Iterator[Token]:
    """Every token of `text`, then one of kind `end`. Raises `SearchFailed`."""
    require_short(text)
    if re.search(r"\{\s*!", text) or "_query_:" in text:
        raise SearchFailed("Local parameters are not supported.")
    at, end = 0, len(text.rstrip())
    for _ in range(MAX_TOKENS):
        if at >= end:
            yield Token("end", "", end)
            return
        found = _TOKEN.match(text, at)
        if found is None:
            raise SearchFailed(f"Cannot parse {text[at : at + 40]!r} at character {at + 1}")
        yield _token(found)
        at = found.end()
    raise SearchFailed(f"the query has more than {MAX_TOKENS:,} words and marks")


def _token(found: re.Match[str]) -> Token:
    kind = str(found.lastgroup if found["range"] is None else "range")
    word = found[kind]
    if kind == "range":
        return Token(kind, word, found.start(), (found["open"], found["low"], found["high"], found["shut"]))
    if kind == "mark":
        return Token("sign" if word in _SIGNS else kind, _SIGNS.get(word, word), found.start())
    if kind == "word" and word in ("AND", "OR", "NOT"):
        return Token("sign", word, found.start())
    return Token("word" if kind == "colon" else kind, word, found.start())


def unescaped(text: str) -> str:
    """Without the backslashes that keep marks from being marks, and without the quotes around it."""
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1]
    return re.sub(r"\\(.)", r"\1", text)
