"""The first view of a dataset."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from madang.analysis.models import StudyRun
from madang.catalog import licences
from madang.catalog.city import the_city
from madang.catalog.models import Dataset
from madang.community import indicators, stories
from madang.lib.texts import choose
from madang.portal.dataset import cite, linked_data
from madang.portal.dataset.columns import columns
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown

A_DAY = timedelta(days=1)
MOST_USES = 20


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
        "made_by": made_by(page.dataset),
        "gone_since": gone_since(page.dataset, timezone.now()),
        "attribution": licences.attribution(
            page.dataset, get_language() or "ko", request.build_absolute_uri(request.path)
        ),
        "linked": linked_data.told(request, page),
        "stories": [(one, one.current) for one in stories.using(page.dataset)[:MOST_USES]],
        "indicators": list(indicators.using(page.dataset)[:MOST_USES]),
        "area": "search",
    }
    response = render(request, "portal/dataset/about.html", context | head(page))
    patch_vary_headers(response, ["Accept"])
    return response


def gone_since(dataset: Dataset, now: datetime) -> datetime | None:
    """Since when a source of it has failed, if for more than a day: readers see the last good copy and should know."""
    failing = dataset.schedules.filter(paused=False, failing_since__lt=now - A_DAY).order_by("failing_since").first()
    return failing.failing_since if failing else None


def custom_fields(dataset: Dataset) -> list[tuple[Any, Any]]:
    """The city's own metadata fields that are filled in, as (label, words)."""
    filled = []
    for field in the_city().fields:
        value = dataset.custom.get(field.name)
        if value is not None:
            filled.append((field.label, dict(field.choices).get(value, value)))
    return filled


def made_by(dataset: Dataset) -> StudyRun | None:
    """The newest run of a study that published its result here."""
    runs = StudyRun.objects.filter(target__dataset=dataset.slug, state=StudyRun.State.PUBLISHED)
    return (
        runs.order_by("-finished_at").only("pk", "title", "finished_at").first()
        if dataset.origin != "observed"
        else None
    )


def made_from(page: Shown) -> list[Any]:
    """The other datasets that the shown revision was made from."""
    if page.revision is None:
        return []
    language = get_language() or "ko"
    inputs = {one.resource.dataset for one in page.revision.inputs.select_related("resource__dataset__organisation")}
    return sorted(inputs, key=lambda dataset: choose(dataset.title, language)[0])
