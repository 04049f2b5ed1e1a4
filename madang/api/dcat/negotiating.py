"""Things of the catalogue at their own addresses: a page for people, a description for programs, as `Accept` says (303, RFC 9110)."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from madang.accounts.policy import who
from madang.api import listing, problems
from madang.api.problems import NotFound
from madang.api.told import told
from madang.catalog import names
from madang.catalog.models import Organisation, Theme

TYPES = {
    "text/html": "", "application/xhtml+xml": "", "text/turtle": "ttl", "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf", "text/n3": "n3", "application/json": "jsonld",
}  # fmt: skip


def extension(request: HttpRequest) -> str:
    """The ending of the description that the reader likes best; "" for a page, also when nothing is said."""
    return TYPES[request.get_preferred_type(list(TYPES)) or "text/html"]


def _to(request: HttpRequest, page: str, description: str = "") -> HttpResponse:
    """See other: `description` without its ending."""
    ending = extension(request)
    place = f"{description}.{ending}" if ending and description else f"/{problems.language(request)}/{page}"
    query = request.META.get("QUERY_STRING") if place.startswith("/catalog.") else ""
    response = HttpResponseRedirect(f"{place}?{query}" if query else place, status=303)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


@told
def catalogue(request: HttpRequest) -> HttpResponse:
    return _to(request, "search/", "/catalog")


@told
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    found = listing.one(who(request), slug)
    return _to(request, f"datasets/{quote(found.slug)}/", f"/dataset/{quote(found.slug)}")


@told
def resource(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """A resource is described with its dataset."""
    found = listing.one(who(request), slug)
    if names.unique(uid) not in {resource.uid for resource in found.resources.all()}:
        raise NotFound()
    return _to(request, f"datasets/{quote(found.slug)}/files/", f"/dataset/{quote(found.slug)}")


@told
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    found = names.called(Organisation.objects.all(), organisation, names.ORGANISATION)
    if found is None:
        raise NotFound()
    return _to(request, f"organisations/{quote(found.slug)}/")


@told
def theme(request: HttpRequest, theme: str) -> HttpResponse:
    found = names.called(Theme.objects.all(), theme, names.THEME)
    if found is None:
        raise NotFound()
    return _to(request, f"themes/{quote(found.slug)}/")


@told
def themes(request: HttpRequest) -> HttpResponse:
    """The list of subjects stands among the choices of the search."""
    return _to(request, "search/")
