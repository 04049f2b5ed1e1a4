"""Adding deliveries of raw events to a log: dealt into hours, each hour sorted, all of it or nothing.

Nothing goes lost in silence: every row is stored, or counted under the reason why not.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from madang.analysis.activity import hour_files
from madang.analysis.activity.ahead import ahead
from madang.analysis.activity.cells import Cells
from madang.analysis.activity.codes import EMPTY, UNKNOWN, Codes, Numbers
from madang.analysis.activity.deal import Spill
from madang.analysis.activity.log import DamagedHour, Draft, Hour, Log
from madang.analysis.activity.raw import Named, Source
from madang.analysis.clock import moments
from madang.analysis.clock.zones import DAY, HOUR, Seconds, Zone, zone
from madang.lib.problems import Problem, Text

Tell = Callable[[float, Text], None]
"""Called with a share from 0 to 1 and words; it may raise to end the work, and then nothing has changed."""
REASONS: dict[str, Text] = {
    "no-time": {"en": "no time", "ko": "시각 없음"},
    "bad-time": {"en": "the time cannot be read", "ko": "시각을 읽을 수 없음"},
    "no-hour": {"en": "a date without an hour", "ko": "시간이 없는 날짜"},
    "no-such-hour": {"en": "an hour that did not exist (clocks went forward)", "ko": "없었던 시간(시계를 앞당긴 밤)"},
    "future": {"en": "later than tomorrow", "ko": "내일보다 뒤"},
    "no-cell": {"en": "no cell", "ko": "셀 없음"},
    "unknown-cell": {"en": "a cell that is not in the list", "ko": "목록에 없는 셀"},
    "outside": {"en": "outside every cell", "ko": "어느 셀에도 들지 않음"},
    "broken": {"en": "a line with another number of fields", "ko": "칸 수가 다른 줄"},
}
_CODES = {moments.NONE: "no-time", moments.UNREADABLE: "bad-time", moments.NO_HOUR: "no-hour",
          moments.NO_SUCH_HOUR: "no-such-hour"}  # fmt: skip
_MIDNIGHT = "all are at midnight.", "모두 자정입니다."
MOST_LISTED = 20


class NoTimes(Problem):
    en = "The column {column} of {file} has no times of the day: {why} Name the column in which date and hour stand."
    ko = "{file}의 {column} 열에 시각이 없습니다: {why_ko} 날짜와 시간이 함께 있는 열을 지정하세요."


class NothingFits(Problem):
    en = "None of the {rows:,} rows of {file} can be stored: {reasons}. Nothing has changed."
    ko = "{file}의 {rows:,}행 가운데 저장할 수 있는 것이 없습니다: {reasons_ko}. 아무것도 바뀌지 않았습니다."


@dataclass
class Added:
    """What came of it. `days`: date -> events before and after; `refused`: reason -> rows; `unknown`: code -> rows."""

    events: int = 0
    skipped: list[str] = field(default_factory=list)  # deliveries that were added before
    days: dict[str, tuple[int, int]] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    doubled: list[str] = field(default_factory=list)  # local hours that hold two
    bytes: int = 0


def _new(sources: Sequence[Source], known: set[str], skipped: list[str]) -> list[Source]:
    """The deliveries whose bytes did not come before, nor earlier in the same list."""
    new = []
    for one in sources:
        if one.sha256 in known:
            skipped.append(one.name)
        else:
            known.add(one.sha256)
            new.append(one)
    return new


def silent(_share: float, _said: Text) -> None:
    """For who does not watch."""


def add(
    log: Log, sources: Sequence[Source], named: Named, *, now: datetime, places: Cells | None = None, replace: bool = False,
    threads: int = 0, tell: Tell = silent,
) -> Added:  # fmt: skip
    """Add the events of deliveries to the log; with `replace` they take the place of whatever the same days held.

    `places` finds the cell of a longitude and latitude. A delivery that was added before is skipped. Raises `raw.NoColumn`,
    `raw.Unreadable`, `NoTimes`, `NothingFits`, `cells.Swapped`, `codes.TooManyCodes`, `log.LogBusy`, and what `tell` raises.
    """
    with log.writing() as draft:
        adding = _Adding(draft, named, now, places, threads or os.cpu_count() or 1, tell)
        new = _new(sources, set() if replace else set(draft.facts.sources), adding.added.skipped)
        for number, source in enumerate(new):
            adding.deal(source, number / len(new), (number + 1) / len(new))
        if new:
            adding.sort(replace)
            adding.commit()
        return adding.added


class _Adding:
    def __init__(
        self, draft: Draft, named: Named, now: datetime, places: Cells | None, threads: int, tell: Tell
    ) -> None:
        self.draft, self.named, self.places, self.threads, self.tell = draft, named, places, threads, tell
        facts = draft.facts
        self.zone: Zone = zone(facts.zone, now.year + 1)
        tomorrow = now.astimezone(ZoneInfo(facts.zone)).replace(tzinfo=None) + timedelta(days=1)
        self.latest = int((tomorrow - datetime(1970, 1, 1)).total_seconds())
        self.cells = Codes(facts.cells, closed=facts.closed)
        self.homes = Codes(facts.homes)
        self.spill = Spill(draft.folder / "spill")
        self.added = Added()
        self.sources: dict[str, Any] = {}

    def deal(self, source: Source, start: float, end: float) -> None:
        """Read a delivery to its end; two batches are in the works while a third is read."""
        refused: Counter[str] = Counter()
        days: set[int] = set()
        rows = midnights = 0
        with ThreadPoolExecutor(self.threads) as pool:
            coded = ((batch, self._codes(batch)) for batch in source.batches(self.named))
            for seconds, found in ahead(pool, lambda one: self._batch(source, *one), coded, self.threads + 1):
                rows += len(seconds)
                stored = seconds[seconds >= 0]
                midnights += int((stored % DAY == 0).sum())
                days |= set(np.unique(stored // DAY).tolist())
                refused += found
                said = {"en": f"{rows:,} rows of {source.name}", "ko": f"{source.name}: {rows:,}행"}
                self.tell(start + (end - start) / 2, said)
        events = rows - refused.total()
        refused["broken"] += source.broken
        self._require(source, rows, events, midnights, refused)
        self.added.events += events
        self.added.refused += refused
        self.sources[source.sha256] = {
            "name": source.name, "events": events, "refused": dict(+refused), "days": [_date(day) for day in sorted(days)],
        }  # fmt: skip

    def _require(self, source: Source, rows: int, events: int, midnights: int, refused: Counter[str]) -> None:
        """Raise `NoTimes` or `NothingFits`: a delivery of dates alone would put a whole day into its first hour."""
        if 2 * refused["no-hour"] > rows or (events > 24 and midnights == events):
            why, why_ko = ("dates alone.", "날짜만 있습니다.") if refused["no-hour"] else _MIDNIGHT
            raise NoTimes(column=self.named.time, file=source.name, why=why, why_ko=why_ko)
        if not events:
            raise NothingFits(
                file=source.name, rows=rows + source.broken, reasons=_listed(refused, "en") or "no rows",
                reasons_ko=_listed(refused, "ko") or "행 없음",
            )  # fmt: skip

    def _codes(self, batch: pa.RecordBatch) -> tuple[Numbers | None, Numbers]:
        """Numbers of cells (None when a point tells) and homes. By one thread in order: the same rows get the same numbers again."""
        homes = np.zeros(batch.num_rows, np.int32)
        if self.named.home:
            homes = self.homes.numbers(batch.column(self.named.home), self.named.home, empty=0)
        named = self.named.cell
        return (self.cells.numbers(batch.column(named), named) if named else None), homes

    def _batch(
        self, source: Source, batch: pa.RecordBatch, codes: tuple[Numbers | None, Numbers]
    ) -> tuple[Seconds, Counter[str]]:
        """Deal one batch; its moments, with what is below 0 where a row was refused, and the refused by reason."""
        seconds, refused = self._moments(source, batch)
        cells, homes = codes
        if cells is None:
            assert self.places is not None
            cells = self.places.find(
                *(_degrees(batch.column(name)) for name in (self.named.longitude, self.named.latitude))
            )
        for code, why in ((EMPTY, "no-cell"), (UNKNOWN, "unknown-cell" if self.named.cell else "outside")):
            refused[why] = int(((cells == code) & (seconds >= 0)).sum())
        seconds[cells < 0] = np.minimum(seconds[cells < 0], moments.UNREADABLE)
        self.spill.add(seconds, cells, homes)
        return seconds, +refused

    def _moments(self, source: Source, batch: pa.RecordBatch) -> tuple[Seconds, Counter[str]]:
        try:
            seconds = moments.moments(batch.column(self.named.time), self.zone)
        except TypeError as error:
            why = {"why": f"its type is {error}.", "why_ko": f"자료형이 {error}입니다."}
            raise NoTimes(column=self.named.time, file=source.name, **why) from None
        refused = Counter({why: int((seconds == code).sum()) for code, why in _CODES.items()})
        refused["future"] = int((seconds > self.latest).sum())
        seconds[seconds > self.latest] = moments.UNREADABLE
        return seconds, refused

    def sort(self, replace: bool) -> None:
        """Sort and write each hour that got events; hours of the same days that got none stay, unless days are replaced."""
        facts, hours = self.draft.facts, sorted(self.spill.events)
        days = {_date(hour * HOUR // DAY) for hour in hours}
        before = {day: sum(one.events for one in facts.days.get(day, {}).values()) for day in days}
        if replace:
            facts.forget(days)
        facts.sources |= self.sources
        for day in days:
            self._keep(day)
        with ThreadPoolExecutor(self.threads) as pool:
            for done, _ in enumerate(ahead(pool, self._write, iter(hours), self.threads), 1):
                self.tell(
                    0.5 + done / len(hours) / 2,
                    {"en": f"{done} of {len(hours)} hours", "ko": f"{len(hours)}시간 중 {done}시간"},
                )
        for day in sorted(days):
            self.added.days[day] = (before[day], sum(one.events for one in facts.days[day].values()))
        self._note_doubled(hours)

    def _keep(self, day: str) -> None:
        """Carry the hours that the day has already into its new folder, without copying them."""
        folder = self.draft.folder / f"day={day}"
        folder.mkdir(mode=0o700)
        for hour in self.draft.facts.days.setdefault(day, {}):
            os.link(self.draft.log.file(day, hour), folder / f"hour={hour}.parquet")

    def _write(self, hour: int) -> None:
        day, name = _date(hour * HOUR // DAY), f"{hour % 24:02d}"
        hours = self.draft.facts.days[day]
        file, spilled = self.draft.folder / f"day={day}" / f"hour={name}.parquet", self.spill.file(hour)
        earlier = self.draft.log.file(day, name) if name in hours else None
        file.unlink(missing_ok=True)  # the link to the earlier one
        codes = len(self.cells.names), len(self.homes.names)
        most = hour_files.MOST_SORTED // self.threads
        made = hour_files.write(file, spilled, earlier, hour % 24, *codes, most=most)
        if made.events != self.spill.events[hour] + (hours[name].events if earlier else 0):
            raise DamagedHour(
                file=f"{day} {name}", why="it has another number of events.", why_ko="이벤트 수가 다릅니다."
            )
        spilled.unlink()
        hours[name] = Hour(made.events, made.bytes, made.sha256)

    def _note_doubled(self, hours: list[int]) -> None:
        for start, end in self.zone.repeated():
            for hour in range(start // HOUR, -(-end // HOUR)):
                if hour in self.spill.events:
                    self.added.doubled.append(f"{_date(hour * HOUR // DAY)} {hour % 24:02d}")

    def commit(self) -> None:
        facts = self.draft.facts
        facts.cells, facts.homes = self.cells.names, self.homes.names
        self.added.unknown = Counter(dict(self.cells.unknown.most_common(MOST_LISTED)))
        self.added.bytes = facts.bytes
        (self.draft.folder / "spill").rmdir()
        self.draft.commit()


def _listed(refused: Counter[str], language: str) -> str:
    return ", ".join(f"{REASONS[why][language]} {count:,}" for why, count in refused.most_common() if count)


def _degrees(column: pa.Array) -> npt.NDArray[np.float64]:
    """Numbers, NaN for what is none."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        text = pc.utf8_trim_whitespace(column)
        column = pc.if_else(pc.match_substring_regex(text, r"^[-+]?[0-9]+(\.[0-9]*)?$"), text, None)
    return np.asarray(pc.fill_null(pc.cast(column, pa.float64()), float("nan")).to_numpy(zero_copy_only=False))


def _date(day: int) -> str:
    return str(np.datetime64(day, "D"))
