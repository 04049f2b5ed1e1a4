"""How the city's machinery is just now, as far as anybody may know: no names of machines, people or unpublished things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min
from django.utils import timezone

from madang.catalog import index
from madang.catalog.models import Change, Dataset, Revision
from madang.ingest.models import Run, Worker
from madang.ingest.workers import STALE


@dataclass(frozen=True)
class Condition:
    """`heard` is the youngest heartbeat of a worker, None when none ever worked; `behind` the changes that the search index does not
    hold yet, None when this machine has no index; moments are aware."""

    now: datetime
    heard: datetime | None
    waiting: int
    waiting_since: datetime | None
    published: datetime | None
    behind: int | None

    @property
    def working(self) -> bool:
        return self.heard is not None and self.heard >= self.now - STALE


def condition() -> Condition:
    """Measured now; five small queries."""
    waiting = Run.objects.filter(state=Run.State.WAITING)
    open_ones = Revision.objects.filter(resource__dataset__access=Dataset.Access.OPEN, withdrawn_at=None)
    return Condition(
        now=timezone.now(),
        heard=Worker.objects.filter(serves=True).aggregate(last=Max("heartbeat"))["last"],
        waiting=waiting.count(),
        waiting_since=waiting.aggregate(first=Min("created_at"))["first"],
        published=open_ones.aggregate(last=Max("published_at"))["last"],
        behind=_behind(),
    )


def _behind() -> int | None:
    made = index.current(index.home())
    if made is None:
        return None
    state = index.State.read(made)
    return Change.objects.filter(pk__gt=state.floor).exclude(pk__in=state.seen).count()
