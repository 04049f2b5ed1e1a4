"""The list of indicators, one indicator with target against actual, and how it leaves: a frame, a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.catalog.site import base
from madang.community import indicators as community
from madang.community import stories
from madang.community.indicators_trend import newest
from madang.community.indicators_values import history
from madang.community.models import Indicator
from madang.lib.spreadsheet import spreadsheet
from madang.lib.texts import choose
from madang.portal.dataset.embedding import ANYBODY, embeddable, frame_code
from madang.portal.stories.indicator_reading import Told, told
from madang.portal.stories.question_words import questions
from madang.portal.templatetags.madang import plain

MOST = 200
"""Indicators of the list; a city that promises more than these promises nothing."""
FRAME_HEIGHT = 480


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """Every published indicator with its newest value and status."""
    actor = policy.who(request)
    found = list(community.visible(actor)[:MOST])
    context = {
        "indicators": [told(one) for one in found if one.state == Indicator.State.PUBLISHED],
        "drafts": [one for one in found if one.state == Indicator.State.DRAFT],
        "may_write": bool(stories.publishers(actor)),
        "area": "indicators",
    }
    return render(request, "portal/stories/indicators.html", context)


@require_safe
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """What it means, where it should be, where it is, how it came there."""
    actor = policy.who(request)
    found = community.found(actor, indicator)
    read = told(found)
    site = base(request)
    context = {
        "indicator": found,
        "read": read,
        "questions": questions(found, actor),
        "history": _history(read),
        "moved": found.moved.all()[:50],
        "share": f"{site}{reverse('indicator', args=[found.slug])}",
        "frame_code": frame_code(
            f"{site}{reverse('indicator_embed', args=[found.slug])}", plain(found.title), FRAME_HEIGHT
        ),
        "may_write": policy.can(actor, "write", found),
        "area": "indicators",
    }
    return render(request, "portal/stories/indicator.html", context)


@require_safe
def embed(request: HttpRequest, indicator: str) -> HttpResponse:
    """The drawing alone, for a frame, as anybody may see it."""
    found = community.found(ANYBODY, indicator)
    read = told(found)
    if found.table is None or not policy.can(ANYBODY, "see", found.table):
        raise policy.Hidden()  # a frame names its source, or there is none
    dataset = found.table.dataset
    context = {
        "read": read, "title": choose(found.title, get_language() or "ko")[0], "dataset": dataset, "origin": read.origin,
        "published_at": read.revisions[0].published_at if read.revisions else None,
        "address": f"{base(request)}{reverse('indicator', args=[found.slug])}",
    }  # fmt: skip
    return embeddable(render(request, "portal/stories/indicator_embed.html", context))


@require_safe
def values(request: HttpRequest, indicator: str) -> HttpResponse:
    """Every period as CSV: value, expected path, unknown share, rows, origin, revision."""
    found = community.found(policy.who(request), indicator)
    read = told(found)
    head = ("period", "value", "expected", "unknown_share", "rows", "origin", "revision", "status")
    revision = read.revisions[0].pk if read.revisions else ""
    lines = (
        (line.period, line.value, line.expected, line.unknown, line.rows, read.origin, revision, read.status)
        for line in read.lines
    )
    response = HttpResponse(spreadsheet([head, *lines]), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{found.slug}.csv") or ""
    if found.state == Indicator.State.PUBLISHED:
        patch_cache_control(response, public=True, max_age=300)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _history(read: Told) -> list[dict[str, Any]]:
    """The newest value in each revision, the newest revision first."""
    shown = []
    for revision, points in reversed(history(read.indicator)):
        last = newest(points)
        shown.append(
            {
                "revision": revision,
                "period": last.period if last else "",
                "value": read.measured(last.value if last else None),
            }
        )
    return shown
