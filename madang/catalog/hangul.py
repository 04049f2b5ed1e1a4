"""Hangul below the syllable: the keys that somebody pressed, first consonants, and what was meant when the keyboard stood in the
other language.

Keys are written as single jamo in typing order (`인구` is `ㅇㅣㄴㄱㅜ`, `값` is `ㄱㅏㅂㅅ`): one slip of a finger changes one of them. The
layout is the Korean standard of two sets (두벌식, KS X 5002).
"""

from __future__ import annotations

import re

FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
LAST = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
PRESSED = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ",
    "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ",
    "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ",
    "ㅄ": "ㅂㅅ",
}  # fmt: skip
"""Letters that take two keys."""
LETTER = dict(
    zip(
        "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml",
        "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ",
        strict=True,
    )
)
KEY = {jamo: letter for letter, jamo in LETTER.items()}
_JOINED = {keys: jamo for jamo, keys in PRESSED.items()}
_VOWELS = "".join(jamo for jamo in MIDDLE if jamo not in PRESSED)
_SYLLABLE = re.compile(
    f"([{FIRST}])({'|'.join(keys for keys in _JOINED if keys[0] in _VOWELS)}|[{_VOWELS}])"
    f"((?:{'|'.join(keys for keys in _JOINED if keys[0] not in _VOWELS)}|[{''.join(set(''.join(LAST)) - set(PRESSED))}])(?![{_VOWELS}]))?"
)
_STRAY = re.compile("[ㄱ-ㅣ]")


def is_syllable(letter: str) -> bool:
    return "가" <= letter <= "힣"


def keys(text: str) -> str:
    """The keys of a text in typing order; whatever is not Hangul stays."""
    pressed = []
    for letter in text:
        if is_syllable(letter):
            number = ord(letter) - 0xAC00
            parts = FIRST[number // 588] + MIDDLE[number % 588 // 28] + LAST[number % 28]
            pressed += [PRESSED.get(jamo, jamo) for jamo in parts]
        else:
            pressed.append(PRESSED.get(letter, letter))
    return "".join(pressed)


def composed(pressed: str) -> str:
    """Keys as syllables, the reverse of `keys`; what makes no syllable stays as it is."""
    return _SYLLABLE.sub(lambda found: _syllable(*found.groups(default="")), pressed)


def _syllable(first: str, middle: str, last: str) -> str:
    middle, last = _JOINED.get(middle, middle), _JOINED.get(last, last)
    return chr(0xAC00 + FIRST.index(first) * 588 + MIDDLE.index(middle) * 28 + LAST.index(last))


def typed_as_latin(word: str) -> str:
    """What was meant when Hangul was typed with the keyboard in English: `dlsrn` is `인구`; empty when it makes no syllables."""
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return ""
    text = composed("".join(LETTER.get(letter) or LETTER.get(letter.lower(), letter) for letter in word))
    return text if all(map(is_syllable, text)) else ""


def typed_as_hangul(word: str) -> str:
    """What was meant when English was typed with the keyboard in Korean: `ㅅㅁ턋` is `taxi`; empty when a letter is not Hangul."""
    pressed = keys(word)
    return (
        "".join(KEY[jamo] for jamo in pressed).lower()
        if len(pressed) > 2 and all(jamo in KEY for jamo in pressed)
        else ""
    )


def has_stray(text: str) -> bool:
    """Whether jamo stand alone: initial consonants, or a slip of the keyboard."""
    return bool(_STRAY.search(text))


def initials(word: str) -> str:
    """The first consonants of the syllables (초성): `인구` is `ㅇㄱ`; other letters are left out."""
    return "".join(FIRST[(ord(letter) - 0xAC00) // 588] for letter in word if is_syllable(letter))


def is_initials(word: str) -> bool:
    return len(word) >= 2 and all(letter in FIRST for letter in word)


def distance(one: str, other: str, most: int) -> int:
    """How many keys were left out, pressed too much, wrongly, or in exchanged order, at most `most + 1`.

    Optimal string alignment distance: F. Damerau, A technique for computer detection and correction of spelling errors, CACM 7(3), 1964.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = [], list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
