"""Files made of a revision for readers: derived, kept a while so that they can be sent again and in parts, evicted by size."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from madang.store import Store, manifest

KEPT_BYTES = 5 << 30
"""What the exports of one machine may use; beyond it those not used for longest go."""


def folder(store: Store) -> Path:
    """One folder a revision, so that a withdrawn one is gone at once."""
    return store.cache / "exports"


def find(store: Store, revision_id: str, name: str) -> Path | None:
    """The file that was made before, if it is still there."""
    file = _file(store, revision_id, name)
    try:
        os.utime(file)
    except FileNotFoundError:
        return None
    return file


def make(store: Store, revision_id: str, name: str, chunks: Callable[[], Iterable[bytes]]) -> Path:
    """The file of that name, made of `chunks` when it is not there; it appears whole, made by one process at a time.

    Raises what `chunks` raises, and `manifest.Missing` when the revision was withdrawn meanwhile.
    """
    file = _file(store, revision_id, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = find(store, revision_id, name)
        if found:
            return found
        draft = file.with_suffix(f".{secrets.token_hex(4)}.draft")
        try:
            with draft.open("wb") as out:
                for chunk in chunks():
                    out.write(chunk)
            manifest.read(store, revision_id)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    evict(store, KEPT_BYTES, but=file)
    return file


def evict(store: Store, keep_bytes: int, but: Path | None = None) -> None:
    """Remove what was not used for longest until `keep_bytes` stay, never `but`. Who reads one goes on reading."""
    found = []
    for file in folder(store).glob("*/*"):
        with suppress(FileNotFoundError):
            facts = file.stat()
            found.append((facts.st_mtime_ns, facts.st_size, file))
    left = sum(size for _, size, _ in found)
    for _, size, file in sorted(found):
        if left <= keep_bytes:
            return
        if file != but and file.suffix != ".lock":
            file.unlink(missing_ok=True)
            left -= size


def _file(store: Store, revision_id: str, name: str) -> Path:
    manifest.key(revision_id, "manifest.json")  # refuses what is no id before it becomes a path
    return folder(store) / revision_id / name
