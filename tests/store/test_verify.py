"""One flipped bit anywhere is found, and named with what to do."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from madang.store import Store, manifest, originals, revisions
from madang.store.places import place_at
from madang.store.verify import verify, verify_original
from tests.store.conftest import written

TABLE = pa.table({"이름": [f"동{number}" for number in range(500)]})


def damage(store: Store, key: str, bit: int, tmp_path: Path) -> None:
    """Flip one bit of a file of the place."""
    data = bytearray(b"".join(store.place.read(key)))
    data[bit // 8 % len(data)] ^= 1 << bit % 8
    (tmp_path / "damaged").write_bytes(data)
    store.place.put(key, tmp_path / "damaged", give=True)


def filled(store: Store) -> tuple[manifest.Manifest, str]:
    with revisions.build(store, "r1", TABLE.schema) as new:
        new.write(TABLE)
        new.write_rejects(pa.table({"line": [3], "reason_en": ["odd"], "reason_ko": ["이상"], "text": ["x"]}))
    return new.manifest, originals.keep(store, [b"\xc1\xbe\xb7\xce,1\r\n" * 50]).sha256


def test_an_untouched_store_has_no_fault(store: Store) -> None:
    facts, sha256 = filled(store)
    heard: list[int] = []
    assert verify(store, "r1", facts.sha256, heard.append) == ()
    assert sum(heard) == sum(file.bytes for file in facts.files)
    assert verify_original(store, sha256, heard.append) == ()


@pytest.mark.parametrize("bit", [0, 8_193, 77_777_777])
def test_a_flipped_bit_is_found_in_every_file(store: Store, tmp_path: Path, bit: int) -> None:
    facts, sha256 = filled(store)
    keys = [entry.key for entry in store.place.keys("")]
    assert len(keys) == 4  # part, rejects, manifest, original
    for key in keys:
        before = b"".join(store.place.read(key))
        damage(store, key, bit, tmp_path)
        faults = verify(store, "r1", facts.sha256) + verify_original(store, sha256)
        assert [fault.key for fault in faults] == [key]
        assert key in faults[0].text["en"]
        assert "madang restore" in faults[0].text["ko"]
        (tmp_path / "healed").write_bytes(before)
        store.place.put(key, tmp_path / "healed")
    assert verify(store, "r1", facts.sha256) == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(bit=st.integers(0, 100_000))
def test_any_bit_of_a_manifest_shows_without_the_database(tmp_path: Path, bit: int) -> None:
    store = Store(place_at("", tmp_path), tmp_path)
    if not (tmp_path / "place" / "revisions").exists():
        filled(store)
    key = "revisions/r1/manifest.json"
    before = b"".join(store.place.read(key))
    damage(store, key, bit, tmp_path)
    assert [fault.key for fault in verify(store, "r1")] == [key]
    (tmp_path / "healed").write_bytes(before)
    store.place.put(key, tmp_path / "healed")


def test_missing_files_are_faults(store: Store) -> None:
    facts, sha256 = filled(store)
    store.place.delete(manifest.key("r1", facts.parts[0].name))
    originals.delete(store, sha256)
    assert [fault.key for fault in verify(store, "r1")] == [manifest.key("r1", facts.parts[0].name)]
    assert [fault.key for fault in verify_original(store, sha256)] == [originals.key(sha256)]
    store.place.delete("revisions/r1/manifest.json")
    assert "missing" in verify(store, "r1")[0].text["en"]


def test_a_manifest_of_another_publication_is_a_fault(store: Store, tmp_path: Path) -> None:
    facts, _ = filled(store)
    other = written(store, "r2", TABLE.slice(1))
    (tmp_path / "other").write_bytes(other.as_json())
    store.place.put("revisions/r1/manifest.json", tmp_path / "other")
    assert "belongs to revision r2" in verify(store, "r1", facts.sha256)[0].text["en"]
    assert [fault.key for fault in verify(store, "r2", facts.sha256)] == ["revisions/r2/manifest.json"]
