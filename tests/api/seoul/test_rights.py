"""Who gets which rows in Seoul's dialect, by which key, and what is told to those who do not."""

from __future__ import annotations

import json
from unittest.mock import Mock

import pytest
from django.core.cache import cache
from django.utils import timezone

from madang.accounts.models import Token
from madang.api.budgets import spending
from madang.api.seoul import services
from madang.catalog.models import Alias, Resource, Revision
from madang.lib.budgets import Budget
from madang.query.limits import Busy
from tests.city import COLUMNS, ROWS, dataset, publish

pytestmark = pytest.mark.django_db


def code(answer) -> str:
    found = json.loads(answer.getvalue())
    return (found["RESULT"] if "RESULT" in found else next(iter(found.values()))["RESULT"])["CODE"]


@pytest.fixture
def service(city):
    Alias.objects.create(name="Gu", resource=city.resource)
    return "Gu"


def hidden(city, name: str, **facts: str) -> str:
    resource = Resource.objects.create(dataset=dataset(name, city.department, **facts), name="x")
    publish(resource, ROWS, COLUMNS)
    Alias.objects.create(name=name, resource=resource)
    return name


@pytest.mark.parametrize(("facts", "readers"), [
    ({"state": "draft"}, {"editor", "administrator"}),
    ({"access": "internal"}, {"reader", "editor", "administrator"}),
    ({"access": "restricted"}, set()),
    ({"state": "retired"}, {"citizen", "stranger", "reader", "editor", "administrator"}),
])  # fmt: skip
def test_what_is_kept_from_somebody_is_no_service(client, city, facts, readers):
    name = hidden(city, "Secret", **facts)
    for person in ("citizen", "stranger", "reader", "editor", "administrator"):
        key = Token.make(getattr(city, person), "t")[1]
        assert code(client.get(f"/{key}/json/{name}/1/5/")) == ("INFO-000" if person in readers else "ERROR-310"), (
            person
        )
    missing = client.get("/sample/json/Missing/1/5/").content
    if "state" not in facts or facts["state"] == "draft":
        assert client.get(f"/sample/json/{name}/1/5/").content == missing
        assert client.get(f"/sample/json/{name}/1/5/a/b/c/d").content == missing


def test_keys_stand_in_the_address_the_query_or_a_header(client, city, service):
    key = Token.make(city.citizen, "t")[1]
    for address, headers in (
        (f"/{key}/json/Gu/1/1000", {}),
        (f"/sample/json/Gu/1/1000?KEY={key}", {}),
        (f"/sample/json/Gu/1/1000?key={key}", {}),
        ("/sample/json/Gu/1/1000", {"Authorization": f"Bearer {key}"}),
        ("/anonymous/json/Gu/1/1000", {}),
    ):
        assert code(client.get(address, headers=headers)) == "INFO-000", address
    assert code(client.get("/sample/json/Gu/1/1000")) == "ERROR-335"
    for address, kept in (
        (f"/{key}/json/Gu/1/5", "private"),
        (f"/sample/json/Gu/1/5?KEY={key}", "private"),
        ("/sample/json/Gu/1/5", "public"),
    ):
        assert client.get(address)["Cache-Control"] == f"{kept}, max-age=60", address


@pytest.mark.parametrize(
    "word",
    ["KEY123", "Sample", "mdg_x", "%00%01", "%0d%0aSet-Cookie:a", "a" * 5000, "%F0%9F%94%91", "%FF", "%20", "a b"],
)
def test_an_unknown_key_opens_nothing(client, city, service, word):
    for address in (f"/{word}/json/Gu/1/5", f"/sample/json/Gu/1/5?KEY={word}", f"/{word}/json/Missing/1/5"):
        assert code(client.get(address)) == "INFO-100", address


def test_a_revoked_key_is_told(client, city, service):
    token, key = Token.make(city.citizen, "t")
    Token.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
    assert code(client.get(f"/{key}/json/Gu/1/5")) == "INFO-100"


def test_a_service_whose_data_were_withdrawn_has_none(client, city, service):
    Revision.objects.filter(pk=city.revision.pk).update(
        state="withdrawn", withdrawn_at=timezone.now(), withdrawn_reason="x"
    )
    Resource.objects.filter(pk=city.resource.pk).update(current=None)
    assert code(client.get("/sample/json/Gu/1/5")) == "INFO-200"
    Revision.objects.filter(pk=city.revision.pk).delete()
    assert code(client.get("/sample/json/Gu/1/5")) == "INFO-200"


def test_a_file_without_a_table_is_no_service(client, city, service):
    Revision.objects.filter(pk=city.revision.pk).update(rows=None)
    assert code(client.get("/sample/json/Gu/1/5")) == "ERROR-310"


@pytest.fixture
def few(settings, tmp_path):
    """Two requests a minute for people without a key, three with one."""
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(2, 10**9, 2), "budget_key": Budget(3, 10**9, 2)}
    settings.HOME = tmp_path
    spending.tally.cache_clear()
    cache.clear()
    yield
    spending.tally.cache_clear()


def test_a_used_up_budget_is_said_in_the_dialect_and_by_its_status(client, city, service, few):
    key = Token.make(city.citizen, "t")[1]
    for _ in range(2):
        assert code(client.get("/sample/json/Gu/1/5")) == "INFO-000"
    refused = client.get("/sample/json/Gu/1/5")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/json;charset=UTF-8")
    assert json.loads(refused.content)["RESULT"]["CODE"] == "ERROR-500"
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert refused["RateLimit-Limit"] == "2"
    assert b"<CODE>ERROR-500</CODE>" in client.get("/sample/xml/Gu/1/5").content
    assert json.loads(client.get("/api/subway/sample/json/Gu/1/5").content)["code"] == "ERROR-500"
    for _ in range(3):
        answer = client.get(f"/{key}/json/Gu/1/5")
        assert (code(answer), answer["RateLimit-Limit"]) == ("INFO-000", "3")
    assert client.get(f"/{key}/json/Gu/1/5").status_code == 429


def test_a_busy_engine_is_503_and_a_fault_of_ours_shows_nothing_of_it(client, city, service, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(services, "rows", fail)
    failure: Exception = Busy(seconds=10)
    answer = client.get("/sample/json/Gu/1/5")
    assert (answer.status_code, code(answer), answer["Retry-After"]) == (503, "ERROR-600", "5")
    failure = RuntimeError("the insides")
    client.raise_request_exception = False
    answer = client.get("/sample/json/Gu/1/5")
    assert (answer.status_code, code(answer)) == (200, "ERROR-500")
    assert b"insides" not in answer.content


def test_no_key_stands_in_the_log(client, city, service, few, monkeypatch, caplog):
    key = Token.make(city.citizen, "t")[1]
    statuses = [client.post(f"/{key}/json/Gu/1/5").status_code]
    for failure in (Busy(seconds=10), RuntimeError("insides")):
        monkeypatch.setattr(services, "rows", Mock(side_effect=failure))
        statuses.append(client.get(f"/{key}/json/Gu/1/5").status_code)
    statuses.append(client.get(f"/{key}/json/Gu/1/5").status_code)
    assert statuses == [405, 503, 200, 429]
    assert "insides" in caplog.text
    assert key not in caplog.text


def test_use_is_counted_under_the_name_of_the_dialect(client, city, service, monkeypatch):
    from madang.api.budgets import noting

    events: list[dict] = []
    monkeypatch.setattr(noting.log(), "note", lambda day, event: events.append(event))
    client.get("/sample/json/Gu/1/5")
    assert [(one["dialect"], one["dataset"], one["rows"]) for one in events] == [("seoul", "population", 3)]
