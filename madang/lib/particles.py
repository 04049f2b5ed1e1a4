"""Korean particles: `인구이(가)` becomes `인구가`, by the sound that the word before ends in.

Templates write both forms, because the word is known only when the text is said. Where the sound cannot be told, as
with most English words, both forms stay.
"""

from __future__ import annotations

import re

_FORMS = {
    "이(가)": ("이", "가"),
    "을(를)": ("을", "를"),
    "은(는)": ("은", "는"),
    "와(과)": ("과", "와"),
    "(으)로": ("으로", "로"),
    "(이)라": ("이라", "라"),
}
"""Written form: what follows a consonant, what follows a vowel."""
_WRITTEN = re.compile("|".join(map(re.escape, _FORMS)))
_MARKS = re.compile(r"[\s\"'`’”]+$")
_BRACKETED = re.compile(r"(?<=\w)\s*\([^()]*\)$")
_CLOSING = re.compile(r"[\s\"'`’”)\]」』》〉>]+$")
NEAR = 80  # characters looked at before a particle
_RIEUL = 8  # the number of ㄹ among the final consonants
_DIGITS = {"1": "ㄹ", "2": "", "3": "ㅁ", "4": "", "5": "", "6": "ㄱ", "7": "ㄹ", "8": "ㄹ", "9": ""}
_NAMES = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ", "r": "ㄹ"}
"""Letters whose Korean name ends in a consonant: 엘, 엠, 엔, 알."""
_WORDS = {"l": "ㄹ", "m": "ㅁ", "n": "ㄴ"} | dict.fromkeys("aiouydfgjrsvwxz", "")
"""What an English word that ends so sounds like at its end. Others go both ways: 북 and 케이크, 파일 and 데이트."""
_LATIN = re.compile(r"[A-Za-z0-9]+$")


def josa(text: str) -> str:
    """`text` with each particle that is written in both forms as the one that fits the word before it."""
    pieces, end = [], 0
    for found in _WRITTEN.finditer(text):
        after_consonant, after_vowel = _FORMS[found.group()]
        final = _final(text[end : found.start()] or text[: found.start()])
        pieces.append(text[end : found.start()])
        if final is None:
            pieces.append(found.group())
        else:
            vowel = not final or (final == "ㄹ" and found.group() == "(으)로")
            pieces.append(after_vowel if vowel else after_consonant)
        end = found.end()
    return "".join([*pieces, text[end:]])


def _final(before: str) -> str | None:
    """The consonant that the last word ends in: "" after a vowel, "ㄹ", any other; None when it cannot be told."""
    word = _MARKS.sub("", before[-NEAR:])
    word = _CLOSING.sub("", _BRACKETED.sub("", word))  # it goes with the word, not with what explains it
    last = word[-1:]
    if "가" <= last <= "힣":
        jong = (ord(last) - ord("가")) % 28
        return "ㄹ" if jong == _RIEUL else ("ㄱ" if jong else "")
    if "0" <= last <= "9":
        zeros = len(word) - len(word.rstrip("0,"))
        return _DIGITS.get(last, None if zeros >= 12 else "ㅇ")  # 영, 십, 백, 천, 만, 억 end in consonants, 조 does not
    if last == "%":
        return ""
    return _english(word)


def _english(word: str) -> str | None:
    found = _LATIN.search(word)
    if found is None:
        return None
    letters = found.group()
    spelt = letters.isupper() or not letters.isalpha() or not re.search("[aeiouy]", letters, re.IGNORECASE)
    if spelt or len(letters) == 1:  # read letter by letter: CSV, a1b, kr
        return _NAMES.get(letters[-1].lower(), "")
    if letters.lower().endswith("ng"):
        return "ㅇ"
    return _WORDS.get(letters[-1].lower())
