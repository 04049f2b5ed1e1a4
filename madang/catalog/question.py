"""A reader's words as a query of the index: which texts they must stand in, and how much each place counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from madang.catalog import words
from madang.catalog.documents import EVERYBODY
from madang.catalog.index import schema
from madang.catalog.scope import Scope

if TYPE_CHECKING:
    import tantivy

BOOSTS = {"title": 8.0, "keywords": 4.0, "description": 2.0, "columns": 1.5, "organisations": 1.5, "values": 1.0}
OTHER_LANGUAGE = 0.7  # a title in another language than the page's counts a little less
WHOLE_WORD = 0.5  # `인구` alone is nearer to `인구` than `인구밀도` is
EXACT = 1000.0
FUZZY_FROM, FUZZY_TWO_FROM = 4, 8  # letters from which one or two slips are forgiven


def fields(language: str) -> dict[str, float]:
    """The text fields and what a hit in each counts, for a page in `language`."""
    titles = {
        f"title_{one}": BOOSTS["title"] * (1 if one == language else OTHER_LANGUAGE) for one in ("ko", "en", "other")
    }
    return titles | {name: boost for name, boost in BOOSTS.items() if name != "title"}


def strict(text: str, language: str) -> tantivy.Query:
    """Every word that tells something must stand somewhere; an exact title comes first."""
    from tantivy import Occur, Query

    if words.is_initials(text):
        return Query.term_query(schema(), "begins", text.replace(" ", ""))
    terms = words.terms(text)
    parts = [(Occur.Must if term.needed else Occur.Should, anywhere(term, language)) for term in terms]
    if not parts:
        return Query.empty_query()
    title = Query.boost_query(_constant(Query.term_query(schema(), "exact", words.key(text))), EXACT)
    return Query.boolean_query([(Occur.Must, Query.boolean_query(parts)), (Occur.Should, title)])


def near(text: str, language: str) -> tantivy.Query:
    """When nothing fits: slips of the finger are forgiven, and half of the words (of the syllables, in Hangul) are enough."""
    from tantivy import Occur, Query

    parts = [(Occur.Should, _near_term(term, language)) for term in words.terms(text)]
    return (
        Query.boolean_query(parts, minimum_number_should_match=(len(parts) + 1) // 2) if parts else Query.empty_query()
    )


def typed(text: str) -> tantivy.Query:
    """For suggestions: every word typed so far begins a word of the title."""
    from tantivy import Occur, Query

    if words.is_initials(text):
        return Query.term_query(schema(), "begins", text.replace(" ", "")[:12])
    typed_words = words.words(text)[:12]
    parts = [(Occur.Must, Query.term_query(schema(), "begins", word[:12])) for word in typed_words]
    return Query.boolean_query(parts) if parts else Query.empty_query()


def allowed(scope: Scope) -> tantivy.Query | None:
    """What the reader may see of the index; None when that is everything."""
    return None if scope.everything else among("audience", [EVERYBODY, *sorted(scope.organisations)])


def among(name: str, values: Iterable[str]) -> tantivy.Query:
    """A field holds one of the values; does not change the order of hits."""
    from tantivy import Query

    return _constant(Query.term_set_query(schema(), name, list(values)), 0.0)


def between(name: str, low: int, high: int | None) -> tantivy.Query:
    """A number from `low` to below `high`."""
    from tantivy import FieldType, Query

    query = Query.range_query(schema(), name, FieldType.Unsigned, low, high, include_upper=high is None)
    return _constant(query, 0.0)


def _constant(query: tantivy.Query, score: float = 1.0) -> tantivy.Query:
    from tantivy import Query

    return Query.const_score_query(query, score)


def anywhere(term: words.Term, language: str) -> tantivy.Query:
    """A word in any place: the best place counts, the others a little."""
    from tantivy import Query

    places = []
    for name, boost in fields(language).items():
        ways = [_all_of(name, way) for way in term.ways]
        ways.append(Query.boost_query(Query.term_query(schema(), name, "=" + term.word), 1 + WHOLE_WORD))
        places.append(Query.boost_query(Query.disjunction_max_query(ways, 0.1), boost))
    return Query.disjunction_max_query(places, 0.2)


def within(name: str, term: words.Term) -> tantivy.Query:
    """A word in one field of text."""
    from tantivy import Query

    return Query.disjunction_max_query([_all_of(name, way) for way in term.ways])


def _all_of(name: str, tokens: tuple[str, ...]) -> tantivy.Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Must, Query.term_query(schema(), name, token)) for token in tokens])


def _near_term(term: words.Term, language: str) -> tantivy.Query:
    from tantivy import Occur, Query

    places = []
    for name, boost in fields(language).items():
        if term.hangul:
            pairs = [(Occur.Should, Query.term_query(schema(), name, pair)) for pair in term.ways[-1]]
            query = Query.boolean_query(pairs, minimum_number_should_match=(len(pairs) + 1) // 2)
        elif len(term.word) >= FUZZY_FROM:
            query = Query.fuzzy_term_query(schema(), name, term.word, 1 + (len(term.word) >= FUZZY_TWO_FROM))
        else:
            query = Query.term_query(schema(), name, term.word)
        places.append(Query.boost_query(query, boost))
    return Query.disjunction_max_query(places, 0.2)
