"""Originals: the bytes as they came, once, under their hash."""

from __future__ import annotations

import hashlib
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from madang.store import Store, originals
from madang.store.fetched import Damaged
from tests.store.conftest import everything

DATA = os.urandom(3 << 20)
SHA = hashlib.sha256(DATA).hexdigest()


def chunks(data: bytes, size: int = 100_000) -> Iterator[bytes]:
    return (data[start : start + size] for start in range(0, len(data), size))


def test_a_stream_is_kept_under_its_hash(store: Store) -> None:
    heard: list[int] = []
    assert originals.keep(store, chunks(DATA), heard.append) == originals.Original(SHA, len(DATA))
    assert heard == sorted(heard)
    assert heard[-1] == len(DATA)
    assert originals.path(store, SHA).read_bytes() == DATA
    assert b"".join(originals.stream(store, SHA)) == DATA
    assert b"".join(originals.stream(store, SHA, 1_000, 50)) == DATA[1_000:1_050]
    assert not list(store.scratch.iterdir())


def test_the_same_bytes_are_stored_once(store: Store) -> None:
    first = originals.keep(store, chunks(DATA))
    assert originals.keep(store, [DATA]) == first
    assert [entry.bytes for entry in store.place.keys("originals")] == [len(DATA)]


def test_the_same_bytes_heal_a_damaged_copy(store: Store, tmp_path: Path) -> None:
    originals.keep(store, [DATA])
    (tmp_path / "bad").write_bytes(b"bad")
    store.place.put(originals.key(SHA), tmp_path / "bad")
    originals.keep(store, [DATA])
    assert originals.path(store, SHA).read_bytes() == DATA


def test_a_stream_that_breaks_leaves_nothing(store: Store) -> None:
    def broken() -> Iterator[bytes]:
        yield b"first"
        raise ConnectionError("the sender hung up")

    with pytest.raises(ConnectionError):
        originals.keep(store, broken())
    assert not list(store.place.keys(""))
    assert not list(store.scratch.iterdir())


def test_memory_does_not_follow_the_size(store: Store) -> None:
    block = bytes(1 << 20)
    tracemalloc.start()
    kept = originals.keep(store, (block for _ in range(150)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept.bytes == 150 << 20
    assert peak < 20 << 20


@pytest.mark.parametrize("sha256", ["0" * 64, "../../etc/passwd", "", "ABC"])
def test_what_was_never_kept_is_missing(store: Store, sha256: str) -> None:
    for attempt in (lambda: originals.path(store, sha256), lambda: originals.stream(store, sha256)):
        with pytest.raises(originals.Missing):
            attempt()


def test_what_is_deleted_is_gone_from_the_cache_too(store: Store) -> None:
    originals.keep(store, [DATA])
    originals.path(store, SHA)
    originals.delete(store, SHA)
    assert everything(store.home) == {}
    with pytest.raises(originals.Missing):
        originals.path(store, SHA)


def test_a_remote_copy_that_changed_is_not_handed_out(bucket_url: str, tmp_path: Path) -> None:
    from madang.store.places import place_at

    store = Store(place_at(bucket_url, tmp_path), tmp_path)
    originals.keep(store, [DATA])
    (tmp_path / "bad").write_bytes(b"bad")
    store.place.put(originals.key(SHA), tmp_path / "bad", give=True)
    with pytest.raises(Damaged, match=SHA):
        originals.path(store, SHA)
    assert everything(tmp_path) == {}
