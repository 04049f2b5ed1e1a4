"""Days and hours as cities give them, each written in its own way; nothing is read that does not stand there."""

from datetime import UTC, date, datetime, time

import pyarrow as pa
import pytest

from madang.analysis.clock import written


def days(*values, zone="", kind=None):
    found = written.days(pa.chunked_array([pa.array(values, kind)]), zone)
    return [
        (str(date.fromordinal(719_163 + day)), hour) if day >= 0 else None
        for day, hour in zip(found.day.tolist(), found.hour.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2019-03-04", ("2019-03-04", 0)),
        ("2019. 3. 4.", ("2019-03-04", 0)),
        ("2019년 3월 4일", ("2019-03-04", 0)),
        ("2019.3.4 7:05", ("2019-03-04", 7)),
        ("20190304 13", ("2019-03-04", 13)),
        ("20130301001233", ("2013-03-01", 0)),
        ("201303012312", ("2013-03-01", 23)),
        ("2019-03-04T23:30:00.75", ("2019-03-04", 23)),
        ("2019-03-04 오후 1:30", None),
        ("2019-03-04 오후", None),
        ("2019-02-30", None),
        ("2019311", None),
        ("2019-03-041", None),
        ("2019.13.1", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_texts_are_read_as_far_as_they_are_sure(text, read):
    assert days(text, "2024-01-01", kind=pa.string()) == [read, ("2024-01-01", 0)]


def test_moments_that_tell_their_zone_become_those_of_the_city():
    assert days("2019-03-04T23:30+09:00", zone="Asia/Kolkata") == [("2019-03-04", 20)]
    moment = datetime(2019, 3, 3, 18, 45, tzinfo=UTC)
    assert days(moment, None, zone="Asia/Kolkata", kind=pa.timestamp("us", "UTC")) == [("2019-03-04", 0), None]
    for value, kind in ((moment, pa.timestamp("us", "UTC")), ("2019-03-04 23:30+09", pa.string())):
        with pytest.raises(written.ZoneNeeded):
            days(value, kind=kind)


def test_local_timestamps_with_parts_of_a_second_and_hours_that_never_were_stay():
    assert days(datetime(2024, 3, 31, 1, 30, 0, 250_000), zone="Europe/London") == [("2024-03-31", 1)]
    assert days("2024-03-31 01:30", zone="Europe/London") == [("2024-03-31", 1)]
    assert days(20240304, 2024030423) == [("2024-03-04", 0), ("2024-03-04", 23)]
    assert days(date(2024, 3, 4), None) == [("2024-03-04", 0), None]


def test_hours_of_half_a_day_are_not_taken_for_hours():
    texts = pa.chunked_array([["00시", "7:05", "00~01", "오후 1시", "1 PM", "24", None]])
    assert written.hours(texts).tolist() == [0, 7, 0, -1, -1, -1, -1]
    assert written.hours(pa.chunked_array([pa.array([time(5), None])])).tolist() == [5, -1]
