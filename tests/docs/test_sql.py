"""The examples of docs/sql.md are executed, and it names every function."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client

from madang.query.sql.functions import FUNCTIONS
from madang.query.sql.limits import LIMITS
from tests.city import City

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "sql.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```\nGET (\S.*)\n(\d{3}) (.*)\n```", PAGE)


@pytest.mark.parametrize(("address", "status", "says"), EXAMPLES, ids=[example[0][:60] for example in EXAMPLES])
def test_example(client: Client, city: City, address: str, status: str, says: str) -> None:
    parts = urlsplit(address)
    response = client.get(parts.path, dict(parse_qsl(parts.query)))
    found, expected = json.loads(response.content), json.loads(says)
    assert response.status_code == int(status), found
    assert {name: found.get(name) for name in expected} == expected


def test_it_names_every_function_and_limit() -> None:
    assert len(EXAMPLES) >= 4
    assert {name for name in FUNCTIONS if f"`{name}`" not in PAGE} == set()
    assert f"{LIMITS.rows:,} rows" in PAGE
    assert f"{LIMITS.bytes >> 20} MB" in PAGE
    assert f"up to {LIMITS.patience:g} seconds" in PAGE
