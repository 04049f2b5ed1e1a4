"""CKAN's addresses for people that are nothing's own (those of datasets and organisations are `dcat`'s): they lead to our pages."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from madang.accounts.policy import require, visible, who
from madang.catalog import names
from madang.catalog.models import Dataset, Resource

READS = ("GET", "HEAD")


def stay(request: HttpRequest) -> None:
    """A 404 of ours stays one. Django's LocaleMiddleware would send it to the same address below a language where that is
    valid; it looks for languages in the URL conf that we name here, which has none."""
    request.urlconf = "madang.api.urls"  # type: ignore[attr-defined]


def asked_here(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For GET and HEAD; and a 404 stays one."""

    @functools.wraps(view)
    def answer(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        stay(request)
        if request.method not in READS:
            return HttpResponse(status=405, headers={"Allow": ", ".join((*READS, "OPTIONS"))})
        return view(request, **parts)

    return answer


def _dataset(request: HttpRequest, name: str) -> Dataset:
    found = names.called(visible(who(request)), name, names.DATASET)
    if found is None:
        raise Http404
    return found


def resource(request: HttpRequest, name: str, resource_id: str) -> Resource:
    """The resource of that id in the dataset of that name. Raises `Http404`, `Hidden`."""
    uid = names.unique(resource_id)
    known = Resource.objects.select_related("dataset__organisation", "current").defer("current__receipt")
    found = known.filter(uid=uid).first() if uid else None
    if found is None or found.dataset != _dataset(request, name):
        raise Http404
    if found.current:
        found.current.resource = found  # spares joining the same tables again
    require(who(request), "see", found)
    return found


def _to(view: str, **parts: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(view, kwargs=parts))


@asked_here
def datasets(request: HttpRequest) -> HttpResponse:
    return _to("search")


@asked_here
def dictionary(request: HttpRequest, name: str, resource_id: str) -> HttpResponse:
    """The page of the dataset tells what the columns mean."""
    return _to("dataset", slug=resource(request, name, resource_id).dataset.slug)


@asked_here
def organizations(request: HttpRequest) -> HttpResponse:
    return _to("organisations")
