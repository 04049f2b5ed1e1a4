"""What the address asks: `{TYPE}/{SERVICE}/{START_INDEX}/{END_INDEX}/{arg1}/{arg2}...`, read and checked as the original does."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, unquote

from django.http import HttpRequest

from madang.api.seoul.codes import (
    MISSING,
    NO_INTEGER,
    ODD_END,
    ODD_START,
    ODD_TYPE,
    OVER_PAGE,
    OVER_SAMPLE,
    REVERSED,
    Told,
)

TYPES = ("xml", "xmlf", "json", "xls")
SAMPLE, SAMPLE_ROWS = "sample", 5
MOST_ROWS = 1000
_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")


@dataclass(frozen=True)
class Asked:
    """`start` and `end` count from 1, both included; `arguments` stand by place, "" where one was skipped."""

    type: str
    service: str
    start: int
    end: int
    arguments: tuple[str, ...] = ()


def parts(request: HttpRequest) -> list[str]:
    """The address in parts. It is cut before it is decoded, so that a value may hold a slash as %2F.

    A decomposed Hangul letter, as macOS sends it, becomes a composed one. Bytes that are no UTF-8 become U+FFFD.
    """
    raw = getattr(request, "scope", {}).get("raw_path") or quote(request.path).encode()
    return [unicodedata.normalize("NFC", unquote(part)) for part in raw.decode("ascii", "replace").split("/")[1:]]


def kind(words: list[str]) -> str:
    """The type that an answer of errors has too: what was asked for if there is such a one, else `xml`."""
    return words[0] if words and words[0] in TYPES else "xml"


def read(words: list[str], *, sample: bool) -> Asked:
    """The question of the parts that follow the key. Raises `Told` with the code of the first that is wrong."""
    if not words or words[0] not in TYPES:
        raise Told(ODD_TYPE)
    if len(words) < 4 or not all(word.strip() for word in words[1:4]):
        raise Told(MISSING)
    start, end = _range(words[2], words[3], sample=sample)
    arguments = tuple("" if not word.strip() else word for word in words[4:])
    while arguments and not arguments[-1]:
        arguments = arguments[:-1]
    return Asked(words[0], words[1], start, end, arguments)


def _range(first: str, last: str, *, sample: bool) -> tuple[int, int]:
    """0 is taken for 1: widely used clients begin there."""
    if not (_INTEGER.fullmatch(first) and _INTEGER.fullmatch(last)):
        raise Told(NO_INTEGER)
    start, end = max(int(first), 0) or 1, int(last)
    if int(first) < 0:
        raise Told(ODD_START)
    if end < 1:
        raise Told(ODD_END)
    if start > end:
        raise Told(REVERSED)
    if sample and end > SAMPLE_ROWS:
        raise Told(OVER_SAMPLE)
    if end - start + 1 > MOST_ROWS:
        raise Told(OVER_PAGE)
    return start, end
