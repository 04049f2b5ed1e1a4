"""Scheduled pulls over a real web server: what has changed becomes a revision by itself, and nothing else ever does."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from madang.accounts.models import Membership
from madang.accounts.policy import OPERATOR, Actor, NotAllowed
from madang.catalog.models import Dataset
from madang.ingest import run as runs
from madang.ingest.choices import OddChoice
from madang.ingest.models import Pull, Run, Schedule
from madang.ingest.schedules import due, scheduling, timetable
from madang.ingest.sources import OthersSource
from madang.lib import credentials
from madang.lib.addresses import PrivateAddress
from tests import web
from tests.city import City, make_city
from tests.city import dataset as make_dataset
from tests.ingest.loading import current, execute, rows

pytestmark = pytest.mark.usefixtures("queue")

FIRST = "구,인구\n종로구,139417\n중구,121312\n".encode()
SECOND = "구,인구\n종로구,139500\n중구,121400\n".encode()


@pytest.fixture
def trial(city: City) -> Dataset:
    return make_dataset("trial", city.department)


def schedule(trial: Dataset, url: str, actor: Actor = OPERATOR, **more: Any) -> Schedule:
    told = {"cron": "0 * * * *", "publish_when_clean": True, **more}
    return scheduling.add(trial, "http", {"url": url}, actor=actor, **told)


def tick(one: Schedule, moment: datetime | None = None) -> Run | None:
    """Let the clock reach the schedule's next moment, and do what begins."""
    one.refresh_from_db()
    before = one.last_run_id
    now = moment or one.next_at or timezone.now()
    due.start_due(now)
    one.refresh_from_db()
    if one.last_run is None or one.last_run_id == before:
        return None
    run = execute(one.last_run)
    due.start_due(now)  # the workers look again
    one.refresh_from_db()
    return Run.objects.filter(pk=run.pk).first()


def test_a_changed_file_becomes_a_revision_by_itself(server: web.Server, trial: Dataset) -> None:
    server.put("/%EC%9D%B8%EA%B5%AC.csv", FIRST, ETag='"1"')
    one = schedule(trial, server.url("/인구.csv"))
    run = tick(one)
    assert run is not None
    assert (run.state, run.file_name, run.reason) == ("published", "인구.csv", {})
    assert rows(current()) == [("종로구", 139417), ("중구", 121312)]
    assert tick(one).state == "unchanged"
    assert server.asked[-1].headers["if-none-match"] == '"1"'
    server.put("/%EC%9D%B8%EA%B5%AC.csv", SECOND, ETag='"2"')
    assert tick(one).state == "published"
    assert rows(current())[0] == ("종로구", 139500)
    assert current().number == 2


LOGIN = (
    b"<!doctype html><html><head><title>\xeb\xa1\x9c\xea\xb7\xb8\xec\x9d\xb8</title></head><body><form>"
    b"<input name=id><input type='password' name=pw></form></body></html>"
)
REFUSED = {
    "login page": (LOGIN, {"Content_Type": "text/html"}, "login-page"),
    "login page said to be CSV": (LOGIN, {"Content_Type": "text/csv"}, "login-page"),
    "page of errors": (b"<html><h1>Oops</h1></html>", {}, "web-page"),
    "script that sends on": (b"<script>alert('login first');location.href='/login.do';</script>", {}, "login-page"),
    "error in JSON": (b'{"RESULT": {"CODE": "INFO-100", "MESSAGE": "key is not valid"}}', {}, "INFO-100"),
    "error in XML": (
        b"<?xml version='1.0'?><RESULT><CODE>ERROR-300</CODE><MESSAGE>x</MESSAGE></RESULT>",
        {},
        "ERROR-300",
    ),
    "nothing": (b"", {}, "nothing-sent"),
    "half a gzip": (bytes.fromhex("1f8b0800000000000003") + b"\x4b\x4c", {}, ""),
}


def test_what_is_not_the_file_never_becomes_a_revision(server: web.Server, trial: Dataset) -> None:
    """P4: a failed load destroys nothing. P17: a login page with status 200 is told from the file, with the reason."""
    one = schedule(trial, server.put("/stops.csv", FIRST))
    assert tick(one).state == "published"
    for name, (body, headers, says) in REFUSED.items():
        server.put("/stops.csv", body, **headers)
        run = tick(one)
        assert (run.state, run.sha256) == ("failed", ""), name
        told = f"{run.reason['en']} {run.reason['ko']}"
        assert {"login-page": "로그인 페이지", "web-page": "웹 페이지", "nothing-sent": "0 bytes"}.get(
            says, says
        ) in told, name
    assert current().number == 1
    assert rows(current())[0] == ("종로구", 139417)
    server.put("/stops.csv", SECOND)
    again = execute(runs.retry(run, OPERATOR, enqueue=False))  # a retry asks the source again
    assert again.state == "published", again.reason
    assert rows(current())[0] == ("종로구", 139500)


def test_a_table_of_html_named_xls_is_the_file(server: web.Server, trial: Dataset) -> None:
    """Portals send such; their error pages under the same name are refused all the same."""
    lines = "".join(
        f"<tr><td>{gu}</td><td>{count}</td></tr>" for gu, count in (("구", "인구"), ("종로구", 7), ("중구", 8))
    )
    page = f"<html><body><table>{lines}</table></body></html>"
    one = schedule(trial, server.put("/list.xls", page.encode()), publish_when_clean=False)
    run = tick(one)
    assert run.state == "ready", run.reason
    assert run.receipt["tables"][0]["rows"] == 2
    server.put("/list.xls", b"<html><body><table><tr><td>error</td></tr></table></body></html>")
    assert tick(one).state == "failed"
    server.put("/list.xls", LOGIN)
    assert "login page" in tick(one).reason["en"]


def test_half_a_file_and_a_loop_never_become_a_revision(server: web.Server, trial: Dataset) -> None:
    """P4: what breaks off in the middle changes nothing, whether the length was told or not."""
    one = schedule(trial, server.put("/a.csv", FIRST))
    tick(one)
    lengths = iter([SECOND[:30], SECOND])
    for answer in (
        web.head(Content_Length=str(len(SECOND))) + SECOND[:30],
        lambda line: line.sendall(web.head() + next(lengths)),  # no length: the second look finds another one
        web.sends_on("/a.csv"),
        web.sends_on("http://169.254.169.254/latest/meta-data/"),
    ):
        server.pages["/a.csv"] = answer
        run = tick(one)
        assert run.state == "failed"
        assert run.reason["ko"]
    assert current().number == 1
    one.refresh_from_db()
    assert one.failures == 4


def test_a_file_without_a_length_is_taken_when_two_looks_agree(server: web.Server, trial: Dataset) -> None:
    one = schedule(trial, server.url("/a.csv"))
    server.pages["/a.csv"] = web.head() + FIRST
    assert tick(one).state == "published"
    assert len(server.asked) == 2


def test_a_pull_that_failed_after_it_was_fetched_is_not_skipped_for_good(server: web.Server, trial: Dataset) -> None:
    """P4: the unchanged ETag of a file whose load failed does not make the next pull skip it."""
    one = schedule(trial, server.put("/a.csv", FIRST, ETag='"1"'))
    run = tick(one)
    Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, reason={"en": "disk full"})
    due.settle(one.pk, timezone.now())
    run = tick(one)
    assert "if-none-match" not in server.asked[-1].headers
    assert run.state in ("published", "unchanged")
    assert run.sha256


def test_a_year_without_news_is_one_line(server: web.Server, trial: Dataset) -> None:
    """P5: what ran is told by one line with a count, not by thousands that hide what failed."""
    one = schedule(trial, server.put("/a.csv", FIRST, ETag='"1"'))
    tick(one)
    for _ in range(5):
        assert tick(one).state == "unchanged"
    one.refresh_from_db()
    assert (one.looks, one.failures, Run.objects.count(), Pull.objects.count()) == (5, 0, 2, 2)
    assert [request.headers.get("if-none-match") for request in server.asked[1:]] == ['"1"'] * 5
    server.put("/a.csv", FIRST, ETag='"2"')  # another version, the same bytes
    assert tick(one).state == "unchanged"
    assert tick(one).state == "unchanged"
    assert server.asked[-1].headers["if-none-match"] == '"2"'
    assert Run.objects.count() == 2
    server.put("/a.csv", SECOND, ETag='"3"')
    assert tick(one).state == "published"
    one.refresh_from_db()
    assert (one.looks, Run.objects.count()) == (0, 3)


def test_failures_in_a_row_are_counted_and_tried_more_and_more_seldom(server: web.Server, trial: Dataset) -> None:
    """P5: a source that fails is tried again, soon and then seldom; nothing is stuck, and the reason stands there."""
    one = schedule(trial, server.url("/gone.csv"), cron="30 3 * * *")
    now, waits = one.next_at, []
    for number in range(1, 12):
        run = tick(one, now)
        assert (run.state, "404" in run.reason["en"]) == ("failed", True)
        one.refresh_from_db()
        assert one.failures == number
        waits.append(one.next_at - now)
        now = one.next_at
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1)]
    assert all(timedelta(0) < wait <= timedelta(days=2) for wait in waits)
    assert Run.objects.count() == 1
    server.put("/gone.csv", FIRST)
    assert tick(one, now).state == "published"
    one.refresh_from_db()
    assert (one.failures, one.failing_since) == (0, None)


def test_a_tick_is_started_once_however_many_workers_look(server: web.Server, trial: Dataset) -> None:
    """P5: two workers, or one that comes back after a week, start one run for a tick and none twice."""
    one = schedule(trial, server.put("/a.csv", FIRST))
    later = one.next_at + timedelta(days=7)
    assert due.start_due(later) == 1
    assert due.start_due(later) == 0
    one.refresh_from_db()
    assert later < one.next_at <= later + timedelta(hours=1)
    assert Run.objects.count() == 1
    assert due.start_due(one.next_at) == 0, "the run before is still at work"
    run = execute(one.last_run)
    assert run.state == "published"


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_the_same_moment_start_it_once(tmp_path: Any) -> None:
    """P5: the tick belongs to the transaction that moves the next time; the others find it taken."""
    made = make_city()
    one = schedule(make_dataset("trial", made.department), "https://data.example.org/a.csv")
    ready, began = threading.Barrier(4), []

    def look() -> None:
        ready.wait()
        try:
            began.append(due.start_due(one.next_at))
        finally:
            connection.close()

    workers = [threading.Thread(target=look) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(began) == [0, 0, 0, 1]
    assert Run.objects.count() == 1


def test_a_schedule_that_breaks_does_not_hold_up_the_others(server: web.Server, trial: Dataset, caplog: Any) -> None:
    broken, one = (schedule(trial, server.put(path, FIRST)) for path in ("/a.csv", "/b.csv"))
    Schedule.objects.filter(pk=broken.pk).update(cron="nonsense")
    assert due.start_due(one.next_at) == 1
    assert broken.pk in caplog.text
    caplog.clear()


def test_unchanged_is_no_answer_to_a_first_question(server: web.Server, trial: Dataset) -> None:
    one = schedule(trial, server.url("/a.csv"))
    server.pages["/a.csv"] = web.head("304 Not Modified")
    run = tick(one)
    assert (run.state, "304" in run.reason["en"]) == ("failed", True)


def test_newer_content_takes_the_place_of_what_nobody_decided(server: web.Server, trial: Dataset) -> None:
    one = schedule(trial, server.put("/a.csv", FIRST), publish_when_clean=False)
    first = tick(one)
    assert first.state == "ready"
    assert tick(one).state == "unchanged"
    server.put("/a.csv", SECOND)
    second = tick(one)
    first.refresh_from_db()
    assert (first.state, second.state) == ("cancelled", "ready")
    assert second.pk in first.reason["ko"]


def test_a_breaking_change_waits_for_a_person(server: web.Server, trial: Dataset) -> None:
    """P4: a column that is gone does not replace the good table by itself."""
    one = schedule(trial, server.put("/a.csv", FIRST))
    tick(one)
    server.put("/a.csv", "구\n종로구\n중구\n".encode())
    assert tick(one).state == "ready"
    assert current().number == 1


def test_who_may_load_may_schedule_and_publishing_needs_more(city: City, server: web.Server, trial: Dataset) -> None:
    url = server.put("/a.csv", FIRST)
    with pytest.raises(NotAllowed):
        schedule(trial, url, Actor(city.stranger))
    with pytest.raises(NotAllowed):
        schedule(trial, url, Actor(city.editor))
    one = schedule(trial, url, Actor(city.editor), publish_when_clean=False)
    with pytest.raises(NotAllowed):
        scheduling.change(one, {"publish_when_clean": True}, Actor(city.editor))
    for act in (scheduling.pause, scheduling.remove, scheduling.pull):
        with pytest.raises(NotAllowed):
            act(one, Actor(city.stranger))
    assert tick(one).state == "ready"


def test_a_schedule_stops_when_its_maker_may_load_no_more(city: City, server: web.Server, trial: Dataset) -> None:
    one = schedule(trial, server.put("/a.csv", FIRST), Actor(city.publisher))
    Membership.objects.filter(user=city.publisher).delete()
    assert tick(one) is None
    one.refresh_from_db()
    assert one.paused
    assert "may not" in one.reason["en"]
    city.publisher.delete()
    one.refresh_from_db()
    assert not one.actor.operator, "a deleted person does not become the operator"
    with pytest.raises(NotAllowed):
        scheduling.begin(one, one.actor, True)
    scheduling.pause(one, OPERATOR, paused=False)
    assert tick(one).state == "published"


def test_a_paused_schedule_can_be_tried_and_publishes_nothing(server: web.Server, trial: Dataset) -> None:
    one = schedule(trial, server.put("/a.csv", FIRST), paused=True)
    assert one.next_at is None
    assert due.start_due(timezone.now() + timedelta(days=9)) == 0
    run = execute(scheduling.pull(one, OPERATOR, enqueue=False))
    assert (run.state, run.receipt["tables"][0]["rows"]) == ("ready", 2)
    scheduling.pull(one, OPERATOR, enqueue=False)
    with pytest.raises(scheduling.AtWork):
        scheduling.pull(one, OPERATOR, enqueue=False)
    corrected = execute(runs.correct(run, {"types": {"인구": "text"}}, OPERATOR, enqueue=False))
    assert corrected.state == "ready"
    assert len(server.asked) == 1, "a correction reads the kept bytes, not the address"


def test_secrets_stay_with_the_operator(server: web.Server, trial: Dataset, settings: Any) -> None:
    """Neither the database nor a message holds the value, and it goes to no host but its own."""
    settings.SECRETS = {"BUS": credentials.Secret((f"http://127.0.0.1:{server.port}",), "k3y")}
    server.put("/k3y/a.csv", FIRST)
    one = schedule(trial, server.url("/{secret:BUS}/a.csv"))
    one = scheduling.change(
        one, {"source_settings": {**one.source_settings, "headers": "X-Key: {secret:BUS}"}}, OPERATOR
    )
    run = tick(one)
    assert run.state == "published"
    assert (server.asked[0].path, server.asked[0].headers["x-key"]) == ("/k3y/a.csv", "k3y")
    server.pages["/k3y/a.csv"] = web.head("403 No")
    assert tick(one).state == "failed"
    kept = str([*Run.objects.values(), *Schedule.objects.values(), *Pull.objects.values()])
    assert "k3y" not in kept
    assert "{secret:BUS}" in kept
    with pytest.raises(credentials.SecretElsewhere):
        schedule(trial, "http://other.example.org/{secret:BUS}")
    with pytest.raises(credentials.UnknownSecret):
        schedule(trial, "http://127.0.0.1/{secret:HOME}")
    settings.SECRETS = {"BUS": credentials.Secret((f"127.0.0.1:{server.port}",), "k3y")}
    server.asked.clear()
    for spot in (
        {"url": server.url("/{secret:BUS}/a.csv")},
        {"url": server.url("/a.csv"), "headers": "X-Key: {secret:BUS}"},
    ):
        with pytest.raises(credentials.SecretInClear, match="http://127"):
            scheduling.change(one, {"source_settings": spot}, OPERATOR)
    assert tick(one).state == "failed"  # one that was made before is not asked either
    assert not server.asked


@pytest.mark.parametrize(
    "cron",
    [
        "",
        "hourly",
        "@hourly",
        "* * * * *",
        "*/2 * * * *",
        "0 0 * * * *",
        "61 * * * *",
        "0 0 31 2 *",
        "R R * * *",
        "0 0 L * *",
    ],
)
def test_an_odd_time_is_refused(trial: Dataset, cron: str) -> None:
    with pytest.raises(timetable.OddCron):
        schedule(trial, "https://data.example.org/a.csv", cron=cron)


@pytest.mark.parametrize(
    ("cron", "field", "range_"),
    [
        ("99 3 * * *", "minute 99", "from 0 to 59"),
        ("0 24 * * *", "hour 24", "from 0 to 23"),
        ("0 3 32 * *", "day 32", "from 1 to 31"),
        ("0 3 * 13 *", "month 13", "from 1 to 12"),
        ("0 3 * * 8", "weekday 8", "from 0"),
    ],
)
def test_a_time_that_is_none_names_its_field(cron: str, field: str, range_: str) -> None:
    with pytest.raises(timetable.OddField) as refused:
        timetable.checked(cron, timezone.now(), scheduling.zone())
    assert (field in refused.value.text("en"), range_ in refused.value.text("en")) == (True, True)
    assert field.split()[1] in refused.value.text("ko")
    assert "다섯 항목" not in refused.value.text("ko")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.1.2.3", "169.254.169.254", "[::1]"])
def test_an_address_inside_a_private_network_is_refused_when_it_is_scheduled(trial: Dataset, host: str) -> None:
    """Not at the first pull at night, when nobody looks."""
    with pytest.raises(PrivateAddress):
        schedule(trial, f"http://{host}/a.csv")
    assert not Schedule.objects.exists()


def test_choices_of_a_schedule_are_checked_when_it_is_made(trial: Dataset) -> None:
    with pytest.raises(OddChoice, match="header_rows"):
        schedule(trial, "https://data.example.org/a.csv", choices={"header_rows": "1"})


def test_a_folder_of_another_organisation_is_not_watched(
    city: City, trial: Dataset, settings: Any, tmp_path: Path
) -> None:
    """Neither when the schedule is made nor when it is asked: the operator may take a folder back."""
    (tmp_path / "a.csv").write_bytes(FIRST)
    told = {"folder": str(tmp_path), "pattern": "*.csv", "settle": "0"}
    settings.MADANG = {**settings.MADANG, "watched_folders": {tmp_path: "nobody"}}
    with pytest.raises(OthersSource, match="nobody"):
        scheduling.add(trial, "folder", told, "0 * * * *", Actor(city.publisher), publish_when_clean=True)
    settings.MADANG = {**settings.MADANG, "watched_folders": {tmp_path: trial.organisation.slug}}
    one = scheduling.add(trial, "folder", told, "0 * * * *", Actor(city.publisher), publish_when_clean=True)
    settings.MADANG = {**settings.MADANG, "watched_folders": {tmp_path: "nobody"}}
    run = tick(one)
    assert run is not None
    assert (run.state, "nobody" in run.reason["en"]) == ("failed", True)
