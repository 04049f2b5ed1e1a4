"""What was read is remembered until anybody commits anything."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.cache import cache

from madang.catalog import committed
from madang.catalog.committed import MOST, InFile, Remembered, lately


def made(calls: list[int]) -> int:
    calls.append(1)
    return len(calls)


def test_it_is_read_again_after_each_commit_of_anybody(tmp_path: Path) -> None:
    file = tmp_path / "city.sqlite3"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE t (a)")
    known, calls = Remembered(InFile(file)), []
    assert [known.get("a", lambda: made(calls)) for _ in range(3)] == [1, 1, 1]
    assert known.get("b", lambda: made(calls)) == 2
    writer.execute("BEGIN")
    writer.execute("INSERT INTO t VALUES (1)")
    assert known.get("a", lambda: made(calls)) == 1
    writer.execute("COMMIT")
    assert known.get("a", lambda: made(calls)) == 3
    writer.execute("DELETE FROM t")
    assert known.get("b", lambda: made(calls)) == 4


def test_a_commit_while_it_is_read_is_not_missed(tmp_path: Path) -> None:
    writer = sqlite3.connect(tmp_path / "city.sqlite3", isolation_level=None)
    writer.execute("CREATE TABLE t (a)")
    known = Remembered(InFile(tmp_path / "city.sqlite3"))

    def slow() -> int:
        writer.execute("INSERT INTO t VALUES (1)")
        return 1

    known.get("a", slow)
    assert known.get("a", lambda: 2) == 2


def test_without_a_file_nothing_is_remembered(tmp_path: Path) -> None:
    known, calls = Remembered(InFile(tmp_path / "absent.sqlite3")), []
    assert [known.get("a", lambda: made(calls)) for _ in range(2)] == [1, 2]


def test_room_is_bounded(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "city.sqlite3").execute("CREATE TABLE t (a)")
    known = Remembered(InFile(tmp_path / "city.sqlite3"))
    for number in range(MOST + 1):
        known.get(number, lambda number=number: number)
    assert len(known._held[1]) == MOST


def test_where_commits_cannot_be_seen_it_is_kept_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(committed, "connection", SimpleNamespace(vendor="postgresql"))
    assert [lately("walk", lambda: made(calls)) for _ in range(2)] == [1, 1]
    cache.clear()
    assert lately("walk", lambda: made(calls)) == 2
    cache.clear()


def test_where_commits_are_seen_nothing_waits_for_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = sqlite3.connect(tmp_path / "city.sqlite3", isolation_level=None)
    writer.execute("CREATE TABLE t (a)")
    known, calls = Remembered(InFile(tmp_path / "city.sqlite3")), []
    monkeypatch.setattr(committed, "connection", SimpleNamespace(vendor="sqlite"))
    monkeypatch.setattr(committed, "remembered", lambda: known)
    assert [lately("walk", lambda: made(calls)) for _ in range(2)] == [1, 1]
    writer.execute("INSERT INTO t VALUES (1)")
    assert lately("walk", lambda: made(calls)) == 2
