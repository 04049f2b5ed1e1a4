"""Citing the numbers of a chart: the question that gave them, on its revision."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from madang.accounts import citing, policy
from madang.portal.charts.figure import figure
from madang.query import metering


@require_POST
def cite(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Make the citation, or find the one that there is, and lead to its page, which names the chart.

    Raises as `figure` and `citing.cite`.
    """
    actor = policy.who(request)
    drawn = figure(actor, slug, name, request.GET, get_language() or "ko")
    made = citing.cite(actor, drawn.resource, drawn.question, revision=drawn.revision.pk, new=metering.keep_citation)
    shown = urlencode({"chart": drawn.query})
    return HttpResponseRedirect(f"{reverse('citation', args=[made.pk])}?{shown}", status=303)
