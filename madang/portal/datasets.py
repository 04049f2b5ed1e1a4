"""The first view of a dataset, and its files."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from madang.accounts import linking
from madang.accounts.policy import Actor
from madang.catalog import licences
from madang.catalog.city import the_city
from madang.catalog.models import Dataset
from madang.lib.texts import choose
from madang.portal import cite, linked_data
from madang.portal.shown import Shown, shown

A_DAY = timedelta(days=1)


def about(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is, whose it is, how fresh, under which terms, its columns, and how to cite it."""
    page = shown(request, "dataset", slug)
    if (description := linked_data.instead(request, page)) is not None:
        return description
    context = {
        "page": page,
        "dataset": page.dataset,
        "columns": [(resource, columns(resource, page.actor)) for resource in page.tables],
        "custom": custom_fields(page.dataset),
        "cite": cite.citations(request, page),
        "made_from": made_from(page),
        "gone_since": gone_since(page.dataset, timezone.now()),
        "attribution": licences.attribution(
            page.dataset, get_language() or "ko", request.build_absolute_uri(request.path)
        ),
        "linked": linked_data.told(request, page),
        "area": "search",
    }
    response = render(request, "portal/about.html", context | head(page))
    patch_vary_headers(response, ["Accept"])
    return response


def gone_since(dataset: Dataset, now: datetime) -> datetime | None:
    """Since when a source of it has failed, if for more than a day: readers see the last good copy and should know."""
    failing = dataset.schedules.filter(paused=False, failing_since__lt=now - A_DAY).order_by("failing_since").first()
    return failing.failing_since if failing else None


def head(page: Shown) -> dict[str, Any]:
    """What the head of every dataset page shows besides the dataset."""
    return {"fresh": page.dataset.freshness(timezone.now()), "origin": origin(page)}


def origin(page: Shown) -> str:
    """The origin of what is shown: that of the revision, which can only be worse than the dataset's."""
    revision = page.resource.current if page.resource else None
    return revision.origin if revision else page.dataset.origin


def columns(resource: Any, actor: Actor | None = None) -> list[dict[str, Any]]:
    """The columns of a resource: name and type from the revision, label, description and unit from people.

    With an actor also the tables that they refer to, if the actor may see them.
    """
    said = {column.name: column for column in resource.columns.all()}
    found = []
    for column in resource.current.schema:
        words = said.get(column["name"])
        found.append({
            "name": column["name"],
            "type": column["type"],
            "semantic": column.get("semantic", ""),
            "unit": (words.unit if words else "") or column.get("unit", ""),
            "label": words.label if words else {},
            "description": words.description if words else {},
            "missing": words.missing if words else {},
            "codes": words.codes if words else {},
            "refers_to": linking.target(actor, words) if actor and words and words.refers_to_id else None,
        })  # fmt: skip
    return found


def custom_fields(dataset: Dataset) -> list[tuple[Any, Any]]:
    """The city's own metadata fields that are filled in, as (label, words)."""
    filled = []
    for field in the_city().fields:
        value = dataset.custom.get(field.name)
        if value is not None:
            filled.append((field.label, dict(field.choices).get(value, value)))
    return filled


def made_from(page: Shown) -> list[Any]:
    """Current revisions of other datasets that this one was made from."""
    revision = page.resource.current if page.resource else None
    if revision is None:
        return []
    language = get_language() or "ko"
    inputs = {one.resource.dataset for one in revision.inputs.select_related("resource__dataset__organisation")}
    return sorted(inputs, key=lambda dataset: choose(dataset.title, language)[0])
