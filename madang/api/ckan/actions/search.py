"""Search of datasets, and completion of what somebody types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from madang.accounts.policy import scope
from madang.api.ckan import facets, packages, sorting
from madang.api.ckan.actions.packages import MOST
from madang.api.ckan.errors import Invalid, NoSearch, SearchFailed
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.api.ckan.solr import ask, plain_words, read
from madang.api.ckan.solr.tree import Everything, Not
from madang.catalog import asked, names
from madang.catalog.models import Dataset
from madang.catalog.scope import PUBLIC
from madang.catalog.search import suggest

if TYPE_CHECKING:
    import tantivy

MOST_FILTERS = 20


def package_search(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """Datasets that fit. Parameters: q and fq (or fq_list) in a part of Solr's language, sort, rows (10, at most 1000), start,
    facet, facet.field, facet.limit (50, -1 for all), facet.mincount, include_private (what a token opens besides)."""
    query, scored = _query(reader, parameters)
    order = sorting.order(parameters.text("sort") or sorting.DEFAULT, scored=scored)
    if order.field == sorting.POPULAR:
        query, order = sorting.by_use(query), sorting.Order(asked.SCORE, False)
    counted = facets.fields(parameters)
    seen = scope(reader.actor) if parameters.switch("include_private", False) else PUBLIC
    start, rows = parameters.whole("start", 0), parameters.whole("rows", 10, MOST)
    try:
        found = asked.ask(
            query, seen, order.field, start, rows, facets.sizes(parameters, counted), ascending=order.ascending
        )
    except asked.NoIndex as problem:
        raise NoSearch(problem.text(reader.language)) from problem
    plain, full = facets.told(reader, counted, found.counts, parameters.whole("facet.mincount", 1))
    return {
        "count": found.total,
        "facets": plain,
        "results": packages.packages(reader, found.slugs),
        "sort": parameters.text("sort") or sorting.DEFAULT,
        "search_facets": full,
    }


def _query(reader: Reader, parameters: Parameters) -> tuple[tantivy.Query, bool]:
    """What the index is asked, and whether some hits fit better than others."""
    from tantivy import Occur, Query

    text, now = parameters.text("q").strip(), timezone.now()
    tree = Everything() if text in ("", "*:*", "*") else read.read(text, strict=False) if read.is_query(text) else None
    wanted = ask.query(tree, reader.language, now) if tree is not None else plain_words.query(text, reader.language)
    filters = [ask.query(read.read(each), reader.language, now) for each in _filters(parameters)]
    parts = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
    return Query.boolean_query([(Occur.Must, wanted), *parts]), not isinstance(tree, Everything | Not)


def _filters(parameters: Parameters) -> list[str]:
    """All of `fq`, which clients send once, many times or as `fq_list`."""
    fq = parameters.given.get("fq")
    every = [*(fq if isinstance(fq, list) else [fq]), *parameters.listing("fq_list")]
    if not all(each is None or isinstance(each, str) for each in every):
        raise Invalid({"fq": ["Must be a Unicode string value"]})
    found = [each for each in every if each and each.strip()]
    if len(found) > MOST_FILTERS:
        raise SearchFailed(f"{len(found):,} filters were sent, at most {MOST_FILTERS} are read")
    return found


def package_autocomplete(reader: Reader, parameters: Parameters) -> list[dict[str, str]]:
    """Open datasets whose title or name begins so. Parameters: q, limit (10)."""
    text, limit = parameters.required("q"), parameters.whole("limit", 10, 100)
    found = dict(suggest(text, PUBLIC, reader.language, limit))
    if len(found) < limit:
        found |= _by_name(reader, text, limit)
    known = {one.slug: one for one in packages.public().filter(slug__in=found)}
    return [_completed(found[slug], known[slug], text) for slug in found if slug in known][:limit]


def _by_name(reader: Reader, text: str, limit: int) -> dict[str, str]:
    started = packages.public().filter(slug__istartswith=text[:100]).order_by("slug")[:limit]
    return {one.slug: reader.words(one.title) or one.slug for one in started}


def _completed(title: str, one: Dataset, text: str) -> dict[str, str]:
    name = names.plain(one.slug, one.uid, names.DATASET)
    field = "name" if name.startswith(text.lower()) else "title"
    return {
        "name": name,
        "title": title,
        "match_field": field,
        "match_displayed": name if field == "name" else f"{title} ({name})",
    }


ACTIONS = {
    "package_search": package_search,
    "dataset_search": package_search,
    "package_autocomplete": package_autocomplete,
}
