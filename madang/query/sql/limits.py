"""What one statement may cost, and how many are computed at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class SqlLimits:
    """`seconds` until the child is killed, `memory_mb` megabytes that it may ask for beyond what it has when empty, the most
    `rows` and `bytes` of an answer, `at_once` children that compute, seconds that a statement waits (`patience`) for one of
    them, and how many may wait (`waiting`). `exact`: on one thread, so that rows without an order and sums of fractions come out
    the same each time."""

    seconds: float = 10.0
    memory_mb: int = 512
    rows: int = 100_000
    bytes: int = 32 << 20
    at_once: int = 2
    patience: float = 5.0
    waiting: int = 32
    exact: bool = False


LIMITS = SqlLimits()
READ_SECONDS = 3.0
"""For the check of a statement's text; real ones take milliseconds."""
