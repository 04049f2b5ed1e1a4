"""The server of these tests stands, and its city is whole."""

from __future__ import annotations

import json
import urllib.request

import pytest

from tests.served import Web

pytestmark = pytest.mark.slow


def test_the_catalogue_answers(web: Web) -> None:
    with urllib.request.urlopen(f"{web.address}/api/v1/datasets") as answer:
        found = json.load(answer)
    assert "population" in {dataset["slug"] for dataset in found["datasets"]}
