"""Reads JSON values one by one from a stream, and turns records into flat rows of text. Memory stays flat for long arrays."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from typing import Any

from madang.ingest.no_table import Unreadable

VALUE_LIMIT = 64 << 20  # characters of one record
SPACE = " \t\r\n\ufeff"
DEPTH = 5


class Exact(float):
    """A number with a fraction that remembers how it was written."""

    __slots__ = ("text",)

    def __new__(cls, text: str) -> Exact:
        number = super().__new__(cls, text)
        number.text = text
        return number


EXACT = json.JSONDecoder(parse_float=Exact, strict=False)
PLAIN = json.JSONDecoder(strict=False)


class Walker:
    """Walks through JSON text without holding it whole."""

    def __init__(self, blocks: Iterable[bytes], name: str, decoder: json.JSONDecoder = EXACT) -> None:
        self._blocks = iter(blocks)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        self._text, self._at, self._ended = "", 0, False
        self.name, self.line, self._json = name, 1, decoder

    def peek(self) -> str:
        """The next character that is not space; "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self.line += self._text[self._at] == "\n"
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def skip(self, mark: str) -> None:
        """Step over one expected character."""
        if self.peek() != mark:
            raise self._broken(f"{mark!r} expected, {self.peek()!r} found")
        self._at += 1

    def value(self) -> Any:
        """The JSON value that begins here."""
        self.peek()
        wanted = 1 << 20
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except RecursionError as error:
                raise self._broken("it nests too deep") from error
            except json.JSONDecodeError as error:
                if len(self._text) - self._at > VALUE_LIMIT or not self._more(wanted):
                    raise self._broken(f"{error.msg} (line {self.line + error.lineno - 1})") from error
                wanted *= 2
                continue
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self.line += self._text.count("\n", self._at, end)
            self._at = end
            return value

    def items(self) -> Iterator[int]:
        """Stand before each item of an array in turn, yielding its line; the caller takes the value."""
        self.skip("[")
        while self.peek() != "]":
            yield self.line
            if self.peek() == ",":
                self.skip(",")
            elif self.peek() != "]":
                raise self._broken(f"',' or ']' expected, {self.peek()!r} found")
        self.skip("]")

    def members(self) -> Iterator[str]:
        """Stand before each value of an object in turn, yielding its key; the caller takes the value."""
        self.skip("{")
        while self.peek() != "}":
            key = self.value()
            self.skip(":")
            yield str(key)
            if self.peek() == ",":
                self.skip(",")
            elif self.peek() != "}":
                raise self._broken(f"',' or '}}' expected, {self.peek()!r} found")
        self.skip("}")

    def _more(self, wanted: int = 1) -> bool:
        got: list[str] = []
        while not self._ended and sum(map(len, got)) < wanted:
            block = next(self._blocks, None)
            self._ended = block is None
            got.append(self._decoder.decode(block or b"", final=self._ended))
        self._text, self._at = self._text[self._at :] + "".join(got), 0
        return any(got)

    def _broken(self, detail: str) -> Unreadable:
        return Unreadable(name=self.name, format="JSON", detail=f"line {self.line}: {detail}"[:300])


def flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str | None]:
    """A record as text by dotted names: `{"a": {"b": 1}}` is `{"a.b": "1"}`; arrays stay JSON text."""
    row: dict[str, str | None] = {}
    for key, value in record.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and value and depth < DEPTH:
            row |= flat(value, f"{name}.", depth + 1)
        else:
            row[name] = text(value)
    return row


def text(value: Any) -> str | None:
    """A JSON value as the text it was written as; null is None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Exact):
        return value.text
    return json.dumps(value, ensure_ascii=False)
