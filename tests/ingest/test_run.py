"""A load from start to end, and everything that may happen to it on the way."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from madang.accounts.models import AuditEvent
from madang.accounts.policy import OPERATOR, Actor, NotAllowed
from madang.catalog.models import Dataset, Resource
from madang.catalog.storage import the_store
from madang.ingest import assess, drafts, handover, steps
from madang.ingest import run as runs
from madang.ingest.models import Run
from madang.ingest.sources.file import FileAbsent
from tests.city import City
from tests.ingest.loading import begin, csv, current, execute, load, rows

LINES = ("구,인구", "종로구,139417", "중구,121312")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return csv(tmp_path / "인구.csv", *LINES)


def test_an_editor_loads_and_a_publisher_publishes(city: City, file: Path) -> None:
    run = execute(begin(file, Actor(city.editor)))
    assert (run.state, run.step, run.bytes) == ("ready", "check", file.stat().st_size)
    assert run.receipt["tables"][0]["rows"] == 2
    assert run.receipt["costs"]["seconds"] > 0
    assert not Dataset.objects.filter(slug="trial").exists()
    with pytest.raises(NotAllowed):
        runs.publish(run, Actor(city.editor), enqueue=False)
    run = execute(runs.publish(run, Actor(city.publisher), enqueue=False))
    assert run.state == "published"
    revision = current()
    assert revision is not None
    assert rows(revision) == [("종로구", 139417), ("중구", 121312)]
    assert (revision.pk, revision.number, revision.rows) == (run.revisions[0], 1, 2)
    assert revision.resource.dataset.state == "published"
    assert revision.resource.dataset.issued is not None
    assert [column.name for column in revision.resource.columns.all()] == ["구", "인구"]
    assert not list(the_store().scratch.glob(run.pk))
    told = AuditEvent.objects.get(action="publish", what=f"revision:{revision.pk}")
    assert told.actor == city.publisher


def test_who_may_not_load_is_refused_before_anything_is_kept(city: City, file: Path) -> None:
    with pytest.raises(NotAllowed):
        begin(file, Actor(city.stranger))
    with pytest.raises(NotAllowed):
        begin(file, Actor(city.editor), publish_when_clean=True)
    assert not Run.objects.exists()


def test_a_new_dataset_needs_an_organisation_and_a_licence(city: City, file: Path) -> None:
    with pytest.raises(drafts.Incomplete) as told:
        runs.start("file", {"path": str(file)}, {"dataset": "new"}, OPERATOR, file_name="x.csv", enqueue=False)
    assert "organisation, licence" in told.value.text("en")
    with pytest.raises(drafts.Unknown):
        begin(file, OPERATOR, target={"licence": "mine"})
    with pytest.raises(drafts.OddField):
        begin(file, OPERATOR, dataset="two words")


def test_the_same_file_again_is_nothing_new_but_an_older_one_is(city: City, file: Path, tmp_path: Path) -> None:
    first = load(file, OPERATOR)
    assert (first.state, load(file, OPERATOR).state) == ("published", "unchanged")
    other = csv(tmp_path / "other.csv", "구,인구", "종로구,1", "중구,2")
    assert load(other, OPERATOR).state == "published"
    again = load(file, OPERATOR)
    revision = current()
    assert again.state == "published"
    assert revision is not None
    assert (revision.number, revision.rows) == (3, 2)
    assert load(file, OPERATOR).state == "unchanged"


def test_a_correction_reads_the_kept_bytes_again_and_is_kept_for_next_time(city: City, tmp_path: Path) -> None:
    path = csv(tmp_path / "names.csv", "name,n", "가나다라마바사,1", "Zoë,2", encoding="utf-8")
    run = execute(begin(path, OPERATOR))
    path.unlink()
    run = runs.correct(run, {"types": {"n": "text"}}, OPERATOR, enqueue=False)
    assert (run.state, run.step, run.attempt) == ("waiting", "read", 2)
    assert run.workflow == f"{run.pk}-2"
    run = execute(run)
    assert run.receipt["tables"][0]["columns"][1]["type"] == "text"
    execute(runs.publish(run, OPERATOR, enqueue=False))
    assert rows(current()) == [("가나다라마바사", "1"), ("Zoë", "2")]
    later = csv(tmp_path / "names2.csv", "name,n", "가,3", "나,4")
    assert load(later, OPERATOR).choices["earlier_types"] == {"n": "text"}
    assert rows(current()) == [("가", "3"), ("나", "4")]


def test_a_correction_of_what_is_published_is_a_run_of_its_own(city: City, file: Path) -> None:
    run = load(file, OPERATOR)
    other = runs.correct(run, {"types": {"인구": "text"}}, OPERATOR, enqueue=False)
    assert other.pk != run.pk
    other = execute(other)
    assert (other.state, Run.objects.get(pk=run.pk).state) == ("ready", "published")
    other = runs.decide(other, "type-changed::인구", "justify", "codes, not numbers", OPERATOR)
    execute(runs.publish(other, OPERATOR, enqueue=False))
    assert rows(current())[0] == ("종로구", "139417")


def test_a_file_without_a_table_is_kept_with_its_reason(city: City, tmp_path: Path) -> None:
    path = tmp_path / "plan.pdf"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n")
    run = load(path, OPERATOR)
    assert run.state == "ready"  # no check has seen what is in it
    assert "unread-bytes" in {finding["code"] for finding in run.receipt["findings"]}
    runs.publish(run, OPERATOR, enqueue=False)
    run = execute(run)
    revision = current(resource="file")
    assert run.state == "published"
    assert revision is not None
    assert (revision.resource.kind, revision.rows) == ("file", None)
    assert revision.receipt["no_table"]["remedy"]["ko"]


def test_several_tables_become_resources_at_once(city: City, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("인구", "세대"):
        sheet = book.create_sheet(name)
        for row in (["구", "수"], ["종로구", 1], ["중구", 2]):
            sheet.append(row)
    book.remove(book["Sheet"])
    book.save(tmp_path / "book.xlsx")
    run = load(tmp_path / "book.xlsx", OPERATOR)
    found = {r.name: r for r in Resource.objects.filter(dataset__slug="trial")}
    assert set(found) == {"인구", "세대"}
    assert len(run.revisions) == 2
    assert [table["name"] for table in found["인구"].current.receipt["tables"]] == ["인구"]
    assert found["세대"].title == {"ko": "세대"}


def test_a_source_that_fails_ends_the_run_with_its_words(city: City, tmp_path: Path) -> None:
    run = load(tmp_path / "absent.csv", OPERATOR)
    assert (run.state, run.step) == ("failed", "fetch")
    assert run.reason == FileAbsent(path=tmp_path / "absent.csv").texts()
    csv(tmp_path / "absent.csv", *LINES)
    run = execute(runs.retry(run, OPERATOR, enqueue=False))
    assert (run.state, run.attempt, run.reason) == ("published", 2, {})


@pytest.mark.parametrize(
    ("error", "said"),
    [(ValueError("oops"), "ValueError: oops"), (OSError(errno.ENOSPC, "No space left on device"), "is full")],
)
def test_what_nobody_foresaw_ends_the_run_and_is_logged(
    city: City,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    said: str,
) -> None:
    def broken(run: Run, watch: steps.Watch) -> str:
        raise error

    monkeypatch.setitem(steps.STEPS, "infer", broken)
    run = load(file, OPERATOR)
    assert (run.state, run.step) == ("failed", "infer")
    assert said in run.reason["en"]
    assert run.reason["ko"] != run.reason["en"]
    assert run.pk in caplog.text
    assert "Traceback" in caplog.text
    monkeypatch.undo()
    assert execute(runs.retry(run, OPERATOR, enqueue=False)).state == "published"


def test_a_running_step_hears_that_the_run_was_cancelled(
    city: City, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begin(file, OPERATOR, publish_when_clean=True)
    monkeypatch.setattr(steps, "REPORT_SECONDS", 0.0)

    def cancelled_meanwhile(store: Any, run: Run, progress: handover.Progress) -> Any:
        runs.cancel(run, OPERATOR)
        progress(7)

    monkeypatch.setattr(handover, "reading", cancelled_meanwhile)
    run = execute(run)
    assert (run.state, run.step, run.rows_done) == ("cancelled", "read", 7)
    monkeypatch.undo()
    run = execute(runs.retry(run, OPERATOR, enqueue=False))
    assert run.state == "published"
    with pytest.raises(runs.NotNow):
        runs.cancel(run, OPERATOR)


def test_a_step_that_was_begun_three_times_is_not_begun_again(city: City, file: Path) -> None:
    run = begin(file, OPERATOR)
    Run.objects.filter(pk=run.pk).update(tries=3)
    run = execute(run)
    assert run.state == "failed"
    assert "3" in run.reason["ko"]
    assert execute(runs.retry(run, OPERATOR, enqueue=False)).state == "ready"


def test_a_lost_hand_over_is_made_again(city: City, file: Path) -> None:
    run = execute(begin(file, OPERATOR))
    handover.clear(the_store(), run)
    assert execute(runs.publish(run, OPERATOR, enqueue=False)).state == "published"
    assert rows(current())[1] == ("중구", 121312)


def test_only_what_waits_can_be_published_and_only_what_ended_retried(city: City, file: Path) -> None:
    run = begin(file, OPERATOR)
    for act in (runs.publish, runs.retry):
        with pytest.raises(runs.NotNow):
            act(run, OPERATOR, enqueue=False)
    run = execute(run)
    with pytest.raises(runs.NotNow):
        runs.retry(run, OPERATOR, enqueue=False)


def test_a_retry_publishes_by_itself_only_for_who_may(city: City, file: Path) -> None:
    """The run of a schedule that was overtaken is old content: an editor who retries it must not put it on top."""
    run = begin(file, Actor(city.publisher), publish_when_clean=True, dataset="population", target={"resource": "old"})
    steps.end(run, Run.State.CANCELLED)
    again = runs.retry(Run.objects.get(pk=run.pk), Actor(city.editor), enqueue=False)
    assert execute(again).state == "ready"
    assert not Resource.objects.filter(dataset__slug="population", name="old").exists()


def people(path: Path, month: int = 1) -> Path:
    """Twenty rows with resident numbers whose check digits are right."""
    lines = []
    for row in range(20):
        digits = f"80{month:02}{row + 1:02}1{row:03}{month:02}"
        weighed = sum(
            int(digit) * weight for digit, weight in zip(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5), strict=True)
        )
        lines.append(f"{row},{digits[:6]}-{digits[6:]}{(11 - weighed % 11) % 10}")
    return csv(path, "번호,주민등록번호", *lines)


def test_an_unattended_load_stops_at_personal_data(city: City, tmp_path: Path) -> None:
    path = people(tmp_path / "people.csv")
    run = load(path, OPERATOR)
    assert run.state == "ready"
    assert not Resource.objects.filter(dataset__slug="trial").exists()
    assert "주민등록번호" in {finding["column"] for finding in run.receipt["findings"]}
    assert "800101-" not in str(run.receipt)


def test_a_breaking_change_waits_and_the_old_revision_serves(city: City, file: Path, tmp_path: Path) -> None:
    load(file, OPERATOR)
    old = current()
    changed = csv(tmp_path / "changed.csv", "구", "종로구", "중구")
    run = load(changed, OPERATOR)
    assert run.state == "ready"
    assert ("breaking", "인구") in {(finding["severity"], finding["column"]) for finding in run.receipt["findings"]}
    assert current() == old
    for finding in assess.blocking(run):
        run = runs.decide(run, finding, "justify", "the office counts no longer", OPERATOR)
    assert execute(runs.publish(run, OPERATOR, enqueue=False)).state == "published"
    assert rows(current()) == [("종로구",), ("중구",)]


def test_a_file_without_a_table_does_not_replace_one_unseen(city: City, file: Path, tmp_path: Path) -> None:
    load(file, OPERATOR)
    page = tmp_path / "error.csv"
    page.write_text("<!DOCTYPE html><html><head><title>Login</title></head><body>Please sign in</body></html>")
    run = load(page, OPERATOR)
    assert run.state == "ready"
    assert assess.blocking(run) == ["table-gone::"]
    assert current() is not None


def test_a_column_that_was_dropped_is_dropped_next_time(city: City, tmp_path: Path) -> None:
    run = load(people(tmp_path / "1.csv"), OPERATOR)
    for finding in assess.blocking(run):
        run = runs.decide(run, finding, "drop", "", OPERATOR)
    execute(runs.publish(run, OPERATOR, enqueue=False))
    assert load(people(tmp_path / "2.csv", 2), OPERATOR).state == "published"
    revision = current()
    assert revision is not None
    assert (revision.number, [column["name"] for column in revision.schema]) == (2, ["번호"])


def test_an_error_page_is_kept_but_never_published_unattended(city: City, tmp_path: Path) -> None:
    page = tmp_path / "export.csv"
    page.write_text("<!DOCTYPE html><html><head><title>Login</title></head><body>Please sign in</body></html>")
    run = load(page, OPERATOR)
    assert run.state == "ready"
    assert run.sha256
    assert run.receipt["no_table"]["remedy"]["ko"]
    run.refresh_from_db()
    runs.publish(run, OPERATOR, enqueue=False)
    assert execute(Run.objects.get(pk=run.pk)).state == "published"  # a person may keep it all the same


def test_values_lost_to_a_chosen_type_wait_for_a_person(city: City, tmp_path: Path) -> None:
    file = csv(tmp_path / "수.csv", "이름,수", "가,1", "나,두 개", "다,3")
    run = load(file, OPERATOR, choices={"types": {"수": "integer"}})
    assert run.state == "ready"
    assert any(finding["code"] == "values-lost" for finding in run.receipt["findings"])


def test_what_cannot_be_done_now_is_said_in_the_readers_words():
    said = runs.NotNow(Run(state=Run.State.PUBLISHED), "settled", "결정할").texts()
    assert said["en"].startswith("A run that is published cannot be settled")
    assert said["ko"].startswith("‘게시됨’ 상태의 실행은 결정할 수 없습니다")
