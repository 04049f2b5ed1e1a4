"""Parts of uploads in a folder and in S3: safe one by one, read as one, swept when nobody remembers them."""

from __future__ import annotations

import hashlib
import itertools
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from madang.store import Store, incoming, originals
from madang.store.fetched import Damaged
from madang.store.places.place import Absent

CHUNK = bytes(range(256)) * 4_000  # about a megabyte
NOW = datetime.now(UTC)


def keys(store: Store) -> set[str]:
    return {entry.key for entry in store.place.keys("uploads")}


def test_a_stream_becomes_parts_each_safe_before_the_next_comes(store: Store) -> None:
    given = [CHUNK] * 20
    parts: list[incoming.Part] = []
    for part in incoming.put(store, "u1", iter(given)):
        assert store.place.size(part.key) == part.bytes
        parts.append(part)
    assert [part.bytes for part in parts] == [len(CHUNK) * 9, len(CHUNK) * 9, len(CHUNK) * 2]
    assert parts[2].sha256 == hashlib.sha256(CHUNK * 2).hexdigest()
    whole = b"".join(given)
    assert b"".join(incoming.stream(store, parts)) == whole
    kept = originals.keep(store, incoming.stream(store, parts))
    assert kept == originals.Original(hashlib.sha256(whole).hexdigest(), len(whole))
    incoming.drop(store, [part.key for part in parts])
    incoming.drop(store, [part.key for part in parts])  # twice is once
    assert keys(store) == set()
    assert not list(store.scratch.iterdir())


def test_what_came_before_a_connection_broke_is_kept(store: Store) -> None:
    def breaking() -> Iterator[bytes]:
        yield from [b"abc", b"def"]
        raise ConnectionResetError("gone")

    taken = incoming.put(store, "u1", breaking())
    first = next(taken)
    assert b"".join(incoming.stream(store, [first])) == b"abcdef"
    with pytest.raises(ConnectionResetError):
        next(taken)
    assert not list(store.scratch.iterdir())


def test_a_stream_that_is_refused_leaves_nothing_of_its_last_part(store: Store) -> None:
    def refused() -> Iterator[bytes]:
        yield b"abc"
        raise ValueError("too long")

    with pytest.raises(ValueError, match="too long"):
        list(incoming.put(store, "u1", refused()))
    assert keys(store) == set()
    assert not list(store.scratch.iterdir())


def test_nothing_is_no_part(store: Store) -> None:
    assert list(incoming.put(store, "u1", [])) == []
    assert list(incoming.put(store, "u1", [b"", b"after an empty chunk the stream is over"])) == []


def test_a_part_with_other_bytes_or_none_is_noticed(store: Store) -> None:
    [part] = incoming.put(store, "u1", [b"abc"])
    wrong = incoming.Part(part.key, 3, hashlib.sha256(b"abd").hexdigest())
    with pytest.raises(Damaged, match="uploads/u1"):
        list(incoming.stream(store, [wrong]))
    incoming.drop(store, [part.key])
    with pytest.raises(Absent):
        list(incoming.stream(store, [part]))


def test_the_sweep_takes_what_nobody_remembers_and_is_old(store: Store) -> None:
    [live] = incoming.put(store, "u1", [b"live"])
    [orphan] = incoming.put(store, "u1", [b"orphan"])
    assert incoming.sweep(store, {live.key}, NOW - timedelta(days=1)) == 0
    assert keys(store) == {live.key, orphan.key}
    assert incoming.sweep(store, {live.key}, NOW + timedelta(days=1)) == len(b"orphan")
    assert keys(store) == {live.key}


def test_memory_stays_flat(store: Store) -> None:
    """P7: two hundred megabytes pass; no more than a few chunks are ever held by Python."""
    if store.place.path("uploads/x") is None:
        pytest.skip("the S3 client holds its parts outside of Python, and the test server in its memory")
    tracemalloc.start()
    parts = list(incoming.put(store, "u1", itertools.repeat(CHUNK, 200)))
    for _ in incoming.stream(store, parts):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000
