"""Reads JSON values one by one from a stream, and turns records into flat rows of text. Memory stays flat for long arrays."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from madang.ingest.no_table import Unreadable
from madang.lib.problems import Text

VALUE_LIMIT = 64 << 20  # characters of one record
SPACE = " \t\r\n\ufeff"
DEPTH = 5
LONG = 18
"""Digits up to which a whole number is read as one; longer ones, and all with a fraction, stay as they were written."""
NO_TEXT: Text = {
    "en": "it holds bytes that are no text in the encoding of the file, or a NUL or half a character",
    "ko": "파일의 인코딩에서 글자가 아닌 바이트나 NUL, 반쪽 문자가 들어 있습니다",
}
BROKEN: Text = {"en": "it is not valid JSON", "ko": "올바른 JSON이 아닙니다"}
_ESCAPED = re.compile(r"\\u(?:[dD][89a-fA-F]|0000)")


class Written(str):
    """A number as it was written: `1.10`, `1e5`, `12345678901234567890`."""

    __slots__ = ()


class Damaged(dict[str, Any]):
    """Stands for a record that cannot be a row: why, and the beginning of its text."""

    def __init__(self, reason: Text, text: str) -> None:
        super().__init__()
        self.reason, self.text = reason, text[:4_000]


class Walker:
    """Walks through JSON text without holding it whole. `doubled` counts the objects that name a key twice."""

    def __init__(self, blocks: Iterable[bytes], name: str) -> None:
        self._blocks = iter(blocks)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="ignore")
        self._text, self._at, self._ended = "", 0, False
        self.name, self.line, self.doubled = name, 1, 0
        self._json = json.JSONDecoder(
            parse_float=Written, parse_int=_whole, object_pairs_hook=self._object, strict=False
        )

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
        return self.written()[0]

    def record(self) -> Any:
        """The value that begins here, or `Damaged` when it holds what no text can hold."""
        value, raw = self.written()
        return Damaged(NO_TEXT, raw) if _is_damaged(raw, value) else value

    def written(self) -> tuple[Any, str]:
        """The JSON value that begins here, and its text."""
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
            raw = self._text[self._at : end]
            self.line += raw.count("\n")
            self._at = end
            return value, raw

    def lines(self) -> Iterator[tuple[int, Any]]:
        """Each line that is not blank as a value of its own; one that is no JSON is `Damaged`, the others stand."""
        while self.peek():
            end = self._text.find("\n", self._at)
            while end < 0 and len(self._text) - self._at <= VALUE_LIMIT and self._more(1 << 20):
                end = self._text.find("\n", self._at)
            if end < 0 and not self._ended:
                raise self._broken(f"the line is longer than {VALUE_LIMIT >> 20} MB")
            raw = self._text[self._at : end if end >= 0 else len(self._text)].strip(SPACE)
            yield self.line, self._parsed(raw)
            self._at = end if end >= 0 else len(self._text)

    def _parsed(self, raw: str) -> Any:
        try:
            value, end = self._json.raw_decode(raw)
        except (json.JSONDecodeError, RecursionError):
            return Damaged(BROKEN, raw)
        if end != len(raw):
            return Damaged(BROKEN, raw)
        return Damaged(NO_TEXT, raw) if _is_damaged(raw, value) else value

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

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        """An object; a key that stands twice keeps both values, the second as `key_2`."""
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        self.doubled += 1
        made = {}
        for key, value in pairs:
            name, number = key, 2
            while name in made:
                name, number = f"{key}_{number}", number + 1
            made[name] = value
        return made

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


def _whole(text: str) -> int | Written:
    return int(text) if len(text) <= LONG and text != "-0" else Written(text)


def _is_damaged(raw: str, value: Any) -> bool:
    """Whether a string of the value holds a NUL or half of a surrogate pair: Arrow and most clients refuse both."""
    if "\0" in raw:
        return True
    if _ESCAPED.search(raw) is None:
        return False
    return any("\0" in each or _has_half(each) for each in _strings(value))


def _has_half(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield key
            yield from _strings(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _strings(inside)


def flat(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, str | None]:
    """A record as text by dotted names: `{"a": {"b": 1}}` is `{"a.b": "1"}`; arrays stay JSON text."""
    row: dict[str, str | None] = {}
    for key, value in record.items():
        name = prefix + key
        if type(value) is dict and value and depth < DEPTH:
            row |= flat(value, f"{name}.", depth + 1)
        else:
            row[name] = value if type(value) is str else text(value)
    return row


def names(record: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, None]:
    """The names that `flat` gives a record, without its values."""
    found: dict[str, None] = {}
    for key, value in record.items():
        if type(value) is dict and value and depth < DEPTH:
            found |= names(value, f"{prefix}{key}.", depth + 1)
        else:
            found[prefix + key] = None
    return found


def text(value: Any) -> str | None:
    """A JSON value as the text it was written as; null is None."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else dumped(value)


def dumped(value: Any) -> str:
    """A value as JSON with its numbers as they were written."""
    if isinstance(value, Written):
        return str(value)
    if isinstance(value, dict):
        inside = (f"{json.dumps(key, ensure_ascii=False)}: {dumped(each)}" for key, each in value.items())
        return "{" + ", ".join(inside) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dumped, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
