"""The page of a citation: what was asked, of what, how to cite it, and whether it still stands."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from madang.accounts import citing
from madang.accounts.policy import Actor, who
from madang.catalog import cite_words
from madang.catalog.citations import Citation
from madang.catalog.site import base
from madang.lib.problems import Problem
from madang.lib.texts import choose
from madang.portal.charts.figure import Figure, figure
from madang.portal.dataset import exports
from madang.query import parameters
from madang.query.model import Table

STATES: dict[str, Promise] = {
    "same": _("The same answer."),
    "differs": _("Another answer."),
    "unanswerable": _("The question does not fit any more."),
    "withdrawn": _("The revision was withdrawn."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def citation(request: HttpRequest, key: str) -> HttpResponse:
    """POST asks the question again, of the cited revision and of the current one."""
    actor, language = who(request), get_language() or "ko"
    found, tables = citing.find(actor, key)
    revisions = citing.revisions(found)
    drawn = _chart(actor, found, tables, request.GET.get("chart", ""), language)
    address = f"{base(request)}/citations/{found.pk}/"
    context = {
        "chart": drawn,
        "licences": list({one.resource.dataset.licence_id: one.resource.dataset.licence for one in revisions}.values()),
        "citation": found,
        "revisions": revisions,
        "cite": cite_words.written(found, revisions, address, language, drawn.title if drawn else ""),
        "rows_address": _rows(found.question, tables[0]) if not found.sql else "",
        "again": _said(citing.verify(actor, key), language) if request.method == "POST" else None,
        "area": "search",
    }
    return render(request, "portal/dataset/citation.html", context)


def _chart(actor: Actor, found: Citation, tables: list[Table], query: str, language: str) -> Figure | None:
    """The chart at an address, if it is the cited numbers that it shows: a citation names no other."""
    if not query or found.sql or len(tables) != 1:
        return None
    asked = QueryDict(query, mutable=True)
    asked["revision"] = tables[0].revision
    try:
        drawn = figure(actor, tables[0].dataset, tables[0].name, asked, language)
        return drawn if parameters.written(drawn.question) == found.question else None
    except (Problem, Http404, ValueError):
        return None


def _rows(question: dict[str, str], table: Any) -> str:
    asked = urlencode({**question, "revision": table.revision, "format": "csv"}, quote_via=quote)
    return f"{exports.base(table.dataset, table.name)}/rows?{asked}"


def _said(verdict: dict[str, Any], language: str) -> list[dict[str, Any]]:
    """What asking again gave, for the cited revision and, where it is another, the current one."""
    shown = []
    for label, told in ((_("The cited revision"), verdict["cited"]), (_("The current revision"), verdict["current"])):
        if told is not None and not (told is verdict["current"] and told["is_cited"]):
            why = choose(told.get("texts", {}), language)[0]
            shown.append({"label": label, "state": told["state"], "words": STATES[told["state"]], "why": why, **told})
    return shown
