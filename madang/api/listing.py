"""Datasets as lists of the catalogue show them: those that a reader may see, with everything that descriptions say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from madang.accounts.policy import Actor, scope, visible
from madang.api.problems import NotFound, TooManyFound
from madang.catalog import names
from madang.catalog.models import Dataset, Resource
from madang.catalog.search import DEEPEST, search

STEP = 1000


def told(datasets: QuerySet[Dataset]) -> QuerySet[Dataset]:
    """With organisations, resources and current revisions: three queries, however many they are. Receipts are long and left out."""
    resources = Resource.objects.select_related("current").defer("current__receipt")
    return datasets.select_related("organisation__parent", "theme", "licence").prefetch_related(
        Prefetch("resources", resources)
    )


def one(actor: Actor, key: str) -> Dataset:
    """The dataset of that id, name or slug. Raises `NotFound`, also for what the actor may not see."""
    found = names.called(told(visible(actor)), key, names.DATASET)
    if found is None:
        raise NotFound()
    return found


def sources(actor: Actor, found: Dataset) -> list[Dataset]:
    """The datasets whose revisions the current ones were made from, as far as the actor may see them."""
    current = [resource.current_id for resource in found.resources.all() if resource.current_id]
    return list(visible(actor).filter(resources__revisions__outputs__in=current).exclude(pk=found.pk).distinct())


def listed(
    actor: Actor, text: str = "", since: datetime | None = None, narrowed: Mapping[str, Any] | None = None
) -> QuerySet[Dataset]:
    """What the actor may see, in the order in which it came into the catalogue, so that pages stay while somebody walks them.

    `text`, `narrowed` (`facets`, `since`, `until`, `box` of search): only what search finds by them.
    `since`: only what was changed at that moment or later. Raises `TooManyFound`.
    """
    found = visible(actor).order_by("pk")
    if text.strip() or narrowed:
        found = found.filter(slug__in=list(_matching(actor, text, narrowed or {})))
    if since is not None:
        newer = Resource.objects.filter(current__published_at__gte=since).values("dataset")
        found = found.filter(Q(modified__gte=since) | Q(pk__in=newer))
    return found


def _matching(actor: Actor, text: str, narrowed: Mapping[str, Any]) -> Iterator[str]:
    """The slugs that search finds; what only resembles the words is nothing to a program."""
    offset = 0
    while True:
        found = search(text, scope(actor), offset=offset, limit=STEP, counted=(), **narrowed)
        if found.sure > DEEPEST:
            raise TooManyFound(text=text[:100], total=found.sure, most=DEEPEST)
        yield from (hit.slug for hit in found.hits[: max(0, found.sure - offset)])
        offset += STEP
        if offset >= found.sure:
            return
