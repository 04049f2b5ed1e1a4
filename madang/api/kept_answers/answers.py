"""The answers that a process keeps, by what was asked; those that were not used for longest make room."""

from __future__ import annotations

import re
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from madang.api.kept_answers.asking import IDLE, Key

MOST_OF_ALL = 16
"""One answer may take so small a part of the room."""
OVERHEAD = 2_000
"""Bytes that an answer takes beside its body and key, roughly."""
NOT_TOLD_APART = {"*", *(name.decode() for name in IDLE)}
"""An answer that says it varies by one of these is not kept."""
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, eq=False)
class Kept:
    """A whole answer. `version` is that of the database before it was computed, `until` when its max-age ends (monotonic).

    `kind` is the budget that asking takes from, "" for pages, which take none; `events` are what is noted of it.
    """

    headers: Headers
    body: bytes
    version: object
    until: float
    kind: str
    events: tuple[dict[str, Any], ...]

    @property
    def tag(self) -> str:
        return next((value.decode("latin-1") for name, value in self.headers if name == b"etag"), "")


class Answers:
    """At most `most_bytes` of answers, least recently used first. For one thread."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.bytes = most_bytes, 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()

    @property
    def largest(self) -> int:
        """The bytes of the largest body that is kept."""
        return self.most_bytes // MOST_OF_ALL

    def get(self, key: Key, version: object, now: float) -> Kept | None:
        """The answer, if nothing was committed since and it is not too old; else it is dropped."""
        found = self._kept.get(key)
        if found is None:
            return None
        if found.version != version or now >= found.until:
            self.drop(key)
            return None
        self._kept.move_to_end(key)
        return found

    def put(self, key: Key, kept: Kept) -> None:
        self.drop(key)
        self._kept[key] = kept
        self.bytes += _size(key, kept)
        while self.bytes > self.most_bytes:
            self.drop(next(iter(self._kept)))

    def drop(self, key: Key) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self.bytes -= _size(key, found)

    def __len__(self) -> int:
        return len(self._kept)


def _size(key: Key, kept: Kept) -> int:
    texts = [part for pair in (*kept.headers, *key) for part in (pair if isinstance(pair, tuple) else (pair,))]
    return OVERHEAD + len(kept.body) + sum(len(text) for text in texts if text)


def seconds(headers: Headers) -> float:
    """How long an answer may be kept by its headers; 0 for never."""
    if not for_all(headers) or [name for name, _ in headers].count(b"cache-control") != 1:
        return 0
    asked = {part.strip().lower() for part in dict(headers)[b"cache-control"].decode("latin-1").split(",")}
    words = {part.partition("=")[0] for part in asked}
    if "public" not in words or words & {"private", "no-store", "no-cache", "s-maxage"}:
        return 0
    ages = [re.fullmatch(r"max-age=(\d{1,9})", part) for part in asked]
    return min((float(age[1]) for age in ages if age), default=0)


def for_all(headers: Headers) -> bool:
    """Whether an answer sets no cookie, and varies by nothing that is not told apart."""
    told = dict(headers)
    varies = {part.strip().lower() for part in told.get(b"vary", b"").decode("latin-1").split(",")}
    return b"set-cookie" not in told and not varies & NOT_TOLD_APART
