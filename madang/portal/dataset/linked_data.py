"""What the page of a dataset tells programs: schema.org for search engines, and where its other descriptions stand."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from madang.catalog import schema_org
from madang.catalog.city import the_city
from madang.catalog.site import Form, Site, base
from madang.portal.dataset.exports import formats
from madang.portal.dataset.shown import Shown

DESCRIPTIONS = {
    "ttl": ("text/turtle", "Turtle"),
    "jsonld": ("application/ld+json", "JSON-LD"),
    "rdf": ("application/rdf+xml", "RDF/XML"),
}
LIKED = {
    "text/html": "",
    "application/xhtml+xml": "",
    **{kind: extension for extension, (kind, _) in DESCRIPTIONS.items()},
}


def site(request: HttpRequest) -> Site:
    return Site(base(request), settings.LANGUAGE_CODE, _forms())


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(each.EXTENSION, each.MEDIA_TYPE, getattr(each, "SPATIAL", False), getattr(each, "FILE", each.EXTENSION))
        for each in formats().values()
    )


def told(request: HttpRequest, page: Shown) -> dict[str, Any]:
    """`schema_org` as text for a data block, and `(address, media type, name)` of every other description."""
    here = site(request)
    said = schema_org.dataset(page.dataset, here, the_city(), get_language() or "ko", readable=page.can_read)
    ways = [(here.description(page.dataset, extension), kind, name) for extension, (kind, name) in DESCRIPTIONS.items()]
    if page.can_read and any(resource.current for resource in page.resources):
        ways.append((here.package(page.dataset), "application/json", "Data Package"))
    return {"schema_org": json.dumps(said, ensure_ascii=False), "descriptions": ways}


def instead(request: HttpRequest, page: Shown) -> HttpResponse | None:
    """The way to a description, for who likes one better than a page."""
    extension = LIKED[request.get_preferred_type(list(LIKED)) or "text/html"]
    if not extension:
        return None
    response = HttpResponseRedirect(Site("").description(page.dataset, extension), status=303)
    patch_vary_headers(response, ["Accept"])
    return response
