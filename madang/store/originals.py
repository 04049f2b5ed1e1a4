"""The bytes as they came, named by their SHA-256: the same file is stored once, and never changed."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from madang.lib.problems import Problem
from madang.store import Store, fetched
from madang.store.places.place import Absent


class Missing(Problem):
    en = (
        "The original {sha256} is not in the store: it was withdrawn, or its file is lost. `madang verify` tells which."
    )
    ko = "원본 {sha256}이(가) 저장소에 없습니다: 철회되었거나 파일을 잃었습니다. `madang verify`로 확인하세요."


@dataclass(frozen=True)
class Original:
    """A kept file: its SHA-256 in hexadecimal, and its size in bytes."""

    sha256: str
    bytes: int


def keep(store: Store, chunks: Iterable[bytes], progress: Callable[[int], None] | None = None) -> Original:
    """Store a stream of bytes, hashing while they pass; `progress` hears the bytes so far. Nothing stays after an error.

    The same bytes are put again rather than skipped: that costs a rename in a folder, heals a damaged copy, and renews the age
    that protects a new original from the sweep until a run names it.
    """
    store.scratch.mkdir(parents=True, exist_ok=True)
    draft = store.scratch / f"original-{secrets.token_hex(8)}"
    sha, size = hashlib.sha256(), 0
    try:
        with draft.open("xb") as writer:
            for chunk in chunks:
                writer.write(chunk)
                sha.update(chunk)
                size += len(chunk)
                if progress:
                    progress(size)
        store.place.put(key(sha.hexdigest()), draft, give=True)
    finally:
        draft.unlink(missing_ok=True)
    return Original(sha.hexdigest(), size)


def path(store: Store, sha256: str) -> Path:
    """A local file with the bytes, fetched and checked when the place is remote. Raises `Missing`, `Damaged`."""
    try:
        return fetched.local(store, key(sha256), sha256)
    except Absent:
        raise Missing(sha256=sha256) from None


def stream(store: Store, sha256: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes from `start`, `length` of them or all, in chunks. Raises `Missing` at once, before the first chunk."""
    try:
        store.place.size(key(sha256))
    except Absent:
        raise Missing(sha256=sha256) from None
    return store.place.read(key(sha256), start, length)


def delete(store: Store, sha256: str) -> None:
    """Remove the bytes and local copies of them; the caller knows that nothing else names them."""
    store.place.delete(key(sha256))
    (store.cache / key(sha256)).unlink(missing_ok=True)


def key(sha256: str) -> str:
    """Where an original lies. Raises `Missing` for what cannot be a hash, so that nothing odd reaches the place."""
    if not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise Missing(sha256=sha256)
    return f"originals/{sha256[:2]}/{sha256}"
