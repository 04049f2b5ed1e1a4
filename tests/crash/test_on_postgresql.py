"""P5: catalogue and queue on a real PostgreSQL: a worker is killed in the middle of publishing, another finishes the run."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests import postgres
from tests.crash.city import City, stop
from tests.crash.test_killed import OVER, killed, table

pytestmark = pytest.mark.slow


class CityOnPostgreSQL(City):
    """The same city with both databases on a server."""

    def __init__(self, home: Path, catalogue: str, jobs: str) -> None:
        super().__init__(home)
        self.address = catalogue
        self.environment |= {"MADANG_DATABASE": catalogue, "MADANG_JOBS_DATABASE": jobs}

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.address) as connection:
            return connection.execute(query.replace("?", "%s"), values).fetchall()

    def reason(self, run: str) -> dict[str, str]:
        ((reason,),) = self.rows("SELECT reason FROM ingest_run WHERE id = ?", run)
        return dict(reason)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    with postgres.running() as url:
        home = tmp_path_factory.mktemp("city")
        city = CityOnPostgreSQL(home / "home", *(postgres.create(url, name) for name in ("city", "jobs")))
        city.run("load", str(table(home / "counts.csv", 30)), "--dataset", "counts")
        assert city.served("counts") == (1, 30)
        yield city


@pytest.mark.parametrize("point", ["infer:before", "publish:built"])
def test_a_killed_worker_on_postgresql_loses_nothing(city: City, tmp_path: Path, point: str) -> None:
    number, rows = city.served("counts")
    run = city.ask("start", str(table(tmp_path / "counts.csv", rows + 10)), "counts")
    killed(city, point, "worker", worker="worker-7")
    assert city.served("counts") == (number, rows)
    process = city.start("worker", worker="worker-8")
    assert city.wait(run, OVER) == "published", city.reason(run)
    stop(process)
    assert city.served("counts") == (number + 1, rows + 10)
    city.ask("sweep")
    assert city.orphans() == set()


def test_ctrl_c_cancels_a_load_and_leaves_the_old_revision(city: City, tmp_path: Path) -> None:
    """`madang load` in a terminal: Ctrl-C ends the run for good; no worker takes it up behind the person's back."""
    before = city.served("counts")
    process = city.start("load", str(table(tmp_path / "more.csv", 400)), "--dataset", "counts", point="infer:held")
    query = "SELECT id, state, step FROM ingest_run ORDER BY created_at DESC LIMIT 1"
    while not ((found := city.rows(query)) and found[0][1:] == ("running", "infer")):
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    printed = process.communicate(timeout=60)[0]
    worker = city.start("worker")
    assert city.wait(found[0][0], OVER) == "cancelled", (city.reason(found[0][0]), printed)
    stop(worker)
    assert city.served("counts") == before
