"""A reader's words as a query of the index: which texts they must stand in, and how much each place counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from madang.catalog import words
from madang.catalog.documents import EVERYBODY
from madang.catalog.index import schema
from madang.catalog.scope import Scope
from madang.catalog.words import Term

if TYPE_CHECKING:
    import tantivy

BOOSTS = {
    "title": 8.0, "keywords": 4.0, "places": 3.0, "description": 2.0, "columns": 1.5, "organisations": 1.5, "values": 1.0,
}  # fmt: skip
OTHER_LANGUAGE = 0.7  # a title in another language than the page's counts a little less
WHOLE_WORD = 0.5  # `인구` alone is nearer to `인구` than `인구밀도` is
EXACT, FIRST = 1000.0, 10_000.0
SAME = 0.6  # a word that means the same
HALF = 0.3  # some syllables of a word
COVERS, ALONE = 3.0, 12.0  # a year in the question: data of several years with it, and of that year alone


def fields(language: str) -> dict[str, float]:
    """The text fields and what a hit in each counts, for a page in `language`."""
    titles = {
        f"title_{one}": BOOSTS["title"] * (1 if one == language else OTHER_LANGUAGE) for one in ("ko", "en", "other")
    }
    return titles | {name: boost for name, boost in BOOSTS.items() if name != "title"}


def strict(terms: Sequence[Term], text: str, language: str) -> tantivy.Query:
    """Every term that tells something must stand somewhere; an exact title comes first."""
    from tantivy import Occur, Query

    parts = [(Occur.Must if term.needed else Occur.Should, anywhere(term, language)) for term in terms]
    if not parts:
        return Query.empty_query()
    title = Query.boost_query(_constant(Query.term_query(schema(), "exact", words.key(text))), EXACT)
    return Query.boolean_query([(Occur.Must, Query.boolean_query(parts)), (Occur.Should, title)])


def widened(terms: Sequence[Term], text: str, language: str) -> tantivy.Query:
    """What `strict` finds, and after it what half of the terms find."""
    from tantivy import Occur, Query

    first = Query.boost_query(_constant(strict(terms, text, language)), FIRST)
    return Query.boolean_query(
        [(Occur.Must, loose(terms, language)), (Occur.Should, strict(terms, text, language)), (Occur.Should, first)]
    )


def loose(terms: Sequence[Term], language: str) -> tantivy.Query:
    """Half of the terms that tell something are enough; of Hangul, half of the pairs of syllables."""
    from tantivy import Occur, Query

    parts = [
        (Occur.Should, Query.disjunction_max_query([anywhere(term, language), _half(term, language)], 0.1))
        for term in terms
        if term.needed
    ]
    if not parts:
        return Query.empty_query()
    others = [(Occur.Should, anywhere(term, language)) for term in terms if not term.needed]
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


def anywhere(term: Term, language: str) -> tantivy.Query:
    """A term in any place: the best place counts, the others a little; what means the same counts less."""
    from tantivy import Query

    places = []
    for name, boost in fields(language).items():
        ways = [_all_of(name, way) for way in term.ways]
        ways.append(Query.boost_query(Query.term_query(schema(), name, "=" + term.word), 1 + WHOLE_WORD))
        ways += [Query.boost_query(_all_of(name, way), SAME) for way in term.others]
        ways.append(likely(name, term))
        places.append(Query.boost_query(Query.disjunction_max_query(ways, 0.1), boost))
    if term.year:
        places += covering(term.year)
    return Query.disjunction_max_query(places, 0.2)


def likely(name: str, term: Term) -> tantivy.Query:
    """What initial consonants stand for, in one field of text, by how likely it is alone."""
    from tantivy import Query

    return Query.disjunction_max_query([_constant(_all_of(name, way), share) for way, share in term.likely])


def covering(year: int) -> list[tantivy.Query]:
    """Data of that year: of it alone before those that also cover others."""
    from tantivy import Occur, Query

    covers = [(Occur.Must, between("first_year", 0, year + 1)), (Occur.Must, between("last_year", year, None))]
    alone = [(Occur.Must, between("first_year", year, year + 1)), (Occur.Must, between("last_year", year, year + 1))]
    return [_constant(Query.boolean_query(covers), COVERS), _constant(Query.boolean_query(alone), ALONE)]


def within(name: str, term: Term) -> tantivy.Query:
    """A word in one field of text."""
    from tantivy import Query

    return Query.disjunction_max_query([_all_of(name, way) for way in term.ways])


def _all_of(name: str, tokens: tuple[str, ...]) -> tantivy.Query:
    from tantivy import Occur, Query

    return Query.boolean_query([(Occur.Must, Query.term_query(schema(), name, token)) for token in tokens])


def _half(term: Term, language: str) -> tantivy.Query:
    from tantivy import Occur, Query

    tokens = term.ways[-1] if term.ways else ()
    if not term.hangul or len(tokens) < 2:
        return Query.empty_query()
    places = []
    for name, boost in fields(language).items():
        some = Query.boolean_query(
            [(Occur.Should, Query.term_query(schema(), name, token)) for token in tokens],
            minimum_number_should_match=(len(tokens) + 1) // 2,
        )
        places.append(Query.boost_query(some, boost * HALF))
    return Query.disjunction_max_query(places, 0.2)
