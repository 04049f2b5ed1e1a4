"""The pages of scheduled pulls."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from madang.accounts.policy import OPERATOR, Actor
from madang.ingest.models import Pull, Run, Schedule
from madang.ingest.schedules import due, scheduling
from tests import web
from tests.city import City
from tests.ingest.loading import execute

pytestmark = pytest.mark.usefixtures("queue")

CSV = "구,인구\n종로구,139417\n중구,121312\n강남구,557865\n".encode()
GIVEN = {"dataset": "population", "resource": "districts", "every": "daily", "at": "03:30", "weekday": "1", "day": "1"}


def page(client: Client, user: object, path: str, expected: int = 200) -> str:
    client.force_login(user)
    answer = client.get(path)
    assert answer.status_code == expected, answer.content.decode()[:2000]
    return answer.content.decode()


def schedule(city: City, **more: Any) -> Schedule:
    told = {"cron": "30 3 * * *", **more}
    return scheduling.add(city.dataset, "http", {"url": "https://data.example.org/인구.csv"}, actor=OPERATOR, **told)


def test_a_source_is_added_tried_looked_at_and_turned_on(client: Client, city: City, server: web.Server) -> None:
    url = server.put("/a.csv", CSV, ETag='"7"')
    assert "저장하고 시험하기" in page(client, city.publisher, "/ko/workspace/schedules/new/?dataset=population")
    answer = client.post("/ko/workspace/schedules/new/?source=http", GIVEN | {"setting-url": url, "publish": "on"})
    one = Schedule.objects.get()
    assert answer.url == f"/ko/workspace/runs/{one.last_run_id}/"
    assert (one.cron, one.paused, one.publish_when_clean, one.resource) == ("30 3 * * *", True, True, "districts")
    execute(one.last_run)
    shown = page(client, city.publisher, answer.url)
    for words in ("원천의 응답", url, "&quot;7&quot;", "200", "시험 수집입니다", "557,865"):
        assert words in shown, words
    again = execute(scheduling.pull(one, OPERATOR, enqueue=False))
    assert "출처에 새 내용이 없습니다" in (shown := page(client, city.publisher, f"/ko/workspace/runs/{again.pk}/"))
    assert shown.count('<li class="done"') == 1, "it ended at the first step"
    client.post(f"/ko/workspace/schedules/{one.pk}/resume/")
    one.refresh_from_db()
    assert (one.paused, timezone.localtime(one.next_at).strftime("%H:%M")) == (False, "03:30")
    assert "매일 03:30" in page(client, city.publisher, f"/ko/workspace/schedules/{one.pk}/")
    assert "every day at 03:30" in page(client, city.publisher, "/en/workspace/schedules/?dataset=population")


@pytest.mark.parametrize(
    ("given", "cron"),
    [
        ({"every": "hourly", "at": "09:15"}, "15 * * * *"),
        ({"every": "weekly", "weekday": "0"}, "30 3 * * 0"),
        ({"every": "monthly", "day": "15"}, "30 3 15 * *"),
        ({"every": "own", "cron": "0 9,18 * * 1-5"}, "0 9,18 * * 1-5"),
    ],
)
def test_times_are_chosen_in_plain_words(client: Client, city: City, given: dict[str, str], cron: str) -> None:
    one = schedule(city)
    client.force_login(city.editor)
    path = f"/en/workspace/schedules/{one.pk}/"
    assert client.post(path, GIVEN | {"setting-url": "https://data.example.org/b.csv"} | given).status_code == 302
    one.refresh_from_db()
    assert (one.cron, one.source_settings["url"]) == (cron, "https://data.example.org/b.csv")
    shown = page(client, city.editor, path)
    assert f'<option value="{given["every"]}" selected>' in shown
    assert 'value="https://data.example.org/b.csv"' in shown


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"setting-url": "file:///etc/passwd"}, "http와 https만"),
        ({"setting-url": "https://x.example.org/?token=abc"}, "비밀값"),
        ({"every": "own", "cron": "* * * * *"}, "부담"),
        ({"publish": "on"}, "권한이 없습니다"),
        ({"setting-url": ""}, "필수"),
    ],
)
def test_what_cannot_be_is_said_on_the_form(client: Client, city: City, given: dict[str, str], says: str) -> None:
    client.force_login(city.editor)
    told = GIVEN | {"setting-url": "https://x.example.org/a.csv"} | given
    answer = client.post("/ko/workspace/schedules/new/", told)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert says in text or "MADANG_SECRET" in text
    assert not Schedule.objects.exists()


def test_trouble_is_seen_in_the_workspace_with_its_reason(client: Client, city: City, server: web.Server) -> None:
    """P5: one look tells what fails since when and why. P17: readers are told that the source is gone, and see the last copy."""
    one = schedule(city)
    one.source_settings = {"url": server.url("/gone.csv")}
    one.save()
    now = one.next_at
    due.start_due(now)
    one.refresh_from_db()
    execute(one.last_run)
    due.start_due(now)
    assert "상태 404" in page(client, city.editor, "/ko/workspace/")
    assert "1회 연속 실패" in page(client, city.editor, f"/ko/workspace/schedules/{one.pk}/")
    assert "마지막으로 받은" not in page(client, city.citizen, "/ko/datasets/population/")
    Schedule.objects.update(failing_since=timezone.now() - timedelta(days=3))
    assert "마지막으로 받은 정상 사본" in page(client, city.citizen, "/ko/datasets/population/")


def test_late_paused_and_warned_are_told_apart(client: Client, city: City) -> None:
    one = schedule(city)
    Schedule.objects.update(next_at=timezone.now() - timedelta(hours=2))
    assert "no worker has taken it" in page(client, city.editor, "/en/workspace/")
    Schedule.objects.update(next_at=None, paused=True, reason={"ko": "권한 없음", "en": "not allowed"})
    assert "Madang paused it: not allowed" in page(client, city.editor, "/en/workspace/schedules/")
    run = Run.objects.create(id="1" * 32, target={"dataset": "population"}, state="unchanged")
    Pull.objects.create(run=run, schedule=one, warning={"en": "the file is gone"})
    Schedule.objects.update(reason={}, last_run=run)
    assert "the file is gone" in page(client, city.editor, "/en/workspace/")
    assert "the file is gone" in page(client, city.editor, f"/en/workspace/runs/{run.pk}/")


def test_only_who_may_load_sees_and_acts(client: Client, city: City) -> None:
    one = schedule(city)
    for user in (city.stranger, city.reader, city.citizen):
        assert "인구.csv" not in page(client, user, "/ko/workspace/schedules/?dataset=population")
        page(client, user, f"/ko/workspace/schedules/{one.pk}/", 403)
        for action in ("pull", "pause", "resume", "remove"):
            assert client.post(f"/ko/workspace/schedules/{one.pk}/{action}/").status_code == 403
    page(client, city.citizen, "/ko/workspace/schedules/new/", 403)
    assert client.get(f"/ko/workspace/schedules/{one.pk}/remove/").status_code == 405
    assert client.post(f"/ko/workspace/schedules/{one.pk}/explode/").status_code in (403, 404)
    client.force_login(city.editor)
    assert client.post(f"/ko/workspace/schedules/{one.pk}/explode/").status_code == 404
    assert client.post(f"/ko/workspace/schedules/{one.pk}/pause/").status_code == 302
    assert client.post(f"/ko/workspace/schedules/{one.pk}/remove/").url == "/ko/workspace/schedules/?dataset=population"
    assert not Schedule.objects.exists()


def test_the_names_that_a_stranger_made_are_escaped(client: Client, city: City) -> None:
    one = scheduling.add(
        city.dataset,
        "http",
        {"url": "https://x.example.org/", "file_name": "<b>x</b>"},
        "0 * * * *",
        Actor(city.editor),
    )
    assert "<b>x</b>" not in page(client, city.editor, f"/ko/workspace/schedules/{one.pk}/")
