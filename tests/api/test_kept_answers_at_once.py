"""What another process withdraws, closes or describes anew is never given again; before a real server, on SQLite and PostgreSQL."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests import postgres
from tests.served import Web

pytestmark = pytest.mark.slow
SEED = """
import json, django
django.setup()
from madang.cli.migrate import migrate
migrate()
from madang.accounts.models import Token
from tests.city import COLUMNS, ROWS, dataset, make_city, publish
from madang.catalog.models import Resource
city = make_city()
for slug, access in (("closing", "open"), ("internal", "internal")):
    made = dataset(slug, city.department, access=access)
    publish(Resource.objects.create(dataset=made, name="districts"), ROWS, COLUMNS)
print(json.dumps({"reader": Token.make(city.reader, "t")[1], "revision": city.revision.pk}))
"""
WITHDRAW = """
import django; django.setup()
from madang.accounts.policy import OPERATOR
from madang.catalog.models import Dataset, Revision
from madang.ingest.publish import withdraw
Dataset.objects.filter(slug="closing").update(access="internal")
withdraw(Revision.objects.get(resource__dataset__slug="population"), "names of people", OPERATOR)
"""
ROWS = "/api/v1/datasets/{}/resources/districts/rows"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def web(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A server of two processes."""
    home = tmp_path_factory.mktemp("served")
    if request.param == "sqlite":
        served = Web(home, processes=2, seed=SEED)
        yield served
        served.stop()
        return
    with postgres.running() as url:
        served = Web(home, processes=2, seed=SEED, MADANG_DATABASE=postgres.create(url, "city"))
        yield served
        served.stop()


def get(web: Web, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def hit(answer: tuple[int, dict[str, str], bytes]) -> bool:
    return "cache-status" in answer[1]


def kept(web: Web, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """The answer as a process keeps it: two processes answer in turn."""
    for _ in range(40):
        if hit(found := get(web, path, **headers)):
            return found
    raise AssertionError(f"{path} is never kept: {found[:2]}")


def test_readers_are_told_apart(web: Web) -> None:
    population, internal = ROWS.format("population"), ROWS.format("internal")
    korean = kept(web, population)
    assert json.loads(korean[2])["returned"] == 3
    head = get(web, population, "HEAD")
    assert (head[0], head[2]) == (200, b"")
    assert int(korean[1]["ratelimit-remaining"]) > int(kept(web, population)[1]["ratelimit-remaining"])
    assert kept(web, population, If_None_Match=korean[1]["etag"])[0] == 304
    bearer = {"Authorization": f"Bearer {web.tokens['reader']}"}
    for _ in range(4):
        assert not hit(get(web, population, **bearer))
        assert get(web, internal, **bearer)[0] == 200
        assert get(web, internal)[0] == 404
        assert not hit(get(web, population, Cookie="django_language=en"))
        assert get(web, population, Host="evil.example")[0] == 400
        assert b"evil" not in get(web, population, X_Forwarded_Host="evil.example")[2]
        assert get(web, population + "?where=%EC", Accept_Language="en")[0] == 400
    again: Any = kept(web, population + "?limit=1")
    assert "evil" not in json.loads(again[2])["next"]


def test_what_is_withdrawn_or_closed_is_gone_at_once(web: Web) -> None:
    pinned = f"{ROWS.format('population')}?revision={web.tokens['revision']}"
    closing, current = ROWS.format("closing"), ROWS.format("population")
    for path in (pinned, closing, current):
        assert kept(web, path)[0] == 200
    assert "immutable" in kept(web, pinned)[1]["cache-control"]
    done = web.run("-c", WITHDRAW)
    assert done.returncode == 0, done.stderr
    if "MADANG_DATABASE" in web.environment:
        time.sleep(1.0)  # PostgreSQL is asked once a second
    for _ in range(6):
        assert get(web, pinned)[0] == 410
        assert get(web, pinned, If_None_Match="*")[0] == 410
        assert get(web, closing)[0] == 404
        assert get(web, current)[0] == 410
