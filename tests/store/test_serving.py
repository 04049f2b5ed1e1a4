"""Serving copies: made once, read by many at a time, removed without hurting a reader."""

from __future__ import annotations

import contextlib
import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest

from madang.lib import duck
from madang.store import Store, manifest, opened, revisions, serving
from madang.store.places import place_at
from tests.store.conftest import written

ROWS = 20_000


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A folder is enough here: the files of a remote place are local before a copy is made of them."""
    return Store(place_at("", tmp_path), tmp_path)


def numbers(revision: int) -> pa.Table:
    """Every value says which revision and row it belongs to."""
    return pa.table({"value": [revision * 1_000_000 + row for row in range(1, ROWS + 1)]})


def ask(store: Store, revision: str, sql: str) -> list[tuple[object, ...]]:
    with serving.cursor(store, revision) as cursor:
        return cursor.execute(sql).fetchall()


def test_the_copy_has_the_rows_and_their_numbers(store: Store) -> None:
    written(store, "r1", pa.table({"이름": ["가", None, "나"]}))
    path = serving.path(store, "r1")
    with duck.connect(path, read_only=True) as connection:
        assert connection.execute("SELECT * FROM rows").fetchall() == [("가", 1), (None, 2), ("나", 3)]
        with pytest.raises(duck.Error, match="read-only"):
            connection.execute("DELETE FROM rows")
    made = path.stat().st_ino
    assert serving.path(store, "r1").stat().st_ino == made
    with serving.cursor(store, "r1") as cursor, pytest.raises(duck.Error, match="read-only"):
        cursor.execute("DELETE FROM rows")


def test_rows_keep_their_numbers_beside_a_column_that_duckdb_would_count_in(store: Store) -> None:
    """DuckDB offers the number of a row in its file under this name, unless the file has a column so called."""
    written(store, "r1", pa.table({"File_Row_Number": [7, 7]}))
    assert ask(store, "r1", "SELECT * FROM rows") == [(7, 1), (7, 2)]


def test_a_remote_revision_is_served_from_local_files(bucket_url: str, tmp_path: Path) -> None:
    store = Store(place_at(bucket_url, tmp_path), tmp_path)
    written(store, "r1", numbers(1))
    assert ask(store, "r1", "SELECT count(*) FROM rows") == [(ROWS,)]


def test_sixty_four_threads_read_right_rows(store: Store) -> None:
    for revision in range(1, 9):
        written(store, f"r{revision}", numbers(revision))

    def read(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(15):
            revision, row = chance.randrange(1, 9), chance.randrange(1, ROWS)
            rows = ask(
                store,
                f"r{revision}",
                f"SELECT value, _row FROM rows WHERE _row BETWEEN {row} AND {row + 50} ORDER BY _row",
            )
            expected = range(row, min(row + 50, ROWS) + 1)
            assert rows == [(revision * 1_000_000 + number, number) for number in expected]

    with ThreadPoolExecutor(64) as pool:
        list(pool.map(read, range(64)))


def test_threads_that_come_at_once_make_one_copy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    written(store, "r1", numbers(1))
    made: list[int] = []
    make = serving._make
    monkeypatch.setattr(serving, "_make", lambda *facts: (made.append(1), make(*facts)))
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: serving.path(store, "r1"), range(8)))) == 1
    assert made == [1]
    assert not list(store.scratch.iterdir())


def test_processes_that_come_at_once_all_read_it(store: Store) -> None:
    written(store, "r1", pa.concat_tables([numbers(1)] * 20))
    program = f"""
from pathlib import Path
from madang.store import Store, serving
from madang.store.places import place_at
home = Path({str(store.home)!r})
with serving.cursor(Store(place_at("", home), home), "r1") as cursor:
    print(cursor.execute("SELECT count(*), sum(value) FROM rows").fetchall())
"""
    readers = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(4)]
    answers = {reader.communicate(timeout=120)[0] for reader in readers}
    assert answers == {f"[({ROWS * 20}, {20 * sum(numbers(1)['value'].to_pylist())})]\n"}
    assert [file.name for file in store.serving.glob("*.duckdb")] == ["r1.duckdb"]
    assert not list(store.scratch.iterdir())


def test_eviction_removes_what_was_not_used_for_longest(store: Store) -> None:
    for number in range(1, 5):
        written(store, f"r{number}", numbers(number))
        os.utime(serving.path(store, f"r{number}"), (number, number))
    serving.path(store, "r1")  # used just now
    size = serving.path(store, "r4").stat().st_size
    os.utime(serving.path(store, "r4"), (4, 4))
    assert serving.evict(store, keep_bytes=2 * size) >= 2 * size - 100_000
    assert sorted(file.stem for file in store.serving.glob("*.duckdb")) == ["r1", "r4"]
    assert ask(store, "r2", "SELECT min(value) FROM rows") == [(2_000_001,)]  # made again


def test_eviction_does_not_break_a_reader(store: Store) -> None:
    written(store, "r1", numbers(1))
    with serving.cursor(store, "r1") as reader:
        rows = reader.execute("SELECT value FROM rows ORDER BY _row").to_arrow_reader(1_000)
        first = next(rows).num_rows
        assert serving.evict(store, keep_bytes=0) > 0
        assert not list(store.serving.glob("*.duckdb"))
        assert ask(store, "r1", "SELECT count(*) FROM rows") == [(ROWS,)]  # a second copy beside the open one
        assert first + sum(batch.num_rows for batch in rows) == ROWS
        assert reader.execute("SELECT max(_row) FROM rows").fetchall() == [(ROWS,)]
    assert ask(store, "r1", "SELECT count(*) FROM rows") == [(ROWS,)]


def test_only_so_many_copies_stay_open(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opened, "MOST_OPEN", 3)
    for number in range(1, 7):
        written(store, f"r{number}", numbers(number))
        ask(store, f"r{number}", "SELECT 1")
    mine = {serving.path(store, f"r{number}").name for number in range(1, 7)}
    with serving.cursor(store, "r1") as cursor:
        names = {
            Path(str(row[0])).name for row in cursor.execute("SELECT path FROM duckdb_databases()").fetchall() if row[0]
        }
    assert len(names & mine) <= 3
    assert "r1.duckdb" in names


def test_a_copy_that_another_process_removed_is_let_go(store: Store) -> None:
    for number in (1, 2):
        written(store, f"r{number}", numbers(number))
        serving.path(store, f"r{number}")
    ask(store, "r1", "SELECT 1")
    gone = serving.path(store, "r1")
    gone.unlink()
    with serving.cursor(store, "r2") as cursor:
        attached = {row[0] for row in cursor.execute("SELECT path FROM duckdb_databases()").fetchall()}
    assert str(gone) not in attached
    assert ask(store, "r1", "SELECT count(*) FROM rows") == [(ROWS,)]


def test_a_damaged_copy_is_made_again(store: Store) -> None:
    written(store, "r1", numbers(1))
    serving.path(store, "r1").write_bytes(b"not a database" * 1_000)
    assert ask(store, "r1", "SELECT count(*) FROM rows") == [(ROWS,)]


def test_a_withdrawal_while_the_copy_is_made_wins(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    written(store, "r1", numbers(1))
    make, asked = serving._make, threading.Event()

    def slow(*facts: object) -> None:
        make(*facts)  # type: ignore[arg-type]
        asked.set()
        withdrawal.join(0.2)  # it waits for us, so this ends by the timeout

    monkeypatch.setattr(serving, "_make", slow)
    withdrawal = threading.Thread(target=lambda: (asked.wait(), revisions.withdraw(store, "r1")))
    withdrawal.start()
    with contextlib.suppress(manifest.Missing):
        serving.path(store, "r1")
    withdrawal.join()
    assert not list(store.serving.iterdir())
    with pytest.raises(manifest.Missing):
        serving.path(store, "r1")


def test_a_cursor_that_was_read_to_the_end_serves_again(store: Store) -> None:
    written(store, "r1", numbers(1))
    with serving.cursor(store, "r1", again=True) as first:
        first.execute("SELECT count(*) FROM rows").fetchall()
    with serving.cursor(store, "r1", again=True) as again, serving.cursor(store, "r1", again=True) as other:
        assert again is first
        assert other is not first
    with contextlib.suppress(ZeroDivisionError), serving.cursor(store, "r1", again=True) as broken:
        raise ZeroDivisionError
    with pytest.raises(duck.Error):
        broken.execute("SELECT 1")
    serving.drop(store, "r1")
    with pytest.raises(duck.Error):  # the copy goes with those that waited for it
        first.execute("SELECT 1")


def test_threads_that_use_cursors_again_read_right_rows(store: Store) -> None:
    for revision in range(1, 4):
        written(store, f"r{revision}", numbers(revision))

    def read(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(40):
            revision, row = chance.randint(1, 3), chance.randint(1, ROWS)
            with serving.cursor(store, f"r{revision}", again=True) as cursor:
                found = cursor.execute("SELECT value FROM rows WHERE _row = $1", [row]).fetchall()
            assert found == [(revision * 1_000_000 + row,)]

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(read, range(16)))
