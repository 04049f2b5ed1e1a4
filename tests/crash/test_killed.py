"""Workers killed with SIGKILL: the old revision serves throughout, the run goes on or says why not, nothing is left lying."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.city import City, stop

POINTS = (
    "fetch:before",
    "read:after",
    "infer:after",
    "check:before",
    "publish:before",
    "publish:built",
    "publish:after",
)
OVER = ("published", "unchanged", "failed", "cancelled")


def table(path: Path, rows: int, first: int = 0) -> Path:
    path.write_text("구,인구\n" + "".join(f"구{number},{number * 7}\n" for number in range(first, first + rows)))
    return path


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """One published revision of 30 rows in the dataset `counts`."""
    home = tmp_path_factory.mktemp("city")
    city = City(home / "home")
    city.run("load", str(table(home / "counts.csv", 30)), "--dataset", "counts")
    assert city.served("counts") == (1, 30)
    return city


@pytest.fixture
def worker(city: City) -> Iterator[None]:
    process = city.start("worker")
    yield
    stop(process)


def killed(city: City, point: str, *words: str, worker: str = "worker-1") -> None:
    process = city.start(*words, point=point, worker=worker)
    printed = process.communicate(timeout=90)[0]
    assert process.returncode == -signal.SIGKILL, printed


@pytest.mark.slow
def test_one_run_killed_at_every_point_is_published_at_last(city: City, tmp_path: Path) -> None:
    number, rows = city.served("counts")
    run = city.ask("start", str(table(tmp_path / "counts.csv", 40)), "counts")
    for point in POINTS:
        killed(city, point, "worker")
        expected = (number + 1, 40) if point == "publish:after" else (number, rows)
        assert city.served("counts") == expected, point
    process = city.start("worker")
    assert city.wait(run, OVER) == "published", city.reason(run)
    stop(process)
    assert city.served("counts") == (number + 1, 40)
    city.ask("sweep")
    assert city.orphans() == set()


@pytest.mark.slow
def test_another_worker_takes_up_the_runs_of_a_dead_one(city: City, tmp_path: Path) -> None:
    number, _ = city.served("counts")
    run = city.ask("start", str(table(tmp_path / "counts.csv", 50)), "counts")
    killed(city, "infer:before", "worker", worker="worker-7")
    assert city.state(run) == "running"
    process = city.start("worker", worker="worker-8")
    assert city.wait(run, OVER) == "published", city.reason(run)
    stop(process)
    assert city.served("counts") == (number + 1, 50)


@pytest.mark.slow
def test_a_killed_load_command_is_finished_by_the_next_worker(city: City, tmp_path: Path) -> None:
    number, _ = city.served("counts")
    killed(city, "check:before", "load", str(table(tmp_path / "counts.csv", 60)), "--dataset", "counts")
    ((run,),) = city.rows("SELECT id FROM ingest_run ORDER BY created_at DESC LIMIT 1")
    process = city.start("worker")
    assert city.wait(run, OVER) == "published", city.reason(run)
    stop(process)
    assert city.served("counts") == (number + 1, 60)


@pytest.mark.slow
def test_a_file_that_kills_every_worker_is_given_up_with_its_reason(city: City, tmp_path: Path) -> None:
    before = city.served("counts")
    run = city.ask("start", str(table(tmp_path / "counts.csv", 70)), "counts")
    for _ in range(3):
        killed(city, "read:before", "worker")
    process = city.start("worker", point="read:before")  # It would die at a fourth try.
    assert city.wait(run, OVER) == "failed"
    stop(process)
    assert "3" in city.reason(run)["en"]
    assert "읽기" in city.reason(run)["ko"]
    assert city.served("counts") == before
    city.ask("sweep")
    assert city.orphans() == set()
