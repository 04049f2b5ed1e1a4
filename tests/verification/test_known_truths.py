"""Numbers known beforehand, asked of the API after the real files went through load and publication."""

import csv
import json
from urllib.parse import urlencode

import pytest

from madang.accounts.policy import OPERATOR
from madang.ingest import assess
from madang.ingest import run as runs
from madang.ingest.models import Run
from tests.ingest.loading import execute, load

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OLD = range(65, 200)


def justified(run: Run) -> Run:
    """The run published, after a person gave the reason for each finding that waits for one."""
    for finding in assess.blocking(run) if run.state == Run.State.READY else ():
        run = runs.decide(run, finding, "justify", "official statistics, published by law", OPERATOR)
    return execute(runs.publish(run, OPERATOR, enqueue=False)) if run.state == Run.State.READY else run


@pytest.fixture
def ask(client, city, shared_data):
    """Publish a real file as a dataset, and return a function that asks the API about it."""

    def publish(path, dataset):
        run = load(shared_data / path, OPERATOR, dataset=dataset, target={"organisation": city.department.slug})
        run = justified(run)  # ages by neighbourhood hold small counts of people: a person decides
        assert run.state == "published", (run.state, run.reason)

        def rows(**question):
            address = f"/api/v1/datasets/{dataset}/resources/data/rows?{urlencode(question)}"
            answer = client.get(address)
            assert answer.status_code == 200, answer.content
            told = json.loads(b"".join(answer.streaming_content) if answer.streaming else answer.content)
            assert told["complete"]
            return told["rows"]

        def columns():
            answer = client.get(f"/api/v1/datasets/{dataset}/resources/data/columns")
            return [column["name"] for column in answer.json()["columns"]]

        return rows, columns

    return publish


def summed(columns):
    """`select` that adds up columns, named a0, a1, ..."""
    return ", ".join(f'sum("{name}") as a{position}' for position, name in enumerate(columns))


def test_seoul_has_9_289_813_people_of_whom_1_948_544_are_65_or_older(ask):
    rows, columns = ask("seoul/population/pop_dong_sex_age1_20260630.csv", "population")
    (total,) = rows(select='sum("계") as people', where="시도명 = '서울특별시'")
    assert total["people"] == 9_289_813
    old = [name for name in columns() if name[:1].isdigit() and int(name.split("세")[0]) in OLD]
    assert len(old) == 2 * 46
    (sums,) = rows(select=summed(old), where="시도명 = '서울특별시'")
    assert sum(sums.values()) == 1_948_544


def test_427_of_427_codes_join_the_boundaries_of_2026(ask):
    people, _ = ask("seoul/population/pop_dong_sex_age1_20260630.csv", "population")
    areas, _ = ask("seoul/boundaries/seoul_dong_427_simplified_2026.geojson", "boundaries")
    question = {"where": "시도명 = '서울특별시'", "select": "행정기관코드", "limit": 1000}
    counted = {row["행정기관코드"] for row in people(**question)}
    drawn = {row["코드"] for row in areas(select="코드", limit=1000)}
    assert len(counted) == len(drawn) == 427
    assert counted == drawn


def test_living_population_covers_424_areas_in_168_hours(ask):
    rows, _ = ask("seoul/living_population/living_pop_dong_hourly_20190304_20190310_tidy.csv", "living")
    hours = rows(select="dong_code8, count(*) as n", group_by="dong_code8", limit=1000)
    assert len(hours) == 424
    assert {row["n"] for row in hours} == {168}


def test_liverpool_had_500_474_people_of_whom_73_799_were_65_or_older(ask, shared_data):
    path = "liverpool/population/mid2020_single_year_age_lsoa11_lcr.csv"
    rows, columns = ask(path, "liverpool")
    where = "lsoa11_name like 'Liverpool %'"
    old = [name for name in columns() if name.rstrip("+").isdigit() and int(name.rstrip("+")) in OLD]
    (sums,) = rows(select=summed(["total_population", *old]), where=where)
    assert sums.pop("a0") == 500_474
    assert sum(sums.values()) == 73_799
    with (shared_data / path).open(encoding="utf-8-sig", newline="") as file:  # the same by plain code
        plain = sum(
            int(row[name])
            for row in csv.DictReader(file)
            if row["lsoa11_name"].startswith("Liverpool ")
            for name in old
        )
    assert plain == 73_799
