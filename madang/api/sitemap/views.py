"""The pages that everybody may read, with the time of their last change. What only members see is never listed, whoever asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from madang.accounts.policy import Actor, visible
from madang.api.problems import NotFound
from madang.api.site import site
from madang.api.sitemap import shapes
from madang.api.told import told
from madang.api.validators import answered
from madang.catalog.models import Organisation, Theme
from madang.community import indicators, stories

PART = 20_000
"""Datasets of one file; each stands there in two languages. A file may hold 50,000 addresses and 50 MB."""
MEDIA_TYPE = "application/xml; charset=utf-8"


@told
def sitemap(request: HttpRequest) -> HttpResponseBase:
    """All pages, or where there are too many for a file an index of its parts."""

    def make() -> HttpResponse:
        parts = -(-visible(Actor()).count() // PART)
        if parts <= 1:
            return _file(request, 1)
        return HttpResponse(shapes.index(site(request), parts), content_type=MEDIA_TYPE)

    return answered(request, make, stories.changed())


@told
def part(request: HttpRequest, number: int) -> HttpResponseBase:
    return answered(request, lambda: _file(request, number), stories.changed())


def _file(request: HttpRequest, number: int) -> HttpResponse:
    """The first part holds the pages that are about no dataset besides."""
    if not 1 <= number <= 1_000_000:
        raise NotFound()
    begin = (number - 1) * PART
    datasets = shapes.dated(visible(Actor()).order_by("pk"), begin, begin + PART)
    if number > 1 and not datasets:
        raise NotFound()
    others = shapes.others(Organisation.objects.all(), Theme.objects.all()) if number == 1 else []
    told = shapes.texts(stories.published(), indicators.visible(Actor())) if number == 1 else []
    return HttpResponse(shapes.urlset(site(request), others, [*told, *datasets]), content_type=MEDIA_TYPE)


@told
def robots(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(shapes.robots(site(request)), content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response
