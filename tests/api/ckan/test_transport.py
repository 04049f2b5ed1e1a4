"""How requests are read and answers wrapped: the five orders of parameters, the envelope, errors, tokens, JSONP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from madang.accounts.models import Token
from madang.lib.budgets import Budget

SHOW = "/api/3/action/package_show"
JSON = "application/json;charset=utf-8"


def told(response: Any) -> Any:
    assert response["Content-Type"] == JSON
    return json.loads(response.content)


@pytest.mark.parametrize("place", ["/api/action/", "/api/3/action/", "/ko/api/3/action/", "/en/api/action/"])
def test_every_address_of_an_action_answers_get_and_post(client, city, place):
    for ask in (client.get, client.post):
        response = ask(place + "package_show?id=population")
        assert response.status_code == 200
        found = told(response)
        assert found["success"] is True
        assert found["help"] == "http://testserver/api/3/action/help_show?name=package_show"
        assert found["result"]["name"] == "population"


@pytest.mark.parametrize("place", ["/api", "/api/", "/api/3", "/api/3/", "/ko/api/3"])
def test_the_version(client, db, place):
    assert told(client.get(place)) == {"version": 3}


@pytest.mark.parametrize(
    ("address", "body", "kind"),
    [
        ("?id=population", b"", "application/json"),
        ("?id=population", b'{"id": "other"}', "application/json"),  # the address wins, as in CKAN
        ("", b'{"id": "population"}', "application/json"),
        ("", b'{"id": "population"}', "text/plain"),
        ("", b'{"id": "population"}', ""),
        ("", b'{"id": "population"}', "application/x-www-form-urlencoded"),  # curl -d
        ("", b'{"id": "population"}=1', "application/x-www-form-urlencoded"),
        ("", b"%7B%22id%22%3A+%22population%22%7D=", "application/x-www-form-urlencoded"),
        ("", b"id=population", "application/x-www-form-urlencoded"),
        ("?id=other", b"id=population", "application/x-www-form-urlencoded"),  # the form wins over the address
        ("", b'--x\r\nContent-Disposition: form-data; name="id"\r\n\r\npopulation\r\n--x--\r\n', "multipart/form-data; boundary=x"),
    ],
)  # fmt: skip
def test_parameters_are_read_wherever_clients_put_them(client, city, address, body, kind):
    response = client.generic("POST", SHOW + address, body, content_type=kind)
    assert told(response)["result"]["name"] == "population"


@pytest.mark.parametrize(
    ("method", "address", "body", "said"),
    [
        ("GET", "/api/3/action/foo", b"", "Bad request: Action name not known: foo"),
        ("GET", "/api/3/action/", b"", "Bad request: Action name is missing"),
        ("GET", "/api/3/action/package_create?name=x", b"",
         "Bad request: JSON Error: Invalid request. Please use POST method for your request"),
        ("POST", SHOW, b"[1, 2]", "Bad request: JSON Error: Request data JSON decoded to [1, 2] but it needs to be a dictionary."),
        ("POST", SHOW, b"{", "Bad request: JSON Error: Error decoding JSON data. Error: JSONDecodeError"),
        ("POST", SHOW, b"[" * 100_000, "Bad request: JSON Error: Error decoding JSON data. Error: RecursionError"),
        ("POST", SHOW, b"1" * 5_000, "Bad request: JSON Error: Error decoding JSON data. Error: ValueError"),
        ("POST", SHOW, b'{"id": NaN}', "Bad request: JSON Error: Error decoding JSON data. Error: ValueError"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_bare_string(client, db, method, address, body, said):
    response = client.generic(method, address, body, content_type="application/json")
    assert response.status_code == 400
    assert told(response) == said


@pytest.mark.parametrize(
    ("action", "parameters", "status", "error"),
    [
        ("package_show", {}, 409, {"id": ["Missing value"], "__type": "Validation Error"}),
        ("package_show", {"id": "nothing"}, 404,
         {"__type": "Not Found Error", "message": 'Not found: Dataset "nothing" was not found.'}),
        ("package_show", {"id": ["a", "b"]}, 409, {"id": ["Must be a Unicode string value"], "__type": "Validation Error"}),
        ("package_list", {"limit": "x"}, 409, {"limit": ["Invalid integer"], "__type": "Validation Error"}),
    ],
)  # fmt: skip
def test_errors_have_the_status_and_the_type_that_clients_look_at(client, city, action, parameters, status, error):
    response = client.post("/api/3/action/" + action, json.dumps(parameters), content_type="application/json")
    assert response.status_code == status
    found = told(response)
    assert found["success"] is False
    assert found["error"] == error


def test_a_broken_form_is_no_fault_of_ours(client, db):
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "multipart/form-data; boundary="):
        assert client.generic("POST", SHOW, b"--x\r\nbroken", content_type=kind).status_code in (400, 409)
    many = b"&".join(b"a%d=1" % number for number in range(2_000))
    assert client.generic("POST", SHOW, many, content_type="application/x-www-form-urlencoded").status_code == 400


def test_an_action_that_writes_is_refused_and_says_why(client, city):
    secret = Token.make(city.publisher, "t", may_write=True)[1]
    for language, said in (("ko", "변경을 받지 않습니다"), ("en", "does not take changes")):
        address = f"/{language}/api/3/action/package_create"
        response = client.post(address, {"name": "x"}, headers={"Authorization": secret})
        assert response.status_code == 403
        error = told(response)["error"]
        assert error["__type"] == "Authorization Error"
        assert error["message"].startswith("Access denied: ")
        assert said in error["message"]


@pytest.mark.parametrize("header", ["Authorization", "X-CKAN-API-Key", "bearer"])
def test_a_token_opens_what_its_user_may_see(client, city, header):
    city.dataset.access = "internal"
    city.dataset.save()
    secret = Token.make(city.reader, "t")[1]
    sent = {"Authorization": f"Bearer {secret}"} if header == "bearer" else {header: secret}
    assert client.get(SHOW + "?id=population").status_code == 404
    assert client.get(SHOW + "?id=population", headers=sent).status_code == 200
    assert client.get(SHOW + "?id=population&callback=f", headers=sent).status_code == 404


@pytest.mark.parametrize("word", ["mdg_unknown", "6f0c5e8e-1111-4222-8333-123456789abc", "Bearer x", "Basic eDp5"])
def test_a_token_that_nobody_knows_reads_what_everybody_reads(client, city, word):
    assert client.get(SHOW + "?id=population", headers={"Authorization": word}).status_code == 200


def test_a_cookie_opens_nothing(client, city):
    city.dataset.access = "internal"
    city.dataset.save()
    client.force_login(city.editor)
    assert client.get(SHOW + "?id=population").status_code == 404


def test_jsonp(client, city):
    response = client.get(SHOW + "?id=population&callback=jQuery1._f")
    assert response["Content-Type"] == "application/javascript;charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    text = response.content.decode()
    assert text.startswith("jQuery1._f({")
    assert text.endswith("});")
    assert "callback" not in json.loads(text[len("jQuery1._f(") : -2])["result"]


@pytest.mark.parametrize("name", ["alert(1)//", "<script>", "f;g", "a.b[0]", "함수", "f" * 101, "f\n"])
def test_a_callback_is_the_name_of_a_function_and_nothing_else(client, city, name):
    response = client.get(SHOW, {"id": "population", "callback": name})
    assert response.status_code == 400
    assert name not in response.content.decode()


def test_scripts_of_other_sites_may_read(client, city):
    assert client.get(SHOW + "?id=population")["Access-Control-Allow-Origin"] == "*"
    before = client.options(SHOW, headers={"Origin": "https://example.org"})
    assert before.status_code == 204
    assert "X-CKAN-API-Key" in before["Access-Control-Allow-Headers"]


def test_a_post_is_never_redirected(city):
    """Not even one that is not found, or one without the token that a form of ours would hold."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(city.editor)
    for address in (SHOW, "/api/action/package_show", "/ko/api/3/action/package_show", "/api/3/action/foo"):
        assert client.post(address, {"id": "nothing"}).status_code in (400, 404)


def test_nor_is_it_sent_to_https(client, city, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.post(SHOW, {"id": "population"}).status_code == 200
    assert client.post("/ko/api/action/package_show", {"id": "population"}).status_code == 200
    assert client.get("/api/v1/datasets").status_code == 301


def test_other_methods_are_refused(client, db):
    for method in ("PUT", "DELETE", "PATCH"):
        assert client.generic(method, SHOW + "?id=population").status_code == 405
    posing = client.post(SHOW, headers={"X-HTTP-Method-Override": "DELETE"})
    assert posing.status_code == 409


def test_help_is_what_an_action_says_of_itself(client, db):
    found = told(client.get("/api/3/action/help_show?name=package_show"))
    assert "Parameters: id" in found["result"]
    assert told(client.get("/api/3/action/help_show?name=foo"))["error"]["__type"] == "Not Found Error"


def test_every_action_says_what_it_does():
    from madang.api.ckan import registry

    assert registry.actions()
    assert [name for name, action in registry.actions().items() if not action.__doc__] == []
    assert not registry.actions().keys() & registry.WRITES


def test_every_action_stands_in_the_docs():
    from pathlib import Path

    from madang.api.ckan import registry

    page = (Path(__file__).parents[3] / "docs" / "ckan.md").read_text(encoding="utf-8")
    mine = {name for name, action in registry.actions().items() if ".ckan.actions." in action.__module__}
    assert [name for name in mine if f"`{name}`" not in page and name not in ("dataset_show", "dataset_search")] == []


def test_a_used_up_budget_is_said_in_the_envelope(client, city, settings):
    settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(requests=1, rows=1_000_000, heavy=1)}
    answers = [client.get(SHOW + "?id=population", REMOTE_ADDR="192.0.2.77") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    refused = told(answers[1])
    assert (refused["success"], refused["error"]["__type"]) == (False, "Too Many Requests")
    assert int(answers[1]["Retry-After"]) > 0


def test_a_form_in_another_charset_cannot_be_read(client, city):
    response = client.generic(
        "POST", SHOW, b"id=population", content_type="application/x-www-form-urlencoded; charset=utf-7"
    )
    assert response.status_code == 400
    assert told(response).startswith("Bad request: ")
