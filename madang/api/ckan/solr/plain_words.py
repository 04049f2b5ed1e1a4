"""A `q` of plain words, as CKAN's dismax takes it: +needed, -unwanted, "phrases", and of the rest most."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from madang.api.ckan.solr.ask import terms
from madang.api.ckan.solr.tokens import require_short
from madang.catalog import question, words

if TYPE_CHECKING:
    import tantivy

MAX_TEXT, MAX_WORDS = 2_000, 100
_PIECE = re.compile(r'([+-]?)("[^"]*"?|[^\s"]+)')


def needed(count: int) -> int:
    """How many of so many words must be there: `mm` of CKAN, "2<-1 5<80%"."""
    return count if count <= 2 else count - 1 if count <= 5 else count * 8 // 10


def query(text: str, language: str) -> tantivy.Query:
    """What the index is asked for plain words. `data` or `the` decide nothing unless they stand alone. Raises `SearchFailed`."""
    from tantivy import Occur, Query

    require_short(text, MAX_TEXT)
    signed, free, idle = [], [], []
    for sign, piece in _PIECE.findall(text)[:MAX_WORDS]:
        found = terms(piece)
        if not found:
            continue
        asked = Query.boolean_query([(Occur.Must, question.anywhere(term)) for term in found])
        if sign:
            signed.append((Occur.Must if sign == "+" else Occur.MustNot, asked))
        else:
            telling = any(term.word not in words.EMPTY | words.GENERAL for term in found)
            (free if telling else idle).append((Occur.Should, asked))
    free, idle = (free, idle) if free or any(how == Occur.Must for how, _ in signed) else (idle, [])
    if not free and not signed:
        return Query.empty_query()
    most = [(Occur.Must, Query.boolean_query(free, minimum_number_should_match=needed(len(free))))] if free else []
    return Query.boolean_query([*(most or [(Occur.Must, Query.all_query())]), *signed, *idle])
