"""From what somebody typed to what is looked for: phrases and words with what means the same, years, first consonants.

Nothing here asks the index; `catalog.mending` does, when this finds nothing.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

from madang.catalog import hangul, words
from madang.catalog.synonyms import Synonyms, the_synonyms
from madang.catalog.words import Term

MOST_WAYS = 4  # of a phrase whose words may each have a particle


def terms(text: str, synonyms: Synonyms | None = None) -> list[Term]:
    """The terms of a question, at most `words.MOST`; those without meaning of their own are left out unless there is nothing else."""
    known = synonyms or the_synonyms()
    asked = words.telling(list(dict.fromkeys(plain_words(text)))[: words.MOST], words.EMPTY | words.ASKING)
    found = [_term(phrase, others) for phrase, others in known.phrases(asked)]
    return found if any(term.needed for term in found) else [replace(term, needed=True) for term in found]


def plain_words(text: str) -> list[str]:
    """Words of a text; what holds single jamo is one word, as it was typed."""
    found: list[str] = []
    for part in text.split():
        found += [part] if hangul.has_stray(part) else words.words(part)
    return found


def _term(phrase: list[str], others: tuple[tuple[str, ...], ...]) -> Term:
    ways = [tuple(token for way in each for token in way) for each in product(*map(words.ways, phrase))][:MOST_WAYS]
    needed = any(word not in words.GENERAL for word in phrase)
    return Term(" ".join(phrase), tuple(ways), needed, tuple(other for other in others if other not in ways))
