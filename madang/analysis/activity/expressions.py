"""The counts of `count` as Ibis expressions, for DuckDB and for a Spark cluster that sees the same folder under the same path.

Everything is counted in whole numbers, so engines agree exactly. The class of a day is told by naming days: engines number weekdays
differently. Only the files that the log names are read, those of hours that are asked for.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from madang.analysis.activity import hour_files
from madang.analysis.activity.add import Tell, silent
from madang.analysis.activity.count import WEEKEND, Counts, Scan, chosen, unknown_code
from madang.analysis.activity.log import Log
from madang.analysis.days import CLASSES
from madang.query.engines.ibis import parquet, rows

if TYPE_CHECKING:
    import ibis.expr.types as ir

SCHEMA = ", ".join(f"{name} INT" for name in hour_files.SCHEMA.names) + ", day STRING"


def by_day(events: ir.Table) -> ir.Table:
    """day, hour, cell, events."""
    return events.group_by("day", "hour", "cell").aggregate(events=events.count())


def by_home(events: ir.Table, weekend: list[str]) -> ir.Table:
    """weekend (0 or 1), hour, cell, home, events."""
    import ibis

    kind = ibis.ifelse(events.day.isin(weekend), 1, 0) if weekend else ibis.literal(0)
    classed = events.mutate(weekend=kind.cast("int32"))
    return classed.group_by("weekend", "hour", "cell", "home").aggregate(events=classed.count())


def count(
    log: Log, backend: Any, *, hours: Collection[int] = range(24), since: str = "", until: str = "9999",
    holidays: Collection[str] = (), homes: bool = True, tell: Tell = silent,
) -> Counts:  # fmt: skip
    """As `count.count`, computed by an Ibis backend. Raises `NoEvents`, `TooManyCounters`, `DamagedHour`, and what `tell` raises."""
    with log.reading() as facts:
        days, there = chosen(facts, log.name, hours, since, until)
        scan = Scan(facts, days, there, holidays, homes)
        files = [
            task.file for day in days for hour in there for task in scan.tasks(log, day, hour) if not task.groups.start
        ]
        tell(0, {"en": "counting by cell, day and hour", "ko": "셀·날짜·시간별로 세는 중"})
        events = parquet(backend, [str(file) for file in files], str(log.folder), SCHEMA)
        fill_days(scan, rows(backend, by_day(events)))
        tell(0.5, {"en": "counting by cell and home", "ko": "셀과 거주지별로 세는 중"})
        weekend = [day for day, kind in zip(days, scan.classes, strict=True) if kind == WEEKEND]
        fill_homes(scan, rows(backend, by_home(events, weekend)))
        tell(1, {"en": "counted", "ko": "다 셌습니다"})
        return scan.counts()


def fill_days(scan: Scan, found: pa.Table) -> None:
    """Put rows of `by_day` into what is counted. Raises `DamagedHour`."""
    _require_known(scan, found, "cell", len(scan.facts.cells))
    day = np.array([scan.days.index(name) for name in found["day"].to_pylist()], np.int64)
    hour = np.searchsorted(scan.hours, found["hour"].to_numpy())
    scan.by_day[day, hour, found["cell"].to_numpy()] = found["events"].to_numpy()


def fill_homes(scan: Scan, found: pa.Table) -> None:
    """Put rows of `by_home` into what is counted; homes fold into one when they are not asked for. Raises `DamagedHour`."""
    _require_known(scan, found, "cell", len(scan.facts.cells))
    _require_known(scan, found, "home", len(scan.facts.homes))
    hour = np.searchsorted(scan.hours, found["hour"].to_numpy())
    home = found["home"].to_numpy() if len(scan.homes) > 1 else np.zeros(len(found), np.int64)
    kind = found["weekend"].to_numpy()
    assert len(CLASSES) == 2
    np.add.at(scan.by_home, (kind, hour, found["cell"].to_numpy(), home), found["events"].to_numpy())


def _require_known(scan: Scan, found: pa.Table, column: str, most: int) -> None:
    """The codes of what engines found are numbers below `most`, its hours those that were asked for. Raises `DamagedHour`."""
    code, hour = found[column].to_numpy(), found["hour"].to_numpy()
    odd = np.flatnonzero((code < 0) | (code >= most) | ~np.isin(hour, scan.hours))
    if len(odd):
        days = f"{scan.days[0]} – {scan.days[-1]}"
        day = found["day"][int(odd[0])].as_py() if "day" in found.column_names else days
        raise unknown_code(f"{day} {hour[odd[0]]:02d}")
