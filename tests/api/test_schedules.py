"""Schedules by program."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.ingest.models import Run, Schedule
from tests.city import City

pytestmark = pytest.mark.usefixtures("queue")

TOLD = {
    "dataset": "population",
    "source": "http",
    "settings": {"url": "https://data.example.org/a.csv"},
    "cron": "30 3 * * *",
}


def send(
    client: Client, user: object, method: str, path: str, expected: int, body: object = None, *, may_write: bool = True
) -> dict[str, Any]:
    _row, secret = Token.make(user, "script", may_write=may_write)  # type: ignore[arg-type]
    text = body if isinstance(body, str) else json.dumps(body)
    response = client.generic(
        method, f"/api/v1/schedules{path}", text if body is not None else "", "application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert response.status_code == expected, response.content.decode()
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_a_schedule_is_made_changed_paused_pulled_and_removed(client: Client, city: City) -> None:
    made = send(client, city.publisher, "POST", "", 201, TOLD | {"publish": True, "resource": "districts"})
    assert made["words"] == {"en": "every day at 03:30", "ko": "매일 03:30"}
    assert (made["time_zone"], made["paused"], made["late"], made["last_run"]) == ("Asia/Seoul", False, False, None)
    assert made["next_at"].endswith("T03:30:00+09:00")
    one = f"/{made['schedule']}"
    assert send(client, city.editor, "GET", "?dataset=population", 200)["schedules"][0]["schedule"] == made["schedule"]
    assert send(client, city.editor, "PATCH", one, 200, {"paused": True})["next_at"] is None
    changed = send(client, city.editor, "PATCH", one, 200, {"cron": "0 * * * *", "publish": False, "paused": False})
    assert (changed["cron"], changed["publish"], changed["resource"]) == ("0 * * * *", False, "districts")
    run = send(client, city.editor, "POST", one + "/pull", 202)
    assert Run.objects.get(pk=run["run"]).pull.schedule_id == made["schedule"]
    assert send(client, city.editor, "GET", one, 200)["last_run"]["state"] == "waiting"
    send(client, city.editor, "POST", one + "/pull", 409)
    send(client, city.editor, "DELETE", one, 200)
    send(client, city.editor, "GET", one, 404)
    assert Run.objects.filter(pk=run["run"]).exists()


@pytest.mark.parametrize(
    ("told", "status", "kind"),
    [
        ({"dataset": "nothing"}, 404, "not-found"),
        ({"source": "telepathy"}, 400, "not-scheduled"),
        ({"source": "file", "settings": {"path": "/etc/passwd"}}, 400, "not-scheduled"),
        ({"settings": {}}, 400, "odd-setting"),
        ({"settings": {"url": 3}}, 400, "odd-setting"),
        ({"settings": {"url": "https://x.example.org", "colour": "red"}}, 400, "odd-setting"),
        ({"settings": {"url": "file:///etc/passwd"}}, 400, "odd-address"),
        ({"settings": {"url": "https://u:p@x.example.org/"}}, 400, "odd-address"),
        ({"settings": {"url": "https://x.example.org/?serviceKey=abc"}}, 400, "secret-in-plain"),
        ({"settings": {"url": "https://x.example.org/", "headers": "X-Api-Key: abc"}}, 400, "secret-in-plain"),
        ({"settings": {"url": "https://x.example.org/", "headers": "no header"}}, 400, "odd-header"),
        ({"settings": {"url": "https://x.example.org/", "headers": "Host: intranet"}}, 400, "odd-header"),
        ({"settings": {"url": "https://x.example.org/{secret:NONE}"}}, 400, "unknown-secret"),
        ({"source": "folder", "settings": {"folder": "/etc", "pattern": "*"}}, 400, "not-watched"),
        ({"cron": "* * * * *"}, 400, "too-often"),
        ({"cron": "soon"}, 400, "odd-cron"),
        ({"resource": "a/b"}, 400, "odd-resource"),
        ({"colour": "red"}, 400, "odd-schedule"),
        ({"publish": "yes"}, 400, "odd-schedule"),
    ],
)
def test_what_cannot_be_is_said(client: Client, city: City, told: dict[str, Any], status: int, kind: str) -> None:
    answer = send(client, city.publisher, "POST", "", status, TOLD | told)
    assert answer["type"] == f"urn:madang:problem:{kind}"
    assert not Schedule.objects.exists()


@pytest.mark.parametrize("body", ["[1]", "{", '"x"'])
def test_a_body_that_is_no_object_is_said(client: Client, city: City, body: str) -> None:
    assert send(client, city.publisher, "POST", "", 400, body)["type"] == "urn:madang:problem:odd-schedule"


def test_others_neither_see_nor_change_a_schedule(client: Client, city: City) -> None:
    made = send(client, city.editor, "POST", "", 201, TOLD)
    send(client, city.editor, "POST", "", 403, TOLD | {"publish": True})
    send(client, city.stranger, "POST", "", 403, TOLD)
    send(client, city.editor, "POST", "", 403, TOLD, may_write=False)
    for user in (city.stranger, city.reader, city.citizen):
        assert send(client, user, "GET", "", 200) == {"schedules": []}
        for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/pull")):
            send(client, user, method, f"/{made['schedule']}{path}", 404, {})
    client.force_login(city.editor)  # a cookie alone does not write
    assert client.delete(f"/api/v1/schedules/{made['schedule']}").status_code == 401
    assert Schedule.objects.count() == 1
    send(client, city.editor, "PATCH", f"/{made['schedule']}", 400, {"dataset": "other"})
