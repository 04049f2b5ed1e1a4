"""What was meant when words stand nowhere: the keyboard in the other language, slips of the finger, words written together; and
what initial consonants stand for. Candidates are words of titles, keywords, columns and organisations in the index.

Nothing found here is shown unless a search within the reader's scope finds something by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from madang.catalog import hangul, question, words
from madang.catalog.words import Term

if TYPE_CHECKING:
    import tantivy

POOL = 3000  # words that begin alike are compared, the most frequent ones
STANDS_FOR = 8  # readings of initial consonants, the most frequent ones
SLIPS = (4, 8)  # keys of a word in which one slip is forgiven, and in which two are


def read_initials(terms: list[Term], searcher: tantivy.Searcher) -> list[Term]:
    """Terms of first consonants (초성) with what they stand for, in any place of a title, keyword or name of a column."""
    return [
        replace(term, ways=(), likely=tuple(_likely(term.word, searcher))) if hangul.is_initials(term.word) else term
        for term in terms
    ]


def readings(letters: str, searcher: tantivy.Searcher, most: int) -> list[tuple[str, float]]:
    """Syllables that begin with these consonants and how likely each is meant (1 the most): how often it stands, whole words twice.

    At most `words.GRAM` consonants are looked at.
    """
    letters = letters[: words.GRAM]
    found: Counter[str] = Counter()
    for gram, count in searcher.terms_with_prefix("initial", letters, limit=POOL):
        found[gram.partition("=")[2][: len(letters)]] += count
    for syllables, _ in found.most_common(most * 2):
        found[syllables] += searcher.doc_freq("spelled", hangul.keys(syllables))
    best = found.most_common(most)
    return [(syllables, count / best[0][1]) for syllables, count in best]


def _likely(letters: str, searcher: tantivy.Searcher) -> Iterator[tuple[tuple[str, ...], float]]:
    rest = letters[words.GRAM :]
    ends = readings(rest, searcher, STANDS_FOR) if len(rest) > 1 else [("", 1.0)]
    for begin, share in readings(letters, searcher, STANDS_FOR):
        for end, other in ends:
            yield (*words.pairs(begin), *(words.pairs(end) if end else ())), share * other


def mended(terms: list[Term], searcher: tantivy.Searcher) -> str:
    """The question with other words for those that stand nowhere; empty when there is nothing better."""
    told = [term.word if _stands(term, searcher) else guess(term.word, searcher) or term.word for term in terms]
    return " ".join(told) if told != [term.word for term in terms] else ""


def _stands(term: Term, searcher: tantivy.Searcher) -> bool:
    return bool(searcher.search(question.fitting([replace(term, needed=True)]), limit=1).count)


def guess(word: str, searcher: tantivy.Searcher) -> str:
    """The best of what may have been meant by one word, empty when nothing resembles it."""
    swapped = [other for other in other_keyboard(word) if other]
    for other in swapped:
        if _known(other, searcher):
            return other
    return _parts(word, searcher) or next((near for one in (word, *swapped) if (near := _nearest(one, searcher))), "")


def other_keyboard(word: str) -> tuple[str, ...]:
    """What the same keys are in the other language, and single jamo put together; empty where they are nothing."""
    if word.isascii():
        return (hangul.typed_as_latin(word),)
    whole = hangul.composed(hangul.keys(word)) if hangul.has_stray(word) else ""
    return (whole if whole and not hangul.has_stray(whole) else "", hangul.typed_as_hangul(word))


def _known(word: str, searcher: tantivy.Searcher) -> bool:
    """Whether it stands as a word, or, in Hangul, anywhere in one."""
    if searcher.doc_freq("spelled", hangul.keys(word)):
        return True
    gram = word[: words.GRAM]
    return words.is_hangul(word) and bool(
        searcher.terms_with_prefix("initial", f"{hangul.initials(gram)}={gram}", limit=1)
    )


def _parts(word: str, searcher: tantivy.Searcher) -> str:
    """The fewest known words that it is made of: `carparks` is `car parks`; empty when it is made of none."""
    if not 4 <= len(word) <= 30:
        return ""
    best: list[list[str] | None] = [[]] + [None] * len(word)
    for end in range(2, len(word) + 1):
        for begin in range(end - 1):
            before, part = best[begin], word[begin:end]
            if before is None or (best[end] is not None and len(before) + 1 >= len(best[end] or ())):
                continue
            if searcher.doc_freq("spelled", hangul.keys(part)):
                best[end] = [*before, part]
    return " ".join(best[-1] or ())


def _nearest(word: str, searcher: tantivy.Searcher) -> str:
    """The word with the fewest other keys, the most frequent of several."""
    pressed = hangul.keys(word)
    if not _forgiven(pressed):
        return ""
    for candidates in (
        _alike(word, pressed, searcher),
        dict(searcher.terms_with_prefix("spelled", pressed[1:2], limit=POOL)),
    ):
        near = [(apart, -count, other) for other, count in candidates.items() if (apart := _apart(pressed, other)) >= 0]
        if near:
            return hangul.composed(min(near)[2])
    return ""


def _forgiven(pressed: str) -> int:
    return sum(len(pressed) >= length for length in SLIPS)


def _apart(one: str, other: str) -> int:
    """How many keys two words differ in, whatever their English endings: `libary` is as near to `libraries` as to `library`.

    -1 when they are too far apart. What is left of a word without its ending is shorter, and forgives less: `dogs` is not `dong`.
    """
    pairs = dict.fromkeys(((one, other), (words.stem(one), words.stem(other))))
    return min((apart for pair in pairs if (apart := _slips(*pair)) <= _forgiven(pair[0])), default=-1)


def _slips(one: str, other: str) -> int:
    """A first key that differs counts twice, unless it changed places with the second: people seldom miss it."""
    first = one[:1] != other[:1] and one[:2] != other[1::-1]
    return hangul.distance(one, other, _forgiven(one)) + first


def _alike(word: str, pressed: str, searcher: tantivy.Searcher) -> dict[str, int]:
    """Words that begin with the same key, and in Hangul what has the same initial consonants; with how often they stand."""
    found = dict(searcher.terms_with_prefix("spelled", pressed[:1], limit=POOL))
    if words.is_hangul(word) and 2 <= len(word) <= words.GRAM:
        for gram, count in searcher.terms_with_prefix("initial", hangul.initials(word), limit=POOL):
            keys = hangul.keys(gram.partition("=")[2][: len(word)])
            found[keys] = max(found.get(keys, 0), count)
    return found
