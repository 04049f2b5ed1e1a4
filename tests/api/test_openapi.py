"""The OpenAPI document is valid, and says exactly the parameters that the addresses know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from madang.api import problems
from madang.api.formats import formats
from madang.lib import plugins
from madang.lib.problems import Problem
from tests.api.asking import get
from tests.city import City


@pytest.fixture
def document(client: Client, db: None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(get(client, "/api/v1/openapi.json").body)
    return found


def test_it_is_valid(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_parameter_is_known_and_an_unknown_one_refused(
    client: Client, city: City, document: dict[str, Any]
) -> None:
    names = {
        "slug": "population",
        "name": "districts",
        "format": "csv",
        "revision": city.revision.pk,
        **dict.fromkeys("zxy", "0"),
        "run": "0" * 32,
        "upload": "0" * 32,
        "schedule": "0" * 32,
        "request_id": "0" * 32,
        "report_id": "0" * 32,
        "story_slug": "none",
        "indicator_slug": "none",
        "study": "care_siting",
        "role": "areas",
        "file": "report.ko.pdf",
        "citation": "a" * 12,
    }
    asked = 0
    for path, operations in document["paths"].items():
        if "get" not in operations or path.endswith("/runs/{run}"):
            continue
        for parameter in operations["get"].get("parameters", []):
            if parameter["in"] == "query":
                schema = parameter["schema"].get("items", parameter["schema"])
                [example] = schema["examples"]
                text = str(example).lower() if isinstance(example, bool) else str(example)
                response = client.get(path.format(**names), {parameter["name"]: text})
                said = b"".join(response.streaming_content) if response.streaming else response.content
                assert b"problem:unknown-parameter" not in said or parameter["name"] in ("bom", "safe", "labels"), said
                assert b"problem:odd-parameter" not in said, said
                asked += 1
        refused = client.get(path.format(**names), {"colour": "red"})
        assert (refused.status_code, json.loads(refused.content)["type"]) == (
            400,
            "urn:madang:problem:unknown-parameter",
        ), path
    assert asked > 50


def test_every_format_is_in_it(document: dict[str, Any]) -> None:
    [path] = [path for path in document["paths"] if path.endswith("/rows")]
    listed = document["paths"][path]["get"]["responses"]["200"]["content"]
    assert set(listed) == {module.MEDIA_TYPE for module in formats().values()}


def test_every_problem_of_a_question_has_a_status() -> None:
    """A new problem below `madang.query` or `madang.api` must be given a status, else it would read as a fault of ours."""
    plugins.found("madang.api.formats")
    pending, seen = [Problem], set()
    while pending:
        for kind in pending.pop().__subclasses__():
            pending.append(kind)
            if kind.__module__.startswith(("madang.query", "madang.api", "madang.accounts.policy")):
                seen.add(kind)
    assert len(seen) > 20
    seen = {
        kind for kind in seen if kind.__module__ != "madang.query.engines.ibis"
    }  # a command's alone: no address leads there
    missing = {kind for kind in seen if problems.status(kind.__new__(kind)) == 500} - {problems.OurFault}
    assert not missing
    assert set(problems.STATUS.values()) <= set(problems.TITLES)
