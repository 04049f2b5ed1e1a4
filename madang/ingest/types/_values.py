"""The staged text as DuckDB sees it: where it lies, what counts as blank, which words mean "no value"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from madang.ingest.tables import Staged
from madang.lib import duck

T = TypeVar("T")

MEMORY_MB = 600
"""What DuckDB may use to look at a staged table; the rest spills into a file."""

BLANKS = " \t\r\n\u00a0\u3000\ufeff"
"""Trimmed from both ends before a value is looked at: also the no-break and the full-width space."""

# fmt: off
NULL_WORDS = frozenset((
    "#div/0!", "#n/a", "#ref!", "#value!", "*", "**", "***", "-", "--", "---", ".", "..", "...", "/", "//",
    "?", "#null!", "(x)", "missing", "n.a.", "n.d.", "nd", "n/a", "na", "nan", "nil", "no data", "none",
    "not applicable", "not available", "not known", "null", "unknown", "x", "–", "—", "―", "…", "※", "미공개",
    "미집계", "집계중", "미기재", "미상", "미정", "미조사", "미확인", "불명", "비공개", "없음", "자료 없음", "자료없음",
    "해당 없음", "해당사항 없음", "해당사항없음", "해당없음", "－",
))
# fmt: on
"""Lower case. They mean "no value" only in a column whose other values are all of one type."""

WORDS = ", ".join(duck.literal(word) for word in sorted(NULL_WORDS))


def table(staged: Staged) -> str:
    """The FROM clause of a staged file."""
    return f"read_parquet({duck.literal(str(staged.file))})"


def trimmed(text: str) -> str:
    """A DuckDB expression of text without blanks around it, NULL when nothing is left."""
    return f"nullif(trim({text}, {duck.literal(BLANKS)}), '')"


def is_word(value: str) -> str:
    """The condition that a trimmed value is a null word."""
    return f"lower({value}) IN ({WORDS})"


def batched(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Cut `items` into tuples of `size`; the last may be shorter. (`itertools` has it from Python 3.12.)"""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch
