"""The catalogue: datasets found, and one described."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import scope, visible, who
from madang.api import problems
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, Parameter, values, whole
from madang.api.native.routes import reads
from madang.api.native.schemas import catalogue
from madang.api.problems import NotFound
from madang.catalog.search import DEEPEST, FACETS, SORTS, search
from madang.community import demand

router = Router(tags=["catalogue"])
LARGEST = 1000


def _limit(text: str) -> int:
    if not 1 <= whole(text) <= LARGEST:
        raise ValueError(text)
    return int(text)


def _offset(text: str) -> int:
    if whole(text) > DEEPEST:
        raise ValueError(text)
    return int(text)


def _sort(text: str) -> str:
    if text not in SORTS:
        raise ValueError(text)
    return text


SEARCH = (
    Parameter("search", str, "인구", "words in titles, descriptions, names of columns and organisations"),
    *(Parameter(name, str, EXAMPLE, f"only this {name}; given twice, either of them", many=True) for name, EXAMPLE in zip(
        FACETS, ("population", "statistics", "kogl-1", "csv", "table", "observed", "fresh", "open", "map", "Seoul", "2025"), strict=True)),
    Parameter("sort", _sort, "newest", " or ".join(SORTS), bounds={"enum": list(SORTS)}),
    Parameter("limit", _limit, "20", f"datasets of a page, at most {LARGEST}", "integer", bounds={"minimum": 1, "maximum": LARGEST}),
    Parameter("offset", _offset, "20", f"datasets to skip, at most {DEEPEST}", "integer", bounds={"minimum": 0, "maximum": DEEPEST}),
    OUTPUT[-1],
)  # fmt: skip


@reads(router, "/datasets", "Find datasets", SEARCH, catalogue.Datasets)
def find_datasets(request: HttpRequest) -> HttpResponse:
    """Hits with the counts of every facet. `near` says that nothing fitted and these only resemble what was asked."""
    asked = values(request, SEARCH)
    actor = who(request)
    offset, limit = asked.get("offset", 0), asked.get("limit", 20)
    facets = {name: asked[name] for name in FACETS if name in asked}
    language = problems.language(request)
    found = search(
        asked.get("search", ""), scope(actor), facets, language, offset, limit, asked.get("sort", "relevance")
    )
    if not facets and not offset:
        demand.note(request, asked.get("search", ""), found, language)
    known = {
        each.slug: each
        for each in visible(actor)
        .filter(slug__in=[hit.slug for hit in found.hits])
        .prefetch_related("resources__current")
    }
    shown = [shapes.dataset(request, known[hit.slug], whole=False) for hit in found.hits if hit.slug in known]
    return shapes.json({
        "total": found.total,
        "returned": len(shown),
        "complete": len(shown) == found.total,
        "near": found.near,
        "sure": found.sure,
        "meant": found.meant,
        "next": _next(request, offset + limit) if offset + limit < min(found.total, DEEPEST) else None,
        "datasets": shown,
        "facets": {name: [{"value": value, "count": count} for value, count in counts] for name, counts in found.facets.items()},
    })  # fmt: skip


@reads(router, "/datasets/{slug}", "One dataset", (), catalogue.Dataset)
def one_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    values(request, ())
    found = (
        visible(who(request))
        .prefetch_related(
            "resources__columns", "resources__dataset", "resources__current__resource__dataset__organisation"
        )
        .filter(slug=slug)
        .first()
    )
    if found is None:
        raise NotFound()
    return shapes.json(shapes.dataset(request, found))


def _next(request: HttpRequest, offset: int) -> Any:
    query = request.GET.copy()
    query["offset"] = str(offset)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
