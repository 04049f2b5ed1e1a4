"""Messages of JSON-RPC to `/mcp`, in the process of the test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client


@dataclass(frozen=True)
class Heard:
    """What a tool said: its text, its fields, and whether it is a refusal."""

    text: str
    facts: dict[str, Any]
    refused: bool
    response: Any


def post(client: Client, message: Any, status: int = 200, **headers: str) -> Any:
    """The response to a message, which must have this status."""
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    response = client.post("/mcp", body, content_type="application/json", headers={"Accept": "*/*", **headers})
    assert response.status_code == status, response.content.decode()
    return response


def ask(client: Client, method: str, params: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
    """The result of a method."""
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
    found = json.loads(post(client, message, **headers).content)
    assert "result" in found, found
    return found["result"]


def call(client: Client, tool: str, token: str = "", accept: str = "", **arguments: Any) -> Heard:
    """What a tool answers."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"Accept-Language": accept} if accept else {}
    message = {"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
    response = post(client, message, **headers)
    found = json.loads(response.content)
    assert found.get("id") == 7, found
    result = found["result"]
    return Heard(result["content"][0]["text"], result["structuredContent"], result.get("isError", False), response)
