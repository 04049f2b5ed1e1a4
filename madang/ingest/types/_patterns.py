"""One regular expression as both twins of a column type: the Python function and the DuckDB condition.

Patterns stay within what Python's `re` and DuckDB's RE2 read alike: `[0-9]`, never `\\d` (Python's takes every script),
no look-around, no back-references.
"""

from __future__ import annotations

import re
from collections.abc import Callable


def matcher(pattern: str) -> Callable[[str], bool]:
    """A `matches` function: the whole text follows the pattern."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def condition(pattern: str) -> str:
    """The DuckDB condition of the same pattern over `{value}`."""
    quoted = pattern.replace("'", "''")
    return f"regexp_full_match({{value}}, '{quoted}')"
