"""Search: one call per page. Hits come from this machine's index and are checked against the database, which is the truth."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from madang.catalog import asking, mending, plainsearch, question, suggesting
from madang.catalog.documents import EMPTY, NEVER_LATE
from madang.catalog.index import SecondWriter, follow, rebuild, searcher
from madang.catalog.models import Dataset
from madang.catalog.scope import PUBLIC, Scope
from madang.catalog.suggesting import Completion
from madang.lib.problems import Problem

if TYPE_CHECKING:
    import tantivy

__all__ = [
    "FACETS", "SORTS", "Completion", "Found", "Hit", "Scope", "SecondWriter", "complete", "follow", "rebuild", "search", "suggest",
]  # fmt: skip

FACETS = ("theme", "organisation", "licence", "format", "kind", "origin", "freshness", "access")
SORTS = {"relevance": None, "newest": "published", "rows": "rows"}
VALUES = 100  # of one facet, most frequent first
ENOUGH = 5  # hits that fit all words; with fewer, what fits half of them comes after
DEEPEST = 10_000  # hits that can be paged through; narrow the search beyond

log = logging.getLogger(__name__)


class UnknownFacet(Problem):
    en = "{name} is not a facet or sort order of search. Facets: {facets}. Orders: {sorts}."
    ko = "{name}은(는) 검색 조건이나 정렬이 아닙니다. 조건: {facets}. 정렬: {sorts}."


@dataclass(frozen=True)
class Hit:
    slug: str
    score: float


@dataclass(frozen=True)
class Found:
    """`total` hits, of which `hits` is one page; `near` when nothing fitted and these only resemble what was asked."""

    total: int
    hits: list[Hit] = field(default_factory=list)
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)  # name -> (value, count), frequent first
    near: bool = False
    sure: int = 0  # those that fit all words, which come first
    meant: str = ""  # the words that were looked for instead of those that stand nowhere


def search(
    text: str,
    scope: Scope = PUBLIC,
    facets: Mapping[str, Sequence[str]] | None = None,
    language: str = "ko",
    offset: int = 0,
    limit: int = 20,
    sort: str = "relevance",
) -> Found:
    """Find datasets. Values of one facet widen each other, facets narrow; counts of a facet ignore its own choice.

    Without text everything is listed, newest first. Raises `UnknownFacet`.
    """
    chosen = {name: list(values) for name, values in (facets or {}).items() if values}
    for name in [*(name for name in chosen if name not in FACETS), *([sort] if sort not in SORTS else [])]:
        raise UnknownFacet(name=name, facets=", ".join(FACETS), sorts=", ".join(SORTS))
    offset, limit = max(0, min(offset, DEEPEST)), max(1, min(limit, 1000))
    index = searcher()
    if index is None:
        log.warning("no search index yet: the database answers, slower and without ranking; `madang search rebuild`")
        return _from_database(text, scope, chosen, offset, limit, sort)
    from tantivy import Query

    if not text.strip():
        found = _ask(index, Query.all_query(), scope, chosen, offset, limit, "newest" if sort == "relevance" else sort)
        return replace(found, sure=found.total)
    return _looked_for(index, text, scope, chosen, language, offset, limit, sort)


def _looked_for(
    index: tantivy.Searcher,
    text: str,
    scope: Scope,
    chosen: dict[str, list[str]],
    language: str,
    offset: int,
    limit: int,
    sort: str,
) -> Found:
    """What fits all words; when hardly anything does, also what fits half of them; when nothing does, what was probably meant.

    Which of these it is does not depend on facets, so that narrowing never widens.
    """
    terms, meant = mending.read_initials(asking.terms(text), index), ""
    sure = _count_of(index, question.strict(terms, text, language), scope)
    if not sure and (meant := mending.mended(terms, language, index)):
        terms = mending.read_initials(asking.terms(meant), index)
    fits = question.strict(terms, meant or text, language)
    fit = sure if not meant else _count_of(index, fits, scope)
    if not fit or (fit < ENOUGH and len(terms) > 1 and sort == "relevance"):
        fits = question.widened(terms, meant or text, language)
    found = _ask(index, fits, scope, chosen, offset, limit, sort)
    near = not sure and bool(found.total)
    return replace(found, near=near, sure=min(sure, found.total), meant=meant if near else "")


def _count_of(index: tantivy.Searcher, query: tantivy.Query, scope: Scope) -> int:
    return index.search(_narrowed(query, scope, {}), limit=1).count or 0


def suggest(text: str, scope: Scope = PUBLIC, language: str = "ko", limit: int = 8) -> list[tuple[str, str]]:
    """`(slug, title)` of datasets whose title holds words that begin as typed; slips and initial consonants (ㅇㄱ) are understood."""
    index = searcher()
    return suggesting.titles(text, scope, language, limit, index, _still) if index else []


def complete(text: str, scope: Scope = PUBLIC, limit: int = 8) -> list[Completion]:
    """Words of titles, keywords, columns and organisations that what was typed may become, most frequent first."""
    index = searcher()
    return suggesting.completions(text, scope, limit, index) if index else []


def _ask(
    index: tantivy.Searcher,
    query: tantivy.Query,
    scope: Scope,
    chosen: dict[str, list[str]],
    offset: int,
    limit: int,
    sort: str,
) -> Found:
    narrowed = _narrowed(query, scope, chosen)
    result = index.search(narrowed, limit=limit, offset=offset, order_by_field=SORTS[sort])
    hits = [Hit(index.doc(address)["slug"][0], float(score or 0)) for score, address in result.hits]
    still = set(_still([hit.slug for hit in hits], scope).values_list("slug", flat=True))
    facets = _counts(index, query, scope, chosen)
    return Found(result.count or 0, [hit for hit in hits if hit.slug in still], facets)


def _still(slugs: list[str], scope: Scope) -> QuerySet[Dataset]:
    """Those that the reader may see at this moment: the index may be some seconds behind a dataset that was closed."""
    return plainsearch.within(scope).filter(slug__in=slugs)


def _narrowed(query: tantivy.Query, scope: Scope, chosen: Mapping[str, list[str]]) -> tantivy.Query:
    from tantivy import Occur, Query

    parts = [query, *(_facet(name, values) for name, values in chosen.items())]
    within = question.allowed(scope)
    return Query.boolean_query([(Occur.Must, part) for part in ([*parts, within] if within else parts)])


def _facet(name: str, values: list[str]) -> tantivy.Query:
    from tantivy import Occur, Query

    if name != "freshness":
        return question.among(name, values)
    ranges = _freshness()
    known = [ranges[value] for value in values if value in ranges]
    if not known:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, question.between("due", low, high)) for low, high in known])


def _freshness() -> dict[str, tuple[int, int | None]]:
    """Freshness at this moment as ranges of the field `due`."""
    now = int(timezone.now().timestamp())
    return {
        "fresh": (now, None),
        "late": (NEVER_LATE + 1, now),
        "open-ended": (NEVER_LATE, NEVER_LATE + 1),
        "empty": (EMPTY, EMPTY + 1),
    }


def _counts(
    index: tantivy.Searcher, query: tantivy.Query, scope: Scope, chosen: dict[str, list[str]]
) -> dict[str, list[tuple[str, int]]]:
    """All facets without a choice in one pass, and one pass for each that has one, without its own choice."""
    counts = _count(index, _narrowed(query, scope, chosen), [name for name in FACETS if name not in chosen])
    for name in chosen:
        others = {other: values for other, values in chosen.items() if other != name}
        counts |= _count(index, _narrowed(query, scope, others), [name])
    return {name: counts[name] for name in FACETS}


def _count(index: tantivy.Searcher, query: tantivy.Query, names: list[str]) -> dict[str, list[tuple[str, int]]]:
    asked: dict[str, Any] = {name: {"terms": {"field": name, "size": VALUES}} for name in names if name != "freshness"}
    ranges = _freshness()
    if "freshness" in names:
        bounds = [
            {"key": key, "from": low} | ({} if high is None else {"to": high}) for key, (low, high) in ranges.items()
        ]
        asked["freshness"] = {"range": {"field": "due", "ranges": bounds}}
    answer = index.aggregate(query, asked) if asked else {}
    return {
        name: [(b["key"], b["doc_count"]) for b in found["buckets"] if b["doc_count"] and (name != "freshness" or b["key"] in ranges)]
        for name, found in answer.items()
    }  # fmt: skip


def _from_database(text: str, scope: Scope, chosen: dict[str, list[str]], offset: int, limit: int, sort: str) -> Found:
    slugs, facets = plainsearch.find(text, scope, chosen, FACETS, sort)
    return Found(len(slugs), [Hit(slug, 0.0) for slug in slugs[offset : offset + limit]], facets, sure=len(slugs))
