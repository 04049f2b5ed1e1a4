"""Datasets as lists show them: with their organisation, freshness, rows and formats, in a fixed number of queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from madang.accounts import policy
from madang.catalog.models import Dataset, Organisation, Theme

PUBLISHED = Q(state=Dataset.State.PUBLISHED)


def published(actor: policy.Actor) -> QuerySet[Dataset]:
    """Published datasets that the actor may see, with `updated` (newest publication) and `rows` (of current revisions)."""
    return (
        policy.visible(actor)
        .filter(PUBLISHED)
        .annotate(updated=Max("resources__current__published_at"), rows=Sum("resources__current__rows"))
        .prefetch_related("resources__current")
    )


def newest(actor: policy.Actor, limit: int) -> list[Dataset]:
    """The datasets that were updated last."""
    return described(published(actor).filter(updated__isnull=False).order_by("-updated", "slug")[:limit])


def described(datasets: Any, now: datetime | None = None) -> list[Dataset]:
    """Give each dataset its `fresh` word and the `tables` that can be opened."""
    shown = list(datasets)
    for dataset in shown:
        dataset.fresh = dataset.freshness(now or timezone.now())
        dataset.tables = [r for r in dataset.resources.all() if r.current and r.current.rows is not None]
    return shown


def in_order(actor: policy.Actor, slugs: list[str]) -> list[Dataset]:
    """The visible datasets of these slugs, in that order, whatever their state."""
    found = {
        dataset.slug: dataset
        for dataset in described(
            policy.visible(actor)
            .filter(slug__in=slugs)
            .annotate(updated=Max("resources__current__published_at"), rows=Sum("resources__current__rows"))
            .prefetch_related("resources__current", "resources__columns")
        )
    }
    return [found[slug] for slug in slugs if slug in found]


def themes(actor: policy.Actor) -> list[Theme]:
    """Every theme that has datasets, with its `count`."""
    counts = dict(published(actor).values_list("theme").annotate(n=Count("pk", distinct=True)).order_by())
    return [_counted(theme, counts[theme.pk]) for theme in Theme.objects.all() if theme.pk in counts]


def organisations(actor: policy.Actor) -> list[Organisation]:
    """Every organisation that has datasets of its own, with its `count`, most first."""
    counts = dict(published(actor).values_list("organisation").annotate(n=Count("pk", distinct=True)).order_by())
    found = [_counted(one, counts[one.pk]) for one in Organisation.objects.filter(pk__in=counts)]
    return sorted(found, key=lambda one: -one.count)


def _counted(thing: Any, count: int) -> Any:
    thing.count = count
    return thing
