"""What somebody wrote of a place that a study may choose: words of either language and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

REQUIRED = ("required", "fixed", "필수")
FORBIDDEN = ("forbidden", "금지", "불가")


def meant(word: str, meanings: Mapping[str, tuple[str, ...]]) -> str | None:
    """The meaning that has the word among its words, whatever its case; None where none has."""
    return next((meaning for meaning, words in meanings.items() if word.lower() in words), None)
