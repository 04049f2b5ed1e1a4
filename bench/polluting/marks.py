"""The marks of the Pollock paper: success, and precision, recall and F1 of header, records and cells, at most 10 together.

The formulas are those of the paper's program, where *precision* divides by what was expected and *recall* by what was loaded;
records are compared as their joined cells. Every reader is asked for text, so letters are compared as they stand (without case in
header and records); the paper's rules for equal dates and prices are not needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

from polluting.kinds import Grid

PARTS = (
    "success",
    "header P",
    "header R",
    "header F1",
    "record P",
    "record R",
    "record F1",
    "cell P",
    "cell R",
    "cell F1",
)


def marks(truth: Grid, loaded: Grid | None) -> tuple[float, ...]:
    """The ten parts of the mark; `loaded` is None when the reader failed. Both begin with the header, when there is one."""
    if loaded is None:
        return (0.0,) * 10
    if not truth:
        return (1.0,) * 10
    header = _measures(
        [cell.casefold() for cell in truth[0]], [cell.casefold() for cell in loaded[0]] if loaded else []
    )
    records = _measures(["".join(row).casefold() for row in truth[1:]], ["".join(row).casefold() for row in loaded[1:]])
    cells = _measures([cell for row in truth for cell in row], [cell for row in loaded for cell in row])
    return (1.0, *header, *records, *cells)


def _measures(expected: Sequence[Hashable], loaded: Sequence[Hashable]) -> tuple[float, float, float]:
    if not expected:
        return 1.0, 1.0, 1.0
    both = (Counter(expected) & Counter(loaded)).total()
    if not both:
        return 0.0, 0.0, 0.0
    precision, recall = both / len(expected), both / len(loaded)
    return precision, recall, 2 * precision * recall / (precision + recall)
