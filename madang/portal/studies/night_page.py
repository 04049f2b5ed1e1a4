"""The night of a run, hour by hour: a map with a slider, the spots, the week's heat, how much so many spots reach, and the proof."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.analysis import nights, rights
from madang.portal.studies import night_map, night_moment, night_shown
from madang.portal.studies.night_moment import Moment, hours, named
from madang.portal.studies.night_tables import NightTables
from madang.portal.studies.shown_run import origin, title


@require_safe
def night(request: HttpRequest, id: str) -> HttpResponse:
    """Everything about one hour; the address has day and hour, so a form works as well as the slider.

    Raises `UnknownDay`, `UnknownHour`, and as `nights.published`.
    """
    actor = policy.who(request)
    run = nights.published(actor, id)
    tables = NightTables(actor, run)
    moment = night_moment.read(tables.night, request.GET, night_shown.together(tables))
    context = {
        "run": run, "title": title(run, rights.inputs(actor, run)), "area": "studies", "origin": origin(run), "moment": moment,
        "quality": rights.quality(actor, run), "days": [(day, named(day)) for day in tables.night.days],
        "words": "|".join(hours(hour) for hour in tables.night.hours), "hours": [hours(hour) for hour in tables.night.hours],
        "heats": night_shown.heats(tables, moment), "visitors": tables.visitors, "boarded": "pickups" in run.inputs,
        "report": rights.reads_files(actor, run) and run.files.filter(name__endswith=".part.html").exists(),
        "backtest": night_shown.backtest(tables), **of_the_hour(tables, moment),
    }  # fmt: skip
    return render(request, "portal/studies/night.html", context)


def of_the_hour(tables: NightTables, moment: Moment) -> dict[str, Any]:
    """What changes with the slider."""
    spots = night_shown.spots(tables, moment)
    said_ = sentence(moment, spots)
    return {
        "said": said_, "spots": spots, "svg": night_map.svg(tables.areas, moment, spots, f"{_('Map of the night')}. {said_}"),
        "legend": night_map.legend(tables.areas, moment), "busiest": night_shown.busiest(tables, moment),
        "cover": night_shown.cover(tables, moment), "geojson": geojson(tables, moment), "layer": layer(tables, moment),
    }  # fmt: skip


def sentence(moment: Moment, spots: list[dict[str, Any]]) -> str:
    """What the map shows, in words."""
    if not spots:
        return _("%(moment)s: no spots.") % {"moment": moment.said}
    if moment.stays:
        words = _("%(moment)s on the map; over the whole night %(count)s spots reach %(share)s of the expected demand.")
    else:
        words = _("%(moment)s: %(count)s spots reach %(share)s of the expected demand.")
    return words % {"moment": moment.said, "count": len(spots), "share": spots[-1]["percent"]}


def layer(tables: NightTables, moment: Moment) -> str:
    """The map of the spots that can be moved and zoomed."""
    resource, table = tables.place("spots")
    where = nights.which(moment.day, None if moment.stays else moment.hour)
    query = urlencode({"kind": "points", "by": "gain", "where": where, "revision": table.revision})
    return f"{reverse('map', args=[resource.dataset.slug, resource.name])}?{query}"


def geojson(tables: NightTables, moment: Moment) -> str:
    """The address at which an app gets the same spots."""
    asked = {"set": "night"} if moment.stays else {"hour": moment.hour}
    return f"{reverse('api-v1:night_spots', args=[tables.run.pk])}?{urlencode({'day': moment.day, **asked})}"
