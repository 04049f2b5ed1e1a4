"""The name that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def matches(name: str, known: Iterable[str]) -> list[str]:
    """Up to three known names that look like `name`, the nearest first. Works on Hangul by syllable."""
    lowered = {candidate.lower(): candidate for candidate in known}
    found = get_close_matches(name.lower(), lowered, n=3, cutoff=0.6)
    found += [low for low in lowered if low not in found and (name.lower() in low or low in name.lower())]
    return [lowered[low] for low in found[:3]]


def hint(name: str, known: Iterable[str]) -> dict[str, str]:
    """The facts `hint_en` and `hint_ko` of a problem: "Did you mean ...?" or nothing. Each starts with a space."""
    found = matches(name, known)
    if not found:
        return {"hint_en": "", "hint_ko": ""}
    return {
        "hint_en": f" Did you mean {' or '.join(found)}?",
        "hint_ko": f" 혹시 {', '.join(found)}을(를) 찾으셨나요?",
    }
