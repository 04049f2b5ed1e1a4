"""From a search text to its tree."""

from __future__ import annotations

import re
from typing import Any

from madang.api.ckan.errors import SearchFailed
from madang.api.ckan.solr.tokens import Token, require_short, tokens, unescaped
from madang.api.ckan.solr.tree import And, Everything, Not, Or, Pattern, Range, Words

MAX_DEPTH = 20
MAX_LOOSE = 20
"""Words with marks or slips in a text: each is sought through all words of the index."""
MAX_MARKS = 4
"""Of a word: what matches `?*?*?*` takes time that doubles with each."""
EXTRA = ("extras_", "vocab_")
FIELDS = frozenset(
    [
        "id",
        "name",
        "title",
        "title_string",
        "notes",
        "text",
        "tags",
        "groups",
        "organization",
        "owner_org",
        "res_format",
        "res_name",
        "res_description",
        "res_url",
        "res_type",
        "url_type",
        "license_id",
        "license",
        "author",
        "maintainer",
        "state",
        "dataset_type",
        "type",
        "capacity",
        "private",
        "entity_type",
        "site_id",
        "metadata_created",
        "metadata_modified",
        "origin",
        "access",
        "url",
        "version",
    ]
)


def known(field: str) -> bool:
    return field in FIELDS or field.startswith(EXTRA)


def is_query(text: str) -> bool:
    """Whether a `q` is of the language: a known field (or `*:`) stands before a colon. Else it is plain words. Raises `SearchFailed`."""
    require_short(text)
    names = re.findall(r"(?:^|[\s(])[+!-]*([A-Za-z_][\w.-]*|\*):\S", text)
    return any(name == "*" or known(name) for name in names) or bool(re.search(r"\{\s*!|\b_query_:", text))


def read(text: str, *, strict: bool = True) -> Any:
    """The tree of a text. `strict`: an unknown field is an error, as in `fq`; else it is a word with a colon. Raises `SearchFailed`."""
    if not text.strip():
        return Everything()
    reader = _Reader(list(tokens(text)), strict)
    tree = reader.either("", 0)
    if reader.next.kind != "end":
        raise reader.odd()
    return tree


class _Reader:
    def __init__(self, found: list[Token], strict: bool) -> None:
        self.found, self.at, self.strict, self.loose = found, 0, strict, 0

    @property
    def next(self) -> Token:
        return self.found[self.at]

    def take(self) -> Token:
        self.at += 1
        return self.found[self.at - 1]

    def takes(self, kind: str, *texts: str) -> bool:
        """Take the next token if it is one of these."""
        if self.next.kind != kind or self.next.text not in texts:
            return False
        self.at += 1
        return True

    def odd(self) -> SearchFailed:
        token = self.next
        what = f"{token.text[:40]!r} at character {token.at + 1}" if token.kind != "end" else "the end"
        return SearchFailed(f"Cannot parse the query: {what} is not expected")

    def either(self, field: str, depth: int) -> Any:
        parts = [self.both(field, depth)]
        while self.takes("sign", "OR"):
            parts.append(self.both(field, depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, field: str, depth: int) -> Any:
        parts = [self.clause(field, depth)]
        while True:
            joined = self.takes("sign", "AND")
            if not joined and (self.next.kind == "end" or self.next.text == ")" or self._is("OR")):
                return parts[0] if len(parts) == 1 else And(tuple(parts))
            parts.append(self.clause(field, depth))

    def _is(self, sign: str) -> bool:
        return self.next.kind == "sign" and self.next.text == sign

    def clause(self, field: str, depth: int) -> Any:
        turned = False
        while True:
            if self.takes("sign", "NOT") or self.takes("mark", "-"):
                turned = not turned
            elif not self.takes("mark", "+"):
                break
        part = self.part(field, depth)
        return Not(part) if turned else part

    def part(self, field: str, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise SearchFailed(f"the query is nested deeper than {MAX_DEPTH} levels")
        if self.next.kind == "field":
            return self._of_field(field, depth)
        if self.takes("mark", "("):
            inside = self.either(field, depth + 1)
            if not self.takes("mark", ")"):
                raise self.odd()
            self._tail()
            return inside
        if self.next.kind == "range":
            return self._range(field, self.take())
        if self.next.kind in ("word", "phrase"):
            return self._words(field, self.take())
        raise self.odd()

    def _of_field(self, outer: str, depth: int) -> Any:
        token = self.take()
        name = token.text
        if name == "*":
            if not self.takes("word", "*"):
                raise self.odd()
            return Everything()
        if known(name):
            return self.part(name, depth + 1)
        if self.strict:
            raise SearchFailed(f"undefined field {name}")
        rest = self.take() if self.next.kind in ("word", "phrase") else Token("word", "", token.at)
        return Words(outer, f"{name} {unescaped(rest.text)}")

    def _range(self, field: str, token: Token) -> Any:
        self._tail()
        opened, low, high, shut = token.parts
        if low == high == "*":
            return Everything(field)
        ends = [None if end == "*" else unescaped(end) for end in (low, high)]
        return Range(field, ends[0], ends[1], opened == "[", shut == "]")

    def _words(self, field: str, token: Token) -> Any:
        boost, slips = self._tail()
        if token.kind == "word" and token.text == "*":
            return Everything(field)
        if token.kind == "word" and re.search(r"(?<!\\)[*?]", token.text):
            self._loosely()
            return Pattern(field, _pieces(token.text))
        if slips:
            self._loosely()
        return Words(field, unescaped(token.text), 0 if token.kind == "phrase" else slips, boost)

    def _loosely(self) -> None:
        self.loose += 1
        if self.loose > MAX_LOOSE:
            raise SearchFailed(f"the query has more than {MAX_LOOSE} words with `*`, `?` or `~`")

    def _tail(self) -> tuple[float, int]:
        """What follows a clause: `^boost`, `~slips`."""
        boost, slips = 1.0, 0
        while self.next.kind == "tail":
            text = self.take().text
            number = text[1:]
            if text[0] == "^" and re.fullmatch(r"\d{1,6}(\.\d{1,6})?", number):
                boost = float(number)
            elif text[0] == "~" and re.fullmatch(r"(\d{0,3}(\.\d{1,6})?)", number):
                slips = min(2, int(float(number))) if number and float(number) >= 1 else 2
            else:
                raise SearchFailed(f"Cannot parse {text[:20]!r}")
        return boost, slips


def _pieces(text: str) -> tuple[tuple[str, bool], ...]:
    found = re.findall(r"[*?]|(?:\\.|[^*?\\])+", re.sub(r"\*+", "*", text))
    if sum(piece in ("*", "?") for piece in found) > MAX_MARKS:
        raise SearchFailed(f"a word has at most {MAX_MARKS} of the marks * and ?")
    return tuple((piece, True) if piece in ("*", "?") else (unescaped(piece), False) for piece in found)
