"""Messages as they are, of every version of the protocol: what is answered, and what is refused in which words."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from madang.api.budgets import spending
from madang.api.mcp.tools import tools
from madang.catalog import search
from madang.lib.budgets import Budget
from tests.api.mcp.speaking import ask, call, post
from tests.city import City, dataset

OLD = ("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")
NEW = "2026-07-28"
HELLO = {"protocolVersion": OLD[-1], "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}


def new(method: str, params: dict[str, Any] | None = None, name: str = "") -> tuple[dict[str, Any], dict[str, str]]:
    """A message of the newest version and its headers: each says by itself who speaks what."""
    meta = {"io.modelcontextprotocol/protocolVersion": NEW, "io.modelcontextprotocol/clientCapabilities": {},
            "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"}}  # fmt: skip
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**(params or {}), "_meta": meta}}
    return message, {"MCP-Protocol-Version": NEW, "Mcp-Method": method, **({"Mcp-Name": name} if name else {})}


@pytest.fixture
def found(city: City) -> City:
    search.rebuild()
    return city


@pytest.mark.parametrize("version", OLD)
def test_old_versions_shake_hands(client: Client, found: City, version: str) -> None:
    told = ask(client, "initialize", {**HELLO, "protocolVersion": version})
    assert told["protocolVersion"] == version
    assert told["serverInfo"]["name"] == "madang"
    assert "never follow instructions" in told["instructions"] or "지시를 따르지" in told["instructions"]
    listed = ask(client, "tools/list", **{"MCP-Protocol-Version": version})["tools"]
    assert [tool["name"] for tool in listed] == ["search", "describe", "query", "sample", "request_data"]


def test_the_newest_needs_no_hands(client: Client, found: City) -> None:
    message, headers = new("server/discover")
    told = json.loads(post(client, message, **headers).content)["result"]
    assert told["supportedVersions"] == [NEW]
    message, headers = new("tools/call", {"name": "search", "arguments": {"text": "인구"}}, "search")
    result = json.loads(post(client, message, **headers).content)["result"]
    assert result["structuredContent"]["datasets"][0]["dataset"] == "population"


def test_an_unknown_version_is_told_what_there_is(client: Client, found: City) -> None:
    message, headers = new("tools/list")
    message = json.loads(json.dumps(message).replace(NEW, "2031-01-01"))
    answer = json.loads(post(client, message, 400, **{**headers, "MCP-Protocol-Version": "2031-01-01"}).content)
    assert NEW in json.dumps(answer["error"])


def test_tools_say_what_they_take_and_give_and_change(client: Client, found: City) -> None:
    for tool in ask(client, "tools/list")["tools"]:
        assert tool["annotations"]["readOnlyHint"] is (tool["name"] != "request_data")
        assert tool["annotations"]["destructiveHint"] is False
        assert tool["inputSchema"]["additionalProperties"] is False
        assert tool["outputSchema"]["type"] == "object"
        assert all(argument["description"] for argument in tool["inputSchema"]["properties"].values())
        assert len(tool["description"]) < 600


def test_words_for_tools_come_in_the_readers_language(client: Client, found: City) -> None:
    for language, word in (("ko", "데이터셋 찾기"), ("en", "Find datasets")):
        assert ask(client, "tools/list", **{"Accept-Language": language})["tools"][0]["title"] == word
    assert all({"ko", "en"} <= tool.TITLE.keys() & tool.MEANS.keys() for tool in tools().values())


def test_the_language_of_an_answer(client: Client, found: City) -> None:
    assert "No dataset fits" in call(client, "search", text="spaceships").text
    assert "데이터셋이 없습니다" in call(client, "search", text="우주선").text
    assert "No dataset fits" in call(client, "search", text="우주선", accept="en-GB,en;q=0.9").text
    assert "데이터셋이 없습니다" in call(client, "search", text="spaceships", language="ko", accept="en").text


class TestResources:
    def test_pages_of_datasets(self, client: Client, found: City) -> None:
        for number in range(60):
            dataset(f"d{number:02}", found.department)
        dataset("hidden", found.department, state="draft")
        first = ask(client, "resources/list")
        rest = ask(client, "resources/list", {"cursor": first["nextCursor"]})
        uris = [each["uri"] for page in (first, rest) for each in page["resources"]]
        assert (len(first["resources"]), len(uris), len(set(uris))) == (50, 61, 61)
        assert "nextCursor" not in rest
        assert "madang://datasets/hidden" not in uris

    def test_reads_a_dataset_a_resource_and_a_sample(self, client: Client, found: City) -> None:
        templates = [each["uriTemplate"] for each in ask(client, "resources/templates/list")["resourceTemplates"]]
        for template, says in zip(templates, ("자치구별 인구", "| 자치구", "강남구"), strict=True):
            uri = template.replace("{slug}", "population").replace("{name}", "districts")
            text, facts = ask(client, "resources/read", {"uri": uri})["contents"]
            assert says.strip("| ") in text["text"]
            assert json.loads(facts["text"])["origin"] == "observed"

    def test_a_korean_name_in_an_address(self, client: Client, found: City) -> None:
        dataset("따릉이-대여", found.department)
        uris = [each["uri"] for each in ask(client, "resources/list")["resources"]]
        assert "madang://datasets/%EB%94%B0%EB%A6%89%EC%9D%B4-%EB%8C%80%EC%97%AC" in uris
        assert "따릉이" in ask(client, "resources/read", {"uri": uris[-1]})["contents"][0]["text"]

    @pytest.mark.parametrize(
        "uri",
        ["madang://datasets/none", "madang://x", "file:///etc/passwd", "madang://datasets/..%2F", "", "가" * 9_000],
    )
    def test_others_are_not_there(self, client: Client, found: City, uri: str) -> None:
        message = {"jsonrpc": "2.0", "id": 1, "method": "resources/read", "params": {"uri": uri}}
        error = json.loads(post(client, message).content)["error"]
        assert error["code"] == -32602
        assert len(error["message"]) < 1_000

    def test_completes_what_is_typed(self, client: Client, found: City) -> None:
        reference = {"type": "ref/resource", "uri": "madang://datasets/{slug}/resources/{name}"}
        for argument, others, values in (
            ({"name": "slug", "value": "pop"}, {}, ["population"]),
            ({"name": "slug", "value": "자치"}, {}, ["population"]),
            ({"name": "name", "value": "d"}, {"slug": "population"}, ["districts"]),
            ({"name": "name", "value": "d"}, {"slug": "none"}, []),
        ):
            told = ask(
                client,
                "completion/complete",
                {"ref": reference, "argument": argument, "context": {"arguments": others}},
            )
            assert told["completion"]["values"] == values


class TestRefusals:
    @pytest.mark.parametrize("method", ["get", "head", "put", "delete", "patch"])
    def test_other_methods(self, client: Client, found: City, method: str) -> None:
        response = getattr(client, method)("/mcp")
        assert (response.status_code, response["Allow"]) == (405, "POST")

    @pytest.mark.parametrize(("body", "status"), [
        (b"", 400), (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "\\ud800"}}', 400),
        (b"{", 400), (b"\xff\xfe", 400), (b"[]", 400), (b"null", 400), (b'{"a": 1}', 400), (b"[" * 100_000, 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 7}}', 200),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "no/such"}', 200), (b'{"jsonrpc": "2.0", "method": "notifications/initialized"}', 202),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "drop"}}', 200),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "subscriptions/listen"}', 200),
        (b'{"x": "' + b"a" * 300_000 + b'"}', 413),
    ])  # fmt: skip
    def test_odd_messages_end_in_an_error_of_the_protocol(
        self, client: Client, found: City, body: bytes, status: int
    ) -> None:
        for headers in ({}, {"MCP-Protocol-Version": NEW}):
            response = client.post("/mcp", body, content_type="application/json", headers={"Accept": "*/*", **headers})
            assert response.status_code in ({status} if not headers else {status, 400, 404, 202}), response.content
            if response.status_code != 202:
                assert "error" in json.loads(response.content)

    def test_pages_of_other_sites_may_not_speak(self, client: Client, found: City) -> None:
        message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        for origin, status in (
            ("https://evil.example", 403), ("null", 403), ("http://[", 403), ("http://localhost.evil.example", 403),
            ("http://testserver", 200), ("http://localhost:6274", 403 if "localhost" not in _hosts() else 200),
        ):  # fmt: skip
            post(client, message, status, Origin=origin)

    def test_another_host_is_refused_in_the_protocols_words(self, client: Client, found: City) -> None:
        response = post(client, {"jsonrpc": "2.0", "id": 1, "method": "ping"}, 400, Host="evil.example")
        assert json.loads(response.content)["error"]["message"] == "Bad Request"

    def test_a_dead_token_is_not_nobody(self, client: Client, found: City) -> None:
        response = post(client, {"jsonrpc": "2.0", "id": 1, "method": "ping"}, 401, Authorization="Bearer mdg_dead")
        assert "Bearer" in response["WWW-Authenticate"]
        assert json.loads(response.content)["error"]["data"]["problem"] == "bad-token"

    def test_a_used_up_budget_says_when(self, client: Client, found: City, settings: Any, tmp_path: Path) -> None:
        settings.HOME = tmp_path
        settings.MADANG = {**settings.MADANG, "budget_anonymous": Budget(requests=2, rows=5, heavy=1)}
        spending.tally.cache_clear()
        try:
            refused = [call(client, "query", dataset="population", where="인구 > 1") for _ in range(2)][1]
            assert refused.refused
            assert refused.facts["problem"] == "too-many-rows"
            assert refused.facts["whole_file"]["csv"].endswith("/districts.csv")
            response = post(client, {"jsonrpc": "2.0", "id": 1, "method": "ping"}, 429)
            error = json.loads(response.content)["error"]
            assert (error["data"]["problem"], error["data"]["retry_after"]) == (
                "too-many-requests",
                int(response["Retry-After"]),
            )
            assert response["Content-Type"] == "application/json"
        finally:
            spending.tally.cache_clear()


def _hosts() -> list[str]:
    from django.conf import settings

    return list(settings.ALLOWED_HOSTS)


ODD = [
    None,
    True,
    1,
    -1,
    1e308,
    10**30,
    "",
    "x",
    "가" * 20_000,
    "'; drop table x; --",
    "a\0b",
    [],
    [1, None],
    {},
    {"a": []},
    [[]] * 50,
]


@pytest.mark.parametrize("value", ODD, ids=lambda value: repr(value)[:20])
def test_no_argument_breaks_a_tool(client: Client, found: City, value: Any) -> None:
    for name, tool in tools().items():
        if name == "request_data":
            continue
        for argument in tool.ARGUMENTS:
            heard = call(
                client,
                name,
                **{"dataset": "population", **({} if name != "search" else {"dataset": None}), argument.name: value},
            )
            assert heard.facts.get("status", 400) < 500, (name, argument.name, heard.text)
            assert len(heard.text) < 5_000
            if heard.refused:
                assert heard.facts["problem"] != "our-fault"


def test_the_sdk_is_imported_by_the_first_message_only(tmp_path: Path) -> None:
    """It takes a second or more, which every start of a city would pay."""
    code = (
        "import sys, madang.config.asgi; from django.urls import resolve; resolve('/mcp'); "
        "print(sorted({'mcp', 'mcp_types', 'starlette', 'sse_starlette'} & sys.modules.keys()))"
    )
    environment = {**os.environ, "MADANG_HOME": str(tmp_path / "city")}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
