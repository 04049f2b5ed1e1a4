"""What every test gets: a city of its own in a temporary folder, and the seconds that each folder took."""

from __future__ import annotations

import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from tests.home import HOME

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
_seconds: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up set-up, test and clean-up; with several processes the reports of all of them come here."""
    _seconds[str(Path(report.nodeid.partition("::")[0]).parent)] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    from django.db import connection

    terminalreporter.section(f"seconds per folder, on {connection.vendor}")
    for folder, seconds in sorted(_seconds.items()):
        terminalreporter.write_line(f"{seconds:8.1f} s  {folder}")


LONGEST = ("browser", "routes", "crash", "conformance")
"""Folders that begin, so that no process is left alone at the end with files of minutes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(
        key=lambda item: LONGEST.index(folder) if (folder := item.nodeid.split("/")[1]) in LONGEST else len(LONGEST)
    )


@pytest.fixture(autouse=True)
def own_language():
    """The city's first language: a request in another test leaves its own active in this thread."""
    from django.conf import settings
    from django.utils import translation

    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def shared_data() -> Path:
    """The folder of real files; tests that need it are skipped where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("no ../shared/data beside the checkout: real files of Seoul and Liverpool are not here")
    return SHARED_DATA


@pytest.fixture
def store(tmp_path: Path):
    """A store in a folder of this test's own."""
    from madang.store import Store
    from madang.store.places import place_at

    return Store(place_at("", tmp_path), tmp_path)


@pytest.fixture
def server(settings):
    """A real web server on this machine, which the operator lets sources ask."""
    from madang.lib.addresses import Allowed
    from tests import web

    settings.MADANG = {**settings.MADANG, "private_sources": Allowed.parse("127.0.0.1")}
    with web.serving() as served:
        yield served


@pytest.fixture(scope="session")
def queue() -> None:
    """The tables of the workers' queue, as `madang serve` makes them."""
    from madang.ingest import run
    from madang.lib import jobs

    jobs.migrate(run.url())


@pytest.fixture
def city(db):
    """Organisations in a tree, people in every role, and one published dataset of real rows; see `tests.city`."""
    from tests.city import make_city

    shutil.rmtree(HOME / "search", ignore_errors=True)  # an index of another test's city
    return make_city()
