"""A worker killed in the middle of a study: its child ends with it, another worker computes again; loads do not wait for studies."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.crash.city import City, stop

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
FILE = "구,인구\n" + "".join(f"구{number},{number * 7}\n" for number in range(40))


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """A city with a table of 40 rows, in which the toy is installed as a package of its own."""
    home = tmp_path_factory.mktemp("studies")
    installed = home / "site" / "toy-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: toy\nVersion: 1\n")
    (installed / "entry_points.txt").write_text("[madang.analysis.studies]\ntoy = tests.analysis.toy\n")
    city = City(home / "home")
    city.environment["PYTHONPATH"] = os.pathsep.join((str(ROOT), str(home / "site")))
    (home / "counts.csv").write_text(FILE)
    city.run("load", str(home / "counts.csv"), "--dataset", "counts")
    return city


def begin(city: City, what: str) -> str:
    """Leave a run to the workers; its id."""
    words = (
        "study",
        "toy",
        "--role",
        "areas=counts",
        "--column",
        "areas.code=구",
        "--set",
        f"do={what}",
        "--organisation",
        "city",
    )
    return city.run(*words, "--queue").split()[0]


def wait(city: City, run: str, found: Callable[[str, str], bool], seconds: float = 60) -> tuple[str, str]:
    """State and step of a run once `found` holds of them."""
    until = time.monotonic() + seconds
    while True:
        [(state, step)] = city.rows("SELECT state, step FROM analysis_studyrun WHERE id = ?", run)
        if found(state, step):
            return state, step
        assert time.monotonic() < until, f"still {state} at {step}"
        time.sleep(0.1)


def children(process: subprocess.Popen[str]) -> list[int]:
    """The processes that compute a study for this worker."""
    found = []
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        found += [int(one) for one in (task / "children").read_text().split()]
    return [one for one in found if "analysis.apart" in Path(f"/proc/{one}/cmdline").read_text()]


def gone(processes: list[int]) -> bool:
    """Whether all of them have ended; one that nobody has waited for yet counts as ended."""
    for _ in range(50):
        states = [Path(f"/proc/{one}/stat") for one in processes]
        if not [state for state in states if state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"]:
            return True
        time.sleep(0.1)
    return False


def test_a_killed_workers_study_is_computed_by_another_and_its_child_ends_with_it(city: City) -> None:
    run = begin(city, "briefly")
    dying = city.start("worker", worker="worker-7")
    wait(city, run, lambda state, step: (state, step) == ("running", "compute"))
    while not (computing := children(dying)):
        time.sleep(0.05)
    dying.send_signal(signal.SIGKILL)
    dying.communicate()
    assert gone(computing)
    living = city.start("worker", worker="worker-8")
    assert wait(city, run, lambda state, _: state not in ("waiting", "running")) == ("published", "publish")
    stop(living)
    tables = "SELECT r.name, v.number, v.rows FROM catalog_resource r JOIN catalog_revision v ON r.current_id = v.id WHERE r.name <> 'data'"
    assert sorted(city.rows(tables)) == [("chance", 1, 3), ("top", 1, 2)]
    assert not list(city.store.scratch.glob("*"))


def test_a_load_does_not_wait_for_a_study_and_a_cancelled_one_ends_at_once(city: City, tmp_path: Path) -> None:
    run = begin(city, "slowly")
    worker = city.start("worker")
    wait(city, run, lambda state, step: (state, step) == ("running", "compute"))
    (tmp_path / "counts.csv").write_text(FILE + "새구,1\n")
    load = city.ask("start", str(tmp_path / "counts.csv"), "counts")
    assert city.wait(load, ("published", "failed")) == "published"
    [(state,)] = city.rows("SELECT state FROM analysis_studyrun WHERE id = ?", run)
    assert state == "running"
    computing = children(worker)
    assert computing
    city.run("study", "cancel", run)
    assert wait(city, run, lambda state, _: state != "running")[0] == "cancelled"
    assert gone(computing)
    stop(worker)


def test_a_study_on_the_command_line_needs_no_worker(city: City) -> None:
    printed = city.run("study", "toy", "--role", "areas=counts", "--column", "areas.code=구", "--set", "p=3")
    assert "done, not published" in printed
    assert "top: 3 rows  draft" in printed
