"""P7: what becomes of uploads: finished once, given up, killed in between, swept. By the functions that web and API call."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from madang.accounts.policy import Actor, Hidden, NotAllowed
from madang.catalog.storage import the_store
from madang.ingest import fetching, tidy, upload_limits, uploaded, uploads
from madang.ingest import run as runs
from madang.ingest.checksum import Checksum
from madang.ingest.models import Run, Upload, UploadPart
from madang.lib import jobs
from madang.store import incoming
from tests.city import City

pytestmark = pytest.mark.usefixtures("queue")

BYTES = b"place,calls\nhere,1\nthere,2\n"
DAY = timedelta(days=1)


@pytest.fixture
def actor(city: City) -> Actor:
    for entry in the_store().place.keys("uploads"):
        the_store().place.delete(entry.key)
    return Actor(city.editor)


def wanted(**more: Any) -> uploads.Wanted:
    return uploads.Wanted("calls.csv", {"dataset": "population", "resource": "calls"}, **more)


def kept() -> int:
    return len(list(the_store().place.keys("uploads")))


def test_two_requests_that_carry_the_same_bytes_make_one_part(actor: Actor) -> None:
    """Both read the same offset before either wrote: the place has both parts, the upload only the first one's."""
    first = uploads.create(wanted(), len(BYTES), actor)
    second = Upload.objects.get(pk=first.pk)

    def overtaken() -> Iterator[bytes]:
        uploads.append(second, 0, [BYTES[:5]], actor)
        yield BYTES[:9]

    with pytest.raises(uploads.OtherOffset) as refused:
        uploads.append(first, 0, overtaken(), actor)
    assert refused.value.facts["offset"] == 5
    assert [(part.start, part.bytes) for part in UploadPart.objects.all()] == [(0, 5)]
    assert kept() == 1


def test_two_that_finish_at_once_make_one_run(actor: Actor) -> None:
    upload = uploads.create(wanted(), len(BYTES), actor)
    stale = Upload.objects.get(pk=upload.pk)
    uploads.append(upload, 0, [BYTES], actor)
    assert uploads._finished(stale, actor).state == Upload.State.COMPLETE
    assert [run.pk for run in Run.objects.all()] == [upload.pk]


def test_an_upload_discarded_while_bytes_come_stays_discarded(actor: Actor) -> None:
    upload = uploads.create(wanted(), len(BYTES), actor)

    def discarded() -> Iterator[bytes]:
        uploads.discard(Upload.objects.get(pk=upload.pk))
        yield BYTES

    with pytest.raises(uploads.Gone):
        uploads.append(upload, 0, discarded(), actor)
    assert (kept(), Run.objects.count()) == (0, 0)


def test_a_run_that_was_not_queued_is_found(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process was killed between saving the run and queueing it."""
    from madang.ingest import workers

    monkeypatch.setattr(runs, "queue", lambda run: None)
    upload = uploads.append(uploads.create(wanted(), len(BYTES), actor), 0, [BYTES], actor)
    assert jobs.client(runs.url()).state(upload.pk) is None
    workers.look_after(timezone.now() + timedelta(minutes=5))
    assert jobs.client(runs.url()).state(upload.pk) is not None


def test_parts_stay_until_the_run_keeps_the_bytes_and_then_go(actor: Actor) -> None:
    upload = uploads.append(uploads.create(wanted(), len(BYTES), actor), 0, [BYTES], actor)
    tidy.sweep(timedelta(0), timezone.now() + timedelta(seconds=5))
    assert kept() == 1  # the run waits for its worker, however long
    run = Run.objects.get(pk=upload.pk)
    runs.load(run.pk, Run.Step.FETCH)
    run.refresh_from_db()
    assert (run.sha256, run.bytes, run.file_name) == (hashlib.sha256(BYTES).hexdigest(), len(BYTES), "calls.csv")
    assert kept() == 0


def test_a_worker_killed_before_the_parts_went_lets_them_go_next_time(actor: Actor) -> None:
    upload = uploads.append(uploads.create(wanted(), len(BYTES), actor), 0, [BYTES], actor)
    run = Run.objects.get(pk=upload.pk)
    fetching.fetch(run, lambda done: None)  # the bytes are kept and the run says so; here the worker dies
    assert (Run.objects.get().sha256, kept()) == (hashlib.sha256(BYTES).hexdigest(), 1)
    runs.load(run.pk, Run.Step.FETCH)
    assert kept() == 0


def test_an_upload_that_a_backup_did_not_hold_is_told_as_gone(actor: Actor) -> None:
    upload = uploads.append(uploads.create(wanted(), len(BYTES), actor), 0, [BYTES], actor)
    for entry in list(the_store().place.keys("uploads")):
        the_store().place.delete(entry.key)
    runs.load(upload.pk, Run.Step.FETCH)
    run = Run.objects.get()
    assert (run.state, "처음부터 다시" in run.reason["ko"]) == (Run.State.FAILED, True)


def test_parts_of_a_failed_run_wait_for_its_retry_and_not_for_ever(actor: Actor) -> None:
    wrong = wanted(sha256="0" * 64)
    upload = uploads.append(uploads.create(wrong, len(BYTES), actor), 0, [BYTES], actor)
    runs.load(upload.pk, Run.Step.FETCH)
    assert Run.objects.get().state == Run.State.FAILED
    tidy.sweep(timedelta(0), timezone.now() + 29 * DAY)
    assert kept() == 1
    tidy.sweep(timedelta(0), timezone.now() + 31 * DAY)
    assert kept() == 0
    with pytest.raises(uploaded.Gone):
        list(uploaded.stream(upload.pk))


def test_what_a_killed_server_left_is_swept(actor: Actor) -> None:
    """Parts that are in the place and in no row: killed between the two, or a body whose checksum never came to its end."""
    upload = uploads.create(wanted(), len(BYTES), actor)
    list(incoming.put(the_store(), upload.pk, [b"orphan"]))
    (the_store().scratch / "part-0123").parent.mkdir(parents=True, exist_ok=True)
    (the_store().scratch / "part-0123").write_bytes(b"x")
    tidy.sweep(DAY, timezone.now())
    assert kept() == 1
    tidy.sweep(DAY, timezone.now() + 2 * DAY)
    assert kept() == 0
    assert not (the_store().scratch / "part-0123").exists()
    assert Upload.objects.get().state == Upload.State.OPEN


def test_a_body_in_one_piece_that_breaks_off_leaves_nothing(actor: Actor) -> None:
    def breaking() -> Iterator[bytes]:
        yield BYTES
        raise ConnectionResetError("gone")

    with pytest.raises(ConnectionResetError):
        uploads.whole(wanted(), breaking(), actor)
    assert (kept(), Run.objects.count()) == (0, 0)
    run = uploads.whole(wanted(), [BYTES], actor, len(BYTES))
    assert (run.pk, run.state) == (Upload.objects.get(state="complete").pk, Run.State.WAITING)


def test_a_database_that_fails_costs_no_bytes_that_it_took(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer to the commit was lost: the part is remembered and must not be dropped; if it was not, the sweep takes it."""
    upload = uploads.create(wanted(), len(BYTES), actor)

    def broken(self: Upload, **more: Any) -> None:
        raise OperationalError("the connection was closed")

    with monkeypatch.context() as patch:
        patch.setattr(Upload, "refresh_from_db", broken)
        with pytest.raises(OperationalError):
            uploads.append(upload, 0, [BYTES[:5]], actor)
    again = Upload.objects.get()
    assert again.offset == 5
    uploads.append(again, 5, [BYTES[5:]], actor)
    assert b"".join(uploaded.stream(upload.pk)) == BYTES


def test_drops_of_a_byte_have_an_end(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_limits, "MOST_PARTS", 3)
    upload = uploads.create(wanted(), len(BYTES), actor)
    for position in range(3):
        upload = uploads.append(upload, position, [BYTES[position : position + 1]], actor)
    with pytest.raises(upload_limits.TooManyParts):
        uploads.append(upload, 3, [BYTES[3:]], actor)
    assert kept() == 3


def test_one_person_has_so_many_at_once(actor: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_limits, "MOST_OPEN", 2)
    for _ in range(2):
        uploads.create(wanted(), 10, actor)
    with pytest.raises(upload_limits.TooMuchOpen, match="2 unfinished"):
        uploads.create(wanted(), 10, actor)
    Upload.objects.update(expires_at=timezone.now() - DAY)
    assert uploads.create(wanted(), 10, actor)
    assert len(uploads.open_of(actor)) == 1


def test_bytes_whose_number_nobody_told_are_stopped_while_they_come(actor: Actor, settings: Any) -> None:
    """With a checksum parts are remembered at the end only; 20 GB would be in the place before anybody asked."""
    settings.MADANG = {**settings.MADANG, "uploads_open": 1}
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while True:
            sent += 100_000
            yield b"x" * 100_000

    for checksum in (Checksum("sha256 " + "A" * 43 + "="), None):
        upload, sent = uploads.create(wanted(), None, actor), 0
        with pytest.raises(upload_limits.TooMuchOpen):
            uploads.append(upload, 0, endless(), actor, checksum)
        assert sent <= 1_200_000
        uploads.discard(uploads.mine(upload.pk, actor))
    assert kept() == 0


def test_what_one_person_sent_and_nobody_published_has_a_limit(
    actor: Actor, city: City, settings: Any, monkeypatch: Any
) -> None:
    settings.MADANG = {**settings.MADANG, "uploads_waiting": 1}
    made = [uploads.append(uploads.create(wanted(), len(BYTES), actor), 0, [BYTES], actor) for _ in range(2)]
    monkeypatch.setattr(upload_limits, "MOST_WAITING", 2)
    with pytest.raises(upload_limits.TooMuchWaiting, match="2 of your"):
        uploads.create(wanted(), 10, actor)
    Run.objects.filter(pk=made[0].pk).update(state="published")
    assert uploads.create(wanted(), 10, actor)
    Run.objects.filter(pk=made[1].pk).update(state="cancelled", bytes=999_995, finished_at=timezone.now())
    with pytest.raises(upload_limits.TooMuchWaiting, match="MADANG_UPLOADS_WAITING") as told:
        uploads.create(wanted(), 10, actor)
    assert "30일" in told.value.text("ko")
    assert uploads.create(wanted(), 10, Actor(city.publisher))  # others have room of their own
    Run.objects.filter(pk=made[1].pk).update(finished_at=timezone.now() - 31 * DAY)
    assert uploads.create(wanted(), 10, actor)


def test_a_flood_of_empty_uploads_is_stopped(actor: Actor, settings: Any) -> None:
    settings.MADANG = {**settings.MADANG, "uploads_day": 2}
    for _ in range(2):
        uploads.discard(uploads.create(wanted(), 10, actor))
    with pytest.raises(upload_limits.TooManyToday, match="MADANG_UPLOADS_DAY"):
        uploads.create(wanted(), 0, actor)
    Upload.objects.update(created_at=timezone.now() - 2 * DAY)
    assert uploads.create(wanted(), 0, actor)


def test_an_upload_belongs_to_its_maker(actor: Actor, city: City) -> None:
    upload = uploads.create(wanted(), 10, actor)
    for other in (Actor(city.publisher), Actor(city.administrator), Actor()):
        with pytest.raises(Hidden):
            uploads.mine(upload.pk, other)
    with pytest.raises(NotAllowed):
        uploads.create(wanted(), 10, Actor(city.stranger))
    with pytest.raises(Hidden):
        uploads.create(wanted(), 10, Actor())
