"""Families of instances, one file each: `cases()` gives them one after the other.

What is read to make a case is read before `ours` and `beside` are called, so that only solving is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "benchmarks"


@dataclass(frozen=True)
class Answer:
    """What a program reached and certified; `bound` and `gap` (a share) are not told by all."""

    reached: float | None
    bound: float | None = None
    gap: float = float("nan")


Run = Callable[[float], Answer]
"""Solves within the seconds told."""


@dataclass(frozen=True)
class Case:
    """An instance with its optimum or best known value (None if nobody at hand knows), Madang's answer and those of other programs."""

    name: str
    known: float | None
    ours: Run
    beside: Mapping[str, Run] = field(default_factory=dict)
