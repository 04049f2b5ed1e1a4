"""Two runs that differ by their seed alone, and runs of different studies."""

from __future__ import annotations

import html

import pytest

from madang.accounts.policy import Actor
from madang.analysis import registry
from madang.analysis.models import StudyRun
from madang.portal.studies import result, shown_run
from tests.portal import sited
from tests.portal.siting_runs import finished

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(city, squares, tmp_path, monkeypatch) -> tuple[StudyRun, StudyRun]:
    monkeypatch.setattr(registry, "studies", lambda: {"sited": sited, "other": sited})
    one = finished(tmp_path, Actor(city.publisher), organisation="statistics")
    return one, finished(tmp_path, Actor(city.publisher), {"seed": 1}, organisation="statistics")


def page(client, two) -> str:
    answer = client.get(f"/en/studies/compare/?a={two[0].pk}&b={two[1].pk}")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def test_another_seed_is_something_else_that_was_asked(client, two):
    shown = page(client, two)
    assert "The same was asked of the same data" not in shown
    assert "Seed</th><td>0</td><td>1</td>" in shown
    assert shown_run.changed(two[0]) == []
    assert [words.rpartition(" ")[2] for words in shown_run.changed(two[1])] == ["1"]
    assert "seed" in [one["name"] for one in shown_run.parameters(two[0])]
    assert "seed=" not in result.command(two[0], two[0].inputs)
    assert "--set seed=1" in result.command(two[1], two[1].inputs)


def test_runs_of_different_studies_are_not_measured_against_each_other(client, two):
    StudyRun.objects.filter(pk=two[1].pk).update(study="other")
    shown = page(client, two)
    assert "These are runs of different studies." in shown
    assert f'href="/en/studies/runs/{two[1].pk}/"' in shown
    assert "chosen by both" not in shown
    assert "What was asked differently" not in shown
