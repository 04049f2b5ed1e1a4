"""Bytes on their way in: the parts of uploads, each put into the place as soon as it is whole, so that no crash loses it.

A part lies at `uploads/<upload>/<random>`; the order of parts is the caller's to remember. Names are random because two requests
may carry the same bytes at once (a client that gave up on a connection which the server still holds): neither overwrites
the other's part, and what nobody remembers is swept.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from madang.store import Store, fetched
from madang.store.places.place import Absent

FOLDER = "uploads"
PART_BYTES = 8 << 20
"""A part is put when it holds this many bytes (or up to one chunk more): the most that a killed server loses of an upload."""


@dataclass(frozen=True)
class Part:
    """A part that is in the place: its key, bytes and SHA-256 in hexadecimal."""

    key: str
    bytes: int
    sha256: str


def put(store: Store, upload: str, chunks: Iterable[bytes]) -> Iterator[Part]:
    """Put a stream as parts and yield each once it is safe.

    When the stream breaks off with an OSError (a lost connection), what has come by then is put and yielded before the error
    is raised; after any other error the part under way is dropped.
    """
    source, broken = iter(chunks), None
    while broken is None:
        draft = store.scratch / f"part-{secrets.token_hex(8)}"
        store.scratch.mkdir(parents=True, exist_ok=True)
        try:
            size, sha256, broken, ended = _fill(draft, source)
            if size:
                key = f"{FOLDER}/{upload}/{secrets.token_hex(8)}"
                store.place.put(key, draft, give=True)
                yield Part(key, size, sha256)
        finally:
            draft.unlink(missing_ok=True)
        if ended and broken is None:
            return
    raise broken


def _fill(draft: Path, source: Iterator[bytes]) -> tuple[int, str, OSError | None, bool]:
    """Write one part. Returns its bytes and hash, what broke the stream off, and whether the stream is at its end."""
    sha, size = hashlib.sha256(), 0
    with draft.open("xb") as writer:
        while size < PART_BYTES:
            try:
                chunk = next(source, b"")
            except OSError as error:
                return size, sha.hexdigest(), error, True
            if not chunk:
                return size, sha.hexdigest(), None, True
            writer.write(chunk)
            sha.update(chunk)
            size += len(chunk)
    return size, sha.hexdigest(), None, False


def stream(store: Store, parts: Iterable[Part]) -> Iterator[bytes]:
    """The bytes of parts one after the other, each checked against its hash when it has passed. Raises `Absent`, `Damaged`."""
    for part in parts:
        sha = hashlib.sha256()
        for chunk in store.place.read(part.key):
            sha.update(chunk)
            yield chunk
        if sha.hexdigest() != part.sha256:
            raise fetched.Damaged(key=part.key, found=sha.hexdigest(), expected=part.sha256)


def drop(store: Store, keys: Iterable[str]) -> None:
    """Remove parts; those that are gone already do not matter."""
    for key in keys:
        store.place.delete(key)


def sweep(store: Store, live: set[str], before: datetime) -> int:
    """Remove parts that nobody remembers and that are older than `before`; returns the bytes freed.

    `live` holds the keys that the database names. A part is put before it is named, so young ones are spared.
    """
    freed = 0
    for entry in store.place.keys(FOLDER):
        if entry.key not in live and entry.modified < before:
            store.place.delete(entry.key)
            freed += entry.bytes
    return freed


__all__ = ["Absent", "Part", "drop", "put", "stream", "sweep"]
