"""Counting all events of a log in one pass: by cell, day and hour, and by cell, home, class of day and hour.

Day and hour come from the path, so hours that are not asked for are never opened. Each thread counts a stretch of one file into an
array of its own, which is then added under a lock: a shared array that several threads add to loses counts.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from madang.analysis.activity.add import Tell, silent
from madang.analysis.activity.ahead import ahead
from madang.analysis.activity.log import DamagedHour, Facts, Log
from madang.analysis.days import CLASSES
from madang.lib.problems import Problem

Counted = npt.NDArray[np.int64]
WEEKDAY, WEEKEND = 0, 1
STRETCH = 16
"""Row groups that a thread counts before it adds to the totals: at most 16 million events."""
MOST_COUNTERS = 1 << 27
"""Counters of 8 bytes: 1 GB."""


class NoEvents(Problem):
    en = "The log {name} has no events in these days and hours. It has {first} to {last}."
    ko = "기록 {name}에는 그 날짜와 시간의 이벤트가 없습니다. {first}부터 {last}까지 있습니다."


class TooManyCounters(Problem):
    en = (
        "{days:,} days, {hours} hours, {cells:,} cells and {homes:,} homes are {counters:,} counters, more than {most:,}. Ask for fewer"
        " days or hours (`--since`, `--hours`), or leave homes out (`--no-homes`)."
    )
    ko = (
        "{days:,}일, {hours}시간, 셀 {cells:,}개, 거주지 {homes:,}개는 {counters:,}칸으로 {most:,}칸을 넘습니다. 날짜나 시간을"
        " 줄이거나(`--since`, `--hours`) 거주지를 빼세요(`--no-homes`)."
    )


@dataclass(frozen=True)
class Counts:
    """`by_day` (days, hours, cells) and `by_home` (classes, hours, cells, homes) events; `observed` (days, hours): is there a file?

    `homes[0]` is no home. An hour that is not observed has zeros that mean nothing.
    """

    days: list[str]
    hours: list[int]
    cells: list[str]
    homes: list[str]
    classes: npt.NDArray[np.int64]  # (days,) WEEKDAY or WEEKEND
    by_day: Counted
    by_home: Counted
    observed: npt.NDArray[np.bool_]
    events: int


def classes(days: list[str], holidays: Collection[str] = ()) -> npt.NDArray[np.int64]:
    """(days,) `WEEKEND` for Saturdays, Sundays and holidays, else `WEEKDAY`; by the calendar day of the hour."""
    return np.array([WEEKEND if day in holidays or date.fromisoformat(day).weekday() >= 5 else WEEKDAY for day in days])


def chosen(facts: Facts, name: str, hours: Collection[int], since: str, until: str) -> tuple[list[str], list[int]]:
    """The days from `since` to `until` (both with) and the hours that have events. Raises `NoEvents`."""
    days = [day for day in sorted(facts.days) if since <= day <= until]
    there = sorted({int(hour) for day in days for hour in facts.days[day]} & set(hours))
    if not there:
        first, last = (min(facts.days), max(facts.days)) if facts.days else ("-", "-")
        raise NoEvents(name=name, first=first, last=last)
    return days, there


def count(
    log: Log, *, hours: Collection[int] = range(24), since: str = "", until: str = "9999", holidays: Collection[str] = (),
    homes: bool = True, threads: int = 0, tell: Tell = silent,
) -> Counts:  # fmt: skip
    """Count the events of a log. Raises `NoEvents`, `TooManyCounters`, `DamagedHour`, `log.NoLog`, and what `tell` raises to stop."""
    with log.reading() as facts:
        days, there = chosen(facts, log.name, hours, since, until)
        scan = Scan(facts, days, there, holidays, homes)
        tasks = [task for day in days for hour in there for task in scan.tasks(log, day, hour)]
        threads = min(threads or os.cpu_count() or 1, max(1, MOST_COUNTERS // scan.pairs))
        with ThreadPoolExecutor(threads) as pool:
            for done, _ in enumerate(ahead(pool, scan.add, tasks, threads + 1), 1):
                said = {"en": f"{done} of {len(tasks)} parts counted", "ko": f"{len(tasks)}개 중 {done}개를 셌습니다"}
                tell(done / len(tasks), said)
        return scan.counts()


@dataclass(frozen=True)
class Task:
    """Row groups of the file of an hour; `day` and `hour` are places in what is counted."""

    file: Path
    day: int
    hour: int
    groups: range


class Scan:
    """What is counted, and the counts so far."""

    def __init__(self, facts: Facts, days: list[str], hours: list[int], holidays: Collection[str], homes: bool) -> None:
        self.facts, self.days, self.hours = facts, days, hours
        self.classes, self.homes = classes(days, holidays), facts.homes if homes else [""]
        self.local, self.lock = threading.local(), threading.Lock()
        shape = (len(CLASSES), len(hours), len(facts.cells), len(self.homes))
        counters = math.prod(shape) + len(days) * len(hours) * len(facts.cells)
        if counters > MOST_COUNTERS:
            raise TooManyCounters(
                days=len(days), hours=len(hours), cells=shape[2], homes=shape[3], counters=counters, most=MOST_COUNTERS
            )  # fmt: skip
        self.pairs = shape[2] * shape[3]
        self.by_home = np.zeros(shape, np.int64)
        self.by_day = np.zeros((len(days), len(hours), len(facts.cells)), np.int64)
        self.observed = np.zeros((len(days), len(hours)), np.bool_)

    def tasks(self, log: Log, day: str, hour: int) -> Iterator[Task]:
        """Stretches of the file of an hour, which must have as many events as the log says."""
        told = self.facts.days[day].get(f"{hour:02d}")
        if told is None:
            return
        file, at = log.file(day, f"{hour:02d}"), (self.days.index(day), self.hours.index(hour))
        self.observed[at] = True
        if not file.is_file() or file.stat().st_size != told.bytes:
            why = {"why": f"it should have {told.bytes:,} bytes.", "why_ko": f"{told.bytes:,}바이트여야 합니다."}
            raise DamagedHour(file=f"{day} {hour:02d}", **why)
        groups = row_groups(file)
        for start in range(0, groups, STRETCH):
            yield Task(file, *at, range(start, min(groups, start + STRETCH)))

    def add(self, task: Task) -> None:
        """Count one stretch, and add it to the totals."""
        pairs = self._own()
        pairs[:] = 0
        hour = f"{self.days[task.day]} {self.hours[task.hour]:02d}"
        try:
            fit = self._tally(task, pairs)
        except (pa.ArrowException, OSError) as error:
            words = str(error).splitlines()[0].rstrip(".")
            why, why_ko = f"it cannot be read ({words}).", f"읽을 수 없습니다({words})."
            raise DamagedHour(file=hour, why=why, why_ko=why_ko) from error
        if not fit:
            raise unknown_code(hour)
        cells = pairs.reshape(len(self.facts.cells), len(self.homes))
        with self.lock:
            self.by_home[self.classes[task.day], task.hour] += cells
            self.by_day[task.day, task.hour] += cells.sum(axis=1)

    def _tally(self, task: Task, pairs: Counted) -> bool:
        """Add the events of a stretch to `pairs` (cells x homes,); False for a code beyond them."""
        columns = ["cell", "home"] if len(self.homes) > 1 else ["cell"]
        with pq.ParquetFile(task.file) as file:
            for group in task.groups:
                for batch in file.read_row_group(group, columns=columns, use_threads=False).to_batches():
                    home = batch.column(1).to_numpy() if len(columns) > 1 else _NO_HOME
                    if not tally(batch.column(0).to_numpy(), home, len(self.homes), pairs):
                        return False
        return True

    def _own(self) -> Counted:
        """The array of this thread."""
        if not hasattr(self.local, "pairs"):
            self.local.pairs = np.zeros(self.pairs, np.int64)
        found: Counted = self.local.pairs
        return found

    def counts(self) -> Counts:
        """All of it, if it is as many as the log says. Raises `DamagedHour`."""
        for day, name in enumerate(self.days):
            for hour, number in enumerate(self.hours):
                told = self.facts.days[name].get(f"{number:02d}")
                found, written = int(self.by_day[day, hour].sum()), told.events if told else 0
                if found != written:
                    raise DamagedHour(
                        file=f"{name} {number:02d}", why=f"{found:,} events were read, {written:,} written.",
                        why_ko=f"이벤트 {written:,}건을 썼는데 {found:,}건을 읽었습니다.",
                    )  # fmt: skip
        events = int(self.by_day.sum())
        return Counts(
            self.days, self.hours, self.facts.cells, self.homes, self.classes, self.by_day, self.by_home, self.observed, events
        )  # fmt: skip


def row_groups(file: Path) -> int:
    """How many the file of an hour has, by its footer: an hour sorted part by part has more than its events fill. Raises `DamagedHour`."""
    try:
        return int(pq.read_metadata(file).num_row_groups)
    except pa.ArrowException as error:
        name = f"{file.parent.name}/{file.name}"
        raise DamagedHour(file=name, why="it is no Parquet file.", why_ko="Parquet 파일이 아닙니다.") from error


def unknown_code(hour: str) -> DamagedHour:
    why = {
        "why": "it has a cell or home that the log does not know.",
        "why_ko": "기록에 없는 셀이나 거주지가 있습니다.",
    }
    return DamagedHour(file=hour, **why)


_NO_HOME = np.empty(0, np.int32)


@numba.njit(cache=True, nogil=True)
def tally(cell: npt.NDArray[np.int32], home: npt.NDArray[np.int32], homes: int, pairs: Counted) -> Any:
    """Add events to `pairs` (cells x homes,), run by run, because sorted rows would wait for the same counter each time.

    False for a number beyond them. Without `home` every event has home 0. Rows in another order are counted as well, only slower.
    """
    cells, start = len(pairs) // homes, 0
    for row in range(1, len(cell) + 1):
        if row < len(cell) and cell[row] == cell[start] and (len(home) == 0 or home[row] == home[start]):
            continue
        at = 0 if len(home) == 0 else home[start]
        if not (0 <= cell[start] < cells and 0 <= at < homes):
            return False
        pairs[cell[start] * homes + at] += row - start
        start = row
    return True


def gaps(facts: Facts) -> list[str]:
    """What seems to be missing: days between the first and the last without a file, and hours that most other days have."""
    if not facts.days:
        return []
    first, last = (date.fromisoformat(edge(facts.days)) for edge in (min, max))
    every = [str(first + timedelta(days=n)) for n in range((last - first).days + 1)]
    usual = [
        f"{hour:02d}"
        for hour in range(24)
        if 2 * sum(f"{hour:02d}" in day for day in facts.days.values()) > len(facts.days)
    ]
    found = []
    for day in every:
        if day not in facts.days:
            found.append(day)
        else:
            found += [f"{day} {hour}" for hour in usual if hour not in facts.days[day]]
    return found
