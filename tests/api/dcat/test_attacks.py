"""Odd bytes, huge values and foreign methods end in a plain answer, never in a fault."""

from __future__ import annotations

import pytest
from django.test import Client

ODD = (
    "%ff",
    "%ED%A0%80",
    "%00",
    "%0d%0a",
    "..%2f..",
    "%E2%80%AE",
    "a" * 3000,
    "'%20or%201=1--",
    "<script>",
    "{{7*7}}",
    "%F0%9F%92%A9",
    "*",
    '"',
    "a:b",
    "a OR (",
)
PLACES = (
    "/dataset/{}.ttl", "/dataset/{}", "/dataset/population/resource/{}", "/datasets/{}/datapackage.json",
    "/feeds/tag/{}.atom", "/feeds/group/{}.atom", "/feeds/organization/{}.atom", "/organization/{}", "/group/{}",
    "/catalog.ttl?q={}", "/catalog.jsonld?modified_since={}", "/catalog.rdf?page={}", "/catalog.ttl?profiles={}",
    "/feeds/custom.atom?q={}", "/feeds/dataset.atom?page={}", "/data.json?lang={}", "/sitemap-{}.xml",
    "/catalog?q={}",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_odd_values(city, client, place):
    for odd in ODD:
        answer = client.get(place.format(odd))
        assert answer.status_code in (200, 303, 400, 404), (place, odd)
        assert b"<script>alert" not in answer.getvalue()
        assert "\n" not in answer.get("Location", "")


@pytest.mark.parametrize(
    "header", ["Accept", "If-None-Match", "If-Modified-Since", "Accept-Encoding", "Authorization", "Accept-Language"]
)
def test_odd_headers(city, client, header):
    for odd in (
        "",
        ",;,;q=",
        "a/b;q=nan",
        "*/*;q=1e999",
        '"',
        "W/",
        "x" * 5000,
        "Sun, 99 Foo 0000",
        "gzip;q=x",
        "Bearer ",
        "\u00e9",
    ):
        for address in ("/catalog.ttl", "/catalog", "/feeds/dataset.atom", "/dataset/population"):
            assert client.get(address, headers={header: odd}).status_code in (200, 303, 304, 401), (header, odd)


@pytest.mark.parametrize(
    "address",
    ["/catalog.ttl", "/dataset/population.rdf", "/data.json", "/feeds/dataset.atom", "/sitemap.xml", "/catalog"],
)
def test_nothing_is_written_here(city, address):
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete", "trace"):
        assert getattr(client, method)(address).status_code == 405


def test_another_host_is_refused(city, client, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    assert client.get("/catalog.ttl", headers={"Host": "evil.example"}).status_code == 400
