"""Durable jobs on SQLite: steps are remembered, the same id runs once, a process that does not listen takes nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from madang.lib import jobs

done: list[str] = []


def work(name: str) -> str:
    done.append(name)
    return f"{name} done"


def workflow(name: str) -> str:
    return jobs.step("first", work, name) + ", " + jobs.step("second", work, name.upper())


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    url = jobs.url(tmp_path, "")
    jobs.migrate(url)
    jobs.migrate(url)
    done.clear()
    yield url
    jobs.client(url).close()
    jobs.forget_clients()


def test_a_workflow_runs_once_under_its_id(url: str) -> None:
    jobs.client(url).enqueue("trial", "queued", "q")
    with jobs.Executor(url, "here", {"trial": workflow}, listens=False) as executor:
        assert executor.run("trial", "one", "a") == "a done, A done"
        assert executor.run("trial", "one", "b") == "a done, A done"
        assert jobs.client(url).state("one") == ("SUCCESS", "here")
        time.sleep(1.5)
        assert jobs.client(url).state("queued") == ("ENQUEUED", "")
    assert done == ["a", "A"]
    assert jobs.client(url).state("none") is None


def test_a_step_outside_a_workflow_is_a_plain_call() -> None:
    assert jobs.step("alone", work, "x") == "x done"


def test_the_address_is_a_file_of_its_own_or_postgresql(tmp_path: Path) -> None:
    assert jobs.url(tmp_path, "") == f"sqlite:///{tmp_path / 'jobs.sqlite3'}"
    assert jobs.url(tmp_path, "postgres://u:p@h/n") == "postgresql://u:p@h/n"


def test_what_is_done_is_forgotten_and_what_waits_is_not(url: str) -> None:
    jobs.client(url).enqueue("trial", "queued", "q")
    with jobs.Executor(url, "here", {"trial": workflow}, listens=False) as executor:
        executor.run("trial", "done", "a")
    now = datetime.now(UTC)
    assert jobs.client(url).forget_before(now - timedelta(minutes=5)) == 0, "too young"
    assert jobs.client(url).forget_before(now + timedelta(minutes=5)) == 1
    assert jobs.client(url).state("done") is None
    assert jobs.client(url).state("queued") == ("ENQUEUED", "")
