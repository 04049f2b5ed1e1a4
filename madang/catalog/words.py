"""Words as the search index keeps them: lower-cased words of any script, and pairs of syllables for Hangul.

Most Korean nouns have two syllables, and particles and endings stick to them, so `인구를` and `주민등록인구` must both be found
by `인구`. Pairs find them without a dictionary: `인구밀도` is kept as `인구 구밀 밀도`, and `=인구밀도` for the whole word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+(?:[.·'’][^\W_가-힣]+)*")
_PARTICLES = (
    "으로는 에서 에게 까지 부터 들의 에는 으로 이나 이란 을 를 이 가 은 는 의 에 와 과 도 만 로 별 들"  # longest first
)
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# Never decide whether something is found:
EMPTY = frozenset("a an and at by for from in of on or the to with".split())  # noqa: SIM905
# May be missing in what is found:
GENERAL = frozenset("data dataset datasets list status 데이터 자료 목록 현황 정보 통계".split())  # noqa: SIM905


@dataclass(frozen=True)
class Term:
    """One word of a question. `ways` are alternative sets of tokens that all must stand in a text: with and without particle."""

    word: str
    ways: tuple[tuple[str, ...], ...]
    needed: bool

    @property
    def hangul(self) -> bool:
        return is_hangul(self.word)


def is_hangul(word: str) -> bool:
    return "가" <= word[:1] <= "힣"


def plain(text: str) -> str:
    """Compatibility forms unified, lower case: `ＰＭ２．５` is `pm2.5`, decomposed Hangul is composed."""
    return unicodedata.normalize("NFKC", text).casefold()


def words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def pairs(word: str) -> tuple[str, ...]:
    """The pairs of neighbouring syllables; a single syllable stays itself."""
    return tuple(word[i : i + 2] for i in range(len(word) - 1)) or (word,)


def tokens(text: str) -> list[str]:
    """Everything that a text is found by."""
    found: list[str] = []
    before = ""
    for word in words(text):
        if is_hangul(word):
            if before:
                found.append(before[-1] + word[0])  # `인구 밀도` is found by `인구밀도`
            found += pairs(word)
            before = word
        else:
            found += dict.fromkeys((word, *re.split(r"[.·'’]", word)))
            before = ""
        found.append("=" + word)
    return found


def terms(question: str) -> list[Term]:
    """The words to look for, at most 12; those without meaning of their own are left out unless there is nothing else."""
    asked = list(dict.fromkeys(words(question)))[:12]
    telling = [word for word in asked if word not in EMPTY] or asked
    some = any(word not in GENERAL for word in telling)
    return [Term(word, _ways(word), not some or word not in GENERAL) for word in telling]


def _ways(word: str) -> tuple[tuple[str, ...], ...]:
    if not is_hangul(word):
        return ((word,),)
    bare = without_particle(word)
    return (pairs(word),) if bare == word else (pairs(word), pairs(bare))


def without_particle(word: str) -> str:
    """`인구를` is `인구`; at least two syllables stay, and a word that only looks so is still sought whole as well."""
    for particle in _PARTICLES.split():
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word.removesuffix(particle)
    return word


def initials(text: str) -> str:
    """The first consonants of the syllables (초성): `인구 밀도` is `ㅇㄱ ㅁㄷ`."""
    return " ".join(
        "".join(_INITIALS[(ord(syllable) - 0xAC00) // 588] for syllable in word)
        for word in words(text)
        if is_hangul(word)
    )


def is_initials(text: str) -> bool:
    letters = text.replace(" ", "")
    return len(letters) >= 2 and all(letter in _INITIALS for letter in letters)


def beginnings(text: str) -> list[str]:
    """What somebody has typed so far when they mean this text: the first 1 to 12 letters of each word, and initials."""
    every = words(text)
    joined = initials(text).replace(" ", "")
    starts = {word[:length] for word in every for length in range(1, min(len(word), 12) + 1)}
    starts |= {joined[i:][:length] for i in range(len(joined)) for length in range(2, min(len(joined) - i, 12) + 1)}
    return sorted(starts)


def key(text: str) -> str:
    """A title for exact comparison: letters and digits only, at most 200."""
    return "".join(words(text))[:200]


def joined(texts: Iterable[str]) -> str:
    """Tokens of several texts as one string that the index splits at spaces."""
    return " ".join(token for text in texts for token in tokens(text))
