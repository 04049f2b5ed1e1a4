"""The finished study of the demonstration: it asks for tables and columns that there are, and says that it is generated."""

from __future__ import annotations

import pytest
from django.test import Client

from madang.accounts.policy import OPERATOR
from madang.analysis import parameters, registry
from madang.analysis import run as runs
from madang.analysis.models import StudyRun
from madang.catalog.models import Dataset
from madang.demonstration import studies
from madang.demonstration.catalogue import entries
from madang.lib import texts
from madang.query import parse
from tests.demonstration import town as towns

SHEETS = {f"{entry.slug}/{sheet.name}": (entry, sheet) for entry in entries() for sheet in entry.sheets}


@pytest.mark.parametrize("one", studies.EXAMPLES, ids=lambda one: one.study)
def test_its_tables_and_columns_are_there_and_fit_the_roles(one: studies.Example) -> None:
    study = registry.study(one.study)
    roles = {role.name: {column.name: column for column in role.columns} for role in study.READS}
    origins: set[str] = set()
    for role, chosen in one.inputs.items():
        entry, sheet = SHEETS[f"{chosen['dataset']}/{chosen['resource']}"]
        origins.add(entry.origin)
        types = {field.name: field.type for field in sheet.fields}
        for name, columns in chosen["columns"].items():
            assert {types[column] for column in columns} <= {kind.value for kind in roles[role][name].types}, (
                role,
                name,
            )
        if where := chosen.get("where"):
            parse.condition(where)
    assert "generated" in origins
    assert "생성된 자료" in one.title["ko"]
    assert "generated data" in one.title["en"]
    assert parameters.complete(study, one.parameters).items() >= one.parameters.items()
    assert set(one.title) == set(texts.LANGUAGES)


@pytest.mark.long
@pytest.mark.django_db
def test_it_is_published_with_the_demonstration_and_says_that_it_is_generated() -> None:
    told = towns.publish("older-residents-map", "care-facilities", "care-candidates", examples=(studies.CARE,))
    run = StudyRun.objects.get(study="care_siting")
    assert (run.state, run.reason) == ("published", {})
    dataset = Dataset.objects.get(slug=run.target["dataset"])
    assert (dataset.origin, dataset.state, dataset.organisation.slug, dataset.licence.slug) == (
        "generated", "published", "welfare", "kogl-1",
    )  # fmt: skip
    for resource in dataset.resources.select_related("current"):
        assert resource.current.origin == "generated"
        assert resource.current.inputs.count() == 3
    assert "실제 도시를 말하지 않습니다" in dataset.description["ko"]
    sites = runs.result(run).table("sites")
    assert sites.num_rows == studies.CARE.parameters["sites"]
    one = studies.CARE
    again = runs.start(one.study, one.inputs, one.parameters, OPERATOR, enqueue=False)
    runs.study(again.pk, again.step)
    again.refresh_from_db()
    twice = runs.result(again).table("sites")
    assert twice.select(["site", "people"]).equals(sites.select(["site", "people"]))  # computed twice, the same
    again.delete()
    assert towns.publish(
        "older-residents-map", "care-facilities", "care-candidates", examples=(studies.CARE,)
    ) == dict.fromkeys(set(told) - {"care_siting"}, "there")
    assert StudyRun.objects.count() == 1


@pytest.mark.long
@pytest.mark.django_db
def test_the_night_is_found_in_the_call_events_and_open_to_everybody() -> None:
    """What is read of restricted events is opened by the demonstration; no count of fewer than five is in it, nor is the report open."""
    towns.publish("night-calls", "night-cells", "bus-stops", examples=(studies.NIGHT,))
    run = StudyRun.objects.get(study="night_mobility")
    assert (run.state, run.reason) == ("published", {})
    dataset = Dataset.objects.get(slug=run.target["dataset"])
    assert (dataset.origin, dataset.access) == ("generated", "open")
    assert Dataset.objects.get(slug="night-calls").access == "restricted"
    client = Client()
    page = client.get(f"/en/studies/runs/{run.pk}/night/?day=weekend&hour=1").content.decode()
    assert "badge generated" in page
    assert "(generated data)" in page
    assert client.get(f"/en/studies/runs/{run.pk}/report/").status_code == 404
    found = client.get("/api/v1/studies/night_mobility/runs/latest/spots?day=weekend&hour=1").json()
    assert found["madang"]["origin"] == "generated"
    assert all(one["properties"]["gain"] is None or one["properties"]["gain"] >= 5 for one in found["features"])
    expected = [value for value in runs.result(run).table("demand")["expected"].to_pylist() if value]
    assert expected
    assert min(expected) >= 5
