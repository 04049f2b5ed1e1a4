"""A mirror holds every file that is named, copies only what is new, and never passes a damaged file on."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from madang.store import Store, manifest, originals
from madang.store.mirror import mirror
from madang.store.places.local import Folder
from madang.store.verify import verify
from tests.store.conftest import everything, written
from tests.store.test_verify import damage

TABLE = pa.table({"n": range(1_000)})


@pytest.fixture
def target(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "backup")


def filled(store: Store) -> tuple[dict[str, str], set[str]]:
    revisions = {revision: written(store, revision, TABLE).sha256 for revision in ("r1", "r2")}
    return revisions, {originals.keep(store, [b"one"]).sha256, originals.keep(store, [b"two"]).sha256}


def test_a_mirror_is_a_store(store: Store, target: Folder, tmp_path: Path) -> None:
    revisions, kept = filled(store)
    originals.keep(store, [b"nobody names this"])
    heard: list[str] = []
    done = mirror(store, target, revisions, kept, progress=heard.append)
    assert (len(done.hashes), done.faults) == (6, [])
    assert (
        heard == list(done.hashes) == [*sorted(key for key in heard if key < "r"), *(key for key in heard if key > "r")]
    )
    assert {entry.key for entry in target.keys("")} == set(done.hashes)
    copy = Store(target, tmp_path / "elsewhere")
    assert [verify(copy, revision, sha256) for revision, sha256 in revisions.items()] == [(), ()]


def test_only_what_is_new_is_copied(store: Store, target: Folder) -> None:
    revisions, kept = filled(store)
    assert mirror(store, target, revisions, kept).new_bytes > 0
    again = mirror(store, target, revisions, kept)
    assert (again.new_bytes, len(again.hashes)) == (0, 6)
    kept.add(originals.keep(store, [b"three"]).sha256)
    assert mirror(store, target, revisions, kept).new_bytes == len(b"three")


def test_a_damaged_or_missing_file_is_a_fault_and_the_rest_comes(store: Store, target: Folder, tmp_path: Path) -> None:
    revisions, kept = filled(store)
    part = manifest.key("r1", manifest.read(store, "r1").parts[0].name)
    gone = originals.key(min(kept))
    damage(store, part, 999, tmp_path)
    store.place.delete(gone)
    done = mirror(store, target, revisions, kept)
    assert {fault.key for fault in done.faults} == {part, gone}
    assert len(done.hashes) == 4
    assert {entry.key for entry in target.keys("")} == set(done.hashes)
    assert not list((target.folder / ".incoming").iterdir())


def test_a_damaged_or_exchanged_manifest_is_a_fault(store: Store, target: Folder, tmp_path: Path) -> None:
    revisions, _ = filled(store)
    damage(store, "revisions/r1/manifest.json", 500, tmp_path)
    done = mirror(store, target, {**revisions, "r2": "0" * 64}, set())
    assert [fault.key for fault in done.faults] == ["revisions/r1/manifest.json", "revisions/r2/manifest.json"]


def test_a_copy_that_rotted_is_found_and_brought_again_when_asked(store: Store, target: Folder, tmp_path: Path) -> None:
    revisions, kept = filled(store)
    mirror(store, target, revisions, kept)
    damage(Store(target, tmp_path), originals.key(min(kept)), 3, tmp_path)
    assert mirror(store, target, revisions, kept).new_bytes == 0
    assert mirror(store, target, revisions, kept, check=True).new_bytes == 3
    assert b"".join(target.read(originals.key(min(kept)))) in (b"one", b"two")


def test_on_one_disk_files_are_links_and_survive_each_other(tmp_path: Path, target: Folder) -> None:
    store = Store(Folder(tmp_path / "place"), tmp_path)
    revisions, kept = filled(store)
    mirror(store, target, revisions, kept)
    key = originals.key(min(kept))
    assert (tmp_path / "place" / key).samefile(target.folder / key)
    before = everything(target.folder)
    originals.keep(store, [b"one"])
    originals.delete(store, max(kept))
    assert everything(target.folder) == before
