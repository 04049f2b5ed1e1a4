"""Search without an index: slow, plain and right. It answers while the index is being made, and the tests compare with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact
from django.utils import timezone

from madang.catalog.asking import terms
from madang.catalog.documents import document, listed
from madang.catalog.facets import Counts, Narrowing, place_of
from madang.catalog.models import Dataset, Organisation
from madang.catalog.scope import Scope
from madang.catalog.where_and_when import Box, counted, year
from madang.catalog.words import Term


def within(scope: Scope) -> QuerySet[Dataset]:
    """The published datasets that the scope holds."""
    if scope.everything:
        return listed()
    seen = ~Q(access=Dataset.Access.INTERNAL)
    for path in Organisation.objects.filter(slug__in=scope.organisations).values_list("path", flat=True):
        seen |= Q(Exact(Left(F("organisation__path"), len(path)), Value(path)))
    return listed().filter(seen)


def find(
    text: str, narrowing: Narrowing, names: Iterable[str], sort: str, language: str = "ko"
) -> tuple[list[str], Counts]:
    """Slugs of all hits, newest or largest first, and the counts of facets. Reads every dataset of the scope."""
    now, needed = timezone.now(), [term for term in terms(text) if term.needed]
    rows = []
    for dataset in within(narrowing.scope).iterator(chunk_size=1000):
        fields = document(dataset) | {"freshness": [dataset.freshness(now)]}
        held = set(fields["all"].split())
        if all(_holds(held, term) or _covers(fields, term.year) for term in needed):
            rows.append(fields)
    rows = [fields for fields in rows if _then(fields, narrowing) and _there(fields, narrowing.box)]
    hits = [fields for fields in rows if _fits(fields, narrowing.chosen)]
    order = "rows" if sort == "rows" else "published"
    hits.sort(key=lambda fields: -fields[order])
    counts = {name: _counts(rows, name, narrowing.chosen, language) for name in names}
    return [fields["slug"] for fields in hits], counts


def _holds(tokens: set[str], term: Term) -> bool:
    return any(set(way) <= tokens for way in (*term.ways, *term.others))


def _covers(fields: dict, year: int | None) -> bool:
    return bool(year and "first_year" in fields and fields["first_year"][0] <= year <= fields["last_year"][0])


def _then(fields: dict, narrowing: Narrowing) -> bool:
    if not narrowing.since and not narrowing.until:
        return True
    begin, end = fields.get("from_day", [0])[0], fields.get("to_day", [0])[0]
    since, until = narrowing.since or date.min, narrowing.until or date.max
    return bool(end) and begin <= until.toordinal() and end >= since.toordinal()


def _there(fields: dict, box: Box | None) -> bool:
    if box is None:
        return True
    if "west" not in fields:
        return False
    west, south, east, north = box
    across = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    beside = any(fields["west"][0] <= right and fields["east"][0] >= left for left, right in across)
    return beside and fields["south"][0] <= north and fields["north"][0] >= south


def _fits(fields: dict, chosen: Mapping[str, list[str]]) -> bool:
    return all(
        any(_covers(fields, year(value)) for value in values) if name == "period" else set(fields[name]) & set(values)
        for name, values in chosen.items()
    )


def _counts(rows: list[dict], name: str, chosen: Mapping[str, list[str]], language: str) -> list[tuple[str, int]]:
    others = {other: values for other, values in chosen.items() if other != name}
    kept = [fields for fields in rows if _fits(fields, others)]
    if name == "period":
        first, last = (
            Counter(v for fields in kept for v in fields.get(one, ())) for one in ("first_year", "last_year")
        )
        return counted(first, last, timezone.now().year)
    key = place_of(language) if name == "place" else name
    return Counter(value for fields in kept for value in fields[key]).most_common()
