"""What to offer while somebody types: titles of datasets, and words that stand in titles, keywords, columns and organisations.

Half a syllable (`인ㄱ`), initial consonants (`ㅇㄱ`), a slip and the other keyboard are understood. Several words are offered only where a
search for all of them finds something. One call walks over the words of the index that begin as typed, at most those of one letter,
and asks for the `MOST` most frequent ones: docs/search.md says what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from madang.catalog import hangul, mending, question, words
from madang.catalog.asking import plain_words, terms
from madang.catalog.facets import Narrowing
from madang.catalog.index import schema
from madang.catalog.models import Dataset
from madang.catalog.scope import Scope
from madang.lib.texts import choose

if TYPE_CHECKING:
    import tantivy

MOST = 40  # words that a typed beginning may become
LOOKED_AT = 3  # times as many titles as are wanted are put in order
TRIED = 12  # completions of a further word that are searched for together with the words before it


@dataclass(frozen=True)
class Completion:
    """What was typed, completed, and how many datasets the reader would find by it."""

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
    """`(slug, title)` of datasets whose title holds words that begin as typed, those that begin with the whole text first.

    Where no title does, those that a search for the words finds, best first: `노인` by `어르신`.
    """
    typed = plain_words(text)[: words.MOST]
    found = _titled(typed, scope, limit, index) or _searched(text, scope, language, limit, index)
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
    return _slugs(Query.boolean_query(parts + ([(Occur.Must, within)] if within else [])), limit, index)


def _searched(text: str, scope: Scope, language: str, limit: int, index: tantivy.Searcher) -> list[str]:
    looked_for = mending.read_initials(terms(text), index)
    query = Narrowing(scope).query(question.strict(looked_for, text, language))
    return _slugs(query, limit, index) if looked_for else []


def _slugs(query: tantivy.Query, limit: int, index: tantivy.Searcher) -> list[str]:
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
    """The last word completed, most frequent first, where the scope has datasets that hold all the words."""
    typed = plain_words(text)[: words.MOST]
    if not typed:
        return []
    *before, last = typed
    begun = _before(text, last)
    if begun[-1:].isalnum():
        return []  # `65세` is one word to a reader, and no `세금`
    found = _begun(last, scope, MOST if before else limit, index)
    if not before:
        return [Completion(hangul.composed(keys), count) for keys, count in found.items() if count][:limit]
    phrases = [begun + word for word in sorted(map(hangul.composed, found), key=lambda word: not word.startswith(last))]
    told: list[Completion] = []
    for phrase in phrases[:TRIED]:
        if len(told) < limit and (count := _found_by(phrase, scope, index)):
            told.append(Completion(phrase, count))
    return told


def _before(text: str, last: str) -> str:
    """What stands before the last word, spaced as it was typed."""
    return re.sub(r"\s+", " ", words.plain(text).rpartition(last)[0]).lstrip()


def _begun(last: str, scope: Scope, limit: int, index: tantivy.Searcher) -> dict[str, int]:
    """The keys of words that begin so or that may have been meant, and how many datasets of the scope each stands in."""
    seen = question.allowed(scope)
    found: list[tuple[str, int]] = []
    if hangul.is_initials(last):
        pressed = [hangul.keys(word) for word, _ in mending.readings(last, index, limit)]
        found = [one for keys in pressed for one in index.terms_with_prefix("spelled", keys, seen, limit=1)]
    for begun in (last, *(other for other in mending.other_keyboard(last) if other)):
        found = found or index.terms_with_prefix("spelled", hangul.keys(begun), seen, limit=limit)
    if not found and (near := mending.guess(last, index)):
        found = index.terms_with_prefix("spelled", hangul.keys(near), seen, limit=limit)
    return dict(found)


def _found_by(phrase: str, scope: Scope, index: tantivy.Searcher) -> int:
    """How many datasets that the reader may see hold all the words, or words that mean the same."""
    looked_for = mending.read_initials(terms(phrase), index)
    return index.search(Narrowing(scope).query(question.fitting(looked_for)), limit=1).count or 0
