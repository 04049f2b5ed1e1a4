"""What is sought in the texts of a row for the words of a search.

A word is found as a part of a text, so `센터` finds 복지센터 and `종로구` finds 종로구에서. Korean is written with and
without blanks (인구밀도, 인구 밀도): a word with Hangul is sought in texts without theirs. A word with a particle is sought
without it. A bigram index gives the same rows when each candidate is looked at again, only faster: see docs/decisions/0020.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

LEAST_STEM = 2  # syllables; shorter ones are too often a part of something else
FREE = ["에서는", "에서", "에게", "까지", "부터", "으로", "에는", "이나", "처럼", "보다", "의", "에"]
AFTER_CONSONANT, AFTER_VOWEL = ("을", "은"), ("를", "는")
# 이, 가, 도, 만, 로, 과, 와 are not here: 경기도, 총무과 and 자전거도로 would lose a part of their names.


@dataclass(frozen=True)
class Word:
    """What must occur, in small letters; in texts without their blanks when `spaceless`."""

    text: str
    spaceless: bool

    @property
    def letters(self) -> list[tuple[str, ...]]:
        """Its first and last letter, each in all the forms in which it may stand in a text as it is written.

        Looking for them first costs a tenth of making a text small and taking its blanks out, and few texts have both.
        """
        ends = dict.fromkeys((self.text[:1], self.text[-1:]))
        return [
            tuple({end, end.upper()}) for end in sorted(ends) if (end.isascii() and end not in MANY) or not _cased(end)
        ]


MANY = "ik"  # İ and the sign of Kelvin are small i and k too


def sought(search: str) -> list[Word]:
    """The words of a search, all of which must occur."""
    return [_word(word) for word in dict.fromkeys(plain(search).split())]


def plain(text: str) -> str:
    """Composed, in small letters, as the engine makes texts before it compares them."""
    return unicodedata.normalize("NFC", text).lower()


def _word(word: str) -> Word:
    return Word(without_particle(word), any("가" <= letter <= "힣" for letter in word))


def _cased(letter: str) -> bool:
    return letter.lower() != letter or letter.upper() != letter


def without_particle(word: str) -> str:
    """`종로구에서` is `종로구`. What is found by the whole word is found by its beginning as well, so that is enough."""
    for particle in FREE:
        if word.endswith(particle) and _stem(word, particle):
            return word.removesuffix(particle)
    final = _final(word[-2:-1])
    for particle in AFTER_CONSONANT if final else AFTER_VOWEL if final is not None else ():
        if word.endswith(particle) and _stem(word, particle):
            return word.removesuffix(particle)
    return word


def _stem(word: str, particle: str) -> bool:
    stem = word.removesuffix(particle)
    return len(stem) >= LEAST_STEM and _final(stem[-1]) is not None


def _final(syllable: str) -> bool | None:
    """Whether a syllable ends in a consonant; None for what is no syllable."""
    return bool((ord(syllable) - 0xAC00) % 28) if "가" <= syllable <= "힣" else None
