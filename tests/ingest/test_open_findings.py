"""Rule 5 of the design: no personal data leaves unseen. Nothing with an open finding is published, whichever way is tried.

P25 (personal data published by accident): the scan covers every value, and every way into the catalogue passes by it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

import madang
from madang.accounts.models import Token
from madang.accounts.policy import OPERATOR
from madang.catalog.models import Revision
from madang.catalog.storage import the_store
from madang.cli.publish import command as publish_command
from madang.ingest import publish, screening
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.lib import jobs
from madang.query.model import Column, Type
from madang.store import reading, serving
from tests.city import City
from tests.ingest.loading import csv, current, execute, load, rows

SECRET = "850101-1234567"
ID = "resident-number::비고"
LINES = ("구,비고,인구", f"종로구,신청인 {SECRET},10", "중구,없음,20", "용산구,확인,30")


@pytest.fixture
def waiting(city: City, tmp_path: Path) -> Run:
    """A run that asked to be published when clean, and is not."""
    jobs.migrate(runs.url())
    return load(csv(tmp_path / "people.csv", *LINES), OPERATOR)


def _unattended(run: Run, client: Client, city: City) -> None:
    assert run.publish_when_clean  # as a schedule asks: it waits for a person


def _by_program(run: Run, client: Client, city: City) -> None:
    _, secret = Token.make(city.publisher, "script", may_write=True)
    query = {"dataset": "population", "resource": "people", "file_name": "people.csv", "publish": "true"}
    body, header = "\n".join(LINES).encode(), {"Authorization": f"Bearer {secret}"}
    answer = client.post("/api/v1/loads", body, "application/octet-stream", query_params=query, headers=header)
    if answer.status_code == 202:
        runs.load(json.loads(answer.content)["run"], Run.Step.FETCH)


def _on_the_page(run: Run, client: Client, city: City) -> None:
    client.force_login(city.administrator)
    client.post(reverse("run_act", args=[run.pk, "publish"]))


def _on_the_terminal(run: Run, client: Client, city: City) -> None:
    assert CliRunner().invoke(publish_command, [run.pk]).exit_code != 0


def _in_code(run: Run, client: Client, city: City) -> None:
    with pytest.raises(publish.OpenFindings, match=ID):
        runs.publish(run, OPERATOR, enqueue=False)


def _by_a_worker_told_otherwise(run: Run, client: Client, city: City) -> None:
    Run.objects.filter(pk=run.pk).update(state="waiting", step="publish")
    assert execute(Run.objects.get(pk=run.pk)).state == "failed"


def _by_retry(run: Run, client: Client, city: City) -> None:
    Run.objects.filter(pk=run.pk).update(state="failed", step="publish")
    again = runs.retry(Run.objects.get(pk=run.pk), OPERATOR, enqueue=False)
    assert execute(again).state == "failed"


def _by_correction(run: Run, client: Client, city: City) -> None:
    """A reason was given for one reading; another reading is looked into again."""
    run = runs.decide(run, ID, "justify", "read as notes", OPERATOR)
    assert execute(runs.correct(run, {"types": {"인구": "text"}}, OPERATOR, enqueue=False)).state == "ready"
    with pytest.raises(publish.OpenFindings):
        runs.publish(Run.objects.get(pk=run.pk), OPERATOR, enqueue=False)


def _as_typed_rows(run: Run, client: Client, city: City) -> None:
    """The way of studies and of the demonstration."""
    table = pa.table({"비고": [f"신청인 {SECRET}", "b"]})
    with pytest.raises(screening.NamesPeople, match=ID):
        publish.publish_table(city.dataset, "study", table, (Column("비고", Type.TEXT),), actor=OPERATOR)


WAYS = (
    _unattended, _by_program, _on_the_page, _on_the_terminal, _in_code, _by_a_worker_told_otherwise, _by_retry, _by_correction,
    _as_typed_rows,
)  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__.strip("_"))
def test_nothing_is_published_with_an_open_finding(
    waiting: Run, client: Client, city: City, way: Callable[[Run, Client, City], None]
) -> None:
    before = set(Revision.objects.values_list("pk", flat=True))
    kept = {entry.key.split("/")[1] for entry in the_store().place.keys("revisions")}
    way(waiting, client, city)
    assert set(Revision.objects.values_list("pk", flat=True)) == before
    assert {entry.key.split("/")[1] for entry in the_store().place.keys("revisions")} == kept


def test_there_is_no_other_way_into_the_catalogue() -> None:
    """Ways not written yet: the pointer moves in `pointers` alone, which only the two calls of `publish` reach."""
    sources = {path: path.read_text() for path in Path(madang.__file__).parent.rglob("*.py")}
    movers = {path.name for path, text in sources.items() if re.search(r"\.current\s*=[^=]|current_id\s*=[^=]", text)}
    assert movers == {"pointers.py"}
    assert {path.name for path, text in sources.items() if "pointers.enter(" in text} == {"publish.py"}
    body = (Path(madang.__file__).parent / "ingest" / "publish.py").read_text()
    assert body.count("pointers.enter(") == 2
    assert "require_settled(run)" in body.split("def publish(")[1].split("\ndef ")[0]
    assert "screening.settled(" in body.split("def publish_table(")[1].split("\ndef ")[0]


def test_a_reason_is_asked_for_again_and_hiding_is_not(city: City, waiting: Run, tmp_path: Path) -> None:
    run = runs.decide(waiting, ID, "justify", "a printed example, nobody's number", OPERATOR)
    assert execute(runs.publish(run, OPERATOR, enqueue=False)).state == "published"
    again = load(csv(tmp_path / "again.csv", *LINES, "마포구,-,40"), OPERATOR)
    assert (again.state, again.decisions) == ("ready", {})
    runs.decide(again, ID, "drop", "", OPERATOR)
    assert execute(runs.publish(Run.objects.get(pk=again.pk), OPERATOR, enqueue=False)).state == "published"
    third = load(csv(tmp_path / "third.csv", *LINES, "마포구,-,41"), OPERATOR)
    assert third.state == "published"
    assert [column["name"] for column in current().schema] == ["구", "인구"]  # type: ignore[union-attr]


@pytest.mark.parametrize("what", ["drop", "mask"])
def test_what_is_hidden_is_nowhere(city: City, waiting: Run, client: Client, what: str) -> None:
    """Parquet, serving copy, rejects, receipt, original, exports, search."""
    runs.decide(waiting, ID, what, "", OPERATOR)
    assert execute(runs.publish(Run.objects.get(pk=waiting.pk), OPERATOR, enqueue=False)).state == "published"
    revision = current()
    assert revision is not None
    files = [path for path in Path(the_store().home).rglob("*") if revision.pk in str(path) and path.is_file()]
    assert {path.suffix for path in files} >= {".parquet", ".duckdb"}
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]
    assert SECRET not in json.dumps([revision.receipt, revision.schema], ensure_ascii=False)
    assert SECRET not in str(reading.rejects(the_store(), revision.pk).to_pylist())
    with serving.cursor(the_store(), revision.pk) as cursor:
        assert SECRET not in str(cursor.execute("SELECT * FROM rows").fetchall())
    address = "/api/v1/datasets/trial/resources/data"
    answer = client.get(f"{address}/original")
    assert answer.status_code >= 400
    assert SECRET.encode() not in answer.content
    for extension in ("csv", "json", "ndjson", "parquet"):
        answer = client.get(f"{address}.{extension}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert answer.status_code == 200
        assert SECRET.encode() not in body
    assert SECRET.encode() not in client.get(f"{address}/receipt").content


def test_small_counts_are_emptied_and_the_rest_stays(city: City, tmp_path: Path) -> None:
    lines = ("행정동,연령,환자수", "사직동,60대,3", "삼청동,60대,12", "혜화동,70대,0", "가회동,80대,")
    run = load(csv(tmp_path / "sick.csv", *lines), OPERATOR)
    assert run.state == "ready"
    runs.decide(run, "small-cells::", "suppress", "", OPERATOR)
    assert execute(runs.publish(Run.objects.get(pk=run.pk), OPERATOR, enqueue=False)).state == "published"
    assert [row[2] for row in rows(current())] == [None, 12, 0, None]
    revision = current()
    assert revision is not None
    column = revision.receipt["tables"][0]["columns"][2]
    assert (revision.original_sha256, column["low"], column["sample"]) == ("", None, [])


def test_typed_rows_are_published_with_a_reason_that_the_receipt_keeps(city: City) -> None:
    table = pa.table({"비고": [f"신청인 {SECRET}", "b"]})
    made = publish.publish_table(
        city.dataset, "study", table, (Column("비고", Type.TEXT),), actor=OPERATOR, justified={ID: "drawn with a seed"}
    )
    (finding,) = made.receipt["findings"]
    assert (finding["id"], finding["decision"]["why"]) == (ID, "drawn with a seed")
    assert SECRET not in json.dumps(made.receipt)
