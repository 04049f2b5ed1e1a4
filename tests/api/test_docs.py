"""The examples of docs/api.md are executed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from madang.api.formats import formats
from madang.api.native.api import api
from madang.api.problems import STATUS
from madang.catalog import search
from tests.city import City

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```\nGET (\S.*)\n(\d{3}) (.*)\n```", PAGE)


@pytest.mark.parametrize(("address", "status", "says"), EXAMPLES, ids=[example[0] for example in EXAMPLES])
def test_example(client: Client, city: City, address: str, status: str, says: str) -> None:
    search.rebuild()
    parts = urlsplit(address)
    response = client.get(parts.path, dict(parse_qsl(parts.query)))
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == int(status), body.decode()
    if says.startswith("{"):
        assert_within(json.loads(says), json.loads(body))
    else:
        assert body.decode().splitlines()[0] == says


def assert_within(expected: dict[str, Any], found: dict[str, Any]) -> None:
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_the_addresses_of_the_readme_answer(client: Client, city: City, name: str) -> None:
    search.rebuild()
    asked = re.findall(r"^curl 'http://[^/]+(/\S+)'", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert asked
    for address in asked:
        parts = urlsplit(address)
        assert client.get(parts.path, dict(parse_qsl(parts.query))).status_code == 200, address


def test_the_page_names_everything() -> None:
    assert len(EXAMPLES) >= 7
    assert not [extension for extension in formats() if f"`{extension}`" not in PAGE]
    assert not [code for code in STATUS.values() if str(code) not in PAGE and code != 416]
    last = {path.rstrip("/").rsplit("/", 1)[-1] for path in api.get_openapi_schema(path_prefix="/api/v1/")["paths"]}
    assert {"rows", "original", "loads"} <= last
