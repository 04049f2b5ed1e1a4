"""The parent's end of a computing child: asks for a study, listens, watches its memory, and ends it when somebody wants that."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from madang.lib.children import Child, Died
from madang.lib.problems import Problem, Text

logger = logging.getLogger(__name__)
TICK = 0.5
"""Seconds between two looks at the child; a cancelled run ends within as much."""
LONGEST = 3 * 3_600
"""Seconds after which a study is stopped, whatever it says."""
SPARE_MB = 512
"""Beyond the limit that the kernel holds for the child's data: code and libraries, numba's and the solver's own."""
Heard = Callable[[float, Text], None]


class TooMuchMemory(Problem):
    en = (
        "The study needs more than {megabytes:,} MB of memory. Take fewer or larger areas, fewer candidates, or let the operator raise"
        " MADANG_STUDY_MEMORY."
    )
    ko = (
        "분석에 메모리가 {megabytes:,}MB 넘게 필요합니다. 구역이나 후보지를 줄이거나 더 큰 구역을 쓰세요. 운영자는 MADANG_STUDY_MEMORY를"
        " 늘릴 수 있습니다."
    )


class TooLong(Problem):
    en = "The study took more than {hours} hours and was stopped. Take a smaller case, or set a shorter time for its methods."
    ko = "분석이 {hours}시간을 넘어 멈췄습니다. 더 작은 사례로 하거나 방법의 제한 시간을 줄이세요."


class NoSolution(Problem):
    """`shortfall` tells each constraint with what it lacks."""

    en = "No choice satisfies all constraints. Short by: {shortfall}. Loosen what lacks, or add candidates or budget."
    ko = "모든 조건을 만족하는 선택이 없습니다. 모자란 것: {shortfall}. 그 조건을 늦추거나 후보지나 예산을 늘리세요."


class StudyFailed(Problem):
    en = "The study itself failed ({detail}). Nothing was published; the worker's log holds the details. Please report them."
    ko = "분석 자체에 오류가 났습니다({detail}). 게시된 것은 없고 자세한 내용은 작업자 로그에 있습니다. 알려 주세요."


class Told(Problem):
    """A problem that the child named, with its own words."""

    def __init__(self, code: str, texts: Text) -> None:
        self._code, self._texts = code, texts
        super().__init__(detail=texts["en"])

    @property
    def code(self) -> str:
        return self._code

    def text(self, language: str) -> str:
        return self._texts.get(language, self._texts["en"])


def compute(
    module: str, folder: Path, made: Path, parameters: dict[str, Any], memory_mb: int, heard: Heard
) -> dict[str, Any]:
    """Let a child compute the study `module` on what lies in `folder`; what it cost. It leaves what it finds in `made`.

    `heard` is called twice a second and may raise to stop it.

    Raises the problems above, and `ChildDidNotStart` when the installation is broken.
    """
    child = Child("madang.analysis.apart.child", PYTHONHASHSEED="0")
    began, share, said = time.monotonic(), 0.0, Text()
    try:
        child.tell({
            "module": module, "folder": str(folder), "made": str(made), "parameters": parameters, "memory_mb": memory_mb,
        })  # fmt: skip
        while True:
            answer = child.hear(TICK)
            if child.resident_mb() > memory_mb + SPARE_MB:
                raise TooMuchMemory(megabytes=memory_mb)
            if time.monotonic() - began > LONGEST:
                raise TooLong(hours=LONGEST // 3_600)
            if answer is not None and answer["kind"] == "progress":
                share, said = answer["share"], answer["said"]
            elif answer is not None and answer["kind"] != "ready":
                return _ended(answer, memory_mb)
            heard(share, said)
    except Died as death:
        if death.memory:
            raise TooMuchMemory(megabytes=memory_mb) from death
        logger.error("%s died (%s):\n%s", module, death.detail, death.words)
        raise StudyFailed(detail=death.detail) from death
    finally:
        child.end()


def _ended(answer: dict[str, Any], memory_mb: int) -> dict[str, Any]:
    if answer["kind"] == "memory":
        raise TooMuchMemory(megabytes=memory_mb)
    if answer["kind"] == "problem":
        raise Told(answer["code"], answer["texts"])
    if answer["kind"] == "infeasible":
        raise NoSolution(shortfall=", ".join(f"{name} {amount:g}" for name, amount in answer["shortfall"].items()))
    if answer["kind"] == "failed":
        logger.error("a study failed:\n%s", answer["traceback"])
        raise StudyFailed(detail=answer["detail"])
    costs: dict[str, Any] = answer["costs"]
    return costs
