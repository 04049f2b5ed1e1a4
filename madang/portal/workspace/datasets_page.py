"""The datasets of the reader's organisations as one table: how fresh, how good, how used, what people reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import F, Max, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog import quality, usage_rollup
from madang.catalog.models import Dataset
from madang.catalog.quality import Score
from madang.community import reports

PAGE = 50
LOOKED = 500  # datasets that are scored to put the poorest first, the most used ones: what nobody uses can wait
USED = timedelta(days=30)
SORTS: dict[str, Promise] = {
    "title": _("Title"), "quality": _("Poorest first"), "uses": _("Most used first"), "updated": _("Oldest content first"),
}  # fmt: skip
SHOW: dict[str, Promise] = {
    "": _("All"), "late": _("Late"), "reported": _("With open reports"), "unused": _("Not used in 30 days"), "draft": _("Drafts"),
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One dataset with what the table tells of it."""

    dataset: Dataset
    fresh: str
    score: Score
    uses: int
    reports: int


@dataclass(frozen=True)
class Asked:
    """The state of the address; odd values fall back."""

    text: str
    sort: str
    show: str
    page: int

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        sort, show, page = query.get("sort", ""), query.get("show", ""), query.get("page", "")
        return cls(
            query.get("q", "").strip()[:100], sort if sort in SORTS else "title", show if show in SHOW else "",
            max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )  # fmt: skip


@login_required
def datasets_page(request: HttpRequest) -> HttpResponse:
    """The table, narrowed and ordered as the address says."""
    actor, asked = policy.who(request), Asked.read(request.GET)
    found, total = lines(actor, asked, timezone.now())
    context = {
        "asked": asked, "lines": found, "total": total, "sorts": SORTS, "show": SHOW, "last": max(1, -(-total // PAGE)),
        "looked": LOOKED if total == LOOKED and asked.sort == "quality" else 0, "area": "workspace",
    }  # fmt: skip
    return render(request, "portal/workspace/datasets.html", context)


def lines(actor: policy.Actor, asked: Asked, now: datetime, looked: int = LOOKED) -> tuple[list[Line], int]:
    """One page of the table, and how many datasets there are in all. Ordered by quality, the `looked` most used ones are scored."""
    uses = usage_rollup.by_dataset(timezone.localdate() - USED)
    theirs = policy.workable(actor).exclude(state=Dataset.State.RETIRED)
    theirs = theirs.annotate(updated=Max("resources__current__published_at"), rows=Sum("resources__current__rows"))
    ordered = _ordered(narrowed(theirs, asked, uses, now), asked.sort, uses)
    if asked.sort == "quality":
        scored = [
            _line(one, now, uses, {}) for one in quality.with_what_is_needed(theirs.filter(pk__in=ordered[:looked]))
        ]
        ordered = [one.dataset.pk for one in sorted(scored, key=lambda one: (one.score.percent, one.dataset.slug))]
    shown = ordered[(asked.page - 1) * PAGE : asked.page * PAGE]
    counts = reports.open_counts(shown)
    known = {one.pk: one for one in quality.with_what_is_needed(theirs.filter(pk__in=shown))}
    return [_line(known[pk], now, uses, counts) for pk in shown if pk in known], len(ordered)


def late(datasets: QuerySet[Dataset], now: datetime) -> QuerySet[Dataset]:
    """Those, annotated with `updated`, whose promised cycle has passed; the same as `Dataset.freshness`, asked of the database."""
    missed = Q(pk__in=[])
    for cycle, days in Dataset.CYCLE_DAYS.items():
        missed |= Q(cycle=cycle, updated__lt=now - timedelta(days=days))
    return datasets.filter(missed)


def narrowed(datasets: QuerySet[Dataset], asked: Asked, uses: dict[str, int], now: datetime) -> QuerySet[Dataset]:
    """By words of title, slug or organisation, and by what is shown."""
    for word in asked.text.split():
        datasets = datasets.filter(
            Q(slug__icontains=word) | Q(title__ko__icontains=word) | Q(title__en__icontains=word)
            | Q(organisation__name__ko__icontains=word) | Q(organisation__name__en__icontains=word)
        )  # fmt: skip
    if asked.show == "draft":
        return datasets.filter(state=Dataset.State.DRAFT)
    datasets = datasets.filter(state=Dataset.State.PUBLISHED) if asked.show else datasets
    if asked.show == "late":
        return late(datasets, now)
    if asked.show == "reported":
        return datasets.filter(pk__in=list(reports.open_counts(datasets.order_by().values_list("pk", flat=True))))
    return (
        datasets.exclude(slug__in=[slug for slug, times in uses.items() if times])
        if asked.show == "unused"
        else datasets
    )


def _ordered(datasets: QuerySet[Dataset], sort: str, uses: dict[str, int]) -> list[int]:
    """The keys of the datasets; in a city of thousands nothing else is read of those that are not shown."""
    if sort == "title":
        found = datasets.order_by(f"title__{get_language() or 'ko'}", "slug")
    elif sort == "updated":
        found = datasets.order_by(F("updated").asc(nulls_last=True), "slug")
    else:
        every = datasets.order_by("slug").values_list("pk", "slug")
        return [pk for pk, slug in sorted(every, key=lambda one: -uses.get(one[1], 0))]
    return list(found.values_list("pk", flat=True))


def _line(dataset: Dataset, now: datetime, uses: dict[str, int], counts: dict[int, int]) -> Line:
    return Line(
        dataset,
        dataset.freshness(now),
        quality.score(dataset, now),
        uses.get(dataset.slug, 0),
        counts.get(dataset.pk, 0),
    )
