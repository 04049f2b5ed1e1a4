"""The page on which a published dataset is described."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from madang.accounts import policy
from madang.ingest import describe
from madang.lib.problems import Problem
from madang.portal.dataset.shown import shown
from madang.portal.workspace.description import Opening


@login_required
def describe_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the catalogue says of a dataset; its rows stay as they are."""
    page = shown(request, "dataset", slug)
    policy.require(page.actor, "describe", page.dataset)
    form = Opening(request.POST) if request.method == "POST" else Opening.of_dataset(page.dataset)
    if request.method == "POST" and form.is_valid():
        try:
            describe.describe_dataset(page.dataset, form.words(), page.actor, form.cleaned_data["why_open"])
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
        else:
            return HttpResponseRedirect(reverse("dataset", args=[slug]))
    return render(
        request, "portal/workspace/describe.html", {"form": form, "dataset": page.dataset, "area": "workspace"}
    )
