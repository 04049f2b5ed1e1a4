"""Best spots now: a list for a driver's phone, of the hour that it is, with what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.analysis import nights, rights
from madang.portal.studies import night_moment, night_shown
from madang.portal.studies.night_moment import Moment, hours, named
from madang.portal.studies.night_tables import NightTables
from madang.portal.studies.shown_run import origin, title


@require_safe
def now(request: HttpRequest, id: str) -> HttpResponse:
    """The spots of this hour, or of the next hour of the night; of another with `day` and `hour`. Of a run, or of the `latest`."""
    actor = policy.who(request)
    run = nights.published(actor, id)
    tables = NightTables(actor, run)
    local = timezone.localtime(timezone.now(), nights.the_zone())
    live = not (request.GET.get("day") or request.GET.get("hour"))
    moment, begins = _moment(tables, request, local)
    context = {
        "run": run, "title": title(run, rights.inputs(actor, run)), "origin": origin(run), "area": "studies", "moment": moment,
        "live": live, "begins": _clock(begins) if live and begins else None, "day": named(moment.day), "hours": hours(moment.hour),
        "spots": night_shown.spots(tables, moment), "read_at": _clock(local),
        "next": _next(tables, begins or local) if live else moment.following,
        "geojson": reverse("api-v1:night_spots", args=[run.pk]),
    }  # fmt: skip
    answer = render(request, "portal/studies/night_now.html", context)
    if live:
        answer["Cache-Control"] = "no-cache"  # nobody keeps it beyond the hour
    return answer


def _moment(tables: NightTables, request: HttpRequest, local: datetime) -> tuple[Moment, datetime | None]:
    """What is shown, and when the next night begins if it is day; `day` and `hour` stand instead of those of the moment.

    Raises `UnknownDay`, `UnknownHour`.
    """
    begins = None if local.hour in tables.night.hours else tables.night.next_hour(local)
    at = begins or local
    day = request.GET.get("day") or tables.night.day_of(at, nights.holidays(tables.run))
    return night_moment.read(tables.night, {"day": day, "hour": request.GET.get("hour") or str(at.hour)}, {}), begins


def _next(tables: NightTables, at: datetime) -> Moment:
    following = tables.night.next_hour(at)
    return Moment(tables.night, tables.night.day_of(following, nights.holidays(tables.run)), following.hour)


def _clock(at: datetime) -> dict[str, Any]:
    return {"exact": at.isoformat(timespec="minutes"), "said": date_format(at, "H:i")}
