"""Whether an error means that a disk is full: Python, Arrow, DuckDB and SQLite each say it in their own way."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT)
WORDS = (
    "no space left on device",
    "disk quota exceeded",
    "database or disk is full",
    "could not extend file",
    "disk full",
)
"""In the messages of DuckDB, SQLite and PostgreSQL, in lower case."""


def is_full(error: BaseException | None) -> bool:
    """True for the error itself and for one that was raised from such an error."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if any(word in str(error).lower() for word in WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
