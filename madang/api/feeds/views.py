"""One feed each: what it is about, and the datasets in it, newest first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madang.accounts.policy import below, who
from madang.api import listing
from madang.api.feeds import shapes
from madang.api.problems import NotFound, OddParameter, UnknownParameter
from madang.api.site import site
from madang.api.told import told
from madang.api.validators import answered
from madang.catalog import names, ranges
from madang.catalog.models import Dataset, Organisation, Theme
from madang.catalog.search import FACETS
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose
from madang.query import near

RANGES: dict[str, tuple[str, Callable[[str], Any], str]] = {
    "from": ("since", ranges.day, "2020"),
    "to": ("until", partial(ranges.day, last=True), "2020-12-31"),
    "bbox": ("box", ranges.box, "126.9,37.5,127.1,37.7"),
}
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@told
def everything(request: HttpRequest) -> HttpResponseBase:
    return _feed(request, {}, lambda: listing.listed(who(request)))


@told
def custom(request: HttpRequest) -> HttpResponseBase:
    """What search finds by `q`, narrowed by its facets, each as often as there are values, by days and by a box."""
    text = request.GET.get("q", "")
    if "\0" in text or len(text) > 1000:
        raise OddParameter(name="q", value=text[:100], example="인구")
    narrowed = _narrowed(request)
    return _feed(
        request, {"": text}, lambda: listing.listed(who(request), text, narrowed=narrowed), ("q", *RANGES), FACETS
    )


def _narrowed(request: HttpRequest) -> dict[str, Any]:
    """What of the address narrows a search, in the words of `catalog.search`. Raises `OddParameter`."""
    facets = {name: values for name in FACETS if (values := [one for one in request.GET.getlist(name) if one])}
    narrowed: dict[str, Any] = {"facets": facets} if facets else {}
    for name, (called, read, example) in RANGES.items():
        if text := request.GET.get(name, ""):
            narrowed[called] = read(text)
            if narrowed[called] is None:
                raise OddParameter(name=name, value=text[:100], example=example)
    return narrowed


@told
def tag(request: HttpRequest, tag: str) -> HttpResponseBase:
    """Datasets that have the keyword, in any language, to the letter."""

    def having() -> QuerySet[Dataset]:
        every = listing.listed(who(request))
        kept = [pk for pk, words in every.values_list("pk", "keywords") if any(tag in each for each in words.values())]
        return every.filter(pk__in=kept)

    return _feed(request, {"": tag}, having)


@told
def theme(request: HttpRequest, theme: str) -> HttpResponseBase:
    found = names.called(Theme.objects.all(), theme, names.THEME)
    if found is None:
        raise NotFound()
    return _feed(request, found.name or {"": found.slug}, lambda: listing.listed(who(request)).filter(theme=found))


@told
def organisation(request: HttpRequest, organisation: str) -> HttpResponseBase:
    """Datasets of an organisation and of all below it."""
    found = names.called(Organisation.objects.all(), organisation, names.ORGANISATION)
    if found is None:
        raise NotFound()
    return _feed(
        request, found.name or {"": found.slug}, lambda: listing.listed(who(request)).filter(below(found.path))
    )


def _feed(
    request: HttpRequest,
    about: Text,
    datasets: Callable[[], QuerySet[Dataset]],
    more: tuple[str, ...] = (),
    many: tuple[str, ...] = (),
) -> HttpResponseBase:
    language, page = asked(request, more, many)

    def make() -> HttpResponse:
        shown = shapes.Feed(request, site(request), language, choose(about, language)[0], page)
        return HttpResponse(shapes.feed(shown, listing.told(datasets())), content_type=MEDIA_TYPE)

    return answered(request, make)


def asked(request: HttpRequest, more: tuple[str, ...], many: tuple[str, ...]) -> tuple[str, int]:
    """The language and the page; parameters of `many` may stand more than once. Raises `UnknownParameter` and `OddParameter`."""
    known = (*more, *many, "page", "lang")
    for name, texts in request.GET.lists():
        if name not in known:
            raise UnknownParameter(name=name, known=", ".join(known), **near.hint(name, known))
        if len(texts) > 1 and name not in many:
            raise OddParameter(name=name, value=" ".join(texts)[:100], example="1")
    language, page = request.GET.get("lang", settings.LANGUAGE_CODE), request.GET.get("page", "1")
    if language not in LANGUAGES:
        raise OddParameter(name="lang", value=language[:100], example="en")
    if not (page.isascii() and page.isdigit() and 1 <= len(page) <= 6 and int(page)):
        raise OddParameter(name="page", value=page[:100], example="2")
    return language, int(page)
