"""The catalogue in one document, sent as it is read."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from madang.accounts.policy import can, who
from madang.api import compression, listing, streaming
from madang.api.dcat_us import shapes
from madang.api.problems import OddParameter, UnknownParameter
from madang.api.site import site
from madang.api.told import told
from madang.api.validators import answered
from madang.catalog.city import the_city
from madang.lib.texts import LANGUAGES
from madang.query import near

STEP = 500
MEDIA_TYPE = "application/json; charset=utf-8"


@told
def data(request: HttpRequest) -> HttpResponseBase:
    """`lang` is the language of its texts, which have only one in this dialect."""
    language = _language(request)

    def make() -> HttpResponseBase:
        chunks = (text.encode() for text in _document(request, language))
        encoding = compression.wanted(request)
        if not encoding:
            return streaming.stream(request, chunks, MEDIA_TYPE)
        response = streaming.stream(request, compression.encoded(chunks, encoding), MEDIA_TYPE)
        response["Content-Encoding"] = encoding
        return response

    return answered(request, make)


def _document(request: HttpRequest, language: str) -> Iterator[str]:
    actor, here, city = who(request), site(request), the_city()
    head = json.dumps(shapes.catalogue(here), ensure_ascii=False)
    yield head[:-1] + ', "dataset": ['
    found = listing.told(listing.listed(actor)).iterator(chunk_size=STEP)
    for place, one in enumerate(found):
        told = shapes.dataset(one, here, city, language, readable=can(actor, "read", one))
        yield (",\n" if place else "\n") + json.dumps(told, ensure_ascii=False)
    yield "\n]}\n"


def _language(request: HttpRequest) -> str:
    for name in request.GET:
        if name != "lang":
            raise UnknownParameter(name=name, known="lang", **near.hint(name, ("lang",)))
    asked = request.GET.getlist("lang")
    if asked and (len(asked) > 1 or asked[0] not in LANGUAGES):
        raise OddParameter(name="lang", value=" ".join(asked)[:100], example="en")
    return asked[0] if asked else settings.LANGUAGE_CODE
