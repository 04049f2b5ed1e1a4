"""Events go in as files and come out as counts: the same as one row at a time, over nights on which clocks change."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from madang.analysis.activity import count, hour_files, raw
from madang.analysis.activity.add import add
from madang.analysis.activity.log import DamagedHour
from tests.analysis.activity.delivered import NAMED, NOW, by_day, by_home, csv, log, plainly, rows


def test_counts_are_those_of_one_row_at_a_time(tmp_path: Path) -> None:
    given = rows(3000, datetime(2025, 3, 28), 5, utc=0.5) + rows(3000, datetime(2025, 10, 24), 4, seed=1, utc=0.5)
    calls = log(tmp_path)
    added = add(calls, [raw.file(csv(tmp_path / "raw.csv", given))], NAMED, now=NOW, threads=2)
    plain = plainly(given)
    assert added.refused == {"no-such-hour": len(given) - plain.total()}
    assert added.refused.total() > 20  # local times of the spring night
    assert added.doubled == ["2025-10-26 01"]
    counts = count.count(calls, holidays={"2025-10-24"}, threads=2)
    assert by_day(counts) == dict(Counter({k[:3]: 0 for k in plain}) | _sums(plain, lambda k: k[:3]))

    def weekend(day: str) -> int:
        return int(day == "2025-10-24" or date.fromisoformat(day).weekday() >= 5)

    assert by_home(counts) == _sums(plain, lambda k: (weekend(k[0]), *k[1:]))
    assert counts.events == plain.total() == added.events
    night = count.count(calls, hours=range(0, 3), since="2025-10-25", until="2025-10-26", homes=False)
    assert by_day(night) == _sums({k: n for k, n in plain.items() if k[0] in night.days and k[1] < 3}, lambda k: k[:3])
    assert night.days == ["2025-10-25", "2025-10-26"]
    assert night.homes == [""]


def test_an_hour_too_large_for_memory_is_sorted_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = rows(4000, datetime(2025, 5, 5), 2)
    source = raw.file(csv(tmp_path / "raw.csv", given))
    whole, parts = log(tmp_path / "whole"), log(tmp_path / "parts")
    add(whole, [source], NAMED, now=NOW)
    monkeypatch.setattr(hour_files, "MOST_SORTED", 100)
    monkeypatch.setattr(hour_files, "SAMPLE", 3)
    monkeypatch.setattr(count, "STRETCH", 3)
    add(parts, [source], NAMED, now=NOW, threads=2)
    with whole.reading() as one, parts.reading() as other:
        assert one.days.keys() == other.days.keys()
        for day, hours in one.days.items():
            for hour in hours:
                tables = [hour_files.pq.read_table(each.file(day, hour)) for each in (whole, parts)]
                assert tables[0].equals(tables[1])
                assert tables[0].sort_by([(name, "ascending") for name in ("cell", "home", "second")]).equals(tables[0])
                assert pq.read_metadata(parts.file(day, hour)).num_row_groups > count.STRETCH
    assert by_home(count.count(parts)) == by_home(count.count(whole)) == _by_home(given)


def test_gaps_and_damage_are_told(tmp_path: Path) -> None:
    given = [
        (f"2025-06-{day:02} {hour:02}:10:00", "h1", "")
        for day in (1, 2, 3, 5)
        for hour in (0, 1)
        if (day, hour) != (3, 1)
    ]
    calls = log(tmp_path)
    add(calls, [raw.file(csv(tmp_path / "raw.csv", given))], NAMED, now=NOW)
    with calls.reading() as facts:
        assert count.gaps(facts) == ["2025-06-03 01", "2025-06-04"]
    assert not count.count(calls).observed[2, 1]
    with pytest.raises(count.NoEvents):
        count.count(calls, hours=[5])
    other, damaged = (calls.file("2025-06-02", hour) for hour in ("00", "01"))
    damaged.write_bytes(other.read_bytes() + b" " * (damaged.stat().st_size - other.stat().st_size))
    damaged.write_bytes(damaged.read_bytes()[:-1])
    with pytest.raises(DamagedHour, match="bytes"):
        count.count(calls)
    calls.file("2025-06-01", "00").write_bytes(_of_other_size(calls.file("2025-06-01", "00")))
    with pytest.raises(DamagedHour, match="number of events"):
        add(calls, [raw.file(csv(tmp_path / "more.csv", [("2025-06-01 00:30:00", "h1", "")]))], NAMED, now=NOW)


def test_homes_that_are_cells_too_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = log(tmp_path)
    add(calls, [raw.file(csv(tmp_path / "raw.csv", rows(200, datetime(2025, 5, 5), 2)))], NAMED, now=NOW)
    monkeypatch.setattr(count, "MOST_COUNTERS", 100)
    with pytest.raises(count.TooManyCounters):
        count.count(calls)


def test_a_file_that_is_none_says_so_in_both_languages(tmp_path: Path) -> None:
    calls = log(tmp_path)
    add(calls, [raw.file(csv(tmp_path / "raw.csv", [("2025-06-01 00:10:00", "h1", "")]))], NAMED, now=NOW)
    file = calls.file("2025-06-01", "00")
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + bytes(40) + whole[44:])
    with pytest.raises(DamagedHour, match="cannot be read"):
        count.count(calls)
    file.write_bytes(b"x" * len(whole))
    with pytest.raises(DamagedHour) as told:
        count.count(calls)
    assert "it is no Parquet file." in told.value.text("en")
    assert "Parquet 파일이 아닙니다." in told.value.text("ko")


def _by_home(given: list) -> dict:
    return _sums(plainly(given), lambda k: (int(date.fromisoformat(k[0]).weekday() >= 5), *k[1:]))


def _of_other_size(file: Path) -> bytes:
    """The file of the hour with an event twice."""
    rows = pq.read_table(file)
    pq.write_table(pa.concat_tables([rows, rows]), file)
    return file.read_bytes()


def _sums(counted: dict, key) -> dict:
    found: Counter = Counter()
    for names, number in counted.items():
        found[key(names)] += number
    return dict(found)
