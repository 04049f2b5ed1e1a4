"""Schedules by program: sources that are asked again and again. Who may load into a dataset may see and change its schedules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import Actor, can, require, visible, who
from madang.api.native import shapes
from madang.api.native.asking import Parameter, values
from madang.api.native.routes import changes, reads
from madang.api.native.schemas import loading
from madang.api.problems import NeedsToken, NotFound, OddSchedule
from madang.ingest.models import Schedule
from madang.ingest.schedules import scheduling

router = Router(tags=["schedules"])
KNOWN: dict[str, type] = {
    "dataset": str, "resource": str, "source": str, "settings": dict, "cron": str, "choices": dict, "publish": bool,
    "paused": bool,
}  # fmt: skip
NAMES = {"settings": "source_settings", "publish": "publish_when_clean"}
"""What the model calls it."""
KINDS = {str: "string", dict: "object", bool: "boolean"}
BODY = {
    "type": "object",
    "properties": {name: {"type": KINDS[kind]} for name, kind in KNOWN.items()},
    "additionalProperties": False,
}
WHICH = (Parameter("dataset", str, "population", "only the schedules of this dataset, by its slug"),)
ONE = "/schedules/{schedule}"


@reads(router, "/schedules", "Which sources are asked when", WHICH, loading.Schedules)
def schedules(request: HttpRequest) -> HttpResponse:
    """Those of datasets that you may load into."""
    asked, actor = values(request, WHICH), who(request)
    found = Schedule.objects.select_related("dataset__organisation", "last_run").filter(dataset__in=visible(actor))
    if "dataset" in asked:
        found = found.filter(dataset__slug=asked["dataset"])
    shown = [shapes.schedule(request, one) for one in found if can(actor, "load", one.dataset)]
    return shapes.json({"schedules": shown})


@changes(
    router,
    "/schedules",
    "Schedule a source",
    {**BODY, "required": ["dataset", "source", "cron"]},
    loading.Schedule,
    method="POST",
    code=201,
)
def add_schedule(request: HttpRequest) -> HttpResponse:
    """`settings` are those of the source. A paused schedule can be tried with `/pull` before it is resumed."""
    actor, told = _bearer(request), _told(request)
    dataset = visible(actor).filter(slug=told.pop("dataset", "")).first()
    if dataset is None:
        raise NotFound()
    require(actor, "load", dataset)
    source, settings, cron = told.pop("source", ""), told.pop("source_settings", {}), told.pop("cron", "")
    made = scheduling.add(dataset, source, settings, cron, actor, **told)
    return shapes.json(shapes.schedule(request, made), status=201)


@reads(router, ONE, "One schedule, with how its last run ended", (), loading.Schedule)
def one_schedule(request: HttpRequest, schedule: str) -> HttpResponse:
    values(request, ())
    return shapes.json(shapes.schedule(request, _found(who(request), schedule)))


@changes(router, ONE, "Change, pause or resume a schedule", BODY, loading.Schedule, method="PATCH")
def change_schedule(request: HttpRequest, schedule: str) -> HttpResponse:
    """What is not named stays. Neither its dataset nor its source can be changed: remove it and make another."""
    actor = _bearer(request)
    found, told = _found(actor, schedule), _told(request)
    for fixed in ("dataset", "source"):
        if fixed in told:
            raise OddSchedule(known=", ".join(name for name in KNOWN if name not in ("dataset", "source")), odd=fixed)
    paused = told.pop("paused", None)
    if told:
        found = scheduling.change(found, told, actor)
    if paused is not None:
        found = scheduling.pause(found, actor, paused)
    return shapes.json(shapes.schedule(request, found))


@changes(router, ONE, "Remove a schedule", None, loading.Removed, method="DELETE")
def remove_schedule(request: HttpRequest, schedule: str) -> HttpResponse:
    """Its runs and what they published stay."""
    actor = _bearer(request)
    scheduling.remove(_found(actor, schedule), actor)
    return shapes.json({"removed": schedule})


@changes(router, ONE + "/pull", "Ask the source now", None, loading.Run, method="POST", code=202)
def pull_schedule(request: HttpRequest, schedule: str) -> HttpResponse:
    """The answer is the run, which goes on after it."""
    actor = _bearer(request)
    run = scheduling.pull(_found(actor, schedule), actor)
    return shapes.json(shapes.run(request, run), status=202)


def _bearer(request: HttpRequest) -> Actor:
    actor = who(request)
    if actor.token is None:
        raise NeedsToken()
    return actor


def _found(actor: Actor, key: str) -> Schedule:
    found = Schedule.objects.select_related("dataset__organisation", "last_run").filter(pk=key).first()
    if found is None or not can(actor, "load", found.dataset):
        raise NotFound()
    return found


def _told(request: HttpRequest) -> dict[str, Any]:
    """The body by the model's names. Raises `OddSchedule`."""
    try:
        told = json.loads(request.body or b"{}")
    except ValueError as error:
        raise OddSchedule(known=", ".join(KNOWN), odd="JSON") from error
    if not isinstance(told, Mapping):
        raise OddSchedule(known=", ".join(KNOWN), odd="JSON")
    for name, value in told.items():
        if name not in KNOWN or not isinstance(value, KNOWN[name]):
            raise OddSchedule(known=", ".join(KNOWN), odd=f"{name}={value!r}"[:200])
    return {NAMES.get(name, name): value for name, value in told.items()}
