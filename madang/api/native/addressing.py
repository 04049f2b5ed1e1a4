"""By which names clients of other portals know a table: read, and set by its officers."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import who
from madang.api.native import shapes
from madang.api.native.asking import values
from madang.api.native.resources import PLACE, resource
from madang.api.native.routes import changes, reads
from madang.api.native.schemas import catalogue
from madang.api.problems import NeedsToken
from madang.ingest.addressing import FIELDS, MOST, OddAddressing, address_resource, addressing

router = Router(tags=["resources"])
BODY = {
    "type": "object", "additionalProperties": False,
    "properties": {field: {"type": "array", "items": {"type": "string"}, "uniqueItems": True} for field in FIELDS},
}  # fmt: skip
BODY["properties"]["services"]["maxItems"] = MOST  # type: ignore[index]


@reads(router, PLACE + "/addressing", "Names for clients of other portals", (), catalogue.Addressing)
def names(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    values(request, ())
    return shapes.json(addressing(resource(request, slug, name)))


@changes(router, PLACE + "/addressing", "Set names for clients of other portals", BODY, catalogue.Addressing)
def set_names(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Takes what reading gives, or a part of it. What is not named stays; an empty list takes away."""
    found = resource(request, slug, name)
    actor = who(request)
    if actor.token is None:
        raise NeedsToken()
    return shapes.json(addressing(address_resource(found, _body(request), actor)))


def _body(request: HttpRequest) -> dict[str, Any]:
    try:
        words = json.loads(request.body)
    except (ValueError, RecursionError):
        words = None
    if not isinstance(words, dict):
        raise OddAddressing(
            field="body", value=ascii(request.body[:60]), expected="a JSON object", expected_ko="JSON 객체"
        )
    return words
