"""Removing from the store what nothing in the database names any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from madang.catalog.models import Revision
from madang.catalog.storage import the_store
from madang.ingest import run, uploaded
from madang.ingest.models import Run
from madang.lib import jobs
from madang.store import serving
from madang.store import sweep as store_sweep

JOBS = timedelta(days=7)
"""How long the queue remembers what it has done; a run that ended is never looked up there."""


def sweep(older_than: timedelta, now: datetime) -> store_sweep.Swept:
    """Remove orphans older than `older_than`: what a killed load built, what was withdrawn while a worker died, uploads
    that were given up.
    """
    store = the_store()
    swept = store_sweep.sweep(store, revisions(), originals(now), older_than, now)
    serving.evict(store, settings.MADANG["serving"] << 20)
    forget(now)
    return replace(swept, bytes=swept.bytes + uploaded.tidy(older_than, now))


def forget(now: datetime) -> None:
    """Remove what only tells of work long done: rows of the queue, runs that came to nothing. What was published is kept."""
    jobs.client(run.url()).forget_before(now - JOBS)
    before = now - timedelta(days=settings.MADANG["keep_runs"])
    Run.objects.filter(state__in=(Run.State.FAILED, Run.State.CANCELLED), finished_at__lt=before).delete()


def revisions() -> set[str]:
    """Revisions that stand, and those that a run is building just now."""
    standing = Revision.objects.exclude(state=Revision.State.WITHDRAWN).values_list("pk", flat=True)
    building = Run.objects.filter(state__in=Run.AT_WORK).values_list("revisions", flat=True)
    return {*standing, *(id for ids in building for id in ids)}


def originals(now: datetime) -> set[str]:
    """Originals of revisions that stand, and of runs that somebody may still correct or retry."""
    withdrawn = Q(state=Revision.State.WITHDRAWN)
    given_up = Q(
        state__in=(Run.State.FAILED, Run.State.CANCELLED),
        finished_at__lt=now - timedelta(days=settings.MADANG["keep_failed"]),
    )
    named = {
        *Revision.objects.exclude(withdrawn).values_list("original_sha256", flat=True),
        *Run.objects.exclude(given_up).values_list("sha256", flat=True),
    }
    return named - {""}
