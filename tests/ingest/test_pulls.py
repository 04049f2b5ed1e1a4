"""Scheduled pulls over a real web server: what has changed becomes a revision by itself, and nothing else ever does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from madang.accounts.policy import OPERATOR, Actor
from madang.catalog.models import Dataset
from madang.ingest import due, scheduling
from madang.ingest import run as runs
from madang.ingest.models import Run, Schedule
from madang.lib import jobs
from madang.lib.addresses import Allowed
from tests import web
from tests.city import City
from tests.city import dataset as make_dataset
from tests.ingest.loading import current, execute, rows

FIRST = "구,인구\n종로구,139417\n중구,121312\n".encode()
SECOND = "구,인구\n종로구,139500\n중구,121400\n".encode()


@pytest.fixture(scope="module", autouse=True)
def queue() -> None:
    jobs.migrate(runs.url())


@pytest.fixture
def server(settings: Any) -> Iterator[web.Server]:
    settings.MADANG = {**settings.MADANG, "private_sources": Allowed.parse("127.0.0.1")}
    with web.serving() as served:
        yield served


@pytest.fixture
def trial(city: City) -> Dataset:
    return make_dataset("trial", city.department)


def schedule(trial: Dataset, url: str, actor: Actor = OPERATOR, **more: Any) -> Schedule:
    told = {"cron": "0 * * * *", "publish_when_clean": True, **more}
    return scheduling.add(trial, "http", {"url": url}, actor=actor, **told)


def tick(one: Schedule, moment: datetime | None = None) -> Run | None:
    """Let the clock reach the schedule's next moment, and do what begins."""
    one.refresh_from_db()
    before = one.last_run_id
    now = moment or one.next_at or timezone.now()
    due.start_due(now)
    one.refresh_from_db()
    if one.last_run is None or one.last_run_id == before:
        return None
    run = execute(one.last_run)
    due.start_due(now)  # the workers look again
    one.refresh_from_db()
    return Run.objects.filter(pk=run.pk).first()


def test_a_changed_file_becomes_a_revision_by_itself(server: web.Server, trial: Dataset) -> None:
    server.put("/%EC%9D%B8%EA%B5%AC.csv", FIRST, ETag='"1"')
    one = schedule(trial, server.url("/인구.csv"))
    run = tick(one)
    assert run is not None
    assert (run.state, run.file_name, run.reason) == ("published", "인구.csv", {})
    assert rows(current()) == [("종로구", 139417), ("중구", 121312)]
    assert tick(one).state == "unchanged"
    assert server.asked[-1].headers["if-none-match"] == '"1"'
    server.put("/%EC%9D%B8%EA%B5%AC.csv", SECOND, ETag='"2"')
    assert tick(one).state == "published"
    assert rows(current())[0] == ("종로구", 139500)
    assert current().number == 2
