"""Words as the search index keeps them: lower-cased words of any script, and pairs of syllables for Hangul.

Most Korean nouns have two syllables, and particles and endings stick to them, so `인구를` and `주민등록인구` must both be found
by `인구`. Pairs find them without a dictionary: `인구밀도` is kept as `인구 구밀 밀도`, and `=인구밀도` for the whole word. Of English
words the stem is kept (`libraries` and `library` as `librari`), and `=libraries`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from madang.catalog import hangul

MOST = 12  # words of a question that are looked at
GRAM = 4  # syllables of which the initials are kept together
_WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+(?:[.·'’&][^\W_가-힣]+)*")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_PARTICLES = (
    "으로는 에서 에게 까지 부터 들의 에는 으로 이나 이란 을 를 이 가 은 는 의 에 와 과 도 만 로 별 들"  # longest first
)
EMPTY = frozenset("a an and at by for from in of on or the to with".split())  # noqa: SIM905
"""Never decide whether something is found."""
ASKING = frozenset(
    re.findall(
        r"\w+",
        """
    are as be do does each have how i is it its many me much per show tell that their there these this was were what when where which who
    가장 각 곳 년 년도 등 되는 및 많은 명 몇 보여줘 수 알려줘 어느 어디 어떤 얼마나 위한 있는 적은 제일 찾기
    """,
    )
)
"""Words of a question that no dataset is about."""
GENERAL = frozenset(
    re.findall(
        r"\w+",
        """
    data dataset datasets figures information list location locations number numbers statistics stats status
    데이터 데이터셋 목록 위치 자료 정보 지도 통계 현황
    """,
    )
)
"""May be missing in what is found."""


@dataclass(frozen=True)
class Term:
    """One word of a question. `ways` are alternative sets of tokens that all must stand in a text: with and without particle.

    `others` are ways of words that mean the same (`catalog.synonyms`), `likely` what initial consonants may stand for and how likely it
    is (0 to 1); `year` when the word is one.
    """

    word: str
    ways: tuple[tuple[str, ...], ...]
    needed: bool
    others: tuple[tuple[str, ...], ...] = ()
    likely: tuple[tuple[tuple[str, ...], float], ...] = ()

    @property
    def year(self) -> int | None:
        return int(self.word) if _YEAR.fullmatch(self.word) else None

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
            found += dict.fromkeys((stem(word), *re.split(r"[.·'’&]", word)))
            before = ""
        found.append("=" + word)
    return found


def terms(question: str) -> list[Term]:
    """The words to look for, at most 12; those without meaning of their own are left out unless there is nothing else."""
    asked = telling(list(dict.fromkeys(words(question)))[:MOST])
    some = any(word not in GENERAL for word in asked)
    return [Term(word, ways(word), not some or word not in GENERAL) for word in asked]


def term(word: str) -> Term:
    return Term(word, ways(word), True)


def telling(asked: list[str], empty: frozenset[str] = EMPTY) -> list[str]:
    """Those that say what is looked for, unless there are no others."""
    return [word for word in asked if word not in empty] or asked


def ways(word: str) -> tuple[tuple[str, ...], ...]:
    if not is_hangul(word):
        return ((stem(word),),)
    bare = without_particle(word)
    return (pairs(word),) if bare == word else (pairs(word), pairs(bare))


def without_particle(word: str) -> str:
    """`인구를` is `인구`; at least two syllables stay, and a word that only looks so is still sought whole as well."""
    for particle in _PARTICLES.split():
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word.removesuffix(particle)
    return word


def stem(word: str) -> str:
    """An English word without its ending: plurals, and `-ed` or `-ing` after five letters; other words as they are.

    D. Harman, How effective is suffixing?, JASIS 42(1), 1991 (the S stemmer); longer endings do harm: `parking` is not `park`.
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        word = word[:-3] + "y"
    elif word.endswith("s") and not word.endswith(("us", "ss", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 5:
            word = word.removesuffix(ending)
    return re.sub("e$", "", re.sub("y$", "i", word)) if len(word) > 3 else word


def spelled(text: str) -> set[str]:
    """The words of a text as the keys that were pressed for them: what a slip of the finger is compared with."""
    return {hangul.keys(word) for word in words(text) if len(word) > 1 and not word.isdecimal() and len(word) < 30}


def grams(text: str) -> set[str]:
    """What initial consonants (초성) in any place stand for: `인구 밀도` is `ㅇㄱㅁㄷ=인구밀도`, `ㄱㅁㄷ=구밀도` and so on, each of at most
    `GRAM` syllables."""
    joined = "".join(word for word in words(text) if is_hangul(word))
    cut = (joined[i : i + GRAM] for i in range(len(joined) - 1))
    return {f"{hangul.initials(gram)}={gram}" for gram in cut}


def key(text: str) -> str:
    """A title for exact comparison: letters and digits only, at most 200."""
    return "".join(words(text))[:200]


def joined(texts: Iterable[str]) -> str:
    """Tokens of several texts as one string that the index splits at spaces."""
    return " ".join(token for text in texts for token in tokens(text))
