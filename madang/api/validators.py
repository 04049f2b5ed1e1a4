"""Answers about the catalogue carry what caches ask for: a tag and a time, both from the counter of changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

import madang
from madang.accounts.policy import Actor, who
from madang.api import compression
from madang.api.answering import A_WHILE
from madang.api.site import site
from madang.catalog.city import the_city
from madang.catalog.models import Change


def changed() -> datetime | None:
    """When anything in the catalogue changed last."""
    return _counter()["at"]


def _counter() -> dict[str, object]:
    """The count besides the newest number: on PostgreSQL a smaller number may be committed later."""
    return Change.objects.aggregate(newest=Max("pk"), count=Count("pk"), at=Max("at"))


@cache
def _software() -> str:
    return repr((madang.__version__, the_city()))


def answered(
    request: HttpRequest, make: Callable[[], HttpResponseBase], also: datetime | None = None
) -> HttpResponseBase:
    """304 when the reader has it, else what `make` makes. Only what everybody may see is kept by caches that many share.

    `also`: when that changed last which is told besides the catalogue.
    """
    if not everybody(who(request)):
        response = make()
        response["Cache-Control"] = "private, no-cache"
        return response
    counter = _counter()
    facts = (_software(), site(request).base, request.get_full_path(), counter["newest"], counter["count"], also)
    tag = f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'
    moments = [at for at in (counter["at"], also) if isinstance(at, datetime)]
    seconds = int(max(moments).timestamp()) if moments else None
    kept = get_conditional_response(request, etag=tag, last_modified=seconds)
    response = kept or _smaller(request, make())
    response["ETag"] = tag
    if seconds is not None:
        response["Last-Modified"] = http_date(seconds)
    response["Cache-Control"] = f"public, {A_WHILE}"
    patch_vary_headers(response, ["Accept-Encoding", "Authorization", "Cookie"])
    return response


def _smaller(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer as the client can unpack it; a stream is packed by who makes it."""
    encoding = compression.wanted(request)
    if isinstance(response, HttpResponse) and encoding and len(response.content) >= compression.LEAST:
        response.content = b"".join(compression.encoded(iter([response.content]), encoding))
        response["Content-Encoding"] = encoding
    return response


def everybody(actor: Actor) -> bool:
    return actor.person is None and not actor.operator
