"""What to offer while somebody types: titles of datasets, and words that stand in titles, keywords, columns and organisations.

Half a syllable (`인ㄱ`), initial consonants (`ㅇㄱ`), a slip and the other keyboard are understood. One call walks over the words of the
index that begin as typed, at most those of one letter, and asks for the `MOST` most frequent ones: docs/search.md says what it costs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from madang.catalog import hangul, mending, question, words
from madang.catalog.asking import plain_words
from madang.catalog.index import schema
from madang.catalog.models import Dataset
from madang.catalog.scope import Scope
from madang.lib.texts import choose

if TYPE_CHECKING:
    import tantivy

MOST = 40  # words that a typed beginning may become
LOOKED_AT = 3  # times as many titles as are wanted are put in order


@dataclass(frozen=True)
class Completion:
    """What was typed, completed, and how many datasets the last word stands in."""

    text: str
    datasets: int


def titles(
    text: str,
    scope: Scope,
    language: str,
    limit: int,
    index: tantivy.Searcher,
    still: Callable[[list[str], Scope], QuerySet[Dataset]],
) -> list[tuple[str, str]]:
    """`(slug, title)` of datasets whose title holds words that begin as typed, those that begin with the whole text first."""
    typed = plain_words(text)[: words.MOST]
    found = _titled(typed, scope, limit, index)
    if not found and (meant := [_meant(word, index) for word in typed]) != typed:
        typed = meant
        found = _titled(typed, scope, limit, index)
    known = dict(still(found, scope).values_list("slug", "title"))
    begin = words.plain(" ".join(typed))
    ordered = sorted(
        (slug for slug in found if slug in known),
        key=lambda slug: not any(words.plain(one).startswith(begin) for one in known[slug].values()),
    )
    return [(slug, choose(known[slug], language)[0]) for slug in ordered[:limit]]


def _titled(typed: list[str], scope: Scope, limit: int, index: tantivy.Searcher) -> list[str]:
    from tantivy import Occur, Query

    parts = [(Occur.Must, _in_title(word, index)) for word in typed]
    if not parts:
        return []
    within = question.allowed(scope)
    query = Query.boolean_query(parts + ([(Occur.Must, within)] if within else []))
    return [
        index.doc(address)["slug"][0] for _, address in index.search(query, limit=limit * LOOKED_AT, count=False).hits
    ]


def _in_title(word: str, index: tantivy.Searcher) -> tantivy.Query:
    """The word, or one that begins so, in a title."""
    from tantivy import Query

    if hangul.is_initials(word):
        return question.likely("title", mending.read_initials([words.term(word)], index)[0])
    begun = [hangul.composed(keys) for keys, _ in index.terms_with_prefix("spelled", hangul.keys(word), limit=MOST)]
    ways = [Query.term_query(schema(), "title", "=" + one) for one in dict.fromkeys([word, *begun])]
    return Query.disjunction_max_query([*ways, question.within("title", words.term(word))], 0.0)


def _meant(word: str, index: tantivy.Searcher) -> str:
    known = index.terms_with_prefix("spelled", hangul.keys(word), limit=1)
    return word if known else mending.guess(word, index) or word


def completions(text: str, scope: Scope, limit: int, index: tantivy.Searcher) -> list[Completion]:
    """The last word completed, most frequent first, with the datasets of the scope that it stands in."""
    typed = plain_words(text)[: words.MOST]
    if not typed:
        return []
    *before, last = typed
    seen = question.allowed(scope)
    found: list[tuple[str, int]] = []
    if hangul.is_initials(last):
        pressed = [hangul.keys(word) for word, _ in mending.readings(last, index, limit)]
        found = [one for keys in pressed for one in index.terms_with_prefix("spelled", keys, seen, limit=1)]
    for begun in (last, *(other for other in mending.other_keyboard(last) if other)):
        found = found or index.terms_with_prefix("spelled", hangul.keys(begun), seen, limit=limit)
    if not found and (near := mending.guess(last, index)):
        found = index.terms_with_prefix("spelled", hangul.keys(near), seen, limit=limit)
    return [
        Completion(" ".join([*before, hangul.composed(keys)]), count) for keys, count in dict(found).items() if count
    ][:limit]
