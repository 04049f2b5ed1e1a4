"""P4, P5: workers killed with SIGKILL at random moments of loads: nothing lost, doubled or orphaned, the old revision always served."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.crash.city import City, stop

OVER = ("published", "unchanged", "failed", "cancelled")
DATASETS = ("alpha", "beta", "gamma")


@dataclass
class Storm:
    """Loads of three datasets under a worker that is killed again and again. `served` is (number, rows) as it must be."""

    city: City
    folder: Path
    chance: random.Random
    longest: float  # seconds that a worker works before it is killed
    served: dict[str, tuple[int, int]] = field(default_factory=dict)
    open: dict[str, tuple[str, int]] = field(default_factory=dict)  # dataset -> run and its rows
    loads: int = 0
    given_up: int = 0

    def load(self, dataset: str) -> None:
        """Start a load of a new file into a dataset."""
        self.loads += 1
        rows = 30_000 + self.chance.randrange(9_000)  # never 30 % fewer than before: that waits for a person
        path = self.folder / f"{dataset}-{self.loads}.csv"
        path.write_text("구,인구\n" + "".join(f"구{n},{n * 7 + self.loads}\n" for n in range(rows)))
        self.open[dataset] = (self.city.ask("start", str(path), dataset), rows)

    def kill(self) -> None:
        """Let a worker work for a random time, then kill it. The time begins when it is up, so that kills meet loads."""
        process = self.city.start("worker")
        while self.city.rows("SELECT count(*) FROM ingest_worker WHERE process = ?", process.pid) == [(0,)]:
            assert process.poll() is None, process.communicate()[0]
            time.sleep(0.05)
        time.sleep(self.chance.uniform(0.0, self.longest))
        assert process.poll() is None, process.communicate()[0]
        process.kill()
        process.communicate()

    def look(self) -> None:
        """Every dataset serves the old revision whole or the new one whole; runs that ended are done with."""
        for dataset in DATASETS:
            run, rows = self.open.get(dataset, ("", 0))
            state = self.city.state(run) if run else ""
            old = self.served.get(dataset)
            if old or state == "published":
                allowed = {old, (old[0] + 1 if old else 1, rows)} if run else {old}
                found = self.city.served(dataset)
                assert found in allowed, (dataset, found, allowed)
            if state == "published":
                self.served[dataset] = self.city.served(dataset)
                assert self.served[dataset][1] == rows
                del self.open[dataset]
            assert state != "ready", "a load that waits for a person is killed no more"
            if state == "failed":  # three workers died at one step of it: a person retries
                assert "ended without a word 3 times" in self.city.reason(run)["en"], self.city.reason(run)
                self.given_up += 1
                self.city.run("runs", "retry", run)

    def finish(self) -> None:
        """Let a worker live until every load is done."""
        process = self.city.start("worker")
        for run, _ in self.open.values():
            self.city.wait(run, OVER, 120)
        stop(process)
        self.look()


def storm(city: City, folder: Path, kills: int, seed: int, longest: float = 5.0) -> Storm:
    """`kills` kills, then peace; raises when anything was lost, doubled or orphaned."""
    one = Storm(city, folder, random.Random(seed), longest)
    for _ in range(kills):
        for dataset in DATASETS:
            if dataset not in one.open:
                one.load(dataset)
        one.kill()
        one.look()
    while one.open:
        one.finish()
    ((revisions,),) = city.rows("SELECT count(*) FROM catalog_revision")
    ((published,),) = city.rows("SELECT count(*) FROM ingest_run WHERE state = 'published'")
    assert revisions == published == one.loads, "a revision for each load, none lost, none doubled"
    assert sum(number for number, _ in one.served.values()) == one.loads
    city.ask("sweep")
    assert city.orphans() == set()
    return one


@pytest.fixture
def city(tmp_path: Path) -> City:
    city = City(tmp_path / "home")
    city.run("migrate")
    city.ask("organisation")
    return city


@pytest.mark.slow
def test_killed_three_times(city: City, tmp_path: Path) -> None:
    storm(city, tmp_path, 3, random.randrange(1 << 32), 3.0)


@pytest.mark.long
@pytest.mark.timeout(3 * 3600)
def test_killed_two_hundred_times(city: City, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `make crash` runs; it prints what happened, and the seed with which it happens again."""
    seed, began = random.randrange(1 << 32), time.monotonic()
    with capsys.disabled():
        print(f"\nseed {seed}")
        done = storm(city, tmp_path, 200, seed)
        print(
            f"200 kills during {done.loads} loads in {time.monotonic() - began:,.0f} s: 0 lost, 0 doubled, 0 orphaned;"
            f" {done.given_up} given up after three deaths at one step, and retried"
        )
