"""A place puts whole files under keys that never climb out of it."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madang.lib.problems import Problem
from madang.store.places import Absent, Occupied, OddKey, OddPlace, Place, place_at
from madang.store.places.place import checked
from tests.store.conftest import SECRET


def put(place: Place, key: str, data: bytes, tmp_path: Path, **how: bool) -> Path:
    source = tmp_path / "source"
    source.write_bytes(data)
    place.put(key, source, **how)
    return source


def test_what_was_put_is_read_back_whole_and_in_ranges(place: Place, tmp_path: Path) -> None:
    data = os.urandom(20 << 20)  # three parts of an S3 upload
    source = put(place, "originals/ab/abc", data, tmp_path)
    assert source.read_bytes() == data
    assert b"".join(place.read("originals/ab/abc")) == data
    assert b"".join(place.read("originals/ab/abc", 5_000_000, 3_000_000)) == data[5_000_000:8_000_000]
    assert b"".join(place.read("originals/ab/abc", len(data) - 3)) == data[-3:]
    assert b"".join(place.read("originals/ab/abc", len(data))) == b""
    assert b"".join(place.read("originals/ab/abc", len(data) - 1, 100)) == data[-1:]
    assert place.size("originals/ab/abc") == len(data)
    place.get("originals/ab/abc", tmp_path / "new" / "copy")
    assert (tmp_path / "new" / "copy").read_bytes() == data


def test_an_empty_file_can_be_put(place: Place, tmp_path: Path) -> None:
    put(place, "a/empty", b"", tmp_path)
    assert (place.size("a/empty"), b"".join(place.read("a/empty"))) == (0, b"")


def test_a_put_replaces_unless_the_key_must_be_new(place: Place, tmp_path: Path) -> None:
    put(place, "a/b", b"one", tmp_path)
    put(place, "a/b", b"two", tmp_path)
    with pytest.raises(Occupied):
        put(place, "a/b", b"three", tmp_path, new=True)
    assert b"".join(place.read("a/b")) == b"two"
    put(place, "a/c", b"four", tmp_path, new=True)
    assert b"".join(place.read("a/c")) == b"four"


def test_a_file_that_is_given_away_is_gone(place: Place, tmp_path: Path) -> None:
    assert not put(place, "a/b", b"one", tmp_path, give=True).exists()
    assert b"".join(place.read("a/b")) == b"one"


def test_keys_are_listed_by_folder_with_size_and_time(place: Place, tmp_path: Path) -> None:
    for key in ("revisions/r1/part", "revisions/r10/part", "originals/ab/x"):
        put(place, key, key.encode(), tmp_path, give=True)
    assert {entry.key for entry in place.keys("revisions/r1")} == {"revisions/r1/part"}
    assert {entry.key for entry in place.keys("revisions")} == {"revisions/r1/part", "revisions/r10/part"}
    assert len(list(place.keys(""))) == 3
    assert list(place.keys("nothing")) == []
    entry = next(iter(place.keys("originals")))
    assert entry.bytes == 14
    assert abs(datetime.now(UTC) - entry.modified) < timedelta(minutes=1)


def test_what_is_deleted_is_absent_and_can_be_deleted_again(place: Place, tmp_path: Path) -> None:
    put(place, "a/b/c", b"x", tmp_path)
    place.delete("a/b/c")
    place.delete("a/b/c")
    assert list(place.keys("")) == []
    for attempt in (
        lambda: place.size("a/b/c"),
        lambda: list(place.read("a/b/c")),
        lambda: place.get("a/b/c", tmp_path / "t"),
    ):
        with pytest.raises(Absent, match=r"a/b/c"):
            attempt()
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize(
    "key", ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", ".incoming/x", "a/.b", "a\\b", "a\0b", "a/\n"]
)
def test_no_key_climbs_out(place: Place, tmp_path: Path, key: str) -> None:
    (tmp_path / "source").write_bytes(b"x")
    for attempt in (
        lambda: place.put(key, tmp_path / "source"),
        lambda: list(place.read(key)),
        lambda: place.size(key),
        lambda: place.delete(key),
        lambda: place.path(key),
    ):
        with pytest.raises(OddKey):
            attempt()


@given(st.text())
def test_a_key_that_passes_stays_inside(key: str) -> None:
    try:
        inside = Path("/place") / checked(key)
    except OddKey:
        return
    assert inside.resolve().is_relative_to("/place")
    assert not any(part.startswith(".") for part in inside.parts)


def test_a_put_that_is_cut_off_leaves_no_file_and_is_tidied(tmp_path: Path) -> None:
    place = place_at("", tmp_path)
    cut = tmp_path / "place" / ".incoming" / "cut"
    cut.parent.mkdir(parents=True)
    cut.write_bytes(b"half")
    assert list(place.keys("")) == []
    assert place.tidy(datetime.now(UTC) - timedelta(hours=1)) == 0
    assert place.tidy(datetime.now(UTC) + timedelta(hours=1)) == 4
    assert not cut.exists()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x/y",
        "s3:///prefix",
        "file://host/x",
        "file:",
        f"s3://key:{SECRET}@bucket",
        f"s3://bucket?secret={SECRET}",
    ],
)
def test_an_odd_address_is_refused_without_repeating_a_secret(url: str, tmp_path: Path) -> None:
    with pytest.raises(OddPlace) as caught:
        place_at(url, tmp_path)
    assert SECRET not in caught.value.text("en") + caught.value.text("ko")


def test_a_folder_elsewhere_by_its_address(tmp_path: Path) -> None:
    place = place_at((tmp_path / "데이터 1").as_uri(), tmp_path / "home")
    put(place, "a/b", b"x", tmp_path)
    assert (tmp_path / "데이터 1" / "a" / "b").read_bytes() == b"x"


def test_a_server_that_cannot_be_used_is_named_without_the_secret(
    tmp_path: Path, bucket_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = place_at("s3://no-such-bucket/x?" + bucket_url.partition("?")[2], tmp_path)
    with pytest.raises(Problem) as caught:
        put(place, "a/b", b"x", tmp_path)
    assert "s3://no-such-bucket/x" in caught.value.text("en")
    assert SECRET not in str(caught.value)
