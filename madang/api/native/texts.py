"""Stories and indicators, as everybody may read them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import can
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, values
from madang.api.native.community import PAGE
from madang.api.native.routes import reads
from madang.api.native.schemas import texts as schemas
from madang.api.problems import NotFound
from madang.catalog.models import Organisation, Resource, Revision
from madang.catalog.site import base
from madang.community import indicators, stories, stories_citing
from madang.community.indicators_questions import address
from madang.community.indicators_trend import Point, expected
from madang.community.indicators_values import Read, read
from madang.community.models import Indicator, Version

router = Router(tags=["texts"])
LANGUAGE = OUTPUT[-1:]


@reads(router, "/stories", "Stories of the city", PAGE, schemas.Stories)
def find_stories(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    asked = values(request, PAGE)
    found, offset = stories.published(), asked.get("offset", 0)
    rows = [story(request, one.current) for one in found[offset : offset + asked.get("limit", 20)] if one.current]
    return shapes.json({"total": found.count(), "returned": len(rows), "stories": rows})


@reads(router, "/stories/{story_slug}", "One story", LANGUAGE, schemas.StoryTold)
def one_story(request: HttpRequest, story_slug: str) -> HttpResponse:
    """With its text and the revisions it was written with; 410 when it was taken back."""
    values(request, LANGUAGE)
    found = stories.found(stories.ANYBODY, story_slug)
    if found.current is None:
        raise NotFound()
    one = found.current
    cited = one.revisions.select_related("resource__dataset__organisation")
    more = {
        "text": one.text,
        "revisions": [shows(each) for each in cited if can(stories.ANYBODY, "see", each)],
        "versions": sorted(found.versions.values_list("number", flat=True)),
    }
    return shapes.json(story(request, one) | more)


@reads(router, "/indicators", "Indicators of the city", PAGE, schemas.Indicators)
def find_indicators(request: HttpRequest) -> HttpResponse:
    """Each with its newest value, by name."""
    asked = values(request, PAGE)
    found, offset = indicators.visible(indicators.ANYBODY), asked.get("offset", 0)
    rows = [indicator(request, read(one)) for one in found[offset : offset + min(asked.get("limit", 20), MOST)]]
    return shapes.json({"total": found.count(), "returned": len(rows), "indicators": rows})


MOST = 100
"""Of a page: each may have to be computed."""


@reads(router, "/indicators/{indicator_slug}", "One indicator", LANGUAGE, schemas.IndicatorTold)
def one_indicator(request: HttpRequest, indicator_slug: str) -> HttpResponse:
    """Its definition, its goal, and the value of each period beside the expected path."""
    values(request, LANGUAGE)
    found = indicators.found(indicators.ANYBODY, indicator_slug)
    now = read(found)
    return shapes.json(indicator(request, now) | definition(found, base(request)) | {
        "late_since": now.due, "gone": now.gone, "pace": now.pace, "projected": now.projected,
        "revisions": [shows(each) for each in now.revisions], "points": [point(each, now) for each in now.points],
    })  # fmt: skip


def story(request: HttpRequest, one: Version) -> dict[str, Any]:
    page = f"{base(request)}/{settings.LANGUAGE_CODE}/stories/{quote(one.story.slug)}/"
    return {
        "slug": one.story.slug,
        "version": one.number,
        "title": one.title,
        "summary": one.summary,
        "authors": stories_citing.authors(one),
        "organisation": named(one.story.organisation),
        "published_at": one.published_at,
        "follows": one.follows,
        "languages": sorted(one.text),
        "page": page,
        "permalink": f"{page}versions/{one.number}/",
        "url": shapes.address(request, "stories", one.story.slug),
    }


def indicator(request: HttpRequest, now: Read) -> dict[str, Any]:
    one = now.indicator
    return {
        "slug": one.slug,
        "title": one.title,
        "unit": one.unit,
        "organisation": named(one.organisation),
        "status": str(now.status),
        "why": now.why.texts() if now.why else None,
        "newest": point(now.newest, now) if now.newest else None,
        "target": {"period": one.target_period, "value": one.target_value},
        "origin": now.origin,
        "page": f"{base(request)}/{settings.LANGUAGE_CODE}/indicators/{quote(one.slug)}/",
        "url": shapes.address(request, "indicators", one.slug),
    }


def definition(one: Indicator, site: str) -> dict[str, Any]:
    """What does not change by itself."""
    return {
        "definition": one.definition,
        "direction": one.direction,
        "cycle": one.cycle,
        "sdg": one.sdg or None,
        "baseline": {"period": one.baseline_period, "value": one.baseline_value},
        "milestones": [{"period": period, "value": value} for period, value in one.milestones],
        "target_source": one.target_source,
        "question": _asked(one.table, one.question, site),
        "per": _asked(one.per_table, one.per_question, site) if one.per_question else None,
        "times": one.times,
    }


def _asked(found: Resource | None, question: dict[str, str], site: str) -> dict[str, Any]:
    """A table that not everybody may see any more is not named."""
    table = found if found and can(stories.ANYBODY, "see", found) else None
    return {
        "dataset": table.dataset.slug if table else None,
        "resource": table.name if table else None,
        **{name: question.get(name, "") for name in ("measure", "period", "where")},
        "rows_url": f"{site}{address(table.dataset.slug, table.name, question)}" if table else None,
    }


def point(one: Point, now: Read) -> dict[str, Any]:
    wanted = expected(now.goal, one.period)
    return {"period": one.period, "value": one.value, "expected": wanted, "unknown": one.unknown, "rows": one.rows}


def shows(one: Revision) -> dict[str, Any]:
    return {
        "dataset": one.resource.dataset.slug, "resource": one.resource.name, "revision": one.pk, "number": one.number, "origin": one.origin,
    }  # fmt: skip


def named(one: Organisation) -> dict[str, Any]:
    return {"slug": one.slug, "name": one.name}
