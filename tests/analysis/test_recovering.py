"""Somebody tries to recover a count of few people from everything that a finished study leaves.

The proof: two cities that differ in nothing but those counts leave the same files, byte for byte. So nobody can tell them apart
from any table, total, difference, spot, share, bound, certificate, sentence or drawing, whatever they compute.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
import pyarrow as pa
import pytest
from django.test import Client
from scipy.optimize import linprog

from madang.accounts.policy import Actor
from madang.analysis import registry
from madang.analysis import run as runs
from madang.analysis.apart import child
from madang.analysis.models import StudyRun
from madang.analysis.report import paper
from madang.catalog.models import Resource
from madang.lib.charts import drawing
from madang.query.model import Column, Type
from tests.analysis import few_people, running
from tests.city import City, dataset, publish

KINDS = {pa.string(): Type.TEXT, pa.int64(): Type.INTEGER, pa.float64(): Type.NUMBER}
SVG = "http://www.w3.org/2000/svg"
TIMES = {"seconds"}
"""How long a search took is no number of people, and differs each time."""


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Charts as the numbers that they are drawn of, and no paper, which is set from the same words: drawing takes most of the time."""
    if request.node.get_closest_marker("long") is None:
        monkeypatch.setattr(
            drawing,
            "svg",
            lambda spec, seconds=None: f"<svg xmlns='{SVG}'><text>{escape(json.dumps(spec))}</text></svg>",
        )
        monkeypatch.setattr(paper, "pdf", lambda document, language: b"")


def left(folder: Path, case: str, truth: int, fewest: int) -> Path:
    """What the process that computes leaves of a city."""
    study, inputs, parameters = few_people.CASES[case]
    asked, made = folder / f"asked-{truth}-{fewest}", folder / f"made-{truth}-{fewest}"
    few_people.write(asked, inputs(truth), fewest)
    made.mkdir()
    defaults = {one.name: one.default for one in registry.study(study).PARAMETERS}
    child._compute(
        {"module": registry.module(study), "folder": str(asked), "made": str(made), "parameters": {"seed": 0, **defaults, **parameters}},
        lambda told: None,
    )  # fmt: skip
    return made


def contents(folder: Path) -> dict[str, str]:
    """Every file by its name, as something to compare; times taken out."""
    return {str(file.relative_to(folder)): _content(file) for file in sorted(folder.rglob("*")) if file.is_file()}


def _content(file: Path) -> str:
    if file.suffix == ".json":
        return json.dumps(_timeless(json.loads(file.read_text())), sort_keys=True)
    if file.suffix == ".html":
        return re.sub(r"[\d.]+ ?(s|초|seconds)\b", "", file.read_text())
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(one) for name, one in value.items() if name not in TIMES}
    return [_timeless(one) for one in value] if isinstance(value, list) else value


@pytest.mark.long
def test_drawings_and_paper_are_the_same_too(tmp_path: Path) -> None:
    one, other = (contents(left(tmp_path, "care_siting", truth, 5)) for truth in (0, 1))
    assert "report.ko.pdf" in one
    assert one == other


@pytest.mark.parametrize("case", few_people.CASES)
def test_cities_that_differ_in_small_counts_alone_leave_the_same_files(case: str, tmp_path: Path) -> None:
    one, other = (contents(left(tmp_path, case, truth, 5)) for truth in (0, 1))
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []
    told = json.loads(one["result.json"])["quality"]["suppressed"]
    assert told["read"] > 0
    assert told["primary"] > 0
    assert "few" not in json.loads(one["result.json"])["quality"]


def test_without_the_rule_they_would_not(tmp_path: Path) -> None:
    one, other = (contents(left(tmp_path, "night_mobility", truth, 0)) for truth in (0, 1))
    assert {"tables/demand.parquet", "report.ko.html"} <= {name for name in one if one[name] != other[name]}


# Somebody who may read what was published, and not study the inputs.


def published(city: City, case: str, truth: int) -> StudyRun:
    study, inputs, parameters = few_people.CASES[case]
    chosen = {}
    for role, (table, columns) in inputs(truth).items():
        slug = f"{study}-{role}-{truth}".replace("_", "-")
        resource = Resource.objects.create(dataset=dataset(slug, city.department, access="restricted"), name="rows")
        kinds = tuple(Column(field.name, KINDS[field.type]) for field in table.schema)
        publish(resource, {name: table[name] for name in table.column_names}, kinds)  # type: ignore[arg-type]
        chosen[role] = {"dataset": f"{slug}/rows", "columns": columns}
    run = runs.start(
        study, chosen, parameters, Actor(city.publisher), title={"en": f"{case} {truth}"}, organisation="statistics", enqueue=False
    )  # fmt: skip
    run = running.execute(run)
    assert run.state == "published", run.reason
    return run


def fetched(client: Client, run: StudyRun) -> dict[str, str]:
    """Every published table by name, as CSV and GeoJSON."""
    found = {}
    for name, told in run.results["tables"].items():
        base = f"/api/v1/datasets/{run.target['dataset']}/resources/{told['resource']}"
        for format_ in ("csv", "geojson") if told.get("geometry_kind") else ("csv",):
            answer = client.get(f"{base}.{format_}")
            assert answer.status_code == 200, (name, format_)
            text = b"".join(answer).decode()  # type: ignore[call-overload]
            found[f"{name}.{format_}"] = text if format_ == "csv" else json.dumps(json.loads(text)["features"])
    return found


def refused(client: Client, run: StudyRun, city: City) -> None:
    """What the run found besides its tables, and its inputs, are not given to this reader; the tables to no outsider."""
    for address in (
        f"/ko/studies/runs/{run.pk}/report/", f"/ko/studies/runs/{run.pk}/report.pdf", f"/ko/studies/runs/{run.pk}/scenario/",
        f"/ko/studies/runs/{run.pk}/files/tables/{next(iter(run.results['tables']))}.parquet",
        f"/api/v1/studies/{run.study}/runs/{run.pk}/files/report.ko.html",
    ):  # fmt: skip
        assert client.get(address).status_code in (403, 404), address
    told = client.get(f"/api/v1/studies/{run.study}/runs/{run.pk}/result").json()
    assert (told["quality"], told["files"]) == ({}, [])
    for role in run.inputs.values():  # rows of the inputs: to their own readers, publishers and administrators neither
        for person in (city.reader, city.publisher, city.administrator):
            client.force_login(person)
            assert client.get(f"/api/v1/datasets/{role['dataset']}/resources/rows/rows").status_code in (403, 404)
    client.logout()
    for name in run.results["tables"]:
        assert client.get(f"/api/v1/datasets/{run.target['dataset']}/resources/{name}.csv").status_code in (403, 404)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_no_difference_of_published_tables_tells_how_many_people_an_area_has(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sums of the city, its districts and the catchments, less what is shown of the areas: a linear programme for each."""
    running.compute_here(monkeypatch)
    run = published(city, "care_siting", 0)
    client.force_login(city.reader)
    found = {name: table(text) for name, text in fetched(client, run).items() if name.endswith(".csv")}
    refused(client, run, city)
    areas = found["access.csv"]
    hidden = [at for at, row in enumerate(areas) if row["people"] == ""]
    few = [one.name for one in _areas(0) if one.people < 5]
    assert {areas[at]["name"] for at in hidden} > set(few)  # and others, so that subtraction tells nothing
    equations = [
        ([at for at, row in enumerate(areas) if one["group_kind"] == "city" or row["district"] == one["group"]], float(one["people"]))
        for one in found["equity.csv"] if one["people"]
    ]  # fmt: skip
    for site in (*found["sites.csv"], *found["facilities.csv"]):
        name = site.get("site") or site["name"]
        theirs = {row["code"] for row in found["allocation.csv"] if row["site"] == name}
        if site["people"]:
            equations.append(([at for at, row in enumerate(areas) if row["code"] in theirs], float(site["people"])))
    for row in found["allocation.csv"]:
        if row["people"]:
            equations.append(
                ([at for at, area in enumerate(areas) if area["code"] == row["code"]], float(row["people"]))
            )
    left, right = np.zeros((len(equations), len(hidden))), np.zeros(len(equations))
    for number, (members, total) in enumerate(equations):
        left[number] = np.isin(hidden, members)
        right[number] = total - sum(float(areas[at]["people"]) for at in members if at not in hidden)
    small = [areas[at]["name"] in few for at in hidden]
    bounds = [(0, 5) if one else (5, None) for one in small]
    for at in np.flatnonzero(small):
        cost = np.eye(len(hidden))[at]
        low, high = (sign * linprog(sign * cost, A_eq=left, b_eq=right, bounds=bounds).fun for sign in (1, -1))
        assert (low, high) == (pytest.approx(0, abs=1e-6), pytest.approx(5)), areas[hidden[at]]


def _areas(truth: int) -> list[Any]:
    columns = few_people.people(truth)
    return [
        SimpleNamespace(name=name, people=need) for name, need in zip(columns["name"], columns["need"], strict=True)
    ]


def test_hours_with_few_people_are_empty(city: City, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    running.compute_here(monkeypatch)
    run = published(city, "night_mobility", 0)
    client.force_login(city.reader)
    found = {name: table(text) for name, text in fetched(client, run).items() if name.endswith(".csv")}
    empty = {(row["cell"], row["day"], row["hour"]) for row in found["demand.csv"] if row["expected"] == ""}
    always = {few_people.people(0)["code"][at] for at in (1, 6)}
    assert {cell for cell, _, _ in empty} >= always
    for row in found["demand.csv"]:
        assert not 0 < float(row["expected"] or 0) < 5
        if row["expected"] == "":
            assert {row[name] for name in ("low", "high", "z", "q")} == {""}
    refused(client, run, city)


@pytest.mark.long
def test_tables_and_pages_say_the_same_of_either_city(
    city: City, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.compute_here(monkeypatch)
    two = [published(city, "night_mobility", truth) for truth in (0, 1)]
    client.force_login(city.reader)
    read = [fetched(client, each) for each in two]
    assert read[0] == read[1]
    for page in ("", "night/", "spots/"):
        answers = [client.get(f"/ko/studies/runs/{each.pk}/{page}") for each in two]
        assert [one.status_code for one in answers] == [200, 200], page
        one, other = (_numbers(answer.content.decode(), each) for answer, each in zip(answers, two, strict=True))
        assert one == other, page
    now = "/api/v1/studies/night_mobility/runs/{}/spots?day=weekend&hour=1"
    first, second = (client.get(now.format(each.pk)).json()["features"] for each in two)
    assert first == second != []


def _numbers(page: str, run: StudyRun) -> list[str]:
    """The decimal numbers of a page in their order: those of people are among them."""
    return re.findall(r"\d+\.\d+", page.replace(run.pk, "").replace(run.target["dataset"], ""))
