"""Lists of requests and reports: what everybody sees, what waits for whom, what is overdue."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from madang.accounts import policy
from madang.catalog.models import Dataset, Organisation
from madang.community.models import DataRequest, Report, Shown

SORTS = {"wanted": ("-wanted", "-asked_at"), "newest": ("-asked_at",), "waiting": ("since", "asked_at")}
NEAR = 200
"""Requests that share a word and are compared."""


def public() -> QuerySet[DataRequest]:
    """The requests that everybody may read; those joined with another one stand under that."""
    found = DataRequest.objects.filter(shown=Shown.PUBLIC, merged_into=None)
    return found.select_related("organisation", "dataset")


def listed(state: str = "", organisation: str = "", text: str = "", sort: str = "wanted") -> QuerySet[DataRequest]:
    """Public requests, narrowed by a state (or `open`, `overdue`), the slug of an organisation with all below it, and words."""
    found = public()
    if state == "overdue":
        found = found.filter(overdue())
    elif state == "open" or sort == "waiting":
        found = found.filter(state__in=DataRequest.OPEN)
    if state in DataRequest.State:
        found = found.filter(state=state)
    if organisation:
        one = Organisation.objects.filter(slug=organisation).first()
        found = found.filter(policy.below(one.path)) if one else found.none()
    for word in text.split()[:10]:
        found = found.filter(_says(word))
    return found.order_by(*SORTS[sort], "pk")


def _says(word: str) -> Q:
    return Q(text__icontains=word) | Q(place__icontains=word) | Q(period__icontains=word) | Q(purpose__icontains=word)


def overdue() -> Q:
    """Requests or reports that wait longer than the city promises, and plans whose day is past."""
    limit = timezone.now() - timedelta(days=settings.MADANG["answer_days"])
    waiting = Q(state__in=(DataRequest.State.WAITING, Report.State.OPEN), since__lt=limit)
    return waiting | Q(state="planned", planned_on__lt=timezone.localdate())


def is_overdue(one: DataRequest | Report) -> bool:
    """The same of one of them."""
    if one.state in (DataRequest.State.WAITING, Report.State.OPEN):
        return one.since < timezone.now() - timedelta(days=settings.MADANG["answer_days"])
    return one.state == "planned" and one.planned_on is not None and one.planned_on < timezone.localdate()


def near(text: str, limit: int = 5) -> list[DataRequest]:
    """Public requests that share most with the words, so that nobody asks twice for the same."""
    words = sorted({word for word in re.findall(r"\w+", text.casefold()) if len(word) > 1}, key=len, reverse=True)[:8]
    if not words:
        return []
    some = Q()
    for word in words:
        some |= Q(text__icontains=word[:4] if word.isascii() else word[:2])
    wanted = _pairs(text)
    good = []
    for one in public().filter(some)[:NEAR]:
        theirs = _pairs(one.text)
        score, least = (wanted & theirs).total(), min(wanted.total(), theirs.total())
        if score >= max(2, (least + 1) // 2):
            good.append((score, one))
    return [one for _, one in sorted(good, key=lambda pair: (-pair[0], -pair[1].wanted, pair[1].pk))[:limit]]


def _pairs(text: str) -> Counter[str]:
    """The pairs of letters in the words: Korean endings then hardly matter."""
    words = re.findall(r"\w+", text.casefold())
    return Counter({word[at : at + 2] for word in words for at in range(len(word) - 1)})


def waiting_for(actor: policy.Actor) -> dict[str, list[Any]]:
    """What the actor must answer: `requests`, `reports`, longest waiting first; overdue ones are marked `late`."""
    requests = DataRequest.objects.filter(merged_into=None, state__in=("waiting", "planned")).exclude(
        shown=Shown.HIDDEN
    )
    reports = Report.objects.filter(state__in=Report.UNSETTLED).exclude(shown=Shown.HIDDEN)
    found = {
        "requests": list(_theirs(actor, requests, "organisation__path").select_related("organisation", "dataset")),
        "reports": list(_theirs(actor, reports, "dataset__organisation__path").select_related("dataset__organisation", "resource")),
    }  # fmt: skip
    for one in (each for some in found.values() for each in some):
        one.late = is_overdue(one)
    return found


def _theirs(actor: policy.Actor, rows: QuerySet[Any], path: str) -> QuerySet[Any]:
    if actor.administrator:
        return rows.order_by("since", "pk")
    mine = Q(pk__in=[])
    for root, rank in actor.roles:
        if rank >= policy.PUBLISHER:
            mine |= policy.below(root, path)
    return rows.filter(mine).order_by("since", "pk")


def reports(actor: policy.Actor, dataset: Dataset | None = None, closed: bool | None = None) -> QuerySet[Report]:
    """The reports that everybody may read, on datasets that the actor sees; `closed` says which of them, None all."""
    seen = policy.visible(actor)
    if dataset is not None:
        seen = seen.filter(pk=dataset.pk)
    found = Report.objects.filter(dataset__in=seen.values("pk"), shown=Shown.PUBLIC)
    if closed is not None:
        found = found.exclude(state__in=Report.UNSETTLED) if closed else found.filter(state__in=Report.UNSETTLED)
    return found.select_related("resource", "dataset__organisation")
