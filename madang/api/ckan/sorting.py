"""Orders of a search, in Solr's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils import timezone

from madang.api.ckan.errors import OddSearch
from madang.catalog.asked import SCORE
from madang.catalog.models import UsageDay

if TYPE_CHECKING:
    import tantivy

DEFAULT = "score desc, metadata_modified desc"
POPULAR = "views_recent"
FIELDS = {
    "score": SCORE, "name": "name_order", "title_string": "title_order", "title": "title_order", "id": "uid",
    "metadata_created": "created", "metadata_modified": "modified", POPULAR: POPULAR,
}  # fmt: skip
RECENT, MOST_USED = timedelta(days=14), 500


@dataclass(frozen=True)
class Order:
    field: str
    ascending: bool


def order(text: str, *, scored: bool) -> Order:
    """The first order of a list that tells datasets apart; all but `score` tell nearly all of them. Raises `OddSearch`."""
    found = [_one(part.strip()) for part in text[:500].split(",") if part.strip()]
    telling = [each for each in found if each.field != SCORE or scored]
    return telling[0] if telling else Order("modified", False)


def _one(text: str) -> Order:
    match = re.fullmatch(r"(\w+)(?:\s+(asc|desc))?", text, re.IGNORECASE)
    if match is None or match[1] not in FIELDS:
        raise OddSearch(f"Can't determine a Sort Order (asc or desc) in sort spec {text[:60]!r}")
    found = Order(FIELDS[match[1]], (match[2] or "asc").lower() == "asc")
    if found.ascending and match[1] in ("score", POPULAR):
        raise OddSearch(f"{match[1]} is sorted from high to low only: write `{match[1]} desc`")
    return found


def by_use(asked: tantivy.Query) -> tantivy.Query:
    """The same datasets, those first that were asked for most in the last two weeks; a query whose score is the order."""
    from tantivy import Occur, Query

    from madang.catalog.index import schema

    since = timezone.localdate() - RECENT
    used = UsageDay.objects.filter(day__gte=since).order_by().values_list("dataset").annotate(times=Sum("requests"))
    popular = [
        (
            Occur.Should,
            Query.boost_query(Query.const_score_query(Query.term_query(schema(), "slug", slug), 1.0), float(times)),
        )
        for slug, times in used.order_by("-times")[:MOST_USED]
        if times
    ]
    return Query.boolean_query([(Occur.Must, Query.const_score_query(asked, 0.0)), *popular])
