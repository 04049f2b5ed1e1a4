"""Feeds of requests for data, of what happened to one of them, and of reports of errors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from madang.accounts.policy import visible, who
from madang.api.feeds.shapes import NEVER, PAGE
from madang.api.feeds.views import MEDIA_TYPE, asked
from madang.api.problems import NotFound
from madang.api.told import told
from madang.catalog.city import the_city
from madang.catalog.dcat.terms import clean
from madang.catalog.site import base
from madang.community import lists, telling
from madang.community.models import DataRequest, Entry, Report, Shown
from madang.lib.problems import Text
from madang.lib.texts import choose

REQUESTS: Text = {"ko": "데이터 요청: {city}", "en": "Requests for data: {city}"}
REPORTS: Text = {"ko": "오류 신고: {city}", "en": "Reports of errors: {city}"}


@told
def requests(request: HttpRequest) -> HttpResponse:
    """The newest requests."""
    language, _ = asked(request, (), ())
    rows = lists.listed(sort="newest")[:PAGE]
    return feed(request, language, REQUESTS, f"/{language}/requests/", (_entry(request, one, language) for one in rows))


@told
def request_history(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What happened to a request, newest first; of one that was joined with another, what happens there."""
    language, _ = asked(request, (), ())
    found = DataRequest.objects.filter(uid=uid, shown=Shown.PUBLIC).select_related("merged_into").first()
    one = found and (found.merged_into or found)
    if one is None or one.shown != Shown.PUBLIC:
        raise NotFound()
    entries = (
        one.history.exclude(what=Entry.What.HIDDEN).select_related("organisation", "request").order_by("-at", "-pk")
    )
    rows = [*(_event(request, one, entry, language) for entry in entries[:PAGE]), _entry(request, one, language)]
    return feed(request, language, REQUESTS, telling.path(one, language), rows)


@told
def reports(request: HttpRequest) -> HttpResponse:
    """The newest reports, on everything or on one `dataset`."""
    language, _ = asked(request, ("dataset",), ())
    slug = request.GET.get("dataset", "").replace("\0", "")
    dataset = visible(who(request)).filter(slug=slug).first() if slug else None
    if slug and dataset is None:
        raise NotFound()
    rows = lists.reports(who(request), dataset)[:PAGE]
    return feed(request, language, REPORTS, f"/{language}/reports/", (_entry(request, one, language) for one in rows))


def feed(request: HttpRequest, language: str, title: Text, page: str, rows: Iterable[dict[str, Any]]) -> HttpResponse:
    """The feed, or 304 for a reader who has it: people look every few minutes, and little happens."""
    city = clean(choose(the_city().name, language)[0])
    made = Atom1Feed(
        title=title[language].format(city=city), link=base(request) + page, description=None, language=language,
        feed_url=base(request) + request.get_full_path(), author_name=city,
    )  # fmt: skip
    for row in rows:
        made.add_item(**row)
    if not made.items:
        made.latest_post_date = lambda: NEVER  # type: ignore[method-assign]  # an empty feed never changed
    body = made.writeString("utf-8").encode()
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(body, content_type=MEDIA_TYPE)
    response["ETag"], response["Cache-Control"] = tag, "no-cache"
    return response


def _entry(request: HttpRequest, one: DataRequest | Report, language: str) -> dict[str, Any]:
    with translation.override(language):
        state = str(one.get_state_display())
        title = clean(one.text[:100]) or (str(one.get_kind_display()) if isinstance(one, Report) else state)
    return {
        "title": title, "link": base(request) + telling.path(one, language), "unique_id": f"urn:uuid:{one.uid}",
        "description": escape(f"{clean(one.text)} ({state})"), "updateddate": one.since, "pubdate": one.asked_at,
    }  # fmt: skip


def _event(request: HttpRequest, one: DataRequest, entry: Entry, language: str) -> dict[str, Any]:
    with translation.override(language):
        state = dict(DataRequest.State.choices).get(entry.state, "")
        said = str(state if entry.what == Entry.What.ANSWERED else entry.get_what_display())
    by = clean(choose(entry.organisation.name, language)[0]) if entry.organisation else None
    return {
        "title": said, "link": base(request) + telling.path(one, language), "unique_id": f"urn:uuid:{one.uid}:{entry.pk}",
        "description": escape(clean(entry.words)), "updateddate": entry.at, "pubdate": entry.at, "author_name": by,
    }  # fmt: skip
