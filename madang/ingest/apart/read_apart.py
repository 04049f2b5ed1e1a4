"""Reads a file in a process of its own, within a limit of memory: whatever a file does to its parser, the worker lives.

Parsers of binary formats are C, C++ and Rust, and a file of 500 bytes can make them ask for gigabytes, crash or never end.
The child (`child`) stages tables on disk and answers in JSON, so nothing that it says is executed here. It is kept for
the next file, since starting one costs a third of a second; after a death, or when it has grown, a new one is started.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import threading
from pathlib import Path
from typing import Any

from madang.ingest.apart.process import Died, ReadingProcess
from madang.ingest.no_table import NoTable
from madang.ingest.read import Progress, silent
from madang.ingest.tables import Choices, Reading
from madang.lib.problems import Problem, Text

logger = logging.getLogger(__name__)
MEMORY_MB = 1_024
"""Megabytes above what the empty child needs, when the caller has no setting at hand."""


class TooLarge(NoTable):
    en = "{name} is too large when opened: reading it needs more than {megabytes:,} MB of memory."
    ko = "{name}: 열면 너무 큽니다. 읽는 데 메모리가 {megabytes:,}MB 넘게 필요합니다."
    remedy_en = (
        "Send it as CSV or Parquet, or in parts; if it should be small, it is damaged or made to do harm."
        " The operator can raise MADANG_MEMORY."
    )
    remedy_ko = (
        "CSV나 Parquet로 보내거나 나누어 보내세요. 원래 작은 파일이라면 손상되었거나 해를 끼치려고 만든 파일입니다."
        " 운영자는 MADANG_MEMORY를 늘릴 수 있습니다."
    )


class ReaderDied(NoTable):
    en = "{name} made its reader crash ({detail}). The file is damaged, or made to do harm; nothing else was touched."
    ko = "{name}: 판독기가 이 파일을 읽다가 멈췄습니다({detail}). 손상되었거나 해를 끼치려고 만든 파일입니다. 다른 것에는 영향이 없습니다."
    remedy_en = "Open it in the program that made it, save it again, and send it; or publish the table as CSV."
    remedy_ko = "파일을 만든 프로그램에서 열어 다시 저장한 뒤 보내거나 표를 CSV로 게시하세요."


class NoProgress(NoTable):
    en = "{name}: its reader made no progress for {minutes} minutes and was stopped."
    ko = "{name}: 판독기가 {minutes}분 동안 나아가지 못해 멈췄습니다."
    remedy_en = "Send the table as CSV or Parquet, or in parts."
    remedy_ko = "표를 CSV나 Parquet로 보내거나 나누어 보내세요."


class ReaderFailed(NoTable):
    en = "{name}: Madang's reader failed on this file ({detail}). The file is kept; the log of the worker holds the details."
    ko = "{name}: 마당의 판독기가 이 파일을 읽지 못했습니다({detail}). 파일은 보관되어 있고 자세한 내용은 작업자 로그에 있습니다."
    remedy_en = "Please report it to the operator of the portal, and publish the table as CSV meanwhile."
    remedy_ko = "포털 운영자에게 알려 주시고, 그동안 표를 CSV로 게시하세요."


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


_idle: list[ReadingProcess] = []
_lock = threading.Lock()


def cpu_seconds() -> float:
    """CPU time of all reading apart so far: it is no part of this process's own."""
    return ReadingProcess.cpu_seconds


def read_apart(
    path: Path, name: str, choices: Choices, scratch: Path, progress: Progress = silent, memory_mb: int = MEMORY_MB
) -> Reading:
    """As `read.read`, in a child that may use `memory_mb` megabytes. Whatever `progress` raises ends the child."""
    process = _idle_one()
    answer = _asked(process or ReadingProcess(), path, name, choices, scratch, progress, memory_mb)
    if process and (isinstance(answer, Died) or answer["kind"] == "memory"):
        # What earlier files left in that child is not this one's fault.
        answer = _asked(ReadingProcess(), path, name, choices, scratch, progress, memory_mb)
    if isinstance(answer, Died):
        return _reason(answer, name, memory_mb).reading("file")
    return _reading(answer, name, memory_mb, scratch)


def _asked(process: ReadingProcess, path: Path, name: str, *rest: Any) -> dict[str, Any] | Died:
    fit = False
    try:
        answer = process.ask(path, name, *rest)
        fit = not answer["heavy"]
    except Died as death:
        return death
    finally:
        _give_back(process, fit)
    return answer


def _reading(answer: dict[str, Any], name: str, memory_mb: int, scratch: Path) -> Reading:
    if answer["kind"] == "reading":
        return _checked(answer["reading"], scratch)
    if answer["kind"] == "memory":
        return TooLarge(name=name, megabytes=memory_mb).reading("file")
    if answer["kind"] == "problem":
        raise Told(answer["code"], answer["texts"])
    if answer["kind"] == "os":  # a full disk is no fault of the file
        raise OSError(answer["errno"], answer["detail"])
    logger.error("reading %s failed:\n%s", name, answer["traceback"])
    return ReaderFailed(name=name, detail=answer["detail"]).reading("file")


def _checked(made: dict[str, Any], scratch: Path) -> Reading:
    """The reading that the child described; its files must be in the folder that it was given."""
    from pydantic import TypeAdapter

    reading = TypeAdapter(Reading).validate_python(made)
    for table in reading.tables:
        for file in filter(None, (table.file, table.rejects)):
            if file.is_symlink() or scratch.resolve() not in file.resolve().parents:
                raise ValueError(f"the reader named a file outside its folder: {file.name}")
    return reading


def _reason(death: Died, name: str, memory_mb: int) -> NoTable:
    if death.memory:
        return TooLarge(name=name, megabytes=memory_mb)
    if death.silent:
        return NoProgress(name=name, minutes=int(death.silent // 60))
    logger.error("the reader of %s died (%s):\n%s", name, death.detail, death.words)
    return ReaderDied(name=name, detail=death.detail)


def _idle_one() -> ReadingProcess | None:
    with _lock:
        while _idle:
            process = _idle.pop()
            if process.alive:
                return process
            process.end()
    return None


def _give_back(process: ReadingProcess, fit: bool) -> None:
    """Keep one idle child at most: a worker reads one file at a time."""
    with _lock:
        if fit and process.alive and not _idle:
            _idle.append(process)
            return
    process.end()


@atexit.register
def end_idle() -> None:
    """End the child that waits for work."""
    with _lock, contextlib.suppress(IndexError):
        while True:
            _idle.pop().end()
