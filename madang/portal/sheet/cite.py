"""Citing exactly what a sheet shows: a page that says what will be cited, and the form that does it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from madang.accounts import citing
from madang.portal.dataset.head import head
from madang.portal.dataset.sheet_address import Sheet
from madang.portal.dataset.shown import shown
from madang.portal.sheet.links import Links
from madang.query import metering, parameters


@require_http_methods(["GET", "HEAD", "POST"])
def cite(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """GET says what is meant; POST makes the citation, or finds the one that there is, and leads to it.

    Raises as `citing.cite`: a revision that is not published cannot be cited.
    """
    page = shown(request, "sheet", slug, name)
    state = Sheet.read(request.GET, page.table)
    question = state.cited(page.table)
    if request.method == "POST":
        assert page.resource is not None
        made = citing.cite(
            page.actor, page.resource, question, revision=page.table.revision, new=metering.keep_citation
        )
        return HttpResponseRedirect(reverse("citation", args=[made.pk]))
    context = {
        "page": page,
        "dataset": page.dataset,
        "question": parameters.written(question),
        "revision": page.revision,
        "back": Links(page, state).here,
        "area": "search",
    }
    return render(request, "portal/sheet/cite.html", context | head(page))
