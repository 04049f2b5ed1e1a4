"""Studies as readers and analysts meet them: choosing data, a run, its result, two runs, and what if a site moved."""

from __future__ import annotations

import html

import pytest

from madang.accounts.policy import Actor
from madang.analysis import registry
from madang.analysis.models import StudyRun
from tests.portal import sited
from tests.portal.siting_runs import begun, finished

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only(monkeypatch, squares):
    monkeypatch.setattr(registry, "studies", lambda: {"sited": sited})


@pytest.fixture
def published(city, tmp_path) -> StudyRun:
    return finished(tmp_path, Actor(city.publisher), organisation="statistics")


@pytest.fixture
def draft(city, tmp_path) -> StudyRun:
    return finished(tmp_path, Actor(city.editor))


def text_of(response, status: int = 200) -> str:
    assert response.status_code == status, response.content[:800]
    return html.unescape(response.content.decode())


def test_the_list_says_what_each_study_asks_and_found(client, published):
    page = text_of(client.get("/ko/studies/"))
    assert sited.TITLE["ko"] in page
    assert sited.SUMMARY["ko"] in page
    assert f"/ko/studies/runs/{published.pk}/" in page


def test_a_study_proposes_tables_and_columns_with_reasons(client):
    page = text_of(client.get("/en/studies/sited/"))
    assert 'name="areas" value="squares/squares"' in page
    assert '<option value="이름" selected>' in page
    assert "guessed: its name is “이름”" in page
    assert 'value="고령인구" checked' in page
    assert 'name="p.sites" value="5"' in page
    assert "Sign in to run it" in page


def test_the_page_of_a_result(client, published):
    page = text_of(client.get(f"/en/studies/runs/{published.pk}/"))
    assert "Optimal for this model." in page
    assert "report.en.pdf" in page
    assert page.count("<h1") == 1


def test_a_waiting_run(client, city):
    client.force_login(city.editor)
    run = begun(Actor(city.editor))
    page = text_of(client.get(f"/en/studies/runs/{run.pk}/"))
    assert "data-hx-get" in page


def test_a_scenario(client, published):
    page = text_of(client.get(f"/en/studies/runs/{published.pk}/scenario/"))
    assert "This is the answer of the run." in page
