"""Asking the API as a client would."""

from __future__ import annotations

from typing import Any

from django.test import Client


def get(client: Client, address: str, expected: int = 200, **parameters: Any) -> Any:
    """The response, with its whole body in `body`; the status must be the expected one."""
    headers = parameters.pop("headers", {})
    response = client.get(address, parameters, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == expected, body[:2000].decode(errors="replace")
    response.body = body
    return response
