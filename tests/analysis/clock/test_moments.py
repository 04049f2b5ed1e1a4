"""Times as people write them, against Python's own reading of them; zones and their odd nights."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from madang.analysis.clock.moments import NO_HOUR, NO_SUCH_HOUR, NONE, UNREADABLE, moments
from madang.analysis.clock.zones import zone

LONDON, EPOCH = zone("Europe/London", 2027), datetime(1970, 1, 1)
FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y%m%d%H%M%S",
    "%Y-%m-%d %H:%M:%S.250",
)


def read(*texts: str | None) -> list[int]:
    return moments(pa.array(texts, pa.string()), LONDON).tolist()


def drawn() -> Iterator[datetime]:
    """Moments of half a century, and every quarter of an hour of the nights on which clocks change."""
    chance = random.Random(7)
    for _ in range(200):
        yield EPOCH + timedelta(days=366, seconds=chance.randrange(50 * 365 * 86_400))
    for night in (datetime(2025, 3, 30), datetime(2025, 10, 26)):
        yield from (night + timedelta(minutes=15 * step) for step in range(20))


def test_every_form_is_the_same_moment() -> None:
    for moment in drawn():
        seconds = int((moment - EPOCH).total_seconds())
        there = (
            moment.replace(tzinfo=LONDON_CLOCK).astimezone(UTC).astimezone(LONDON_CLOCK).replace(tzinfo=None) == moment
        )
        expected = seconds if there else NO_SUCH_HOUR
        assert set(read(*(moment.strftime(form) for form in FORMS))) == {expected}
        column = pa.array([moment, None], pa.timestamp("us"))
        assert moments(column, LONDON).tolist() == [expected, NONE]
        utc = int((moment.replace(tzinfo=UTC).astimezone(LONDON_CLOCK).replace(tzinfo=None) - EPOCH).total_seconds())
        zoned = [moment.strftime("%Y-%m-%dT%H:%M:%S") + offset for offset in ("Z", "+00:00", "-0000")]
        zoned.append((moment + timedelta(hours=9)).strftime("%Y-%m-%d %H:%M:%S+09"))
        assert set(read(*zoned)) == {utc}
        assert moments(pa.array([moment.replace(tzinfo=UTC)], pa.timestamp("ms", "UTC")), LONDON).tolist() == [utc]


LONDON_CLOCK = ZoneInfo("Europe/London")


def test_what_is_no_moment_says_so() -> None:
    odd = (
        "2025-02-29 01:00:00",
        "2025-13-01 01:00:00",
        "2025-05-05 24:00:00",
        "2025-05-05 1:00:00",
        "5/5/2025 01:00",
        "어제",
        "2025-05-05 01:00 x",
    )
    assert set(read(*odd, "1969-12-31 23:00:00", "2025-05-05 01:60:00", "2025-05-05 01:00:00+0960")) == {UNREADABLE}
    assert read("", None, "  ", "2025-05-05", "20250505", "2024-02-29 01:00") == [
        NONE,
        NONE,
        NONE,
        NO_HOUR,
        NO_HOUR,
        1709168400,
    ]
    assert moments(pa.array([date(2025, 5, 5), None]), LONDON).tolist() == [NO_HOUR, NONE]
    with pytest.raises(TypeError, match="int64"):
        moments(pa.array([20250505]), LONDON)


def test_clocks_change_where_the_zone_says() -> None:
    hour = 3600
    assert any(
        datetime.fromtimestamp(start, UTC).replace(tzinfo=None) == datetime(2025, 3, 30, 1) and end - start == hour
        for start, end in LONDON.missing()
    )
    assert any(
        datetime.fromtimestamp(start, UTC).replace(tzinfo=None) == datetime(2025, 10, 26, 1) and end - start == hour
        for start, end in LONDON.repeated()
    )
    assert zone("UTC", 2027).missing() == []
    assert zone("Asia/Seoul", 2027).missing()[-1][0] < datetime(1989, 1, 1).timestamp()
