"""How much one question may cost."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from madang.lib.problems import Problem


@dataclass(frozen=True)
class Limits:
    """`seconds` of the engine's own time (a slow reader costs nothing), `page` the most rows that are computed
    at once, in memory; more are streamed. `exact`: sums of fractions are the same to the last bit each time."""

    seconds: float = 10.0
    page: int = 10_000
    exact: bool = False


PAGE = Limits()
EXPORT = Limits(seconds=600.0)
"""A whole table in one answer: bounded by time only, streamed in flat memory."""


HEAVY_AT_ONCE = 2
_heavy = threading.BoundedSemaphore(HEAVY_AT_ONCE)


@contextmanager
def admitted(heavy: bool, limits: Limits) -> Iterator[None]:
    """Let at most two questions that sort, group or search compute at a time in this process; others pass.

    Sixty-four at once ran out of memory, and two keep all cores busy. Raises `Busy` after waiting `limits.seconds`.
    """
    if not heavy:
        yield
        return
    if not _heavy.acquire(timeout=limits.seconds):
        raise Busy(seconds=limits.seconds)
    try:
        yield
    finally:
        _heavy.release()


class Busy(Problem):
    en = "Other heavy questions kept this one waiting for {seconds:g} seconds. Try again, or take the whole file."
    ko = "다른 무거운 질문 때문에 {seconds:g}초를 기다렸습니다. 다시 시도하거나 전체 파일을 받으세요."


class TooSlow(Problem):
    en = "The question took more than {seconds:g} seconds and was stopped. Narrow it with `where`, or take the whole file."
    ko = "질문이 {seconds:g}초를 넘어 멈췄습니다. `where`로 좁히거나 전체 파일을 받으세요."


class TooMuchMemory(Problem):
    en = "The question needs more memory than one may use. Narrow it with `where`, or group by fewer values."
    ko = "질문에 쓸 수 있는 메모리를 넘었습니다. `where`로 좁히거나 더 적은 값으로 묶으세요."


class CannotCompute(Problem):
    en = "A value of the answer cannot be computed: {why}. A sum or product may be too large; use fractions: `sum(x * 1.0)`."
    ko = "답의 값을 계산할 수 없습니다: {why}. 합이나 곱이 너무 클 수 있습니다. `sum(x * 1.0)`처럼 소수로 계산하세요."


class BeyondCalendar(Problem):
    en = "A day or moment of the answer would lie beyond the years 1 to 9999. Add less, or choose rows with `where`."
    ko = "답의 날짜나 시각이 1년에서 9999년을 벗어납니다. 더 적게 더하거나 `where`로 행을 고르세요."


class TooManyToJoin(Problem):
    en = "`string_agg` joins at most {most:,} values in a group, and one has more. Narrow it with `where`, use `distinct`, or group finer."
    ko = "`string_agg`는 묶음마다 {most:,}개까지 잇는데 더 많은 묶음이 있습니다. `where`나 `distinct`로 줄이거나 더 잘게 묶으세요."
