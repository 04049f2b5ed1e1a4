"""The files of a dataset: what the publisher sent, and the same rows in other formats."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.accounts import policy
from madang.catalog.models import Resource
from madang.portal.dataset import exports
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown


def files(request: HttpRequest, slug: str) -> HttpResponse:
    """Every resource with its original and its exports."""
    page = shown(request, "files", slug)
    policy.require(page.actor, "read", page.dataset)
    context = {
        "page": page,
        "dataset": page.dataset,
        "parts": [part(page, one) for one in page.resources if one.current or one.link],
        "area": "search",
    }
    return render(request, "portal/dataset/files.html", context | head(page))


def part(page: Shown, resource: Resource) -> dict[str, Any]:
    """One resource: its link, or its original and the exports of its current revision."""
    if resource.current is None:
        return {"resource": resource}
    revision = policy.readable_file(page.actor, resource)
    original = f"{exports.base(page.dataset.slug, resource.name)}/original"
    offered = exports.of_revision(policy.readable(page.actor, resource)) if revision.rows is not None else []
    return {"resource": resource, "revision": revision, "original": original, "exports": offered}
