"""Catalogue entries as JSON. Texts stay in all their languages."""

from __future__ import annotations

import json as standard
from typing import Any
from urllib.parse import quote

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from madang.accounts.policy import Actor, can, who
from madang.api.formats import formats, spatial
from madang.catalog.models import Column, Dataset, Resource, Revision
from madang.community import reports
from madang.ingest.models import Run, Schedule
from madang.ingest.schedules import scheduling, timetable


def json(value: dict[str, Any], status: int = 200) -> HttpResponse:
    """A JSON response with Hangul as it is."""
    text = standard.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder)
    body = text.encode(
        errors="replace"
    )  # half a character, which JSON of others can hold, is no UTF-8: it becomes a question mark
    return HttpResponse(body, status=status, content_type="application/json", headers={"Cache-Control": "no-cache"})


def address(request: HttpRequest, *parts: str) -> str:
    """An absolute address below /api/v1/."""
    return request.build_absolute_uri("/api/v1/" + "/".join(quote(part) for part in parts))


def dataset(request: HttpRequest, found: Dataset, *, whole: bool = True) -> dict[str, Any]:
    """A dataset; `whole` adds its resources."""
    shown = {
        "slug": found.slug,
        "title": found.title,
        "description": found.description,
        "organisation": {"slug": found.organisation.slug, "name": found.organisation.name},
        "theme": {"slug": found.theme.slug, "name": found.theme.name} if found.theme else None,
        "licence": {
            "slug": found.licence.slug, "name": found.licence.name, "url": found.licence.url,
            "attribution": found.licence.attribution,
        },
        "keywords": found.keywords,
        "source": found.source,
        "method": found.method,
        "origin": found.origin,
        "access": found.access,
        "state": found.state,
        "cycle": found.cycle,
        "freshness": found.freshness(timezone.now()),
        "spatial": found.spatial,
        "period": {"start": found.period_start, "end": found.period_end},
        "contact": found.contact,
        "custom": found.custom,
        "issued": found.issued,
        "modified": found.modified,
        "url": address(request, "datasets", found.slug),
    }  # fmt: skip
    if whole:
        shown["resources"] = [resource(request, each) for each in found.resources.all()]
        waiting = reports.open_counts([found.pk]).get(found.pk, 0)
        shown["reports"] = {"open": waiting, "url": address(request, "datasets", found.slug, "reports")}
    return shown


def resource(request: HttpRequest, found: Resource) -> dict[str, Any]:
    """A resource, its current revision and the addresses of its rows and files, as far as this reader may have them."""
    place = ("datasets", found.dataset.slug, "resources", found.name)
    shown: dict[str, Any] = {
        "name": found.name,
        "title": found.title,
        "description": found.description,
        "kind": found.kind,
        "link": found.link or None,
        "columns": columns(found, who(request)),
        "revision": revision(request, found.current) if found.current else None,
        "rows_url": None,
        "files": {},
        "url": address(request, *place),
    }
    if found.current and can(who(request), "read", found.current):
        shown["files"]["original"] = address(request, *place, "original")
        if found.current.rows is not None:
            shown["rows_url"] = address(request, *place, "rows")
            shown["files"] |= {
                extension: address(request, *place) + f".{extension}"
                for extension, module in formats().items()
                if found.current.geometry or not spatial(module)
            }
    return shown


def columns(found: Resource, actor: Actor) -> list[dict[str, Any]]:
    """The columns of the current revision with what people say about them. A table that the actor may not see is not named."""
    said = {column.name: column for column in found.columns.all()}
    shown = []
    for column in found.current.schema if found.current else ():
        words = said.get(column["name"])
        shown.append({
            **column,
            "label": words.label if words else {},
            "description": words.description if words else {},
            "unit": (words.unit if words else "") or column.get("unit", ""),
            "missing": words.missing if words else {},
            "codes": words.codes if words else {},
            **_refers_to(words, actor),
        })  # fmt: skip
    return shown


def _refers_to(words: Column | None, actor: Actor) -> dict[str, str | None]:
    target = words.refers_to if words and words.refers_to_id else None
    if target is None:
        return {"refers_to": None}
    return {"refers_to": str(target)} if can(actor, "see", target) else {}


def revision(request: HttpRequest, found: Revision) -> dict[str, Any]:
    """A revision without its receipt; of a withdrawn one, what the tombstone says."""
    place = ("datasets", found.resource.dataset.slug, "resources", found.resource.name)
    shown: dict[str, Any] = {
        "revision": found.pk,
        "number": found.number,
        "state": found.state,
        "published_at": found.published_at,
        "original": {"sha256": found.original_sha256, "bytes": found.original_bytes},
        "manifest_sha256": found.manifest_sha256,
        "url": address(request, *place, "revisions", found.pk),
    }
    if found.state == Revision.State.WITHDRAWN:
        return shown | {"withdrawn_at": found.withdrawn_at, "reason": found.withdrawn_reason}
    return shown | {
        "rows": found.rows,
        "rejects": found.rejects,
        "geometry": found.geometry,
        "origin": found.origin,
        "original": {**shown["original"], "name": found.original_name, "media_type": found.media_type},
    }


def schedule(request: HttpRequest, found: Schedule) -> dict[str, Any]:
    """A schedule, with its times in words and how its last run ended. Secrets stand in its settings by name only."""
    last = found.last_run
    return {
        "schedule": found.pk,
        "dataset": found.dataset.slug,
        "resource": found.resource or None,
        "source": found.source,
        "settings": found.source_settings,
        "cron": found.cron,
        "words": timetable.said(found.cron),
        "time_zone": str(scheduling.zone()),
        "choices": found.choices,
        "publish": found.publish_when_clean,
        "paused": found.paused,
        "reason": found.reason or None,
        "next_at": found.next_at,
        "late": found.late(timezone.now()),
        "failures": found.failures,
        "failing_since": found.failing_since,
        "looks": found.looks,
        "changed_at": found.changed_at,
        "last_run": last and {
            "run": last.pk, "state": last.state, "reason": last.reason or None, "created_at": last.created_at,
            "url": address(request, "runs", last.pk),
        },
        "url": address(request, "schedules", found.pk),
    }  # fmt: skip


def run(request: HttpRequest, found: Run) -> dict[str, Any]:
    """A run, as far as it has come; with its receipt, which shows values, for those who may read the rows."""
    return {
        "run": found.pk,
        "state": found.state,
        "step": found.step,
        "file": {"name": found.file_name, "sha256": found.sha256, "bytes": found.bytes},
        "target": found.target,
        "rows_done": found.rows_done,
        "receipt": (found.receipt or None) if can(who(request), "read", found) else None,
        "reason": found.reason or None,
        "revisions": found.revisions,
        "created_at": found.created_at,
        "finished_at": found.finished_at,
        "url": address(request, "runs", found.pk),
    }
