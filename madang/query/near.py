"""The name that somebody probably meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches

LONGEST = 200
"""Letters of a name that is looked at; comparing one of thousands would take seconds."""


def matches(name: str, known: Iterable[str]) -> list[str]:
    """Up to three known names that look like `name`, the nearest first. Hangul is compared by its letters: 인국 is near 인구."""
    if len(name) > LONGEST:
        return []
    spelt = {_letters(candidate): candidate for candidate in known}
    asked = _letters(name)
    found = get_close_matches(asked, spelt, n=3, cutoff=0.6)
    found += [letters for letters in spelt if letters not in found and (asked in letters or letters in asked)]
    return [spelt[letters] for letters in found[:3]]


def _letters(name: str) -> str:
    return unicodedata.normalize("NFD", name.lower())


def hint(name: str, known: Iterable[str]) -> dict[str, str]:
    """The facts `hint_en` and `hint_ko` of a problem: "Did you mean ...?" or nothing. Each starts with a space."""
    found = matches(name, known)
    if not found:
        return {"hint_en": "", "hint_ko": ""}
    return {
        "hint_en": f" Did you mean {' or '.join(found)}?",
        "hint_ko": f" 혹시 {', '.join(found)}을(를) 찾으셨나요?",
    }
