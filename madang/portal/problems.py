"""Named errors as pages: what happened, where, what to do; in the reader's language, with the status of the API's table."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.lib.charts.drawing import DrawingBusy, DrawingTooSlow
from madang.lib.problems import Problem
from madang.portal.charts.refusals import OddChart
from madang.portal.dataset.shown import OddMoment
from madang.portal.maps.refusals import OddMap
from madang.portal.stories.editor import TooManyPreviews
from madang.portal.studies.scenario_page import TooManyScenarios

logger = logging.getLogger(__name__)
TITLES: dict[int, Promise] = {
    400: _("This cannot be asked"),
    401: _("Please sign in"),
    403: _("This is not open to you"),
    404: _("There is nothing here"),
    409: _("Not now"),
    410: _("This was withdrawn"),
    413: _("Too much at once"),
    429: _("Too many questions at once"),
    500: _("Madang failed"),
    503: _("Not ready yet"),
}
WORDS: dict[int, Promise] = {
    403: _(
        "You may not see this page, or the form was sent too late. Go back, load the page again, and sign in if needed."
    ),
    404: _("The address may be mistyped, or what stood here has moved. The search finds what there is."),
    429: _("Wait a minute, then try again. Whole files can be downloaded at any time."),
    500: _("This is our mistake, not yours. It was noted; nothing was changed. Try again in a moment."),
}


class Pages:
    """Middleware: a `Problem` that a page raises becomes a page of its own. The API has its own way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Problem) or request.path.startswith("/api/"):
            return None
        return page(request, status_of(error), error.text(get_language() or "ko"), error.code)


OWN: dict[type[Problem], int] = {
    OddMoment: 400,
    OddChart: 400,
    OddMap: 400,
    DrawingBusy: 503,
    DrawingTooSlow: 503,
    TooManyPreviews: 429,
    TooManyScenarios: 429,
}  # problems of pages alone, which the API cannot know


def status_of(problem: Problem) -> int:
    """The HTTP status of a problem; the settings name the one table that has all others."""
    if type(problem) in OWN:
        return OWN[type(problem)]
    status: int = import_string(settings.PROBLEM_STATUS)(problem)
    return status


def page(request: HttpRequest, status: int, text: object = "", code: str = "") -> HttpResponse:
    """The page of a status, with the words of the case when there are any."""
    if status >= 500:
        logger.error("%s: %s", request.path, text)
    context = {
        "status": status,
        "title": TITLES.get(status, TITLES[400]),
        "words": text or WORDS.get(status, ""),
        "code": code,
    }
    return render(request, "portal/problem.html", context, status=status)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def odd_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def failed(request: HttpRequest) -> HttpResponse:
    """Something that nobody foresaw: the page must not depend on the database or on who asks."""
    return render(request, "portal/failed.html", {"title": TITLES[500], "words": WORDS[500]}, status=500)
