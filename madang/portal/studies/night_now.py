"""Best spots now: a list for a driver's phone, of the hour that it is, with what comes next."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from madang.accounts import policy
from madang.analysis import nights, rights
from madang.portal.studies import night_moment, night_shown
from madang.portal.studies.night_moment import DAYS, Moment, hours
from madang.portal.studies.night_tables import NightTables
from madang.portal.studies.shown_run import origin, title


@require_safe
def now(request: HttpRequest, id: str) -> HttpResponse:
    """The spots of this hour, or of the next hour of the night; of another with `day` and `hour`. Of a run, or of the `latest`."""
    actor = policy.who(request)
    run = nights.published(actor, id)
    tables = NightTables(actor, run)
    local = timezone.localtime(timezone.now(), nights.the_zone())
    moment, begins = _moment(tables, request, local)
    following = tables.night.next_hour(begins or local)
    context = {
        "run": run, "title": title(run, rights.inputs(actor, run)), "origin": origin(run), "area": "studies", "moment": moment,
        "live": not request.GET.get("hour"), "begins": begins and _clock(begins), "day": DAYS[moment.day], "hours": hours(moment.hour),
        "spots": night_shown.spots(tables, moment), "read_at": _clock(local),
        "next": {"said": hours(following.hour), "address": _at(tables, following)},
        "geojson": f"/api/v1/studies/{run.study}/runs/{run.pk}/spots",
    }  # fmt: skip
    answer = render(request, "portal/studies/night_now.html", context)
    if context["live"]:
        answer["Cache-Control"] = "no-cache"  # nobody keeps it beyond the hour
    return answer


def _moment(tables: NightTables, request: HttpRequest, local: datetime) -> tuple[Moment, datetime | None]:
    """What is shown; and when it begins, if that is later. Raises `UnknownDay`, `UnknownHour`."""
    if request.GET.get("hour"):
        return night_moment.read(tables.night, request.GET, {}), None
    holidays = nights.holidays(tables.run)
    begins = None if local.hour in tables.night.hours else tables.night.next_hour(local)
    at = begins or local
    return Moment(tables.night, tables.night.day_of(at, holidays), at.hour), begins


def _at(tables: NightTables, at: datetime) -> str:
    day = tables.night.day_of(at, nights.holidays(tables.run))
    return f"?day={day}&hour={at.hour}"


def _clock(at: datetime) -> dict[str, Any]:
    return {"exact": at.isoformat(timespec="minutes"), "said": date_format(at, "H:i")}
