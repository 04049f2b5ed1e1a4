"""Whether words occur in a text, as DuckDB's SQL; `searching` says what is sought."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from madang.query.searching import Word, sought

Put = Callable[[object], str]


def occurs(word: Word, text: str, put: Put) -> str:
    """Whether one word is a part of a text, in small or capital letters."""
    tests = [" OR ".join(f"contains({text}, {put(form)})" for form in forms) for forms in word.letters]
    whole = f"replace(lower({text}), ' ', '')" if word.spaceless else f"lower({text})"
    tests.append(f"contains({whole}, {put(word.text)})")
    return f"({' AND '.join(f'({test})' for test in tests)})"


def search(text: str, constants: list[Any], put: Put) -> str:
    """Whether all words of a search occur in one text."""
    return f"({' AND '.join(occurs(word, text, put) for word in sought(constants[0]))})"
