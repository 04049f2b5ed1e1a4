"""The ways a chart leaves: a frame, pictures, numbers, its specification. Each says where the figures come from."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.catalog.site import base
from madang.lib.charts import drawing, safe, theme
from madang.lib.spreadsheet import spreadsheet
from madang.lib.texts import choose
from madang.lib.texts import slug as slugged
from madang.portal.charts.figure import Figure, figure
from madang.portal.dataset.embedding import ANYBODY, embeddable
from madang.portal.dataset.taken_along import Made, taken_along

SCALE = 2.0


def embed(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The chart alone, for a frame, as anybody may see it."""
    drawn = figure(ANYBODY, slug, name, request.GET, get_language() or "ko")
    told = {
        "figure": drawn, "picture": drawn.svg, "title": drawn.title, "dataset": drawn.dataset, "origin": drawn.origin,
        "published_at": drawn.published_at, "address": base(request) + drawn.address,
        "settings": {"spec": drawn.at("chart_spec"), "height": drawn.height},
    }  # fmt: skip
    return embeddable(render(request, "portal/charts/embed.html", told))


def picture(request: HttpRequest, slug: str, name: str, form: str) -> HttpResponse:
    """The picture as a file, with its title above and its source below. `theme=dark` is for dark pages (SVG and PNG)."""
    drawn = _drawn(request, slug, name)
    lines = safe.Lines(drawn.title, " · ".join(filter(None, (drawn.subtitle, *drawn.cautions))), source(drawn))
    text = safe.alone(drawn.drawn, drawn.label, lines, dark=request.GET.get("theme") == "dark")
    if form == "png":
        return _file(drawn, drawing.png(text, SCALE), "image/png", "png")
    return _file(drawn, text.encode(), "image/svg+xml", "svg")


def numbers(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The numbers of the picture as CSV, with where they come from in columns of their own."""
    drawn = _drawn(request, slug, name)
    heads = drawn.heads[: len(drawn.values[0]) if drawn.values else None]
    rows = ((*row, drawn.origin, source(drawn)) for row in drawn.values)
    body = spreadsheet([(*heads, _("origin"), _("source")), *rows])
    return _file(drawn, body, "text/csv; charset=utf-8", "csv", attached=True)


def specification(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The Vega-Lite specification, with its points in it."""
    drawn = _drawn(request, slug, name)
    told = {
        **drawn.spec,
        "title": {"text": drawn.title, "subtitle": source(drawn)},
        "description": drawn.label,
        "usermeta": facts(drawn),
    }
    return _file(drawn, json.dumps(told, ensure_ascii=False, default=str).encode(), "application/json", "vl.json")


def source(drawn: Figure) -> str:
    """One line: origin if it is not observed, dataset, organisation, revision's date, licence."""
    dataset, language = drawn.dataset, drawn.language
    titles = [choose(text, language)[0] for text in (dataset.title, dataset.organisation.name, dataset.licence.name)]
    on = f"{timezone.localtime(drawn.published_at):%Y-%m-%d}" if drawn.published_at else ""
    origin = {"generated": _("Generated data, not observed."), "derived": _("Derived data.")}.get(drawn.origin, "")
    said = ", ".join(filter(None, (titles[0], titles[1], on, titles[2])))
    return f"{origin} {_('Source')}: {said}".strip()


def facts(drawn: Figure) -> dict[str, Any]:
    """The same for programs."""
    return {"dataset": drawn.dataset.slug, "resource": drawn.resource.name, "revision": drawn.revision.pk, "origin": drawn.origin,
            "source": source(drawn), "colours": {name: light for name, (light, _dark) in theme.COLOURS.items()}}  # fmt: skip


def _drawn(request: HttpRequest, slug: str, name: str) -> Figure:
    return figure(policy.who(request), slug, name, request.GET, get_language() or "ko")


def _file(drawn: Figure, body: bytes, kind: str, extension: str, *, attached: bool = False) -> HttpResponse:
    name = f"{slugged(drawn.title)}.{extension}"
    return taken_along(body, kind, name, Made(drawn.revision, drawn.origin), attached=attached)
