"""The official MCP client, as it is, before the running server; and raw messages beside it."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from mcp.client.client import Client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from mcp.shared.exceptions import MCPError

from tests.conformance import examples
from tests.conformance.examples import Example
from tests.conformance.seeds.mcp import ROWS
from tests.served import Web

pytestmark = pytest.mark.slow
PAGES = ("docs/mcp.md", "docs/mcp.ko.md")
MODES = ("legacy", "auto", "2026-07-28")
SLOW = "select count(*) from " + ", ".join(f'"mcp-night-rides"."hours" t{number}' for number in range(4))
"""Counts 81 million million rows: nobody waits for that."""


@asynccontextmanager
async def speaking(web: Web, token: str = "", mode: str = "auto", **headers: str) -> AsyncIterator[Client]:
    """A client at the server, with a token if there is one."""
    told = {**headers, **({"Authorization": f"Bearer {token}"} if token else {})}
    async with create_mcp_http_client(headers=told) as http:
        transport = streamable_http_client(f"{web.address}/mcp", http_client=http)
        async with Client(transport, mode=mode) as client:
            yield client


def talk(work: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(work())  # type: ignore[arg-type]


def rows(answer: Any) -> list[dict[str, Any]]:
    assert not answer.is_error, answer.content[0].text
    found: list[dict[str, Any]] = answer.structured_content["rows"]
    return found


@pytest.mark.parametrize("mode", MODES)
def test_every_list_and_every_tool(web: Web, mode: str) -> None:
    """The client checks each answer against the schema that the tool promised."""

    async def work() -> None:
        async with speaking(web, mode=mode) as client:
            names = [tool.name for tool in (await client.list_tools()).tools]
            assert names == ["search", "describe", "query", "sample", "request_data"]
            uris = [each.uri for each in (await client.list_resources()).resources]
            assert "madang://datasets/mcp-night-rides" in uris
            assert not [uri for uri in uris if "draft" in uri]
            templates = (await client.list_resource_templates()).resource_templates
            assert [each.name for each in templates] == ["dataset", "resource", "sample"]
            text = (
                (await client.read_resource("madang://datasets/mcp-night-rides/resources/hours/sample"))
                .contents[0]
                .text
            )
            assert "GENERATED" in text or "생성 자료" in text
            found = await client.call_tool("search", {"text": "심야 승차"})
            assert found.structured_content["datasets"][0]["dataset"] == "mcp-night-rides"
            described = await client.call_tool("describe", {"dataset": "mcp-night-rides", "language": "en"})
            assert described.structured_content["resources"][0]["columns"][2]["label"] == "Boardings"
            counted = await client.call_tool(
                "query", {"dataset": "mcp-night-rides", "select": "count(*) as n, sum(승차) as s"}
            )
            assert rows(counted) == [{"n": ROWS, "s": ROWS * (ROWS - 1) // 2}]
            joined = await client.call_tool("query", {"sql": (
                'select p.자치구, p.인구, sum(r.승차) as rides from population.districts p join "mcp-night-rides"."hours" r '
                "using (자치구) group by 1, 2 order by 1")})  # fmt: skip
            assert [row["자치구"] for row in rows(joined)] == ["강남구", "종로구", "중구"]
            assert joined.structured_content["origin"] == "generated"
            sample = await client.call_tool("sample", {"dataset": "mcp-night-rides", "rows": 3})
            assert [row["승차"] for row in rows(sample)] == [0, 1_000, 2_000]
            asked = await client.call_tool("request_data", {"text": "심야 버스 정류소별 승차 인원, 2025년 월별"})
            assert asked.structured_content["state"] == "waiting"

    talk(work)


@pytest.mark.parametrize("mode", MODES)
def test_what_is_wrong_is_said(web: Web, mode: str) -> None:
    async def work() -> None:
        async with speaking(web, mode=mode) as client:
            for arguments, says in (
                ({"dataset": "population", "select": "인국"}, "인구"),
                ({"dataset": "popluation"}, "population"),
                ({"dataset": "population", "limit": "many"}, "limit"),
                ({"sql": "drop table population.districts"}, "SELECT"),
                ({"sql": "select 1; select 2"}, "SELECT"),
            ):
                refused = await client.call_tool("query", arguments)
                assert refused.is_error
                assert says in refused.content[0].text
            with pytest.raises(MCPError, match="no tool"):
                await client.call_tool("drop", {})
            with pytest.raises(MCPError, match=r"madang://datasets/\{slug\}"):
                await client.read_resource("madang://nowhere")

    talk(work)


def test_a_token_that_is_dead_is_said_to_be(web: Web) -> None:
    async def work() -> None:
        async with speaking(web, "mdg_dead", mode="2026-07-28") as client:
            with pytest.raises(MCPError, match="토큰"):
                await client.list_tools()

    talk(work)


def test_drafts_are_for_those_who_may(web: Web) -> None:
    async def all_said(token: str) -> str:
        said = []
        async with speaking(web, token) as client:
            for dataset in ("mcp-draft-open", "mcp-published-restricted"):
                for tool in ("describe", "query", "sample"):
                    said.append(str(await client.call_tool(tool, {"dataset": dataset})))
                said.append(str(await client.call_tool("query", {"sql": f'select * from "{dataset}"."visits"'})))
            said.append(str(await client.call_tool("search", {"text": "visits"})))
            said.append(str(await client.list_resources()))
        return "\n".join(said)

    nobody, editor = asyncio.run(all_said("")), asyncio.run(all_said(web.tokens["editor"]))
    assert "Visits draft" not in nobody
    assert "Secretopen" not in nobody
    assert "Secretopen" in editor
    assert "Secretrestricted" not in nobody + editor


def test_which_gu_has_most_people(web: Web) -> None:
    """As an assistant does it for somebody who asks in English: look, read what it means, ask, and prove it."""

    async def work() -> None:
        async with speaking(web, **{"Accept-Language": "en"}) as client:
            assert client.instructions is None or "describe" in client.instructions
            found = await client.call_tool("search", {"text": "Which gu (district) has the most people? population"})
            slug = found.structured_content["datasets"][0]["dataset"]
            described = await client.call_tool("describe", {"dataset": slug})
            resource = described.structured_content["resources"][0]
            by_type = {column["type"]: column["name"] for column in resource["columns"]}
            assert "Population by district" in described.content[0].text
            answer = await client.call_tool("query", {
                "dataset": slug, "resource": resource["resource"], "order_by": f"{by_type['integer']} desc", "limit": 1,
            })  # fmt: skip
        told, text = answer.structured_content, answer.content[0].text
        assert told["rows"] == [{"자치구": "강남구", "인구": 557_865}]
        assert (told["total"], told["complete"]) == (3, False)
        assert told["sources"][0]["revision"] == resource["revision"]
        assert "Observed data." in text
        assert "published 2026-06-30" in text
        assert "unit 명" in text
        with urllib.request.urlopen(told["address"]) as proof:
            assert json.load(proof)["rows"] == told["rows"]

    talk(work)


def test_sixteen_at_once(web: Web) -> None:
    async def one(number: int) -> list[int]:
        async with speaking(web, mode=MODES[number % 2]) as client:
            found = []
            for turn in range(4):
                wanted = number * 10 + turn
                answer = await client.call_tool("query", {"dataset": "mcp-night-rides", "where": f"승차 = {wanted}"})
                found += [row["승차"] for row in rows(answer)]
            return found

    async def work() -> None:
        answers = await asyncio.gather(*(one(number) for number in range(16)))
        assert answers == [[number * 10 + turn for turn in range(4)] for number in range(16)]

    talk(work)


def test_who_leaves_takes_their_work_along(web: Web) -> None:
    """Two statements that would hold both children for ten seconds are left alone; the next one is answered at once."""
    leave(web, {"sql": SLOW}, times=2)
    began = time.monotonic()
    answer = message(
        web, "tools/call", {"name": "query", "arguments": {"sql": "select count(*) as n from population.districts"}}
    )
    assert answer["result"]["structuredContent"]["rows"] == [{"n": 3}], answer
    assert time.monotonic() - began < 5


def leave(web: Web, arguments: dict[str, Any], times: int) -> None:
    """Send calls and close their connections before the answer."""
    body = json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "query", "arguments": arguments}}
    )
    head = (
        f"POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:{web.port}\r\nAccept: */*\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    lines = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(times)]
    for line in lines:
        line.sendall((head + body).encode())
    time.sleep(2)
    for line in lines:
        line.close()


def message(web: Web, method: str, params: dict[str, Any], status: int = 200, **headers: str) -> dict[str, Any]:
    """A raw message, as `curl` sends it."""
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).encode()
    request = urllib.request.Request(
        f"{web.address}/mcp", body, {"Content-Type": "application/json", "Accept": "*/*", **headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            found, code = json.load(answer), answer.status
    except urllib.error.HTTPError as error:
        found, code = json.load(error), error.code
    assert code == status, found
    return found


def test_raw_messages_need_neither_hands_nor_versions(web: Web) -> None:
    assert message(web, "tools/list", {})["result"]["tools"]
    assert message(web, "ping", {})["result"] == {}
    assert message(web, "tools/list", {}, 403, Origin="https://evil.example")["error"]["code"] == -32600
    assert message(web, "tools/list", {}, 400, Host="evil.example")["error"]["message"]
    with pytest.raises(urllib.error.HTTPError, match="405"):
        urllib.request.urlopen(f"{web.address}/mcp")


@pytest.mark.parametrize("example", [example for page in PAGES for example in examples.of(page)], ids=str)
def test_an_example_of_the_docs(example: Example, web: Web, tmp_path: Path) -> None:
    examples.check(example, web.address, tmp_path, TOKEN=web.tokens["editor"])
