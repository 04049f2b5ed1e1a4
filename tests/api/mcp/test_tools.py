"""What each tool answers: with its source, and with what it cannot say."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from madang.catalog import search
from madang.catalog.models import Column as Said
from madang.catalog.models import Dataset, Resource
from madang.query.model import Column, Type
from tests.api.mcp.speaking import call
from tests.city import City, dataset, publish

PLACE = {"dataset": "population", "resource": "districts"}


@pytest.fixture
def told(city: City) -> City:
    """The city with words for its columns, and a search index."""
    Said.objects.create(
        resource=city.resource, name="인구", label={"en": "Residents", "ko": "주민"}, unit="명",
        description={"en": "Registered on the last day of the month.", "ko": "월말 주민등록 기준"},
        missing={"en": "not counted", "ko": "미집계"}, codes={"-1": {"en": "secret", "ko": "비공개"}},
    )  # fmt: skip
    search.rebuild()
    return city


class TestSearch:
    def test_finds_in_both_languages_and_says_where_it_stands(self, client: Client, told: City) -> None:
        for text, title in (("인구", "자치구별 인구"), ("residents", "Population by district")):
            found = call(client, "search", text=text)
            (hit,) = found.facts["datasets"]
            assert (hit["dataset"], hit["title"]) == ("population", title)
            assert (hit["origin"], hit["freshness"]["state"]) == ("observed", "open-ended")
            assert hit["resources"] == [
                {"resource": "districts", "title": hit["resources"][0]["title"], "rows": 3, "columns": ["자치구", "인구"],
                 "columns_complete": True}
            ]  # fmt: skip
            assert f"> {title}" in found.text

    def test_a_sentence_finds_what_its_nouns_are_about_and_says_so(self, client: Client, told: City) -> None:
        found = call(client, "search", text="Which district has the most residents in the winter?")
        assert [hit["dataset"] for hit in found.facts["datasets"]] == ["population"]
        assert found.facts["near"]
        assert "Nothing fits all these words" in found.text

    def test_nothing_found_says_what_there_is_and_how_to_ask(self, client: Client, told: City) -> None:
        found = call(client, "search", text="spaceships")
        assert found.facts["datasets"] == []
        assert found.facts["themes"] == [{"theme": "population", "datasets": 1}]
        assert "request_data" in found.text
        assert not found.refused

    def test_a_question_about_persons_is_told_that_there_are_counts_only(self, client: Client, told: City) -> None:
        found = call(client, "search", text="종로구 주민 전화번호")
        assert found.facts["cannot"] == ["persons"]
        assert "건수는 답할 수 있습니다" in found.text

    def test_pages(self, client: Client, told: City) -> None:
        for number in range(3):
            dataset(f"more-{number}", told.department, title={"en": "Population again"})
        search.rebuild()
        first = call(client, "search", text="population", limit=3)
        rest = call(client, "search", text="population", limit=3, offset=first.facts["next_offset"])
        assert (first.facts["total"], first.facts["complete"], rest.facts["next_offset"]) == (4, False, None)
        names = [hit["dataset"] for page in (first, rest) for hit in page.facts["datasets"]]
        assert sorted(names) == ["more-0", "more-1", "more-2", "population"]


class TestDescribe:
    def test_says_what_columns_mean(self, client: Client, told: City) -> None:
        found = call(client, "describe", language="en", **PLACE)
        (resource,) = found.facts["resources"]
        assert resource["columns"][1] == {
            "name": "인구", "type": "integer", "unit": "명", "label": "Residents", "missing": "not counted",
            "description": "Registered on the last day of the month.", "codes": {"-1": "secret"},
        }  # fmt: skip
        assert (resource["rows"], resource["revision"], resource["readable"]) == (3, told.revision.pk, True)
        assert found.facts["licence"]["slug"] == "kogl-1"
        assert "> 인구: integer; unit 명; “Residents”; Registered on the last day" in found.text

    def test_says_what_nobody_said(self, client: Client, told: City) -> None:
        found = call(client, "describe", language="en", dataset="population")
        assert "where the figures come from" in found.facts["unknown"]
        assert "what these columns of districts mean beyond their names: 자치구" in found.facts["unknown"]
        assert "- which period they are about" in found.text

    def test_counts_of_the_load(self, client: Client, told: City) -> None:
        told.revision.receipt = {"tables": [{"columns": [
            {"name": "자치구", "nulls": 0, "distinct": 3, "low": "강남구", "high": "중구"},
            {"name": "인구", "nulls": 2, "distinct": 3, "low": "121312", "high": "557865"}]}]}  # fmt: skip
        told.revision.save()
        column = call(client, "describe", **PLACE).facts["resources"][0]["columns"][1]
        assert (column["empty"], column["different"], column["low"], column["high"]) == (2, 3, "121312", "557865")

    def test_one_that_is_not_there_names_the_nearest(self, client: Client, told: City) -> None:
        found = call(client, "describe", dataset="populaton", language="en")
        assert found.refused
        assert found.facts["problem"] == "unknown-dataset"
        assert "Did you mean population?" in found.text
        assert "request_data" in found.text
        assert "districts" in call(client, "describe", dataset="population", resource="gus", language="en").text


class TestQuery:
    def test_an_answer_carries_its_proof(self, client: Client, told: City) -> None:
        found = call(client, "query", select="자치구, 인구", order_by="인구 desc", limit=1, language="en", **PLACE)
        facts = found.facts
        assert facts["rows"] == [{"자치구": "강남구", "인구": 557_865}]
        assert (facts["total"], facts["returned"], facts["complete"]) == (3, 1, False)
        (source,) = facts["sources"]
        assert (source["revision"], source["origin"], source["current"]) == (told.revision.pk, "observed", True)
        assert source["published_at"] == "2026-06-30T09:00:00+00:00"
        assert [column["name"] for column in facts["definitions"]] == ["자치구", "인구"]
        assert facts["definitions"][1]["label"] == "Residents"
        assert "1 of 3: INCOMPLETE" in found.text
        assert f"revision {told.revision.pk}, published 2026-06-30" in found.text
        assert "| 강남구 | 557865 |" in found.text
        assert facts["address"] in found.text
        assert found.response["Madang-Returned"] == "1"

    def test_its_address_gives_the_same_rows(self, client: Client, told: City) -> None:
        asked = {"where": "인구 > 130000", "order_by": "인구 desc", "select": "자치구, 인구 * 2 as twice"}
        facts = call(client, "query", **asked, **PLACE).facts
        again = client.get(facts["address"].removeprefix("http://testserver")).json()
        assert (again["rows"], again["revision"]) == (facts["rows"], told.revision.pk)
        made = client.post("/api/v1/citations", facts["cite"]["body"], content_type="application/json")
        assert made.status_code == 201, made.content
        file = client.get(facts["file"].removeprefix("http://testserver"))
        assert b"".join(file.streaming_content).decode().splitlines()[1] == "강남구,1115730"

    def test_reads_on_to_the_end(self, client: Client, told: City) -> None:
        first = call(client, "query", order_by="인구", limit=2, **PLACE)
        rest = call(client, "query", order_by="인구", limit=2, after=first.facts["next"], **PLACE)
        names = [row["자치구"] for page in (first, rest) for row in page.facts["rows"]]
        assert names == ["중구", "종로구", "강남구"]
        assert rest.facts["next"] is None
        assert first.facts["next"] in first.facts["rest"]

    def test_groups_count(self, client: Client, told: City) -> None:
        found = call(client, "query", select="count(*) as districts, sum(인구) as people", **PLACE)
        assert found.facts["rows"] == [{"districts": 3, "people": 818_594}]
        assert found.facts["complete"]
        assert [column["name"] for column in found.facts["definitions"]] == ["인구"]

    def test_lists_and_numbers_as_assistants_write_them(self, client: Client, told: City) -> None:
        found = call(client, "query", select=["자치구", "인구"], limit="2", distinct="true", **PLACE)
        assert found.facts["returned"] == 2

    def test_generated_data_is_said_to_be_generated(self, client: Client, told: City) -> None:
        made = Resource.objects.create(dataset=dataset("made", told.department, origin="generated"), name="rides")
        publish(made, {"n": [1]}, (Column("n", Type.INTEGER),))
        for tool, more in (
            ("query", {}),
            ("sample", {}),
            ("describe", {}),
            ("query", {"sql": "select n from made.rides"}),
        ):
            arguments = more or {"dataset": "made"}
            found = call(client, tool, language="en", **arguments)
            assert found.facts["origin"] == "generated"
            assert "GENERATED DATA" in found.text
        assert "생성 자료" in call(client, "query", dataset="made", language="ko").text

    def test_late_data_is_said_to_be_late(self, client: Client, told: City) -> None:
        Dataset.objects.filter(pk=told.dataset.pk).update(cycle="daily")
        found = call(client, "query", language="en", **PLACE)
        assert found.facts["sources"][0]["freshness"]["state"] == "late"
        assert "LATE: last published 2026-06-30" in found.text
        told.revision.published_at = timezone.now() - timedelta(hours=1)
        told.revision.save()
        assert "Up to date" in call(client, "query", language="en", **PLACE).text

    def test_an_older_revision_is_said_to_be_older(self, client: Client, told: City) -> None:
        old = told.revision.pk
        publish(told.resource, {"자치구": ["종로구"], "인구": [1]}, (Column("자치구", Type.TEXT), Column("인구", Type.INTEGER)),
                published_at=timezone.now())  # fmt: skip
        for more in ({"revision": old}, {"as_of": "2026-07-01"}):
            found = call(client, "query", language="en", **more, **PLACE)
            assert (found.facts["total"], found.facts["sources"][0]["current"]) == (3, False)
            assert "not the current revision" in found.text

    def test_an_unknown_column_says_what_there_is(self, client: Client, told: City) -> None:
        found = call(client, "query", select="인국", language="en", **PLACE)
        assert found.refused
        assert "Did you mean 인구? Columns: 자치구, 인구." in found.text
        assert "persons" not in found.text

    @pytest.mark.parametrize("asked", [{"select": "이름", **PLACE}, {"sql": "select 이름 from population.districts"}])
    def test_columns_of_persons_are_said_to_be_nowhere(self, client: Client, told: City, asked: dict[str, str]) -> None:
        found = call(client, "query", language="en", **asked)
        assert found.refused
        assert "data on single persons is not published" in found.text

    def test_no_row_is_no_statement_about_the_world(self, client: Client, told: City) -> None:
        found = call(client, "query", where="자치구 = '없는구'", language="en", **PLACE)
        assert (found.facts["rows"], found.facts["complete"]) == ([], True)
        assert "says nothing about what is not recorded" in found.text

    def test_much_is_cut_and_said_and_read_on(self, client: Client, told: City) -> None:
        wide = Resource.objects.create(dataset=dataset("wide", told.department), name="texts")
        publish(
            wide,
            {"n": list(range(300)), "t": ["가" * 2_000] * 300},
            (Column("n", Type.INTEGER), Column("t", Type.TEXT)),
        )
        seen, after = [], {}
        while True:
            found = call(client, "query", dataset="wide", limit=300, order_by="n", language="en", **after)
            seen += [row["n"] for row in found.facts["rows"]]
            assert len(found.response.content) < 300_000
            if not found.facts["next"]:
                break
            assert "long values are cut" in found.text
            after = {"after": found.facts["next"]}
        assert seen == list(range(300))
        again = client.get(found.facts["address"].removeprefix("http://testserver")).json()
        assert [row["n"] for row in again["rows"]] == [row["n"] for row in found.facts["rows"]]


class TestSql:
    SQL = 'select p.자치구, p.인구 from "population"."districts" p order by 2 desc'

    def test_one_select_with_its_sources(self, client: Client, told: City) -> None:
        found = call(client, "query", sql=self.SQL, language="en")
        assert found.facts["rows"][0] == {"자치구": "강남구", "인구": 557_865}
        assert "all that the statement asks for" in found.text
        assert found.facts["sources"][0]["revision"] == told.revision.pk
        assert [column["name"] for column in found.facts["definitions"]] == ["자치구", "인구"]
        again = client.get(found.facts["address"].removeprefix("http://testserver")).json()
        assert again["rows"] == found.facts["rows"]

    def test_its_address_stays_when_newer_rows_come(self, client: Client, told: City) -> None:
        found = call(client, "query", sql=self.SQL)
        publish(told.resource, {"자치구": ["종로구"], "인구": [1]}, (Column("자치구", Type.TEXT), Column("인구", Type.INTEGER)),
                published_at=timezone.now())  # fmt: skip
        again = client.get(found.facts["address"].removeprefix("http://testserver")).json()
        assert again["rows"] == found.facts["rows"]

    def test_cut_at_the_limit_and_said(self, client: Client, told: City) -> None:
        found = call(client, "query", sql=self.SQL, limit=2, language="en")
        assert (found.facts["returned"], found.facts["complete"], found.facts["total"]) == (2, False, None)
        assert "there are MORE" in found.text
        assert "OFFSET" in found.facts["rest"]

    @pytest.mark.parametrize("statement", [
        "drop table population.districts", "select * from read_csv('/etc/passwd')", "select 1; select 2", "pragma version",
        "select * from duckdb_settings()", "attach 'x' as y", "select * from information_schema.tables", "",
        "select getenv('HOME')", "copy population.districts to '/tmp/x'",
    ])  # fmt: skip
    def test_hostile_statements_are_refused_in_plain_words(self, client: Client, told: City, statement: str) -> None:
        found = call(client, "query", sql=statement)
        assert found.refused
        assert found.facts["status"] == 400
        assert "passwd:" not in found.text

    def test_what_does_not_go_with_it_is_named(self, client: Client, told: City) -> None:
        found = call(client, "query", sql=self.SQL, where="인구 > 1", language="en")
        assert found.refused
        assert "`where`" in found.text

    def test_chance_has_no_address(self, client: Client, told: City) -> None:
        found = call(client, "query", sql="select current_date as d", language="en")
        assert not found.refused, found.text
        assert (found.facts["address"], found.facts["sources"]) == (None, [])
        assert "No address proves it" in found.text


class TestSample:
    def test_is_even_and_the_same_each_time(self, client: Client, told: City) -> None:
        many = Resource.objects.create(dataset=dataset("many", told.department), name="rows")
        publish(many, {"n": list(range(1_000))}, (Column("n", Type.INTEGER),))
        found = call(client, "sample", dataset="many", rows=4, language="en")
        assert [row["n"] for row in found.facts["rows"]] == [0, 250, 500, 750]
        assert (found.facts["every"], found.facts["complete"], found.facts["table_rows"]) == (250, False, 1_000)
        assert "a sample. Do not count" in found.text
        again = client.get(found.facts["address"].removeprefix("http://testserver")).json()
        assert again["rows"] == found.facts["rows"]

    def test_of_an_empty_table(self, client: Client, told: City) -> None:
        none = Resource.objects.create(dataset=dataset("none", told.department), name="rows")
        publish(none, {"n": []}, (Column("n", Type.INTEGER),))
        assert call(client, "sample", dataset="none").facts["rows"] == []
