"""Checking every byte against the hashes that were written down; a single flipped bit is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from madang.lib.problems import Problem, Text
from madang.store import Store, fetched, manifest, originals
from madang.store.places.place import Absent


class FileMissing(Problem):
    en = "{key} is missing. Restore it from a backup (`madang restore`)."
    ko = "{key}이(가) 없습니다. 백업에서 복원하세요(`madang restore`)."


class OtherManifest(Problem):
    en = "{key} is a manifest, but not the one that was published: its SHA-256 is {found}, the database says {expected}. Restore it from a backup (`madang restore`)."  # noqa: E501
    ko = "{key}은(는) 게시된 매니페스트가 아닙니다: SHA-256이 {found}인데 데이터베이스에는 {expected}입니다. 백업에서 복원하세요(`madang restore`)."  # noqa: E501


class StillThere(Problem):
    en = "{key} belongs to a revision that was withdrawn, but it is still there. Run `madang sweep`."
    ko = "{key}은(는) 철회된 개정판의 파일인데 아직 남아 있습니다. `madang sweep`을 실행하세요."


@dataclass(frozen=True)
class Fault:
    """A file of the place that is not as it was written: its key, and what is wrong and what to do."""

    key: str
    text: Text


def verify(
    store: Store, revision_id: str, manifest_sha256: str = "", progress: Callable[[int], None] | None = None
) -> tuple[Fault, ...]:
    """Check the manifest (against the hash in the database, when given) and every file of a revision.

    `progress` hears the bytes of each chunk read.
    """
    at = manifest.key(revision_id, "manifest.json")
    try:
        facts = manifest.read(store, revision_id)
    except manifest.Missing:
        return (Fault(at, FileMissing(key=at).texts()),)
    except manifest.DamagedManifest as problem:
        return (Fault(at, problem.texts()),)
    faults = []
    if manifest_sha256 and facts.sha256 != manifest_sha256:
        faults.append(Fault(at, OtherManifest(key=at, found=facts.sha256, expected=manifest_sha256).texts()))
    for part in facts.files:
        faults += _file(store, manifest.key(revision_id, part.name), part.sha256, progress)
    return tuple(faults)


def verify_original(store: Store, sha256: str, progress: Callable[[int], None] | None = None) -> tuple[Fault, ...]:
    """Check the bytes of an original against its name."""
    return tuple(_file(store, originals.key(sha256), sha256, progress))


def verify_gone(store: Store, revision_id: str) -> tuple[Fault, ...]:
    """Check that nothing is left of a revision that was withdrawn."""
    left = store.place.keys(manifest.key(revision_id, "x").rpartition("/")[0])
    return tuple(Fault(entry.key, StillThere(key=entry.key).texts()) for entry in left)


def _file(store: Store, key: str, sha256: str, progress: Callable[[int], None] | None) -> list[Fault]:
    try:
        found = fetched.digest(_heard(store.place.read(key), progress))
    except Absent:
        return [Fault(key, FileMissing(key=key).texts())]
    if found != sha256:
        return [Fault(key, fetched.Damaged(key=key, found=found, expected=sha256).texts())]
    return []


def _heard(chunks: Iterator[bytes], progress: Callable[[int], None] | None) -> Iterator[bytes]:
    for chunk in chunks:
        if progress:
            progress(len(chunk))
        yield chunk
