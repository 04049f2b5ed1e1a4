"""Search without an index: slow, plain and right. It answers while the index is being made, and the tests compare with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils import timezone

from madang.catalog.asking import terms
from madang.catalog.documents import document, listed
from madang.catalog.models import Dataset, Organisation
from madang.catalog.scope import Scope
from madang.catalog.words import Term

PLACES = (
    "title_ko",
    "title_en",
    "title_other",
    "keywords",
    "description",
    "places",
    "organisations",
    "columns",
    "values",
)
Facets = dict[str, list[tuple[str, int]]]


def within(scope: Scope) -> QuerySet[Dataset]:
    """The published datasets that the scope holds."""
    if scope.everything:
        return listed()
    seen = ~Q(access=Dataset.Access.INTERNAL)
    for path in Organisation.objects.filter(slug__in=scope.organisations).values_list("path", flat=True):
        seen |= Q(Exact(Left(F("organisation__path"), len(path)), Value(path)))
    return listed().filter(seen)


def find(
    text: str, scope: Scope, chosen: Mapping[str, list[str]], facets: Iterable[str], sort: str
) -> tuple[list[str], Facets]:
    """Slugs of all hits, newest or largest first, and the counts of facets. Reads every dataset of the scope."""
    now, needed = timezone.now(), [term for term in terms(text) if term.needed]
    rows = []
    for dataset in within(scope).iterator(chunk_size=1000):
        fields = document(dataset) | {"freshness": [dataset.freshness(now)]}
        held = {name: set(fields[name].split()) for name in PLACES}
        if all(_holds(held.values(), term) for term in needed):
            rows.append(fields)
    hits = [fields for fields in rows if _fits(fields, chosen)]
    order = "rows" if sort == "rows" else "published"
    hits.sort(key=lambda fields: -fields[order])
    counts = {name: _counts(rows, name, chosen) for name in facets}
    return [fields["slug"] for fields in hits], counts


def _holds(places: Iterable[set[str]], term: Term) -> bool:
    return any(set(way) <= tokens for tokens in places for way in (*term.ways, *term.others))


def _fits(fields: dict, chosen: Mapping[str, list[str]]) -> bool:
    return all(set(fields[name]) & set(values) for name, values in chosen.items())


def _counts(rows: list[dict], name: str, chosen: Mapping[str, list[str]]) -> list[tuple[str, int]]:
    others = {other: values for other, values in chosen.items() if other != name}
    return Counter(value for fields in rows if _fits(fields, others) for value in fields[name]).most_common()
