"""The package of one dataset."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madang.accounts.policy import require, who
from madang.api import listing
from madang.api.datapackage import shapes
from madang.api.problems import NotFound, UnknownParameter
from madang.api.site import site
from madang.api.told import told
from madang.api.validators import answered


@told
def package(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What a package holds are rows, so it is for those who may read them."""
    for name in request.GET:
        raise UnknownParameter(name=name, known="-", hint_en="", hint_ko="")
    actor, here = who(request), site(request)
    found = listing.one(actor, slug)
    require(actor, "read", found)

    def make() -> HttpResponse:
        shown = shapes.package(found, actor, here)
        if "resources" not in shown:  # a package without anything in it is none
            raise NotFound()
        text = json.dumps(shown, ensure_ascii=False, indent=1)
        return HttpResponse(text, content_type="application/json; charset=utf-8")

    return answered(request, make)
