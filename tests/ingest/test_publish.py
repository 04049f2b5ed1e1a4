"""What is published and what is not: findings, decisions, rejects, withdrawals, rows that are typed already."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from django.utils import timezone

from madang.accounts.models import AuditEvent
from madang.accounts.policy import OPERATOR, Actor, NotAllowed, Withdrawn, readable_file
from madang.catalog.models import Change, Dataset, Revision
from madang.catalog.storage import the_store
from madang.ingest import assess, converting, generated, handover, pointers, publish, tidy
from madang.ingest import run as runs
from madang.ingest.converting import CannotGeneralise
from madang.ingest.models import Run
from madang.ingest.tables import Choices, Inferred, Staged
from madang.query.model import Column, Type
from madang.store import manifest, originals, reading, serving
from tests.city import City
from tests.ingest.loading import begin, csv, current, execute, load, rows

pytestmark = pytest.mark.usefixtures("queue")
PERSONAL = {"code": "resident-number", "severity": "personal", "table": "", "count": 2, "text": {"en": "e", "ko": "k"}}


def found(run: Run, column: str, severity: str = "personal") -> str:
    """Add a finding to a run that waits, as a check would; returns its id."""
    id = f"resident-number::{column}"
    finding = {**PERSONAL, "id": id, "column": column, "severity": severity, "sample": ["******"], "decision": None}
    run.receipt["findings"].append(finding)
    run.save(update_fields=["receipt"])
    return id


@pytest.fixture
def people(city: City, tmp_path: Path) -> Run:
    """A run that waits, over three columns and a reject."""
    lines = ("name,born,visits", *(f"Person {i},198{i}-03-0{i},{i * 10}" for i in range(1, 8)))
    return execute(begin(csv(tmp_path / "people.csv", *lines), OPERATOR))


def settle(run: Run, column: str, what: str, why: str = "") -> Run:
    run = runs.decide(run, found(run, column), what, why, OPERATOR)
    return execute(runs.publish(run, OPERATOR, enqueue=False))


@pytest.mark.parametrize("severity", ["personal", "breaking"])
def test_an_open_finding_stops_every_path(people: Run, severity: str) -> None:
    id = found(people, "name", severity)
    with pytest.raises(publish.OpenFindings, match=id):
        runs.publish(people, OPERATOR, enqueue=False)
    Run.objects.filter(pk=people.pk).update(state="waiting", step="publish")
    people.refresh_from_db()
    run = execute(people)  # A worker that was asked in some other way.
    assert (run.state, run.revisions) == ("failed", [])
    assert id in run.reason["ko"]
    assert not Revision.objects.filter(resource__dataset__slug="trial").exists()


def test_a_dropped_column_is_nowhere(people: Run) -> None:
    run = settle(people, "name", "drop")
    revision = current()
    assert revision is not None
    assert [column["name"] for column in revision.schema] == ["born", "visits"]
    assert rows(revision)[0][1] == 10
    assert revision.original_sha256 == ""
    assert revision.receipt["file"]["withheld"]["ko"]
    assert "Person 1" not in json.dumps(revision.receipt, ensure_ascii=False)
    assert revision.receipt["findings"][0]["decision"]["what"] == "drop"
    assert originals.path(the_store(), run.sha256).is_file()  # kept for a correction, named by no revision
    assert AuditEvent.objects.get(action="settle").detail["decision"] == "drop"


def test_a_masked_column_keeps_its_shape_only(people: Run) -> None:
    settle(people, "name", "mask")
    assert rows(current())[0][0] == "****** *"


def test_a_generalised_date_is_its_year_and_nothing_else_can_be(people: Run) -> None:
    number = found(people, "visits")
    with pytest.raises(assess.OddDecision, match="drop, mask, justify"):
        runs.decide(people, number, "generalise", "", OPERATOR)
    run = runs.decide(people, number, "mask", "", OPERATOR)
    run.decisions[number]["what"] = "generalise"  # carried over from a revision in which it was a date
    run.save()
    run = execute(runs.publish(run, OPERATOR, enqueue=False))
    assert run.state == "failed"
    assert run.reason == CannotGeneralise(column="visits").texts()
    run = runs.correct(run, {}, OPERATOR, enqueue=False)
    Run.objects.filter(pk=run.pk).update(decisions={})
    settle(execute(run), "born", "generalise")
    assert rows(current())[2][:2] == ("Person 3", 1983)


def test_a_justified_column_is_published_with_the_reason(people: Run) -> None:
    with pytest.raises(assess.NoReason):
        runs.decide(people, found(people, "name"), "justify", " ", OPERATOR)
    people.receipt["findings"].clear()
    settle(people, "name", "justify", "names of councillors are public")
    revision = current()
    assert revision is not None
    assert rows(revision)[0][0] == "Person 1"
    decision = revision.receipt["findings"][0]["decision"]
    assert (decision["what"], decision["why"], decision["by"]) == (
        "justify",
        "names of councillors are public",
        "operator",
    )
    assert revision.original_sha256


def test_only_known_findings_and_decisions_by_those_who_may(people: Run, city: City) -> None:
    id = found(people, "name")
    with pytest.raises(assess.UnknownFinding, match=id):
        runs.decide(people, "other::x", "drop", "", OPERATOR)
    with pytest.raises(assess.OddDecision):
        runs.decide(people, id, "ignore", "", OPERATOR)
    with pytest.raises(NotAllowed):
        runs.decide(people, id, "drop", "", Actor(city.editor))


def test_a_value_that_conversion_would_lose_makes_its_row_a_reject(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inference accounts for every value; should it ever miss one, the row must not vanish nor its value turn to null."""
    infer = handover.infer

    def careless(staged: Staged, choices: Choices) -> tuple[Inferred, ...]:
        first, second = infer(staged, choices)
        return first, replace(second, type=Type.INTEGER, sql="TRY_CAST(c2 AS BIGINT)", null_words={"none": 1})

    monkeypatch.setattr(handover, "infer", careless)
    path = csv(tmp_path / "odd.csv", "code,n", "A,1", "B,two", "C,3", "D,", "E,five", "F,none")
    load(path, OPERATOR)
    revision = current()
    assert revision is not None
    assert rows(revision) == [("A", 1), ("C", 3), ("D", None), ("F", None)]
    refused = reading.rejects(the_store(), revision.pk).to_pylist()
    assert [(row["line"], row["text"]) for row in refused] == [(3, "B | two"), (6, "E | five")]
    assert refused[0]["reason_en"].endswith(": n")
    assert refused[0]["reason_ko"] != refused[0]["reason_en"]
    assert (revision.rows, revision.rejects) == (4, 2)
    assert revision.receipt["tables"][0]["rejects"]["count"] == 2


def test_rows_with_absent_cells_are_kept(city: City, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('[{"name": "a", "n": 1}, {"name": "b", "n": null}, {"name": "c"}]')
    load(tmp_path / "a.json", OPERATOR)
    assert rows(current()) == [("a", 1), ("b", None), ("c", None)]


def test_a_row_that_is_neither_kept_nor_refused_stops_the_run(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "_lost", lambda *_: "true")
    monkeypatch.setattr(converting, "rejects", lambda *_: iter(()))
    run = load(csv(tmp_path / "a.csv", "a,b", "x,1", "y,2"), OPERATOR)
    assert (run.state, run.reason) == (
        "failed", publish.RowsMissing(resource="data", staged=2, fitted=0, refused=0).texts(),
    )  # fmt: skip


def test_publishing_twice_makes_one_revision(people: Run) -> None:
    run = runs.publish(people, OPERATOR, enqueue=False)
    before = Change.objects.count()
    assert execute(run).state == "published"
    assert Change.objects.filter(dataset="trial").count() > 0
    Run.objects.filter(pk=run.pk).update(state="running")  # The worker died before the step was noted as done.
    again = execute(run)
    assert again.state == "unchanged"
    assert Revision.objects.filter(resource__dataset__slug="trial").count() == 1
    assert Change.objects.count() > before


def test_a_failure_while_publishing_leaves_the_old_revision_serving(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(csv(tmp_path / "a.csv", "구,인구", "종로구,1"), OPERATOR)
    old = current()

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("in the middle of the transaction")

    monkeypatch.setattr(pointers, "show", broken)
    run = load(csv(tmp_path / "b.csv", "구,인구", "종로구,2"), OPERATOR)
    assert run.state == "failed"
    assert current() == old
    assert rows(current()) == [("종로구", 1)]
    monkeypatch.undo()
    built = {entry.key.split("/")[1] for entry in the_store().place.keys("revisions")}
    assert set(run.revisions) <= built
    tidy.sweep(timezone.now() - timezone.now(), timezone.now())
    left = {entry.key.split("/")[1] for entry in the_store().place.keys("revisions")}
    assert not set(run.revisions) & left
    assert execute(runs.retry(run, OPERATOR, enqueue=False)).state == "published"
    assert rows(current()) == [("종로구", 2)]


def test_names_that_differ_by_case_only_stay_apart(city: City, tmp_path: Path) -> None:
    load(csv(tmp_path / "case.csv", "Name,name,_row", "a,b,1", "c,d,2"), OPERATOR)
    revision = current()
    assert revision is not None
    assert rows(revision) == [("a", "b", 1), ("c", "d", 2)]
    assert len({column["name"].lower() for column in revision.schema} | {"_row"}) == 4


class TestWithdrawal:
    @pytest.fixture
    def two(self, city: City, tmp_path: Path) -> tuple[Revision, Revision]:
        made = []
        for number in (1, 2):
            load(csv(tmp_path / f"{number}.csv", "구,인구", f"종로구,{number}"), OPERATOR)
            made.append(current())
        return made[0], made[1]  # type: ignore[return-value]

    def test_a_tombstone_stays_and_the_one_before_serves(self, two: tuple[Revision, Revision]) -> None:
        first, second = two
        sha256 = second.original_sha256
        publish.withdraw(second, "a court order", OPERATOR)
        second.refresh_from_db()
        assert (second.state, second.withdrawn_reason, second.schema) == ("withdrawn", "a court order", [])
        assert second.receipt["file"]["sha256"] == sha256
        assert current() == first
        store = the_store()
        with pytest.raises(manifest.Missing):
            serving.path(store, second.pk)
        with pytest.raises(originals.Missing):
            originals.path(store, sha256)
        assert not list(store.place.keys(f"revisions/{second.pk}"))
        with pytest.raises(Withdrawn):
            readable_file(OPERATOR, second.resource, second.pk)
        assert rows(first) == [("종로구", 1)]
        assert not Run.objects.filter(sha256=sha256).exists()

    def test_bytes_that_were_withheld_go_as_well(self, people: Run) -> None:
        """The original behind a masked column is what a withdrawal is about, though nobody could download it."""
        sha256 = people.sha256
        assert settle(people, "name", "drop").state == "published"
        revision = current()
        assert revision is not None
        assert revision.original_sha256 == ""
        publish.withdraw(revision, "names stood in it", OPERATOR)
        with pytest.raises(originals.Missing):
            originals.path(the_store(), sha256)
        assert not Run.objects.filter(sha256=sha256).exists()

    def test_the_same_content_can_come_back(self, two: tuple[Revision, Revision], tmp_path: Path) -> None:
        publish.withdraw(two[1], "a mistake", OPERATOR)
        assert load(tmp_path / "2.csv", OPERATOR).state == "published"
        again = current()
        assert again is not None
        assert again.number == 3

    def test_it_needs_a_right_a_reason_and_happens_once(self, two: tuple[Revision, Revision], city: City) -> None:
        with pytest.raises(NotAllowed):
            publish.withdraw(two[0], "because", Actor(city.editor))
        with pytest.raises(publish.NoReason):
            publish.withdraw(two[0], "  ", OPERATOR)
        publish.withdraw(two[0], "because", Actor(city.publisher))
        assert current() == two[1]
        with pytest.raises(pointers.AlreadyWithdrawn):
            publish.withdraw(Revision.objects.get(pk=two[0].pk), "again", OPERATOR)


class TestTyped:
    COLUMNS = (Column("구", Type.TEXT), Column("밤", Type.INTEGER, unit="건"))
    TABLE = pa.table({"구": ["종로구", "중구"], "밤": pa.array([5, None], pa.int32())})

    def publish(self, dataset: Dataset, data: generated.Rows, **more: Any) -> Revision:
        said = {"en": "drawn with seed 7", "ko": "시드 7로 생성"}
        return publish.publish_table(dataset, "nights", data, self.COLUMNS, actor=OPERATOR, said=said, **more)

    @pytest.mark.parametrize("form", ["table", "batches", "reader", "file"])
    def test_rows_in_any_form(self, city: City, tmp_path: Path, form: str) -> None:
        pq.write_table(self.TABLE, tmp_path / "t.parquet")
        forms = {
            "table": self.TABLE, "batches": (batch for batch in self.TABLE.to_batches()),
            "reader": self.TABLE.to_reader(), "file": tmp_path / "t.parquet",
        }  # fmt: skip
        revision = self.publish(city.dataset, forms[form])
        assert rows(revision) == [("종로구", 5), ("중구", None)]
        described = revision.receipt["tables"][0]["columns"][1]
        assert (described["nulls"], described["distinct"], described["low"], described["unit"]) == (1, 1, "5", "건")
        assert self.publish(city.dataset, self.TABLE) == revision

    def test_a_recipe_spares_making_the_rows_again(self, city: City) -> None:
        first = self.publish(city.dataset, self.TABLE, recipe="nights 1 seed 7")

        def never() -> Any:
            raise AssertionError("read")
            yield

        assert self.publish(city.dataset, never(), recipe="nights 1 seed 7") == first
        assert self.publish(city.dataset, self.TABLE.slice(0, 1), recipe="nights 1 seed 8").number == 2

    def test_origin_is_that_of_the_worst_input(self, city: City) -> None:
        assert self.publish(city.dataset, self.TABLE).origin == "observed"
        made = self.publish(city.dataset, self.TABLE.slice(1), origin="generated")
        assert made.origin == "generated"
        columns = (Column("구", Type.TEXT),)
        child = publish.publish_table(
            city.dataset, "study", self.TABLE.select(["구"]), columns, actor=OPERATOR, inputs=[made, city.revision]
        )
        assert child.origin == "generated"
        assert set(child.inputs.all()) == {made, city.revision}
        plain = publish.publish_table(
            city.dataset, "plain", self.TABLE.select(["구"]), columns, actor=OPERATOR, inputs=[city.revision]
        )
        assert plain.origin == "derived"

    def test_a_restricted_receipt_quotes_no_value(self, city: City) -> None:
        city.dataset.access = "restricted"
        city.dataset.save()
        revision = self.publish(city.dataset, self.TABLE)
        assert "종로구" not in json.dumps(revision.receipt, ensure_ascii=False)
        assert revision.receipt["tables"][0]["columns"][0]["nulls"] == 0

    def test_a_geometry_makes_a_layer_with_its_bounds(self, city: City) -> None:
        points = shapely.to_wkb([shapely.Point(126.9, 37.5), shapely.Point(127.1, 37.6)])
        table = pa.table({"name": ["a", "b"], "geometry": pa.array(list(points), pa.binary())})
        columns = (Column("name", Type.TEXT), Column("geometry", Type.GEOMETRY))
        revision = publish.publish_table(city.dataset, "stops", table, columns, actor=OPERATOR, geometry_kind="Point")
        assert revision.resource.kind == "layer"
        assert revision.geometry == {
            "column": "geometry",
            "kind": "Point",
            "crs": "OGC:CRS84",
            "bbox": [126.9, 37.5, 127.1, 37.6],
        }

    def test_who_may_not_publish_is_refused_and_an_empty_stream_too(self, city: City) -> None:
        with pytest.raises(NotAllowed):
            publish.publish_table(city.dataset, "x", self.TABLE, self.COLUMNS, actor=Actor(city.editor))
        with pytest.raises(generated.NoBatches):
            self.publish(city.dataset, iter(()))


def test_a_very_wide_table_is_converted_in_groups_and_stays_whole(
    city: City, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "WIDE", 3)
    monkeypatch.setattr(converting, "SLICE", 4)
    header = ",".join(f"c{number}" for number in range(8))
    lines = [",".join(str(row * 10 + number) for number in range(8)) for row in range(10)]
    load(csv(tmp_path / "wide.csv", header, *lines), OPERATOR)
    assert rows(current()) == [tuple(row * 10 + number for number in range(8)) for row in range(10)]
