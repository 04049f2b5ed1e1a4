"""P4, P5: several runs of one resource, and runs that somebody cancels: never mixed, never doubled, never stuck."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from madang.accounts.policy import OPERATOR
from madang.catalog.models import Revision
from madang.ingest import publish, steps
from madang.ingest import run as runs
from madang.ingest.models import Run
from tests.city import City
from tests.ingest.loading import begin, csv, current, execute, load, rows

pytestmark = pytest.mark.django_db


def until_published(run: Run) -> None:
    """Do every step but the last."""
    for step in ("fetch", "read", "infer", "check"):
        assert runs.perform(run.pk, step) == steps.NEXT


def test_the_run_that_publishes_last_serves_and_both_revisions_stay(city: City, tmp_path: Path) -> None:
    """Two files for one resource at once: whoever publishes later is current, whole; the other is a revision of its own."""
    one = begin(csv(tmp_path / "a.csv", "구,수", "가,1"), OPERATOR, publish_when_clean=True)
    two = begin(csv(tmp_path / "b.csv", "구,수", "나,2"), OPERATOR, publish_when_clean=True)
    until_published(one)
    until_published(two)
    assert runs.perform(two.pk, "publish") == "published"
    assert runs.perform(one.pk, "publish") == "published"
    assert rows(current()) == [("가", 1)]
    assert [
        revision.number for revision in Revision.objects.filter(resource__dataset__slug="trial").order_by("number")
    ] == [1, 2]


def test_the_same_bytes_in_two_runs_at_once_are_one_revision(city: City, tmp_path: Path, monkeypatch: Any) -> None:
    """P6: idempotent by hash, also when neither run could know of the other when it built."""
    file = csv(tmp_path / "a.csv", "구,수", "가,1")
    one, two = (begin(file, OPERATOR, publish_when_clean=True) for _ in range(2))
    until_published(one)
    until_published(two)
    commit = publish._commit

    def with_the_other_first(*arguments: Any) -> str:
        monkeypatch.setattr(publish, "_commit", commit)
        assert runs.perform(two.pk, "publish") == "published"
        return commit(*arguments)

    monkeypatch.setattr(publish, "_commit", with_the_other_first)
    assert runs.perform(one.pk, "publish") == "unchanged"
    assert Revision.objects.filter(resource__dataset__slug="trial").count() == 1


def test_a_waiting_run_is_cancelled_at_once(city: City, queue: None, tmp_path: Path) -> None:
    run = begin(csv(tmp_path / "a.csv", "구,수", "가,1"), OPERATOR)
    runs.cancel(run, OPERATOR)
    run.refresh_from_db()
    assert (run.state, run.reason) == ("cancelled", steps.Cancelled().texts())
    assert runs.perform(run.pk, "fetch") == "cancelled", (
        "a worker that takes it from the queue all the same does nothing"
    )
    with pytest.raises(runs.NotNow):
        runs.cancel(run, OPERATOR)


def test_a_run_that_waits_for_a_person_is_cancelled_at_once(city: City, queue: None, tmp_path: Path) -> None:
    run = execute(begin(csv(tmp_path / "a.csv", "구,수", "가,1"), OPERATOR))
    assert run.state == "ready"
    runs.cancel(run, OPERATOR)
    assert Run.objects.get(pk=run.pk).state == "cancelled"


def test_what_is_served_is_told_apart_from_what_a_new_run_would_change(city: City, tmp_path: Path) -> None:
    from madang.ingest.receipts import pair

    load(csv(tmp_path / "a.csv", "구,수", "가,1", "나,2"), OPERATOR)
    run = execute(begin(csv(tmp_path / "b.csv", "구,수", "가,1", "나,2", "다,3"), OPERATOR))
    since = pair.since_of_run(OPERATOR, run)
    assert since is not None
    assert since["tables"][0]["rows"] == [2, 3]
