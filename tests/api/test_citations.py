"""Citations: the same question has one address, its answer can be asked for again, and nothing is told to who may not read."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts import citing
from madang.accounts.models import Token
from madang.catalog.citations import Citation
from madang.catalog.models import Dataset, Revision
from madang.query.model import Column, Type
from tests.api.asking import get
from tests.city import AT, COLUMNS, ROWS, City, publish

ALL = "/api/v1/citations"
WHAT = {"dataset": "population", "resource": "districts"}


def post(client: Client, expected: int = 201, **body: Any) -> Any:
    response = client.post(
        ALL, json.dumps(WHAT | body), content_type="application/json", headers=body.pop("headers", {})
    )
    assert response.status_code == expected, response.content.decode()
    return json.loads(response.content)


def verify(client: Client, citation: str, expected: int = 200, **more: Any) -> Any:
    response = client.post(f"{ALL}/{citation}/verify", **more)
    assert response.status_code == expected, response.content.decode()
    return json.loads(response.content)


def withdraw(revision: Revision) -> None:
    revision.state, revision.withdrawn_at, revision.withdrawn_reason = (
        Revision.State.WITHDRAWN,
        timezone.now(),
        "a name in it",
    )
    revision.save()


class TestMaking:
    def test_it_keeps_what_was_asked_and_answered(self, client: Client, city: City) -> None:
        made = post(client, where="인구 > 130000", order_by="인구 desc")
        assert made["question"] == {"where": "인구 > 130000", "order_by": "인구 desc"}
        assert made["rows"] == 2
        assert made["tables"][0]["revision"] == city.revision.pk
        assert made["fingerprint"]["rule"] == "madang-1"
        assert len(made["fingerprint"]["sha256"]) == 64
        assert made["software"].startswith("Madang ")
        assert "DuckDB 1.5" in made["software"]
        assert json.loads(get(client, f"{ALL}/{made['citation']}").body) == made

    def test_its_rows_are_at_an_address_that_stays(self, client: Client, city: City) -> None:
        made = post(client, where="인구 > 130000", order_by="인구 desc", select="자치구, 인구 / 2 as half")
        publish(city.resource, {"자치구": ["마포구"], "인구": [1]}, COLUMNS)
        body = get(client, made["rows_url"].removeprefix("http://testserver")).body.decode()
        assert body.splitlines() == ["자치구,half", "강남구,278932.5", "종로구,69708.5"]

    def test_the_same_question_has_one_address(self, client: Client, city: City) -> None:
        first = post(client, where="인구>130000 AND 자치구 = '종로구'", limit=5)
        again = post(client, 200, where="(인구 > 130000) and (자치구='종로구')", limit="5")
        assert again == first
        assert post(client, where="인구 > 130000")["citation"] != first["citation"]
        publish(city.resource, ROWS, COLUMNS)
        assert post(client, where="인구>130000 AND 자치구 = '종로구'", limit=5)["citation"] != first["citation"]
        assert post(client, 200, where="인구>130000 AND 자치구 = '종로구'", limit=5, revision=city.revision.pk) == first

    def test_how_to_cite_it_is_said_in_both_languages(self, client: Client, city: City) -> None:
        made = post(client, where="인구 > 130000")
        korean, english = made["cite"]["ko"], made["cite"]["en"]
        permalink = f"http://testserver/citations/{made['citation']}/"
        assert korean["text"].startswith("통계과, 「자치구별 인구」, ")
        assert f"개정판 1(2026-06-30)에 대한 질의 {made['citation']}, 2행" in korean["text"]
        assert english["text"].startswith("Statistics: Population by district. ")
        assert english["text"].endswith(permalink)
        assert english["bibtex"].startswith(f"@misc{{madang-{made['citation']},\n  author = {{{{Statistics}}}},")
        assert made["fingerprint"]["sha256"] in english["bibtex"]

    def test_odd_letters_of_a_title_do_not_break_bibtex(self, client: Client, city: City) -> None:
        city.dataset.title = {"ko": "연구 & 개발", "en": "100% {R&D"}
        city.dataset.save()
        made = post(client, where="인구 > 130000")
        assert r"title = {{연구 \& 개발}}," in made["cite"]["ko"]["bibtex"]
        assert r"title = {{100\% \textbraceleft{}R\&D}}," in made["cite"]["en"]["bibtex"]

    @pytest.mark.parametrize(("body", "says"), [
        (b"", "odd-citation"), (b"[]", "odd-citation"), (b'{"dataset": "population"}', "odd-citation"),
        (b'{"dataset": "population", "resource": ["districts"]}', "odd-citation"), (b"[" * 100_000, "odd-citation"),
        (json.dumps(WHAT | {"dataset": "\ud800"}).encode(), "odd-citation"),
        (json.dumps(WHAT | {"revision": "\0"}).encode(), "odd-citation"),
        (json.dumps(WHAT | {"colour": "red"}).encode(), "unknown-parameter"),
        (json.dumps(WHAT | {"after": "x"}).encode(), "unknown-parameter"),
        (json.dumps(WHAT | {"limit": -1}).encode(), "odd-parameter"),
        (json.dumps(WHAT | {"where": "인국 > 1"}).encode(), "unknown-column"),
        (json.dumps(WHAT | {"where": "x" * 60_000}).encode(), "odd-citation"),
    ])  # fmt: skip
    def test_an_odd_body_is_refused(self, client: Client, city: City, body: bytes, says: str) -> None:
        response = client.post(ALL, body, content_type="application/json")
        assert (response.status_code, json.loads(response.content)["type"]) == (400, f"urn:madang:problem:{says}")
        assert not Citation.objects.exists()

    def test_new_ones_are_limited_known_ones_are_not(
        self, client: Client, city: City, settings: Any, tmp_path: Any
    ) -> None:
        from madang.api.budgets import spending
        from madang.lib.budgets import Budget

        settings.HOME = tmp_path
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(1000, 10**9, 2)}
        spending.tally.cache_clear()
        spending.CITATIONS, before = spending.CITATIONS | {"anonymous": 2}, spending.CITATIONS
        try:
            for limit in (1, 2):
                post(client, limit=limit)
            refused = post(client, 429, limit=3)
            assert refused["type"] == "urn:madang:problem:too-many-citations"
            post(client, 200, limit=2)
        finally:
            spending.CITATIONS = before
            spending.tally.cache_clear()


class TestAskingAgain:
    def test_the_same_revision_answers_the_same(self, client: Client, city: City) -> None:
        made = post(client, select="자치구, 인구 * 1.5 as x")
        found = verify(client, made["citation"])
        assert (found["cited"]["state"], found["cited"]["fingerprint"]) == ("same", made["fingerprint"]["sha256"])
        assert found["current"]["is_cited"] is True

    def test_a_newer_revision_is_compared_row_by_row(self, client: Client, city: City) -> None:
        made = post(client, where="인구 > 130000")
        publish(
            city.resource,
            {"자치구": ["종로구", "중구", "강남구", "마포구"], "인구": [139_417, 1, 557_866, 350_000]},
            COLUMNS,
        )
        found = verify(client, made["citation"])
        assert found["cited"]["state"] == "same"
        assert (found["current"]["state"], found["current"]["is_cited"]) == ("differs", False)
        assert (found["current"]["rows"], found["current"]["added"], found["current"]["removed"]) == (3, 2, 1)

    def test_a_newer_revision_with_the_same_answer_is_the_same(self, client: Client, city: City) -> None:
        made = post(client, where="자치구 = '종로구'")
        publish(city.resource, {"자치구": ["종로구", "강남구"], "인구": [139_417, 0]}, COLUMNS)
        assert verify(client, made["citation"])["current"]["state"] == "same"

    def test_a_question_that_does_not_fit_any_more(self, client: Client, city: City) -> None:
        made = post(client, where="인구 > 130000")
        publish(city.resource, {"구": ["종로구"]}, (Column("구", Type.TEXT),))
        found = verify(client, made["citation"])
        assert found["cited"]["state"] == "same"
        assert found["current"]["state"] == "unanswerable"
        assert "인구" in found["current"]["texts"]["en"]

    def test_an_answer_that_is_not_what_was_cited_is_told(self, client: Client, city: City) -> None:
        made = post(client)
        Citation.objects.update(fingerprint="0" * 64)
        assert verify(client, made["citation"])["cited"]["state"] == "differs"

    def test_withdrawn(self, client: Client, city: City) -> None:
        made = post(client, where="자치구 = '종로구'")
        publish(city.resource, ROWS, COLUMNS)
        withdraw(city.revision)
        found = verify(client, made["citation"])
        assert (found["cited"]["state"], found["cited"]["reason"]) == ("withdrawn", "a name in it")
        assert found["current"]["state"] == "same"
        gone = json.loads(get(client, f"{ALL}/{made['citation']}", 410).body)
        assert "종로구" not in json.dumps(gone, ensure_ascii=False)
        assert "a name in it" in gone["detail"]

    def test_many_rows_are_compared_by_fingerprint_only(self, client: Client, city: City, monkeypatch: Any) -> None:
        monkeypatch.setattr(citing, "MOST_COMPARED", 2)
        made = post(client)
        publish(city.resource, {"자치구": ["종로구"], "인구": [1]}, COLUMNS)
        current = verify(client, made["citation"])["current"]
        assert (current["state"], "added" in current) == ("differs", False)


class TestWhoMay:
    def test_it_follows_the_rights_to_the_rows_at_every_read(self, client: Client, city: City) -> None:
        made = post(client, where="인구 > 130000")
        for access, status in (
            (Dataset.Access.INTERNAL, 404),
            (Dataset.Access.RESTRICTED, 403),
            (Dataset.Access.OPEN, 200),
        ):
            Dataset.objects.filter(pk=city.dataset.pk).update(access=access)
            get(client, f"{ALL}/{made['citation']}", status)
            verify(client, made["citation"], status)
            if status != 200:
                post(client, status, where="인구 > 130000")
                post(client, status, where="인구 > 1")

    def test_a_member_cites_what_is_internal(self, client: Client, city: City) -> None:
        Dataset.objects.filter(pk=city.dataset.pk).update(access=Dataset.Access.INTERNAL)
        _, secret = Token.make(city.reader, "mine")
        bearer = {"Authorization": f"Bearer {secret}"}
        made = client.post(ALL, json.dumps(WHAT), content_type="application/json", headers=bearer)
        assert made.status_code == 201
        key = json.loads(made.content)["citation"]
        assert client.get(f"{ALL}/{key}", headers=bearer).status_code == 200
        assert client.get(f"{ALL}/{key}").status_code == 404

    def test_what_is_not_public_yet_cannot_be_cited(self, client: Client, city: City) -> None:
        ready = publish(
            city.resource, {"자치구": ["x"], "인구": [1]}, COLUMNS, state=Revision.State.READY, published_at=None
        )
        client.force_login(city.editor)
        post(client, 404, revision=ready.pk)

    def test_an_unknown_one_and_one_whose_dataset_is_gone(self, client: Client, city: City) -> None:
        get(client, f"{ALL}/aaaaaaaaaaaa", 404)
        verify(client, "aaaaaaaaaaaa", 404)
        made = post(client)
        city.dataset.delete()
        get(client, f"{ALL}/{made['citation']}", 404)
        verify(client, made["citation"], 404)

    def test_nobody_is_kept(self, city: City) -> None:
        assert {field.name for field in Citation._meta.get_fields()} == {
            "id", "question", "sql", "revisions", "rows", "rule", "fingerprint", "software", "created_at",
        }  # fmt: skip
        assert AT


class TestSql:
    """The same of statements, over several tables."""

    SUM = 'SELECT count(*) AS n, sum(p.인구 * 1.5) AS x FROM "population"."districts" p JOIN "rain"."days" r ON p.자치구 = r.구'

    @pytest.fixture(autouse=True)
    def rain(self, city: City) -> Any:
        from madang.catalog.models import Resource
        from tests.city import dataset

        other = Resource.objects.create(dataset=dataset("rain", city.department), name="days")
        publish(
            other, {"구": ["종로구", "중구"], "비": [1.5, 2.5]}, (Column("구", Type.TEXT), Column("비", Type.NUMBER))
        )
        return other

    def cite(self, client: Client, text: str, expected: int = 201, **more: Any) -> Any:
        response = client.post(ALL, json.dumps({"sql": text, **more}), content_type="application/json")
        assert response.status_code == expected, response.content.decode()
        return json.loads(response.content)

    def test_it_names_every_table_and_is_the_same_again(self, client: Client, city: City, rain: Any) -> None:
        made = self.cite(client, self.SUM)
        assert made["sql"] == self.SUM
        assert [table["dataset"] for table in made["tables"]] == ["population", "rain"]
        assert made["rows_url"] is None
        assert "자치구별 인구, rain" in made["cite"]["ko"]["text"]
        assert (
            self.cite(client, self.SUM.lower().replace("인구 * 1.5", "인구*1.5"), 200)["citation"] == made["citation"]
        )
        assert self.cite(client, self.SUM + " WHERE 비 > 2")["citation"] != made["citation"]
        assert verify(client, made["citation"])["cited"]["state"] == "same"
        assert "SELECT count(*)" in client.get(f"/en/citations/{made['citation']}/").content.decode()

    def test_a_newer_revision_of_any_table_is_compared(self, client: Client, city: City, rain: Any) -> None:
        made = self.cite(client, self.SUM)
        publish(rain, {"구": ["종로구"], "비": [1.5]}, (Column("구", Type.TEXT), Column("비", Type.NUMBER)))
        found = verify(client, made["citation"])
        assert found["cited"]["state"] == "same"
        assert (found["current"]["state"], found["current"]["added"], found["current"]["removed"]) == ("differs", 1, 1)
        publish(rain, {"동": ["종로구"]}, (Column("동", Type.TEXT),))
        assert verify(client, made["citation"])["current"]["state"] == "unanswerable"

    def test_rights_hold_for_every_table(self, client: Client, city: City, rain: Any) -> None:
        made = self.cite(client, self.SUM)
        Dataset.objects.filter(pk=rain.dataset.pk).update(access=Dataset.Access.INTERNAL)
        get(client, f"{ALL}/{made['citation']}", 404)
        verify(client, made["citation"], 404)
        assert self.cite(client, self.SUM, 400)["type"] == "urn:madang:problem:unknown-table"
        Dataset.objects.filter(pk=rain.dataset.pk).update(access=Dataset.Access.OPEN)
        withdraw(rain.revisions.get())
        assert verify(client, made["citation"])["cited"]["state"] == "withdrawn"
        get(client, f"{ALL}/{made['citation']}", 410)

    @pytest.mark.parametrize(("text", "says"), [
        ("SELECT now()", "always-another"), ("DROP TABLE x", "not-one-select"), ("SELECT", "does-not-fit"),
        ('SELECT * FROM "population"."nothing"', "unknown-table"), ("SELECT * FROM read_csv('/etc/passwd')", "unknown-function"),
    ])  # fmt: skip
    def test_what_cannot_be_cited(self, client: Client, city: City, text: str, says: str) -> None:
        assert self.cite(client, text, 400)["type"] == f"urn:madang:problem:{says}"
        assert not Citation.objects.exists()

    def test_too_many_rows_are_not_cut_in_silence(self, client: Client, city: City) -> None:
        text = 'SELECT a.i FROM range(400) a(i), range(400) b(i), "population"."districts" LIMIT 100001'
        assert self.cite(client, text, 400)["type"] == "urn:madang:problem:too-many-to-cite"
        assert not Citation.objects.exists()

    def test_a_statement_stands_alone(self, client: Client, city: City) -> None:
        assert self.cite(client, self.SUM, 400, where="인구 > 1")["type"] == "urn:madang:problem:odd-citation"


class TestTheDocument:
    """The examples of docs/citations.md and docs/budgets.md are executed."""

    ROOT = Path(__file__).resolve().parents[2] / "docs"

    def test_every_body_makes_a_citation(self, client: Client, city: City) -> None:
        bodies = re.findall(r"-d '(.+)'$", (self.ROOT / "citations.md").read_text(encoding="utf-8"), re.MULTILINE)
        assert len(bodies) == 2
        for body in bodies:
            made = client.post(ALL, body, content_type="application/json")
            assert made.status_code == 201, made.content.decode()
            assert verify(client, json.loads(made.content)["citation"])["cited"]["state"] == "same"

    def test_the_fingerprint_can_be_made_without_madang(self, client: Client, city: City) -> None:
        """Out of the rows as JSON, by the rule as it is written there."""
        made = post(client, order_by="인구", limit=2)
        told = json.loads(
            get(client, made["rows_url"].removeprefix("http://testserver").replace("format=csv", "format=json")).body
        )
        names, people = ([row[column] for row in told["rows"]] for column in ("자치구", "인구"))
        texts = [name.encode() for name in names]
        here = hashlib.sha256(
            b'{"columns":[["\xec\x9e\x90\xec\xb9\x98\xea\xb5\xac","text"],["\xec\x9d\xb8\xea\xb5\xac","whole"]],"rows":2}\n'
        )
        for part in (
            b"\1\1", b"".join(struct.pack("<q", len(text)) for text in texts), b"".join(texts),
            b"\1\1", b"".join(struct.pack("<q", number) for number in people),
        ):  # fmt: skip
            here.update(hashlib.sha256(part).digest())
        assert here.hexdigest() == made["fingerprint"]["sha256"]

    def test_the_use_of_a_dataset(self, client: Client, city: City) -> None:
        page = (self.ROOT / "budgets.md").read_text(encoding="utf-8")
        [(address, says)] = re.findall(r"```\nGET (\S+)\n200 (.*)\n```", page)
        told = json.loads(get(client, address).body)
        assert {name: told[name] for name in json.loads(says)} == json.loads(says)
