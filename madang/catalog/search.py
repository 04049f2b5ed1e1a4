"""Search: one call per page. Hits come from this machine's index and are checked against the database, which is the truth."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from madang.catalog import asking, facets, mending, plainsearch, question, suggesting
from madang.catalog.facets import FACETS, Counts, Narrowing, OddBox
from madang.catalog.index import SecondWriter, follow, rebuild, searcher
from madang.catalog.models import Dataset
from madang.catalog.scope import PUBLIC, Scope
from madang.catalog.suggesting import Completion
from madang.catalog.where_and_when import Box
from madang.catalog.words import Term
from madang.lib.problems import Problem

if TYPE_CHECKING:
    import tantivy

__all__ = [
    "FACETS", "SORTS", "Completion", "Found", "Hit", "OddBox", "Scope", "SecondWriter", "complete", "follow", "rebuild", "search",
    "suggest",
]  # fmt: skip

SORTS = {"relevance": None, "newest": "published", "rows": "rows"}
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
    facets: Counts = field(default_factory=dict)  # name -> (value, count), frequent first, years newest first
    near: bool = False
    sure: int = 0  # those that fit all words, which come first
    meant: str = ""  # the words that were looked for instead of those that stand nowhere


@dataclass(frozen=True)
class _Page:
    """Which part of the hits is wanted, in which order, with which counts, in which language."""

    language: str
    offset: int
    limit: int
    sort: str
    counted: Sequence[str]


def search(
    text: str,
    scope: Scope = PUBLIC,
    facets: Mapping[str, Sequence[str]] | None = None,
    language: str = "ko",
    offset: int = 0,
    limit: int = 20,
    sort: str = "relevance",
    *,
    since: date | None = None,
    until: date | None = None,
    box: Box | None = None,
    counted: Sequence[str] = FACETS,
) -> Found:
    """Find datasets. Values of one facet widen each other, facets narrow; counts of a facet ignore its own choice.

    `since` and `until` (days, included) leave what has a period in common with them; `box` (west, south, east, north in degrees) what
    has shapes there. `counted` says which facets are counted: each costs time. Without text everything is listed, newest first.
    Raises `UnknownFacet`, `OddBox`.
    """
    chosen = {name: list(values) for name, values in (facets or {}).items() if values}
    for name in [*(name for name in (*chosen, *counted) if name not in FACETS), *([sort] if sort not in SORTS else [])]:
        raise UnknownFacet(name=name, facets=", ".join(FACETS), sorts=", ".join(SORTS))
    narrowing = Narrowing(scope, chosen, since, until, box)
    page = _Page(language, max(0, min(offset, DEEPEST)), max(1, min(limit, 1000)), sort, counted)
    index = searcher()
    if index is None:
        log.warning("no search index yet: the database answers, slower and without ranking; `madang search rebuild`")
        return _from_database(text, narrowing, page)
    return _looked_for(index, text, narrowing, page) if text.strip() else _all(index, narrowing, page)


def _all(index: tantivy.Searcher, narrowing: Narrowing, page: _Page) -> Found:
    from tantivy import Query

    asked = Query.all_query()
    found = _hits(index, asked, narrowing, replace(page, sort="newest" if page.sort == "relevance" else page.sort))
    return replace(found, sure=found.total, facets=facets.counts(index, asked, narrowing, page.counted, page.language))


def _looked_for(index: tantivy.Searcher, text: str, narrowing: Narrowing, page: _Page) -> Found:
    """What fits all words; when hardly anything does, also what fits half of them; when nothing does, what was probably meant.

    Which of these it is does not depend on what narrows the search, so that narrowing never widens.
    """
    terms, meant = mending.read_initials(asking.terms(text), index), ""
    found = _hits(index, question.strict(terms, text, page.language), narrowing, page)
    fit = sure = _everywhere(index, found, terms, narrowing)
    if not sure and (meant := mending.mended(terms, index)):
        terms = mending.read_initials(asking.terms(meant), index)
        found = _hits(index, question.strict(terms, meant, page.language), narrowing, page)
        fit = _everywhere(index, found, terms, narrowing)
    counting, fitting = question.fitting(terms), found.total
    if not fit or (fit < ENOUGH and len(terms) > 1 and page.sort == "relevance"):
        counting = question.widened(terms, meant or text, page.language)
        found = _hits(index, counting, narrowing, page)
    found = replace(found, facets=facets.counts(index, counting, narrowing, page.counted, page.language))
    if sure:
        return replace(found, sure=fitting)
    return replace(found, near=bool(found.total), meant=meant if found.total else "")


def _everywhere(index: tantivy.Searcher, found: Found, terms: Sequence[Term], narrowing: Narrowing) -> int:
    """How many fit when nothing but the scope narrows; at least `ENOUGH` is enough to know."""
    if found.total >= ENOUGH or not narrowing.narrows:
        return found.total
    asked = Narrowing(narrowing.scope).query(question.fitting(terms))
    return index.search(asked, limit=1).count or 0


def suggest(text: str, scope: Scope = PUBLIC, language: str = "ko", limit: int = 8) -> list[tuple[str, str]]:
    """`(slug, title)` of datasets whose title holds words that begin as typed; slips and initial consonants (ㅇㄱ) are understood."""
    index = searcher()
    return suggesting.titles(text, scope, language, limit, index, _still) if index else []


def complete(text: str, scope: Scope = PUBLIC, limit: int = 8) -> list[Completion]:
    """Words of titles, keywords, columns and organisations that what was typed may become, most frequent first."""
    index = searcher()
    return suggesting.completions(text, scope, limit, index) if index else []


def _hits(index: tantivy.Searcher, query: tantivy.Query, narrowing: Narrowing, page: _Page) -> Found:
    """One page of hits, without facets."""
    result = index.search(narrowing.query(query), limit=page.limit, offset=page.offset, order_by_field=SORTS[page.sort])
    hits = [Hit(index.doc(address)["slug"][0], float(score or 0)) for score, address in result.hits]
    still = set(_still([hit.slug for hit in hits], narrowing.scope).values_list("slug", flat=True)) if hits else set()
    return Found(result.count or 0, [hit for hit in hits if hit.slug in still])


def _still(slugs: list[str], scope: Scope) -> QuerySet[Dataset]:
    """Those that the reader may see at this moment: the index may be some seconds behind a dataset that was closed."""
    # In no order: SQLite would walk all published datasets in the order of slugs rather than look these up (20 ms of 10,000).
    return plainsearch.within(scope).filter(slug__in=slugs).order_by()


def _from_database(text: str, narrowing: Narrowing, page: _Page) -> Found:
    slugs, counts = plainsearch.find(text, narrowing, page.counted, page.sort, page.language)
    shown = [Hit(slug, 0.0) for slug in slugs[page.offset : page.offset + page.limit]]
    return Found(len(slugs), shown, counts, sure=len(slugs))
