"""A reader's words as a query of the index: which texts they must stand in, and how much each place counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from madang.catalog import words
from madang.catalog.documents import EVERYBODY
from madang.catalog.index import schema
from madang.catalog.scope import Scope
from madang.catalog.where_and_when import alone, covering
from madang.catalog.words import Term

if TYPE_CHECKING:
    import tantivy

BOOSTS = {"title": 8.0, "keywords": 4.0, "all": 1.5}
"""What a hit in each field of text counts. Whatever is found at all is found in `all`; more fields cost time and bring nothing."""
OWN_LANGUAGE = 2.0  # a title in the language of the page
WHOLE_WORD = 0.5  # `인구` alone is nearer to `인구` than `인구밀도` is
EXACT, FIRST = 1000.0, 10_000.0
SAME = 0.5  # a word that means the same
HALF = 0.3  # some syllables of a word
COVERS, ALONE = 3.0, 12.0  # a year in the question: data of several years with it, and of that year alone


def strict(terms: Sequence[Term], text: str, language: str) -> tantivy.Query:
    """Every term that tells something must stand somewhere; an exact title comes first."""
    from tantivy import Occur, Query

    parts = [(Occur.Must if term.needed else Occur.Should, anywhere(term)) for term in terms]
    if not parts:
        return Query.empty_query()
    title = Query.boost_query(_constant(Query.term_query(schema(), "exact", words.key(text))), EXACT)
    own = _constant(Query.term_query(schema(), "language", language), OWN_LANGUAGE)
    return Query.boolean_query([(Occur.Must, Query.boolean_query(parts)), (Occur.Should, title), (Occur.Should, own)])


def fitting(terms: Sequence[Term]) -> tantivy.Query:
    """What `strict` finds, to be counted: without scores, and from one field, it takes a fraction of the time."""
    from tantivy import Occur, Query

    parts = [(Occur.Must, _stands(term)) for term in terms if term.needed]
    return _constant(Query.boolean_query(parts), 0.0) if parts else Query.empty_query()


def widened(terms: Sequence[Term], text: str, language: str) -> tantivy.Query:
    """What fits all terms (`strict`), and after it what half of the terms find."""
    from tantivy import Occur, Query

    first = Query.boost_query(_constant(fitting(terms)), FIRST)
    return Query.boolean_query(
        [(Occur.Must, loose(terms)), (Occur.Should, strict(terms, text, language)), (Occur.Should, first)]
    )


def loose(terms: Sequence[Term]) -> tantivy.Query:
    """Half of the terms that tell something are enough; of Hangul, half of the pairs of syllables."""
    from tantivy import Occur, Query

    parts = [
        (Occur.Should, Query.disjunction_max_query([anywhere(term), _half(term)], 0.1)) for term in terms if term.needed
    ]
    if not parts:
        return Query.empty_query()
    others = [(Occur.Should, anywhere(term)) for term in terms if not term.needed]
    some = Query.boolean_query(parts, minimum_number_should_match=(len(parts) + 1) // 2)
    return Query.boolean_query([(Occur.Must, some), *others])


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


def anywhere(term: Term) -> tantivy.Query:
    """A term in any place: the best place counts, the others a little; what means the same counts less."""
    from tantivy import Query

    places = []
    for name, boost in BOOSTS.items():
        ways = [_all_of(name, way) for way in term.ways]
        ways.append(Query.boost_query(Query.term_query(schema(), name, "=" + term.word), 1 + WHOLE_WORD))
        ways += [Query.boost_query(_all_of(name, way), SAME) for way in term.others]
        ways += [likely(name, term)] if term.likely else []
        places.append(Query.boost_query(Query.disjunction_max_query(ways, 0.1), boost))
    if term.year:
        places += [_constant(covering(term.year), COVERS), _constant(alone(term.year), ALONE)]
    return Query.disjunction_max_query(places, 0.2)


def _stands(term: Term) -> tantivy.Query:
    """Whatever `anywhere` finds."""
    from tantivy import Occur, Query

    ways = [*term.ways, *term.others, *(way for way, _ in term.likely)]
    found = [_all_of("all", way) for way in ways] + ([covering(term.year)] if term.year else [])
    return Query.boolean_query([(Occur.Should, each) for each in found]) if found else Query.empty_query()


def likely(name: str, term: Term) -> tantivy.Query:
    """What initial consonants stand for, in one field of text, by how likely it is alone."""
    from tantivy import Query

    return Query.disjunction_max_query([_constant(_all_of(name, way), share) for way, share in term.likely])


def within(name: str, term: Term) -> tantivy.Query:
    """A word in one field of text."""
    from tantivy import Query

    return Query.disjunction_max_query([_all_of(name, way) for way in term.ways])


def _all_of(name: str, tokens: tuple[str, ...]) -> tantivy.Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Must, Query.term_query(schema(), name, token)) for token in tokens])


def _half(term: Term) -> tantivy.Query:
    from tantivy import Occur, Query

    tokens = term.ways[-1] if term.ways else ()
    if not term.hangul or len(tokens) < 2:
        return Query.empty_query()
    places = []
    for name, boost in BOOSTS.items():
        some = Query.boolean_query(
            [(Occur.Should, Query.term_query(schema(), name, token)) for token in tokens],
            minimum_number_should_match=(len(tokens) + 1) // 2,
        )
        places.append(Query.boost_query(some, boost * HALF))
    return Query.disjunction_max_query(places, 0.2)
