"""A study's run from start to end, and everything that may happen to it on the way."""

from __future__ import annotations

from typing import Any

import pytest

from madang.accounts.policy import OPERATOR, Actor, Hidden
from madang.analysis import parameters, rights, steps
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from madang.catalog.models import Dataset, Resource
from tests.analysis.running import begin, done
from tests.city import City

pytestmark = pytest.mark.usefixtures("with_toy")
here = pytest.mark.usefixtures("here")


def test_a_publisher_runs_a_study_and_its_tables_are_one_dataset(city: City) -> None:
    run = done(Actor(city.publisher), {"p": 2}, organisation="statistics")
    assert (run.state, run.step, run.reason) == ("published", "publish", {})
    dataset = Dataset.objects.get(slug=run.target["dataset"])
    assert (dataset.title, dataset.state, dataset.origin, dataset.licence.slug) == (
        {"en": "Most people", "ko": "사람이 가장 많은 곳"}, "published", "derived", "kogl-1",
    )  # fmt: skip
    top = Resource.objects.get(dataset=dataset, name="top")
    revision = top.current
    assert revision is not None
    assert list(revision.inputs.all()) == [city.revision]
    assert "population/districts (revision 1)" in revision.receipt["said"]["en"]
    assert "곳 2" in revision.receipt["said"]["ko"]
    assert [(one.name, one.label["ko"]) for one in top.columns.all()] == [
        ("place", "순위"),
        ("code", "코드"),
        ("people", "사람"),
    ]
    found = runs.result(run, Actor())
    assert found.table("top").to_pylist() == [
        {"place": 1, "code": "강남구", "people": 557_865}, {"place": 2, "code": "종로구", "people": 139_417},
    ]  # fmt: skip
    assert [file.name for file in found.files] == ["certificates/top.json"]
    assert run.quality["proved"] is True
    assert run.costs["memory_mb"] > 10
    assert run.costs["seconds"] > 0


@here
def test_the_same_again_changes_nothing_and_another_parameter_makes_new_revisions(city: City) -> None:
    actor = Actor(city.publisher)
    first = done(actor, organisation="statistics")
    again = done(actor, organisation="statistics")
    assert again.results == first.results
    other = done(actor, {"p": 1}, organisation="statistics")
    assert (other.target["dataset"], other.results["tables"]["top"]["number"]) == (first.target["dataset"], 2)
    named = done(actor, organisation="statistics", title={"en": "Another"})
    assert named.target["dataset"] == "another"
    assert runs.result(first, OPERATOR).table("top").num_rows == 2  # of its own revision


@here
def test_whoever_may_not_publish_keeps_a_draft_that_a_publisher_can_publish(city: City) -> None:
    citizen = Actor(city.citizen)
    run = done(citizen, organisation="statistics")
    assert run.state == "draft"
    assert "statistics" in run.reason["ko"]
    assert runs.result(run, citizen).table("top").num_rows == 2
    with pytest.raises(Hidden):
        runs.result(run, Actor(city.stranger))
    with pytest.raises(Hidden):
        runs.result(run, Actor())
    runs.result(run, Actor(city.editor))
    run = runs.publish(run, "statistics", Actor(city.publisher), enqueue=False)
    runs.study(run.pk, run.step)
    run.refresh_from_db()
    assert run.state == "published"
    assert runs.result(run, Actor()).table("top").num_rows == 2
    assert not run.files.filter(name__startswith="tables/").exists()


@here
def test_without_an_organisation_it_is_nobody_elses(city: City) -> None:
    run = done(Actor(city.publisher))
    assert run.state == "draft"
    with pytest.raises(Hidden):
        runs.result(run, Actor(city.steward))


def test_the_same_seed_gives_the_same_and_another_another(city: City) -> None:
    tables = [runs.result(done(OPERATOR, {"seed": seed})).table("chance") for seed in (1, 1, 2)]
    assert tables[0].equals(tables[1])
    assert not tables[0].equals(tables[2])


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("fail", "failed (ValueError). Nothing"), ("die", "exit 3"), ("infeasible", "capacity 120"), ("named", "The toy has a fault."),
        ("large", "MADANG_STUDY_MEMORY"),
    ],
)  # fmt: skip
def test_what_goes_wrong_in_the_child_is_named(city: City, settings: Any, what: str, says: str) -> None:
    settings.MADANG = {**settings.MADANG, "study_memory": 512}
    run = done(OPERATOR, {"do": what})
    assert run.state == "failed"
    assert says in run.reason["en"]
    assert run.reason["ko"]


def test_a_cancelled_run_ends_its_child_and_can_be_retried(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    run = begin(OPERATOR, {"do": "slowly"})
    told = steps.Watch.__call__

    def cancelling(watch: steps.Watch, share: float = 0.0, said: Any = None) -> None:
        told(watch, share, said)
        if said and said["en"] == "is slow":
            StudyRun.objects.filter(pk=run.pk).update(cancel_asked=True)

    monkeypatch.setattr(steps, "REPORT_SECONDS", 0.0)
    monkeypatch.setattr(steps.Watch, "__call__", cancelling)
    runs.study(run.pk, run.step)
    run.refresh_from_db()
    assert (run.state, run.said.get("ko")) == ("cancelled", "느립니다")
    assert not steps.folder(run).exists()
    StudyRun.objects.filter(pk=run.pk).update(parameters={**run.parameters, "do": "well"})
    run.refresh_from_db()
    run = runs.retry(run, OPERATOR, enqueue=False)
    runs.study(run.pk, run.step)
    run.refresh_from_db()
    assert run.state == "draft"


@here
def test_nobody_without_an_account_runs_a_study(city: City) -> None:
    with pytest.raises(rights.SignIn):
        begin(Actor())
    with pytest.raises(parameters.OutOfBounds):
        begin(Actor(city.citizen), {"p": 0})
    assert not StudyRun.objects.exists()


@here
def test_a_step_that_is_done_twice_changes_nothing(city: City) -> None:
    """A worker that was only slow goes on while another has taken its run up."""
    run = begin(OPERATOR, organisation="statistics")
    slow = StudyRun.objects.get(pk=run.pk)
    for step in ("read", "read", "compute", "compute", "publish"):
        steps.perform(run.pk, step)
    assert steps.perform(run.pk, "publish") == "published"
    assert steps.end(slow, "failed", {"en": "too late", "ko": "늦었습니다"}) == "published"
    assert steps.STEPS["compute"](slow, steps.Watch(slow)) == steps.NEXT  # its scratch is gone: computed again
    run.refresh_from_db()
    assert (run.state, run.reason, run.results["tables"]["top"]["number"]) == ("published", {}, 1)
    assert [one.revisions.count() for one in Resource.objects.filter(dataset__slug="most-people")] == [1, 1]
