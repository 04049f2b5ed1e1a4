"""Real children: killed at their time, replaced, ended with their parent; what they can reach, and what they cannot."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from madang.lib.problems import Problem
from madang.query.limits import Busy, TooSlow
from madang.query.model import Table
from madang.query.sql import answer, frames, kept, pool, problems
from madang.query.sql.limits import SqlLimits
from madang.query.sql.process import Child, Died, DiedIdle, _environment
from madang.store import serving

FOREVER = "SELECT count(*) FROM range(1000000) a, range(1000000) b, range(1000) c"
ONE = "SELECT count(*) AS n FROM tests.districts"


@pytest.fixture
def own_pool() -> Iterator[None]:
    """Children of this test's own, so that it can count them."""
    pool.end()
    yield
    pool.end()


def ask(sql: str, *tables: Table, limits: SqlLimits = answer.LIMITS, gone=lambda: False) -> list[dict]:
    return answer.run(answer.read(sql), tables, limits, gone).table().to_pylist()


def living(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def seconds_at_work(pid: int) -> float:
    """What a process has used of the processors, by itself and for the system."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def children(of: int) -> set[int]:
    """The children of a process that are ours."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(words[1]) == of and b"madang.query.sql.child" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
        except OSError:
            continue
    return found


def run_aside(sql: str, expected: type[Problem], limits: SqlLimits) -> threading.Thread:
    """Run a statement that must end in a problem, in a thread; returns when a child is at work on it."""
    checked = answer.read(sql)

    def work() -> None:
        with pytest.raises(expected):
            answer.run(checked, [], limits)

    thread = threading.Thread(target=work)
    thread.start()
    await_that(lambda: pool.runners(limits.at_once)._busy == 1)
    return thread


def await_that(true, seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.02)


def test_one_child_answers_many(own_pool: None, districts: Table) -> None:
    assert ask(ONE, districts) == [{"n": 60}]
    [first] = pool.runners(2).pids()
    for _ in range(5):
        assert ask(ONE, districts) == [{"n": 60}]
    assert pool.runners(2).pids() == [first]


def test_a_statement_that_outlives_its_time_is_killed_and_the_next_child_stands_ready(
    own_pool: None, districts: Table
) -> None:
    ask(ONE, districts)
    [first] = pool.runners(2).pids()
    began = time.monotonic()
    with pytest.raises(TooSlow):
        ask(FOREVER, limits=SqlLimits(seconds=0.5))
    assert time.monotonic() - began < 3
    assert not living(first)
    [second] = pool.runners(2).pids()
    assert second != first
    assert ask(ONE, districts) == [{"n": 60}]


def test_the_work_stops_when_the_client_leaves(own_pool: None, districts: Table) -> None:
    ask(ONE, districts)
    [first] = pool.runners(2).pids()
    left = threading.Event()
    threading.Timer(0.5, left.set).start()
    began = time.monotonic()
    with pytest.raises(problems.Left):
        ask(FOREVER, gone=left.is_set)
    assert time.monotonic() - began < 3
    await_that(lambda: not living(first))


def test_who_waits_is_let_in_or_sent_away_with_a_reason_and_may_leave(own_pool: None, districts: Table) -> None:
    one = SqlLimits(seconds=3, at_once=1, patience=0.3)
    light = answer.read(ONE)
    worker = run_aside(FOREVER, TooSlow, one)
    with pytest.raises(Busy):
        answer.run(light, [districts], one)
    with pytest.raises(Busy):
        answer.run(light, [districts], SqlLimits(at_once=1, patience=60, waiting=0))
    with pytest.raises(problems.Left):
        answer.run(light, [districts], SqlLimits(at_once=1, patience=60), lambda: True)
    answer.run(light, [districts], SqlLimits(at_once=1, patience=30)).close()  # after the three seconds
    worker.join()


def test_mistakes_are_told_while_all_runners_compute(own_pool: None) -> None:
    one = SqlLimits(seconds=3, at_once=1, patience=0.1)
    worker = run_aside(FOREVER, TooSlow, one)
    with pytest.raises(problems.NotRead):
        answer.read("SELECT FROM WHERE", one)
    assert pool.runners(1)._busy == 1
    worker.join()


def test_sixty_four_at_once_are_answered_or_told_to_come_back(own_pool: None, districts: Table) -> None:
    """Heavy ones within two children; every end is one that was promised, and the pool is well afterwards."""
    heavy = answer.read(
        "SELECT count(*) AS n FROM range(1000) a, range(1000) b, tests.districts c WHERE a.range + c.인구 > 10"
    )
    limits = SqlLimits(seconds=60, patience=1, waiting=16)
    ends: list[str] = []

    def one() -> None:
        try:
            answer.run(heavy, [districts], limits).close()
            ends.append("answered")
        except Problem as problem:
            ends.append(problem.code)

    threads = [threading.Thread(target=one) for _ in range(64)]
    for thread in threads:
        thread.start()
    assert len(children(os.getpid())) <= 2 + 2
    for thread in threads:
        thread.join()
    assert len(ends) == 64
    assert set(ends) <= {"answered", "busy"}
    assert {"answered", "busy"} <= set(ends)
    assert pool.runners(2)._busy == pool.runners(2)._waiting == 0
    assert ask(ONE, districts) == [{"n": 60}]


def test_a_child_that_was_killed_from_outside_is_replaced(own_pool: None, districts: Table) -> None:
    ask(ONE, districts)
    [idle] = pool.runners(2).pids()
    os.kill(idle, signal.SIGKILL)
    await_that(lambda: not living(idle))
    assert ask(ONE, districts) == [{"n": 60}]
    [next_one] = pool.runners(2).pids()
    before = seconds_at_work(next_one)
    busy = run_aside(FOREVER, problems.EngineDied, answer.LIMITS)
    await_that(lambda: seconds_at_work(next_one) > before + 0.2)  # it computes: killed before, another would be asked
    os.kill(next_one, signal.SIGKILL)
    busy.join(10)
    assert not busy.is_alive()
    assert not living(next_one)
    assert ask(ONE, districts) == [{"n": 60}]


def test_none_is_left_when_the_parent_is_killed(tmp_path: Path) -> None:
    program = textwrap.dedent(f"""
        from madang.query.sql import answer
        answer.run(answer.read("SELECT 1"), []).close()
        checked = answer.read("{FOREVER}")
        print("ready", flush=True)
        answer.run(checked, [])
    """)
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    assert parent.stdout
    assert parent.stdout.readline() == b"ready\n"
    await_that(lambda: len(children(parent.pid)) == 2)
    time.sleep(0.3)
    theirs = children(parent.pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    await_that(lambda: not any(living(pid) for pid in theirs))


def test_a_child_knows_nothing_of_the_operator_and_cannot_write(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADANG_DATABASE", "postgresql://secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    assert "secret" not in str(_environment())
    child = Child("runner")
    try:
        list(
            child.ask({"sql": "SELECT 1", "tables": [], "memory_mb": 256, "rows": 1, "bytes": 1000}, 10, lambda: False)
        )
        environment = Path(f"/proc/{child.pid}/environ").read_bytes()
        limits = Path(f"/proc/{child.pid}/limits").read_text()
        assert b"secret" not in environment
        assert b"MADANG" not in environment
        assert [line.split()[3:5] for line in limits.splitlines() if "Max file size" in line] == [["0", "0"]]
        assert Path(f"/proc/{child.pid}/cwd").readlink() == Path("/")
    finally:
        child.end()


def test_a_copy_that_was_evicted_or_damaged_is_made_again(districts: Table) -> None:
    path = serving.path(districts.store, districts.revision)
    path.write_bytes(b"no database")
    assert ask(ONE, districts) == [{"n": 60}]


def test_odd_bytes_of_a_child_are_not_believed() -> None:
    received = frames.Received()
    received.add(b"X\x00\x00\x00\x01a")
    with pytest.raises(frames.Odd):
        received.next()
    received = frames.Received()
    received.add(frames.HEAD.pack(b"B", frames.LARGEST + 1))
    with pytest.raises(frames.Odd):
        received.next()


def test_one_that_died_before_it_took_the_request_had_begun_nothing() -> None:
    """It said that it is ready, and takes in what is written to it, while it is being killed."""
    child = Child("runner")
    try:
        await_that(lambda: select.select([child._process.stdout], [], [], 0)[0])
        os.kill(child.pid, signal.SIGSTOP)
        killing = threading.Timer(0.2, os.kill, (child.pid, signal.SIGKILL))
        killing.start()
        with pytest.raises(DiedIdle):
            list(child.ask({"sql": "SELECT 1"}, 10, lambda: False))
        killing.join()
    finally:
        child.end()


def test_a_child_that_breaks_leaves_its_last_words() -> None:
    child = Child("runner")
    try:
        with pytest.raises(Died, match=r"(?s)exit 1: .*KeyError: 'memory_mb'"):
            list(child.ask({}, 10, lambda: False))
        assert not child.fit
    finally:
        child.end()


@pytest.mark.parametrize(
    ("limits", "rows"),
    [(SqlLimits(rows=10), 10), (SqlLimits(rows=60), 60), (SqlLimits(rows=59), 59), (SqlLimits(rows=0), 0)],
)
def test_an_answer_cut_at_its_rows_says_so(districts: Table, limits: SqlLimits, rows: int) -> None:
    made = answer.run(answer.read("SELECT 인구 FROM tests.districts"), [districts], limits)
    assert (made.returned, made.complete, made.total) == (rows, rows == 60, 60 if rows == 60 else None)
    assert made.table().num_rows == rows


def test_an_answer_cut_at_its_bytes_says_so() -> None:
    made = answer.run(answer.read("SELECT repeat('x', 10000) AS x FROM range(1000)"), [], SqlLimits(bytes=1_000_000))
    assert not made.complete
    assert 40 <= (made.returned or 0) <= 100
    assert made.table().nbytes <= 1_100_000


def test_one_client_never_has_all_children(own_pool: None, districts: Table) -> None:
    limits = SqlLimits(seconds=2, patience=0.3)
    checked = answer.read(FOREVER)

    def bomb() -> None:
        with pytest.raises(TooSlow):
            answer.run(checked, [], limits, whose="a bomber")

    worker = threading.Thread(target=bomb)
    worker.start()
    await_that(lambda: pool.runners(2)._busy == 1)
    with pytest.raises(Busy):
        answer.run(answer.read(ONE), [districts], limits, whose="a bomber")
    answer.run(answer.read(ONE), [districts], SqlLimits(), whose="somebody else").close()
    worker.join()
    assert not pool.runners(2)._held
    assert not pool.runners(2)._queued


def test_slow_readers_hold_a_bounded_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_HELD", 3 << 20)
    sql = answer.read("SELECT repeat('x', 10000) AS x FROM range(140)")
    first, second = answer.run(sql, []), answer.run(sql, [])
    with pytest.raises(Busy):
        answer.run(sql, [])
    first.close()
    answer.run(sql, []).close()
    second.close()
    assert kept._held == 0


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT " + ", ".join(f"{n} AS {'n' * 250}{n:03}" for n in range(60)) + " FROM range(2000)", 2000),
        ("SELECT " + "1 + " * 150 + "1", 1),
    ],
)
def test_wide_answers_come_in_small_batches_with_short_names(sql: str, rows: int) -> None:
    made = answer.run(answer.read(sql), [])
    assert max(len(column.name) for column in made.columns) <= 255
    batches = list(made.batches)
    assert sum(batch.num_rows for batch in batches) == rows
    assert max(batch.num_rows for batch in batches) * sum(len(column.name) for column in made.columns) <= 4 << 20


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(problems.DoesNotFit, match="at most 1000"):
        answer.run(answer.read("WITH a AS (SELECT * FROM (VALUES (1, 2)) v) SELECT " + "*, " * 600 + "1 FROM a"), [])
