"""The page on which a published dataset is described."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from madang.accounts import policy
from madang.catalog import closing, opening
from madang.catalog.models import Dataset
from madang.ingest import describe, suggested
from madang.ingest.suggested import Suggestion
from madang.lib.problems import Problem
from madang.portal.dataset.shown import shown
from madang.portal.workspace.description import Opening


@login_required
def describe_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what the catalogue says of a dataset; its rows stay as they are."""
    page = shown(request, "dataset", slug)
    policy.require(page.actor, "describe", page.dataset)
    offered, taken = suggested.suggestions(page.dataset), request.GET.getlist("take")
    form = Opening(request.POST) if request.method == "POST" else Opening.of_dataset(page.dataset)
    form.initial |= {one.name: one.value for one in offered if one.name in taken}
    if request.method == "POST" and form.is_valid():
        try:
            before = page.dataset.access
            saved = describe.describe_dataset(page.dataset, form.words(), page.actor, form.cleaned_data["why_open"])
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
        else:
            told = opening.wider(saved.access, before) and _left_open(saved, page.actor)
            return HttpResponseRedirect(reverse("describe" if told else "dataset", args=[slug]))
    context = {
        "form": form,
        "dataset": page.dataset,
        "suggested": [
            (form[one.name], shown_value(form[one.name], one.value), one, taking(taken, one)) for one in offered
        ],
        "all": "?" + urlencode([("take", one.name) for one in offered]),
        "left_open": _left_open(page.dataset, page.actor),
        "unsaved": bool(taken) and request.method == "GET",
        "area": "workspace",
    }
    return render(request, "portal/workspace/describe.html", context)


def _left_open(dataset: Dataset, actor: policy.Actor) -> list[Dataset]:
    """What was made from it and is open to more people, as far as the actor sees that it exists."""
    return [one for one in closing.left_open(dataset) if policy.can(actor, "see", one)]


def taking(taken: list[str], one: Suggestion) -> str:
    """The address at which it is filled in too, not saved yet; "" when it is."""
    return "" if one.name in taken else "?" + urlencode([("take", name) for name in [*taken, one.name]])


def shown_value(field: BoundField, value: str) -> Any:
    """A choice by its words."""
    return dict(getattr(field.field, "choices", ())).get(value, value)
