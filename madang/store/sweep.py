"""Removing what nobody names: ruins of builds that were killed, originals of loads that were given up, old scratch files."""

from __future__ import annotations

import os
import shutil
import stat
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from madang.store import Store, manifest, serving
from madang.store import originals as kept
from madang.store.places.place import Entry


@dataclass(frozen=True)
class Swept:
    """How many revisions and originals were removed (ruins count as revisions), and the bytes of everything removed."""

    revisions: int
    originals: int
    bytes: int


def sweep(store: Store, revisions: set[str], originals: set[str], older_than: timedelta, now: datetime) -> Swept:
    """Remove what is in neither set and older than the grace, which protects work that has not reached the database yet.

    `revisions` and `originals` are what the database names. Copies and caches of other revisions go at once: they
    can be made again, and a withdrawal on another machine must reach this one.
    """
    before = now - older_than
    ruined, ruin_bytes = _revisions(store, revisions, before)
    given_up, original_bytes = _originals(store, originals, before)
    freed = store.place.tidy(before) + _scratch(store, before) + _derived(store, revisions, originals, before)
    return Swept(ruined, given_up, ruin_bytes + original_bytes + freed)


def _revisions(store: Store, live: set[str], before: datetime) -> tuple[int, int]:
    folders: dict[str, list[Entry]] = defaultdict(list)
    for entry in store.place.keys("revisions"):
        folders[entry.key.split("/")[1]].append(entry)
    count = freed = 0
    for revision_id, entries in folders.items():
        if revision_id in live:
            freed += _strays(store, revision_id, entries, before)
        elif max(entry.modified for entry in entries) < before:
            # The manifest goes first: a half-swept revision must not look whole.
            for entry in sorted(entries, key=lambda entry: not entry.key.endswith("/manifest.json")):
                store.place.delete(entry.key)
            serving.drop(store, revision_id)
            freed += sum(entry.bytes for entry in entries)
            count += 1
    return count, freed


def _strays(store: Store, revision_id: str, entries: list[Entry], before: datetime) -> int:
    """Files beside a living revision that its manifest does not name: an attempt that was killed."""
    old = [entry for entry in entries if entry.modified < before and not entry.key.endswith("/manifest.json")]
    if not old:
        return 0
    try:
        named = {manifest.key(revision_id, file.name) for file in manifest.read(store, revision_id).files}
    except (manifest.Missing, manifest.DamagedManifest):
        return 0  # a fault for `madang verify`; its files may be all that is left of the data
    strays = [entry for entry in old if entry.key not in named]
    for entry in strays:
        store.place.delete(entry.key)
    return sum(entry.bytes for entry in strays)


def _originals(store: Store, live: set[str], before: datetime) -> tuple[int, int]:
    orphans = [
        entry
        for entry in store.place.keys("originals")
        if entry.key.rsplit("/", 1)[1] not in live and entry.modified < before
    ]
    for entry in orphans:
        kept.delete(store, entry.key.rsplit("/", 1)[1])
    return len(orphans), sum(entry.bytes for entry in orphans)


def _scratch(store: Store, before: datetime) -> int:
    return sum(_remove(entry) for entry in store.scratch.glob("*") if _newest(entry) < before)


def _derived(store: Store, revisions: set[str], originals: set[str], before: datetime) -> int:
    freed = 0
    for copy in store.serving.glob("*.duckdb"):
        if copy.stem not in revisions:
            freed += _size(copy)
            serving.drop(store, copy.stem)
    for entry in [path for kind in ("revisions/*", "exports/*", "originals/*/*") for path in store.cache.glob(kind)]:
        if entry.name not in revisions | originals or _newest(entry) < before:
            freed += _remove(entry)
    return freed


def _facts(entry: Path) -> Iterator[os.stat_result]:
    """The facts of a file, or of a folder and everything in it. Others work here: what vanishes meanwhile is left out."""
    for file in [entry, *entry.rglob("*")]:
        with suppress(FileNotFoundError):
            yield file.lstat()


def _newest(entry: Path) -> datetime:
    return datetime.fromtimestamp(max((facts.st_mtime for facts in _facts(entry)), default=0), UTC)


def _size(entry: Path) -> int:
    return sum(facts.st_size for facts in _facts(entry) if stat.S_ISREG(facts.st_mode))


def _remove(entry: Path) -> int:
    """Remove a file or folder; returns the bytes freed."""
    freed = _size(entry)
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)  # what stays is found by the next sweep
    else:
        entry.unlink(missing_ok=True)
    return freed
