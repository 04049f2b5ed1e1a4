"""Which pages may be kept: those that are the same for everybody, and no other."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse

from madang.portal.keeping import KEEP, pages

pytestmark = pytest.mark.django_db
PAGES = (
    "/ko/",
    "/en/search/?q=인구",
    "/ko/datasets/residents/",
    "/ko/organisations/",
    "/en/themes/population/",
    "/ko/developers/",
)


def test_pages_for_everybody_are_public_and_asked_for_again(client, residents):
    for path in PAGES:
        response = client.get(path)
        assert response["Cache-Control"] == "public, no-cache", path
        assert not response.cookies, path
        assert "Cookie" in response["Vary"]
        again = client.get(path, headers={"if-none-match": response["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert client.head(path)["Cache-Control"] == "public, no-cache"


def test_pages_of_somebody_are_private(client, city, residents):
    client.force_login(city.citizen)
    for path in PAGES:
        response = client.get(path)
        assert response["Cache-Control"] == "private, no-cache", path
        assert not response.has_header("ETag")


def test_a_cookie_that_is_not_the_look_is_somebody(client, residents):
    client.cookies["look"] = "dark"
    assert client.get("/ko/")["Cache-Control"] == "public, no-cache"
    client.cookies["csrftoken"] = "x" * 32
    assert client.get("/ko/")["Cache-Control"] == "private, no-cache"


def test_a_page_that_sets_a_cookie_or_fails_is_not_kept(client, residents):
    login = client.get("/ko/account/login/")
    assert "public" not in login.get("Cache-Control", "")
    assert client.get("/ko/nothing/").get("Cache-Control", "") == ""


def test_no_page_for_everybody_holds_a_token_of_a_form(client, residents):
    for path in PAGES:
        assert not re.search("csrfmiddlewaretoken", client.get(path).content.decode()), path


def test_who_stands_in_front_is_told(residents, rf):
    def told(**headers: str) -> list[bool]:
        request = rf.get("/ko/", headers=headers)
        request.scope = {KEEP: []}
        pages(lambda _: HttpResponse("x"))(request)
        return request.scope[KEEP]

    assert told() == [True]
    assert told(cookie="sessionid=1") == []
    assert told(authorization="Bearer x") == []


def test_a_search_that_missed_is_computed_each_time_so_that_it_is_counted(client, residents):
    assert client.get("/ko/search/?q=qqqqqq")["Cache-Control"] == "private, no-cache"
