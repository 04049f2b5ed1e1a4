"""Copying what lasts of a store into a folder, again and again; only what is new is copied, and every byte is checked once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from madang.store import Store, fetched, manifest, originals
from madang.store.places.local import INCOMING, Folder
from madang.store.places.place import Absent
from madang.store.verify import Fault, FileMissing, OtherManifest


@dataclass
class Mirrored:
    """The SHA-256 of every file by its key, the bytes that were new, and what could not be copied and why."""

    hashes: dict[str, str] = field(default_factory=dict)
    new_bytes: int = 0
    faults: list[Fault] = field(default_factory=list)


def mirror(
    store: Store,
    target: Folder,
    revisions: Mapping[str, str],
    kept: Iterable[str],
    *,
    check: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Mirrored:
    """Bring the files of `revisions` (id: hash of its manifest) and the originals `kept` (hashes) into the folder.

    A file that is there with the right size is taken for right, unless `check`. On one disk files are hard links, which
    is safe because neither side ever writes into a file. A damaged or missing file is a fault and does not stop the rest.
    """
    done = Mirrored()
    for key, sha256 in _wanted(store, revisions, kept, done.faults):
        try:
            done.new_bytes += _bring(store, target, key, sha256, check)
            done.hashes[key] = sha256
        except Absent:
            done.faults.append(Fault(key, FileMissing(key=key).texts()))
        except fetched.Damaged as problem:
            done.faults.append(Fault(key, problem.texts()))
        if progress:
            progress(key)
    return done


def _wanted(
    store: Store, revisions: Mapping[str, str], kept: Iterable[str], faults: list[Fault]
) -> Iterator[tuple[str, str]]:
    for sha256 in sorted(kept):
        yield originals.key(sha256), sha256
    for revision_id, expected in sorted(revisions.items()):
        at = manifest.key(revision_id, "manifest.json")
        try:
            facts = manifest.read(store, revision_id)
        except (manifest.Missing, manifest.DamagedManifest) as problem:
            faults.append(Fault(at, problem.texts()))
            continue
        if facts.sha256 != expected:
            faults.append(Fault(at, OtherManifest(key=at, found=facts.sha256, expected=expected).texts()))
            continue
        for part in facts.files:
            yield manifest.key(revision_id, part.name), part.sha256
        yield at, facts.sha256


def _bring(store: Store, target: Folder, key: str, sha256: str, check: bool) -> int:
    """Bring one file; returns the bytes that were new. Raises `Absent`, `Damaged`."""
    size = store.place.size(key)
    there = target.folder / key
    if there.is_file() and there.stat().st_size == size and not (check and fetched.digest_of(there) != sha256):
        return 0
    draft = target.folder / INCOMING / secrets.token_hex(8)
    try:
        _copy(store, key, draft)
        found = fetched.digest_of(draft)
        if found != sha256:
            raise fetched.Damaged(key=key, found=found, expected=sha256)
        target.put(key, draft, give=True)
    finally:
        draft.unlink(missing_ok=True)
    return size


def _copy(store: Store, key: str, draft: Path) -> None:
    """A hard link where that is possible, else a copy."""
    draft.parent.mkdir(parents=True, exist_ok=True)
    source = store.place.path(key)
    if source is not None:
        try:
            return os.link(source, draft)
        except OSError:  # another disk, or a file system without links
            pass
    return store.place.get(key, draft)
