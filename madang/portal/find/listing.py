"""Datasets as lists show them: with their organisation, freshness, rows and formats, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import get_language

from madang.accounts import policy
from madang.catalog import usage_rollup
from madang.catalog.documents import PUBLISHED
from madang.catalog.models import Dataset, Organisation, Resource, Revision, Theme
from madang.portal.find.asked import Asked
from madang.portal.find.reasons import NOTHING, Sought, columns

MOST_NEW = 100
MOST_USED = 100
USED = timedelta(days=30)


def published(actor: policy.Actor) -> QuerySet[Dataset]:
    """Published datasets that the actor may see, with `updated` (newest publication) and `rows` (of current revisions)."""
    return (
        policy.visible(actor)
        .filter(PUBLISHED)
        .annotate(updated=Max("resources__current__published_at"), rows=Sum("resources__current__rows"))
        .prefetch_related("resources__current")
    )


def described(datasets: Any, sought: Sought = NOTHING, now: datetime | None = None) -> list[Dataset]:
    """Give each dataset its `fresh` word, the `tables` that can be opened, when it was `updated`, `rows`, `formats`, why it was found."""
    shown = list(datasets)
    for dataset in shown:
        dataset.fresh = dataset.freshness(now or timezone.now())
        dataset.tables = [r for r in dataset.resources.all() if r.current and r.current.rows is not None]
        dataset.formats = list(dict.fromkeys(format for r in dataset.resources.all() if (format := file_format(r))))
        counted = [r.current.rows for r in dataset.tables]
        dataset.updated, dataset.rows = dataset.newest(), sum(counted) if counted else None
        dataset.sought = sought
        dataset.matched = columns(dataset, sought.beyond_titles) if sought else []
    return shown


def file_format(resource: Resource) -> str:
    """The format of what was published, by the end of its name: `CSV`; "" when the name has none."""
    name = resource.current.original_name if resource.current else ""
    ending = name.rpartition(".")[2] if "." in name else ""
    return ending.upper() if len(ending) <= 10 else ""


def in_order(actor: policy.Actor, slugs: list[str], sought: Sought = NOTHING) -> list[Dataset]:
    """The visible datasets of these slugs, in that order, whatever their state. Receipts are long and left out."""
    resources = Resource.objects.select_related("current").defer("current__receipt")
    datasets = (
        policy.visible(actor)
        .filter(slug__in=slugs)
        .order_by()
        .prefetch_related(Prefetch("resources", resources), *(["resources__columns"] if sought else []))
    )
    found = {dataset.slug: dataset for dataset in described(datasets, sought)}
    return [found[slug] for slug in slugs if slug in found]


def newer(asked: Asked, actor: policy.Actor, since: datetime) -> int:
    """How many of the datasets that a search finds were published or updated later; at most `MOST_NEW` are counted."""
    found = replace(asked, page=1).find(actor, get_language() or "ko", MOST_NEW, (), "newest")
    slugs = [] if found.near else [hit.slug for hit in found.hits]
    dated = policy.visible(actor).filter(slug__in=slugs).annotate(updated=Max("resources__current__published_at"))
    return dated.filter(updated__gt=since).count()


def themes(actor: policy.Actor) -> list[Theme]:
    """Every theme that has datasets, with its `count`."""
    counts = _counts(actor, "theme")
    return [_counted(theme, counts[theme.pk]) for theme in Theme.objects.all() if theme.pk in counts]


def organisations(actor: policy.Actor) -> list[Organisation]:
    """Every organisation that has datasets of its own, with its `count`, most first."""
    counts = _counts(actor, "organisation")
    found = [_counted(one, counts[one.pk]) for one in Organisation.objects.filter(pk__in=counts)]
    return sorted(found, key=lambda one: -one.count)


def rows(actor: policy.Actor) -> int:
    """All rows of what is published."""
    current = Resource.objects.filter(dataset__in=_published(actor)).values("current")
    return Revision.objects.filter(pk__in=current).aggregate(all=Sum("rows"))["all"] or 0


def keywords(actor: policy.Actor, limit: int) -> list[dict[str, list[str]]]:
    """The keywords of the datasets that came into the catalogue last."""
    return list(_published(actor).order_by("-pk").values_list("keywords", flat=True)[:limit])


def most_used(actor: policy.Actor, limit: int, only: Q | None = None) -> list[Dataset]:
    """The visible datasets that were asked for most in the last `USED` days; whose counts they are is known for ten minutes."""
    since = timezone.localdate() - USED
    every = cache.get_or_set(f"most-used-since-{since}", lambda: usage_rollup.most_used(since, MOST_USED), 600)
    seen = _published(actor).filter(only or Q(), slug__in=every).values_list("slug", flat=True)
    return in_order(actor, sorted(seen, key=every.index)[:limit])


def _published(actor: policy.Actor) -> QuerySet[Dataset]:
    return policy.visible(actor).filter(PUBLISHED).order_by()


def _counts(actor: policy.Actor, name: str) -> dict[int, int]:
    return dict(_published(actor).values_list(name).annotate(n=Count("pk")))


def _counted(thing: Any, count: int) -> Any:
    thing.count = count
    return thing
