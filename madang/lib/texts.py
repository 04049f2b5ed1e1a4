"""Texts in several languages, and the Hangul that search and names need."""

from __future__ import annotations

import re
import unicodedata

from madang.lib.problems import Text

LANGUAGES = ("ko", "en")
"""The languages that every text of the interface is complete in. Metadata may hold more."""


def choose(text: Text, language: str) -> tuple[str, str]:
    """Return `(words, language they are in)`: the asked language, else English, Korean, then any other."""
    for candidate in (language, "en", "ko", *sorted(text)):
        if text.get(candidate):
            return text[candidate], candidate
    return "", language


def slug(words: str) -> str:
    """An address part in lower case that keeps letters of any script: `서울 인구 (2026)` is `서울-인구-2026`."""
    return re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", words).lower()).strip("-_") or "data"
