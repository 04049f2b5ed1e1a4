"""The list of stories, and a story as its readers see it: now, or as it was published."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.catalog.city import the_city
from madang.catalog.site import base
from madang.community import stories as community
from madang.community import stories_citing
from madang.community.models import Version
from madang.portal.stories.reading import Reading, cited
from madang.portal.stories.rendering import Shown, shown

PAGE = 20


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Published stories, the newest first; writers find their drafts above."""
    actor = policy.who(request)
    pages = Paginator(community.published(actor), PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "stories": page.object_list,
        "page": page.number,
        "last": pages.num_pages,
        "drafts": [one for one in community.mine(actor) if community.edited(one)],
        "may_write": bool(community.publishers(actor)),
        "area": "stories",
    }
    return render(request, "portal/stories/stories.html", context)


@require_safe
def story(request: HttpRequest, story: str) -> HttpResponse:
    """The version that is shown; its figures follow new data if the writer chose so."""
    found = community.found(policy.who(request), story)
    if found.current is None or found.state != found.State.PUBLISHED:
        return _unpublished(request, found)
    found.current.story = found
    return _page(request, found.current, pinned=not found.current.follows)


@require_safe
def version(request: HttpRequest, story: str, version: int) -> HttpResponse:
    """A version as it was: the address to cite."""
    found = community.version(policy.who(request), story, version)
    return _page(request, found, pinned=True, permanent=True)


def _unpublished(request: HttpRequest, found: Any) -> HttpResponse:
    """A draft, for those who may see it: nothing of it is published."""
    reading = Reading(community.ANYBODY, get_language() or "ko", preview=True)
    context = {"story": found, "read": shown(found, reading), "draft": True, "area": "stories"}
    return render(request, "portal/stories/story.html", context)


def _page(request: HttpRequest, one: Version, *, pinned: bool, permanent: bool = False) -> HttpResponse:
    actor, language = policy.who(request), get_language() or "ko"
    revisions = list(one.revisions.all())
    read = shown(one, Reading(actor, language, cited(revisions), pinned))
    site = base(request)
    address = f"{site}{reverse('story_version', args=[one.story.slug, one.number])}"
    context = {
        "story": one.story,
        "version": one,
        "read": read,
        "language": language,
        "pinned": pinned,
        "permanent": permanent,
        "newest": one.story.current_id == one.pk,
        "versions": one.story.versions.order_by("-number")[:50],
        "cite": stories_citing.written(one, address, read.language),
        "address": address,
        "share": f"{site}{reverse('story', args=[one.story.slug])}",
        "picture": f"{site}{read.picture}" if read.picture else "",
        "article": json.dumps(_article(one, read, site, address), ensure_ascii=False),
        "may_write": policy.can(actor, "write", one.story),
        "area": "stories",
    }
    return render(request, "portal/stories/story.html", context)


def _article(one: Version, read: Shown, site: str, address: str) -> dict[str, Any]:
    """For search engines. Source: https://schema.org/Article."""
    organisation = stories_citing.organisation(one, read.language)
    said = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": read.title[:110],
        "description": read.summary,
        "inLanguage": read.language,
        "version": one.number,
        "datePublished": one.published_at.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in stories_citing.authors(one)]
        or [{"@type": "Organization", "name": organisation}],
        "publisher": {"@type": "Organization", "name": organisation},
        "image": f"{site}{read.picture}" if read.picture else None,
        "isBasedOn": [f"{site}{reverse('dataset', args=[dataset.slug])}" for dataset in read.datasets],
        "isPartOf": {"@type": "WebSite", "name": the_city().name.get(settings.LANGUAGE_CODE, ""), "url": f"{site}/"},
    }
    return {name: value for name, value in said.items() if value not in (None, "", [])}
