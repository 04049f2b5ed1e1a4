"""CKAN's addresses for fields that complete what is typed: each is an action in another envelope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madang.api.ckan import envelope, errors
from madang.api.ckan.actions.resources import format_autocomplete
from madang.api.ckan.actions.search import package_autocomplete
from madang.api.ckan.actions.tags import tag_autocomplete
from madang.api.ckan.addresses import asked_here
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader, reader

Action = Callable[[Reader, Parameters], list[Any]]


def _completing(action: Action, shown: Callable[[Any], Any]) -> Callable[..., HttpResponseBase]:
    @asked_here
    def complete(request: HttpRequest) -> HttpResponse:
        text, limit = request.GET.get("incomplete", "").replace("\0", ""), request.GET.get("limit", "10")
        try:
            found = action(reader(request), Parameters({"q": text, "limit": limit})) if text else []
        except errors.Refused as refusal:
            return envelope.bare(refusal.status, refusal.error)
        return envelope.bare(200, {"ResultSet": {"Result": [shown(one) for one in found]}})

    return complete


dataset = _completing(package_autocomplete, lambda one: one)
tag = _completing(tag_autocomplete, lambda one: {"Name": one})
format = _completing(format_autocomplete, lambda one: {"Format": one})
