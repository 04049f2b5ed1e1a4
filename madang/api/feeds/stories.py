"""The feed of stories."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import escape

from madang.api.feeds.community import feed
from madang.api.feeds.shapes import PAGE
from madang.api.feeds.views import asked
from madang.api.told import told
from madang.catalog.dcat.terms import clean
from madang.catalog.site import base
from madang.community import stories as community
from madang.community import stories_citing
from madang.community.models import Story
from madang.lib.problems import Text
from madang.lib.texts import choose

TITLE: Text = {"ko": "이야기: {city}", "en": "Stories: {city}"}


@told
def stories(request: HttpRequest) -> HttpResponse:
    """The newest stories, each with its summary; an entry changes with a new version."""
    language, _ = asked(request, (), ())
    rows = [_entry(request, one, language) for one in community.published()[:PAGE]]
    return feed(request, language, TITLE, f"/{language}/stories/", rows)


def _entry(request: HttpRequest, one: Story, language: str) -> dict[str, Any]:
    version = one.current
    assert version is not None
    by = ", ".join([*stories_citing.authors(version), stories_citing.organisation(version, language)])
    return {
        "title": clean(choose(version.title, language)[0]), "link": f"{base(request)}/{language}/stories/{one.slug}/",
        "unique_id": f"urn:uuid:{one.uid}", "description": escape(clean(choose(version.summary, language)[0])),
        "updateddate": version.published_at, "pubdate": version.published_at, "author_name": clean(by),
    }  # fmt: skip
