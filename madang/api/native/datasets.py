"""The catalogue: datasets found, and one described."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import visible, who
from madang.api.native import shapes
from madang.api.native.asking import values
from madang.api.native.routes import reads
from madang.api.problems import NotFound

router = Router(tags=["catalogue"])


@reads(router, "/datasets/{slug}", "One dataset")
def one_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    values(request, ())
    found = (
        visible(who(request))
        .prefetch_related("resources__columns", "resources__current__resource__dataset")
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise NotFound()
    return shapes.json(shapes.dataset(request, found))
