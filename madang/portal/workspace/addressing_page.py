"""The page on which an officer sets by which names clients of other portals know a table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog.models import Resource
from madang.ingest.addressing import FIELDS, address_resource, addressing
from madang.lib.problems import Problem
from madang.portal.dataset.shown import shown


class Addressing(forms.Form):
    """One name a line in each field."""

    services = forms.CharField(
        label=_("Service names"), required=False, max_length=3000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One in a line, the main one first: SERVICE of Seoul's Open API, a table of CKAN's. Each is unique in the city."),
    )  # fmt: skip
    arguments = forms.CharField(
        label=_("Arguments"), required=False, max_length=100_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Columns by which Seoul's Open API filters, one in a line, in order. Empty: all columns. Clients count on the order."),
    )  # fmt: skip
    key = forms.CharField(
        label=_("Key"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Columns that together name a row, one in a line. With a key each row has an address of its own."),
    )  # fmt: skip

    @classmethod
    def of(cls, resource: Resource) -> Addressing:
        return cls(initial={field: "\n".join(names) for field, names in addressing(resource).items()})

    def words(self) -> dict[str, Any]:
        lines = {field: self.cleaned_data[field].splitlines() for field in FIELDS}
        return {field: [line.strip() for line in given if line.strip()] for field, given in lines.items()}


@login_required
def addressing_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    page = shown(request, "dataset", slug, name)
    assert page.resource is not None
    policy.require(page.actor, "describe", page.dataset)
    form = Addressing(request.POST) if request.method == "POST" else Addressing.of(page.resource)
    if request.method == "POST" and form.is_valid():
        try:
            address_resource(page.resource, form.words(), page.actor)
        except Problem as problem:
            form.add_error(None, problem.text(get_language() or "ko"))
        else:
            return HttpResponseRedirect(reverse("api", args=[slug, name]))
    columns = page.resource.current.schema if page.resource.current else []
    context = {
        "form": form,
        "dataset": page.dataset,
        "resource": page.resource,
        "columns": columns,
        "area": "workspace",
    }
    return render(request, "portal/workspace/addressing.html", context)
