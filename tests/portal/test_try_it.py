"""The page for trying the API: made from the OpenAPI document, in both languages, useful without JavaScript."""

from __future__ import annotations

import html
import json
import re
import shlex
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import reverse
from django.utils import translation

from madang.api.native.api import document
from madang.api.native.korean import KOREAN
from madang.portal.developers.try_it import calls, operations

pytestmark = pytest.mark.django_db
PAGE = "/en/developers/try/"
TRIED = [one.id for one in operations(document("en")) if one.tried]


def shown(client, address=PAGE, **asked):
    response = client.get(address, asked)
    assert response.status_code == 200
    return response.content.decode()


def address_of(page: str) -> str:
    found = re.search(r'<pre tabindex="0" role="group" aria-label="[^"]+">([^<]*)</pre>', page)
    return html.unescape(found[1]) if found else ""


def test_all_words_of_the_document_are_korean_too():
    told = document("en")["paths"].values()
    operations = [one for methods in told for one in methods.values()]
    words = {one["summary"] for one in operations}
    words |= {
        parameter["description"] for one in told if "get" in one for parameter in one["get"].get("parameters", ())
    }
    assert words - KOREAN.keys() == set()
    korean = [one for methods in document("ko")["paths"].values() for one in methods.values()]
    assert all(re.search("[가-힣]", one["summary"]) for one in korean)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", TRIED)
def test_every_operation_that_reads_has_a_form(client, city, language, name):
    with translation.override(language):
        page = shown(client, reverse("try_it"), operation=name)
    [operation] = [one for one in operations(document(language)) if one.id == name]
    assert html.escape(operation.summary) in page
    for field in operation.fields:
        assert f'name="{field.name}"' in page
        assert html.escape(field.means, quote=True).replace("&#x27;", "&#39;") in page.replace("&#x27;", "&#39;")


def test_it_begins_with_a_question_that_is_answered(client, city):
    address = address_of(shown(client))
    assert "/api/v1/datasets/population/resources/districts/rows?" in address
    parts = urlsplit(address)
    answer = client.get(unquote(parts.path) + "?" + parts.query)
    assert answer.status_code == 200
    assert json.loads(answer.content)["rows"]


def test_what_is_filled_in_is_asked_and_nothing_else(client, city):
    page = shown(client, operation="rows", slug="인구/표", name="a b", where="인구 > 1 & x = '<b>'", limit="")
    assert address_of(page).endswith(
        "/api/v1/datasets/%EC%9D%B8%EA%B5%AC%2F%ED%91%9C/resources/a%20b/rows?where=%EC%9D%B8%EA%B5%AC%20%3E%201%20%26%20x%20%3D%20%27%3Cb%3E%27"
    )
    assert "<b>" not in page
    assert "data-send" not in page
    assert f'data-send="{html.escape(address_of(page))}"' in shown(
        client, operation="rows", slug="인구/표", name="a b", where="인구 > 1 & x = '<b>'", send="yes"
    )


def test_what_is_missing_is_said_and_not_asked(client, city):
    page = shown(client, operation="rows", slug="population", send="yes")
    assert address_of(page) == ""
    assert "data-send" not in page
    assert "Fill in what is marked as needed." in page


def test_nothing_that_changes_something_is_offered(client, city):
    page = shown(client, operation="load")
    assert 'value="load"' not in page
    assert 'name="operation" value="find_datasets"' in page


def test_it_begins_with_open_data_only(client, city):
    for access, state in (("internal", "published"), ("open", "draft")):
        city.dataset.access, city.dataset.state = access, state
        city.dataset.save()
        client.force_login(city.administrator)
        assert address_of(shown(client)) == ""


def test_a_call_of_a_shell_is_one_word():
    [curl, *others] = calls("http://h/a?where=%27x%27'$(reboot)")
    assert shlex.split(curl["text"]) == ["curl", "http://h/a?where=%27x%27'$(reboot)"]
    assert {one["language"] for one in others} == {"Python", "JavaScript"}


def test_other_pages_lead_to_it(client, city):
    assert reverse("try_it") in shown(client, reverse("developers"))
    found = re.search(r'href="(/en/developers/try/[^"]+)"', shown(client, "/en/datasets/population/districts/api/"))
    assert found
    assert "population/resources/districts/rows?where=" in address_of(shown(client, html.unescape(found[1])))
