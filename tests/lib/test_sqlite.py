"""A copy of a busy SQLite database is one moment of it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from madang.lib import sqlite


def test_the_copy_of_a_busy_database_tears_no_transaction(tmp_path: Path) -> None:
    source = tmp_path / "도시 1.sqlite3"
    with closing(sqlite3.connect(source)) as first:
        first.execute("PRAGMA journal_mode = WAL")
        first.execute("CREATE TABLE account (name TEXT, money INTEGER)")
        first.executemany("INSERT INTO account VALUES (?, 0)", [(str(number),) for number in range(2_000)])
        first.commit()
    stopping = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(source, timeout=30)) as writer:
            while not stopping.is_set():
                writer.execute("UPDATE account SET money = money + 1 WHERE name = '1'")
                writer.execute("UPDATE account SET money = money - 1 WHERE name = '1999'")
                writer.commit()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(20):
            sqlite.copy(source, tmp_path / f"copy-{number}")
            with closing(sqlite3.connect(tmp_path / f"copy-{number}")) as copy:
                assert copy.execute("SELECT sum(money), count(*) FROM account").fetchone() == (0, 2_000)
    finally:
        stopping.set()
        thread.join()
    assert {file.name for file in tmp_path.iterdir() if "copy" in file.name} == {f"copy-{n}" for n in range(20)}


def test_a_damaged_database_is_not_copied(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a")) as first:
        first.execute("CREATE TABLE a (b TEXT UNIQUE)")
        first.executemany("INSERT INTO a VALUES (?)", [(str(number) * 50,) for number in range(5_000)])
        first.commit()
    data = bytearray((tmp_path / "a").read_bytes())
    data[len(data) // 2 : len(data) // 2 + 5_000] = bytes(5_000)
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(sqlite.DamagedDatabase, match="madang restore"):
        sqlite.copy(tmp_path / "a", tmp_path / "b")
    assert not (tmp_path / "b").exists()
