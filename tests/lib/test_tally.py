"""Counts that processes share: exact among threads and processes, and never in anybody's way."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import resource
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from madang.lib import tally
from madang.lib.tally import Tally


def test_processes_share_it(tmp_path: Path) -> None:
    path = tmp_path / "counts"
    workers = [multiprocessing.get_context("spawn").Process(target=_count, args=(path, 200)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert Tally(path, "s").add("key", 1, 10_000, 3600, time.time()).used == 401


def test_threads_share_it(tmp_path: Path) -> None:
    shared = Tally(tmp_path / "counts", "s")
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _: shared.add("key", 1, 50, 3600, 1e9), range(80)))
    assert sum(count.allowed for count in counts) == 50
    assert sorted(count.used for count in counts if count.allowed) == list(range(1, 51))


def test_a_clock_that_was_put_back_locks_nobody_out(tmp_path: Path) -> None:
    shared = Tally(tmp_path / "counts", "s")
    assert shared.add("key", 1, 1, 60, now=2e9).allowed
    assert shared.add("key", 1, 1, 60, now=1e9).allowed


def test_more_keys_than_places_forget_the_one_that_ends_first(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(tally, "SETS", 1)
    shared = Tally(tmp_path / "counts", "s")
    for number in range(9):
        assert shared.add(f"key {number}", 1, 1, 60, now=1e9 + number).allowed
    assert not shared.add("key 8", 1, 1, 60, now=1e9 + 9).allowed
    assert shared.add("key 0", 1, 1, 60, now=1e9 + 9).allowed


def test_a_file_cut_short_is_made_whole_by_counting(tmp_path: Path) -> None:
    shared = Tally(tmp_path / "counts", "s")
    shared.add("key", 1, 5, 60, 1e9)
    os.truncate(tmp_path / "counts", 0)
    assert [shared.add("key", 1, 5, 60, 1e9).used for _ in range(2)] == [1, 2]


def test_a_full_disk_does_not_stop_it(tmp_path: Path) -> None:
    """A limit on the size of files stands for the full disk: the allocation fails in the same call."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        shared = Tally(tmp_path / "counts", "s")
        assert [shared.add("key", 1, 2, 60, 1e9).allowed for _ in range(3)] == [True, True, False]
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_process_that_stopped_with_the_lock_holds_up_nobody(tmp_path: Path) -> None:
    shared = Tally(tmp_path / "counts", "s")
    shared.add("key", 1, 5, 60, 1e9)
    held = multiprocessing.get_context("spawn").Process(target=_hold, args=(tmp_path / "counts",))
    held.start()
    try:
        until = time.monotonic() + 30
        while not (tmp_path / "held").exists() and time.monotonic() < until:
            time.sleep(0.01)
        began = time.monotonic()
        assert shared.add("key", 1, 5, 60, 1e9).allowed
        assert time.monotonic() - began < 2
    finally:
        held.kill()
        held.join()


def _count(path: Path, times: int) -> None:
    shared = Tally(path, "s")
    for _ in range(times):
        shared.add("key", 1, 10_000, 3600, time.time())


def _hold(path: Path) -> None:
    with path.open("r+b") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        (path.parent / "held").write_text("")
        time.sleep(60)
