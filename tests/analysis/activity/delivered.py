"""Deliveries of events for tests, and the slow plain twin of counting them: one row at a time, with Python's own clock."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from madang.analysis.activity.count import Counts
from madang.analysis.activity.log import Facts, Log
from madang.analysis.activity.raw import Named

NAMED = Named("time", "cell", "home")
NOW = datetime(2026, 11, 23, tzinfo=UTC)
Rows = list[tuple[str, str, str]]


def log(folder: Path, zone: str = "Europe/London", **facts: object) -> Log:
    made = Log(folder / "events" / "calls")
    made.create(Facts(zone, **facts))
    return made


def rows(count: int, first: datetime, days: int, seed: int = 0, utc: float = 0.0) -> Rows:
    """Events spread over the nights of some days, a share of the times in UTC, the rest local; a few cells have most of them."""
    drawn = random.Random(seed)
    made = []
    for _ in range(count):
        moment = first + timedelta(seconds=drawn.randrange(days * 86_400))
        moment = moment.replace(hour=drawn.choice((0, 1, 1, 2, 3, 23)))
        text = moment.strftime("%Y-%m-%d %H:%M:%S" if drawn.random() >= utc else "%Y-%m-%dT%H:%M:%SZ")
        made.append((text, f"h{int(40 * drawn.random() ** 3):03}", drawn.choice(("강남구", "마포구", ""))))
    return made


def csv(path: Path, rows: Rows, encoding: str = "utf-8") -> Path:
    path.write_text("time,cell,home\n" + "".join(",".join(row) + "\n" for row in rows), encoding=encoding)
    return path


def plainly(rows: Rows, zone: str = "Europe/London") -> Counter[tuple[str, int, str, str]]:
    """(day, hour, cell, home) -> events; an hour that no clock shows does not come back from UTC as it was."""
    clock, found = ZoneInfo(zone), Counter[tuple[str, int, str, str]]()
    for text, cell, home in rows:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            local = moment.replace(tzinfo=clock).astimezone(UTC).astimezone(clock).replace(tzinfo=None)
            if local != moment:
                continue
        else:
            local = moment.astimezone(clock)
        found[str(local.date()), local.hour, cell, home] += 1
    return found


def by_day(counts: Counts) -> dict[tuple[str, int, str], int]:
    names = ((d, h, c) for d in counts.days for h in counts.hours for c in counts.cells)
    return {key: int(n) for key, n in zip(names, counts.by_day.ravel(), strict=True) if n}


def by_home(counts: Counts) -> dict[tuple[int, int, str, str], int]:
    names = ((k, h, c, o) for k in (0, 1) for h in counts.hours for c in counts.cells for o in counts.homes)
    return {key: int(n) for key, n in zip(names, counts.by_home.ravel(), strict=True) if n}
