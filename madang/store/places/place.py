"""What every place can do, and what a key may look like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from madang.lib.problems import Problem

CHUNK = 1 << 20
"""Bytes that pass through memory at once."""

_KEY = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


class Absent(Problem):
    en = "{place} holds no {key}. Run `madang verify` to see what is missing, then restore it from a backup."
    ko = "{place}에 {key}이(가) 없습니다. `madang verify`로 무엇이 없는지 확인하고 백업에서 복원하세요."


class Occupied(Problem):
    en = "{place} already holds {key}, which never changes. Use a new name."
    ko = "{place}에 이미 {key}이(가) 있으며 바꿀 수 없습니다. 새 이름을 쓰세요."


class OddKey(Problem):
    en = "{key!r} cannot name a file of a place: parts of letters, digits, . _ - between single slashes, none starting with a dot."
    ko = "{key!r}은(는) 보관소의 파일 이름이 될 수 없습니다: 빗금 사이에 영문자, 숫자, . _ -만 쓰고 점으로 시작하지 마세요."


class OddPlace(Problem):
    en = "The place {place} cannot be used: {why} Set MADANG_PLACE to file:///folder or s3://bucket/prefix?endpoint=...&region=..."
    ko = "보관소 {place}을(를) 쓸 수 없습니다: {why} MADANG_PLACE를 file:///folder나 s3://bucket/prefix?endpoint=...&region=...로 정하세요."


@dataclass(frozen=True)
class Entry:
    """A file of a place: its key, its size in bytes, and when it was put (UTC)."""

    key: str
    bytes: int
    modified: datetime


class Place(Protocol):
    """Where bytes last. A key is a path of ASCII names; it never climbs out of the place. Raises `OddKey`, `Absent`."""

    def put(self, key: str, source: Path, *, give: bool = False, new: bool = False) -> None:
        """Put a whole file or nothing. `give`: the source may be moved away. `new`: raises `Occupied` when the key exists."""

    def get(self, key: str, target: Path) -> None:
        """Write the file to `target`, which appears whole or not at all."""

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        """Yield the bytes from `start`, `length` of them or all, in chunks of about a megabyte."""

    def size(self, key: str) -> int:
        """The size in bytes."""

    def delete(self, key: str) -> None:
        """Remove the file; nothing happens when there is none."""

    def keys(self, prefix: str) -> Iterator[Entry]:
        """Every file below the folder `prefix` ("" is everything)."""

    def path(self, key: str) -> Path | None:
        """The local file itself, if this place is a folder; it must only be read."""

    def tidy(self, before: datetime) -> int:
        """Remove what unfinished puts left before that time; returns the bytes freed."""


def checked(key: str) -> str:
    """Return the key, or raise `OddKey`: `..`, absolute paths and hidden names never reach a file system."""
    if not _KEY.fullmatch(key):
        raise OddKey(key=key)
    return key
