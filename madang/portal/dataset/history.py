"""The history of a resource: every revision that was published, also those that were withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.catalog.models import Resource, Revision
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import shown

LIMIT = 500


def history(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Revisions, newest first, with what changed in size and where to see each."""
    page = shown(request, "history", slug, name)
    assert page.resource is not None
    context = {"page": page, "dataset": page.dataset, "revisions": steps(page.resource), "area": "search"}
    return render(request, "portal/dataset/history.html", context | head(page))


def steps(resource: Resource) -> list[dict[str, Any]]:
    """Each revision with `more` rows than the one before (None when that cannot be said)."""
    gone = Revision.State.WITHDRAWN
    every = list(resource.revisions.filter(published_at__isnull=False).select_related("created_by")[:LIMIT])
    found = []
    for one, before in zip(every, [*every[1:], None], strict=True):
        comparable = before is not None and None not in (one.rows, before.rows)
        found.append({
            "revision": one,
            "before": before.pk if before and gone not in (one.state, before.state) else None,
            "more": one.rows - before.rows if comparable and before else None,
            "current": one.pk == resource.current_id,
            "gone": one.state == gone,
            "by": one.created_by.get_full_name() if one.created_by else "",
            "new_columns": _names(one) - _names(before) if before and one.state != gone else set(),
            "lost_columns": _names(before) - _names(one) if before and gone not in (one.state, before.state) else set(),
        })  # fmt: skip
    return found


def _names(revision: Revision) -> set[str]:
    return {column["name"] for column in revision.schema}
