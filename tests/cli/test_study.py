"""`madang study`: lists, shows, runs in the command itself, reads and saves what was found."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from madang.analysis import registry
from madang.analysis.inputs import RoleMissing
from madang.analysis.models import StudyRun
from madang.cli import migrate, study
from madang.cli.study_options import OddOption
from tests.analysis import running, toy
from tests.city import City

AREAS = ("--role", "areas=population/districts")


@pytest.fixture(autouse=True)
def with_toy(monkeypatch: pytest.MonkeyPatch, city: City) -> None:
    monkeypatch.setattr(registry, "studies", lambda: {"toy": toy})
    running.compute_here(monkeypatch)
    monkeypatch.setattr(study, "_done", running.execute)  # tests/crash runs it in processes
    monkeypatch.setattr(migrate, "migrate", lambda: None)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*words: str, says: int = 0) -> str:
    answer = CliRunner().invoke(study.command, words)
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    assert answer.exit_code == says, answer.output
    return answer.output


def test_studies_are_listed_and_shown_with_tables_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "toy                  Most people: The areas with most people." in run("list")
    shown = run("show", "toy")
    for words in (
        "--role areas=…",
        "--column areas.people=…",
        "p=2 1–100",
        "seed=0",
        "fits: population/districts",
        "top ",
    ):
        assert words in shown
    assert json.loads(run("show", "toy", "--json"))["reads"][0]["tables"][0]["columns"] == {
        "code": "자치구",
        "people": "인구",
    }
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    assert "매개변수" in run("show", "toy")
    assert "사람이 가장 많은 곳" in run("list")


def test_the_name_of_a_study_is_a_command(tmp_path: Path) -> None:
    told = json.loads(
        run("toy", *AREAS, "--set", "p=2", "--where", "areas=인구 < 500000", "--organisation", "statistics", "--json")
    )
    assert (told["state"], told["dataset"], told["parameters"]["p"]) == ("published", "most-people", 2)
    made = StudyRun.objects.get()
    assert "published" in run("runs")
    shown = run("result", made.pk[:8], "--save", str(tmp_path))
    assert "top: 2 rows  most-people/top" in shown
    assert pq.read_table(tmp_path / "tables" / "top.parquet")["code"].to_pylist() == ["종로구", "중구"]
    assert json.loads((tmp_path / "certificates" / "top.json").read_text())["sum"] == 260_729


def test_columns_and_weights_are_given_by_their_roles() -> None:
    chosen = ("--column", "areas.people=인구", "--column", "areas.people=인구", "--weight", "areas.people=1,0.5")
    run("run", "toy", *AREAS, *chosen)
    made = StudyRun.objects.get()
    assert made.inputs["areas"]["columns"]["people"] == ["인구", "인구"]
    assert (made.inputs["areas"]["weights"], made.state) == ({"people": [1.0, 0.5]}, "draft")
    run("publish", made.pk, "--organisation", "statistics")
    made.refresh_from_db()
    assert made.state == "published"


def test_a_run_that_fails_ends_with_one_and_says_why() -> None:
    assert "The toy has a fault." in run("toy", *AREAS, "--set", "do=named", says=1)
    with pytest.raises(RoleMissing):
        run("toy")
    with pytest.raises(study.UnknownStudyRun):
        run("result", "nothing")
    for odd in (
        ("--role", "areas"),
        ("--set", "p"),
        ("--column", "places.people=인구"),
        (*AREAS, "--column", "areas=인구"),
    ):
        with pytest.raises(OddOption):
            run("toy", *odd)
