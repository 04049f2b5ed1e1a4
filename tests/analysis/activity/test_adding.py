"""What is delivered twice, again, odd, or while somebody pulls the plug."""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from madang.analysis.activity import add as adding
from madang.analysis.activity import log as logs
from madang.analysis.activity import mirrored, raw
from madang.analysis.activity.add import add
from madang.analysis.activity.cells import Cells, Swapped
from madang.analysis.activity.check import check
from madang.analysis.activity.count import NoEvents, count
from madang.analysis.activity.drop import drop, forget_empty
from madang.analysis.activity.log import Facts
from madang.analysis.activity.mirrored import DamagedCopy, bring_back, mirror
from tests.analysis.activity.delivered import NAMED, NOW, by_day, csv, log, rows


def test_twice_is_once_and_a_new_day_leaves_the_others_alone(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir(mode=0o755)
    calls = log(tmp_path)
    first = raw.file(csv(tmp_path / "1.csv", rows(500, datetime(2025, 5, 5), 2)))
    add(calls, [first], NAMED, now=NOW)
    files = {file: file.stat().st_ino for file in calls.folder.glob("day=*/*")}
    assert add(calls, [first], NAMED, now=NOW).skipped == ["1.csv"]
    (tmp_path / "copy.csv").write_bytes((tmp_path / "1.csv").read_bytes())
    both = add(log(tmp_path / "both"), [first, raw.file(tmp_path / "copy.csv")], NAMED, now=NOW)
    assert (both.events, both.skipped) == (500, ["copy.csv"])
    second = raw.file(csv(tmp_path / "2.csv", rows(300, datetime(2025, 5, 7), 1, seed=1)))
    added = add(calls, [first, second], NAMED, now=NOW)
    assert (added.skipped, added.days) == (["1.csv"], {"2025-05-07": (0, 300)})
    assert {file: file.stat().st_ino for file in files} == files  # not even linked anew
    assert count(calls).events == 800
    assert not list(calls.folder.glob(".*"))
    modes = {stat.S_IMODE(path.stat().st_mode) for path in calls.folder.parent.rglob("*")}
    assert modes == {0o700, 0o600}
    assert stat.S_IMODE(calls.folder.parent.stat().st_mode) == 0o700


def test_a_day_grows_or_is_replaced(tmp_path: Path) -> None:
    calls = log(tmp_path)
    files = [csv(tmp_path / f"{n}.csv", rows(400, datetime(2025, 5, 5), 2, seed=n)) for n in range(2)]
    one, two = (raw.file(file) for file in files)
    add(calls, [one], NAMED, now=NOW)
    grown = add(calls, [two], NAMED, now=NOW)
    assert sum(after for _, after in grown.days.values()) == 800
    together = log(tmp_path / "at-once")
    add(together, [one, two], NAMED, now=NOW)
    assert by_day(count(calls)) == by_day(count(together))
    replaced = add(calls, [two], NAMED, now=NOW, replace=True)
    assert sum(after for _, after in replaced.days.values()) == 400
    assert add(calls, [one], NAMED, now=NOW).events == 400  # its days were replaced, so it may come again
    with calls.writing() as draft:
        draft.facts.forget({"2025-05-05"})
        draft.commit()
    assert count(calls).days == ["2025-05-06"]
    assert not (calls.folder / "day=2025-05-05").exists()


def test_who_stops_or_dies_leaves_all_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = log(tmp_path)
    add(calls, [raw.file(csv(tmp_path / "1.csv", rows(400, datetime(2025, 5, 5), 2)))], NAMED, now=NOW)
    before = by_day(count(calls))
    second = raw.file(csv(tmp_path / "2.csv", rows(400, datetime(2025, 5, 6), 2, seed=1)))

    def stop(share: float, _said: object) -> None:
        if share > 0.6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        add(calls, [second], NAMED, now=NOW, tell=stop)
    assert by_day(count(calls)) == before
    with monkeypatch.context() as dying:
        dying.setattr(logs.Log, "_carry_through", lambda _self: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            add(calls, [second], NAMED, now=NOW)
    assert (calls.folder / ".commit").is_dir()
    assert count(calls).events == 800  # whoever comes next carries it through
    assert not (calls.folder / ".commit").exists()
    with calls.writing(), pytest.raises(logs.LogBusy):
        add(calls, [second], NAMED, now=NOW)


class Dying:
    """What a commit does on the disk, step by step; before its step number `last` the process dies, half of a folder removed."""

    def __init__(self, patch: pytest.MonkeyPatch, last: int) -> None:
        self.left, self.dead = last, False
        self._rmtree, self._unlink = shutil.rmtree, Path.unlink
        patch.setattr(logs, "shutil", SimpleNamespace(rmtree=self.rmtree))
        patch.setattr(logs, "save", self.step(logs.save))
        patch.setattr(logs, "sync", self.step(logs.sync))
        for name in ("rename", "replace", "unlink", "rmdir"):
            patch.setattr(Path, name, self.step(getattr(Path, name)))

    def step(self, work: Callable) -> Callable:
        def done(*given: object, **named: object) -> object:
            self.count()
            return work(*given, **named)

        return done

    def count(self) -> None:
        self.left -= 1
        if self.left < 0:
            self.dead = True
            raise SystemExit

    def rmtree(self, folder: Path, ignore_errors: bool = False) -> None:
        if self.dead or (ignore_errors and not folder.exists()):  # nobody tidies up any more
            return
        try:
            self.count()
        except SystemExit:
            for file in [path for path in sorted(folder.rglob("*")) if path.is_file()][:1]:
                self._unlink(file)
            raise
        self._rmtree(folder)


@pytest.mark.parametrize("change", ["replace", "days", "all"])
def test_who_dies_at_any_step_leaves_the_log_before_or_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    standing = log(tmp_path / "standing")
    add(standing, [raw.file(csv(tmp_path / "1.csv", rows(60, datetime(2025, 5, 5), 3)))], NAMED, now=NOW)
    again = raw.file(csv(tmp_path / "2.csv", rows(30, datetime(2025, 5, 6), 1, seed=1)))
    work = {
        "replace": lambda calls: add(calls, [again], NAMED, now=NOW, replace=True, threads=1),
        "days": lambda calls: drop(calls, "2025-05-06"),
        "all": lambda calls: drop(calls, None),
    }[change]
    outcomes = []
    for steps in range(100):
        shutil.copytree(standing.folder.parent, tmp_path / str(steps) / "events")
        calls = logs.Log(tmp_path / str(steps) / "events" / "calls")
        with monkeypatch.context() as patch:
            dying = Dying(patch, steps)
            try:
                work(calls)
            except SystemExit:
                assert dying.dead
        outcomes.append(_days(calls))  # whoever comes next
        assert not calls.exists or check(calls) == []
        calls.create(Facts("Europe/London"))
        add(calls, [raw.file(csv(tmp_path / "3.csv", [("2025-05-09 01:00:00", "h1", "")]))], NAMED, now=NOW)
        assert not list(calls.folder.glob(".*"))
        if not dying.dead:
            break
    assert not dying.dead
    assert len(outcomes) > 10
    stages = [stage for place, stage in enumerate(outcomes) if place == 0 or outcomes[place - 1] != stage]
    before = _days(standing)
    assert stages[0] == before == {day: n for day, n in before.items() if n}
    after = {"replace": {**before, "2025-05-06": 30}, "days": {d: n for d, n in before.items() if d > "2025-05-05"}}
    assert stages[1:] == ([after[change]] if change in after else [{}, None])


def _days(calls: logs.Log) -> dict[str, int] | None:
    """Events of each day, None without a log."""
    try:
        found = count(calls)
    except NoEvents:
        return {}
    except logs.NoLog:
        return None
    return {day: int(n) for day, n in zip(found.days, found.by_day.sum(axis=(1, 2)), strict=True)}


def test_a_log_that_goes_takes_no_other_with_it(tmp_path: Path) -> None:
    calls = log(tmp_path)
    assert not calls.create(Facts("Asia/Seoul"))  # never over one that stands
    with calls.reading() as facts:
        assert facts.zone == "Europe/London"
    with calls.writing():
        forget_empty(calls)  # somebody is filling it
    assert calls.exists
    waiting = (calls.folder / logs.WRITER).open("rb")  # opened before it goes, as a second writer may have
    forget_empty(calls)
    assert not calls.folder.exists()
    forget_empty(calls)
    assert calls.create(Facts("Asia/Seoul"))
    assert os.fstat(waiting.fileno()).st_nlink == 0
    waiting.close()
    with calls.writing(), pytest.raises(logs.LogBusy), calls.writing():
        pass


def test_every_row_is_stored_or_counted_with_its_reason(tmp_path: Path) -> None:
    text = "time,cell,home\n2025-05-05 01:00:01,가,\n,가,\n2025-02-30 01:00:00,가,\n2025-05-05T25:00,가,\n2027-01-01 00:00:00,가,\n"
    text += "2025-05-05,가,\n2025-05-05 01:00:00,,\n2025-05-05 01:00:00,다,\n2025-05-05 02:00:00,다,\n2025-05-05 01:00:00,가\n"
    (tmp_path / "odd.csv").write_text(text, encoding="cp949")
    calls = log(tmp_path, cells=["가", "나"], closed=True)
    with pytest.raises(raw.Unreadable, match="it is not in utf-8") as told:
        add(calls, [raw.file(tmp_path / "odd.csv")], NAMED, now=NOW)
    assert "utf-8 인코딩이 아닙니다." in told.value.text("ko")
    added = add(calls, [raw.file(tmp_path / "odd.csv", "cp949")], NAMED, now=NOW)
    expected = {"no-time": 1, "bad-time": 2, "no-hour": 1, "future": 1, "no-cell": 1, "unknown-cell": 2, "broken": 1}
    assert (added.events, dict(added.refused), dict(added.unknown)) == (1, expected, {"다": 2})
    assert set(expected) <= set(adding.REASONS)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([("2025-05-05", "h1", ""), ("2025-05-05", "h1", ""), ("2025-05-06 01:00:00", "h1", "")], adding.NoTimes),
        ([("2025-05-05 00:00:00", f"h{n}", "") for n in range(30)], adding.NoTimes),
        ([("yesterday", "h1", "")], adding.NothingFits),
        ([], adding.NothingFits),
    ],
)
def test_what_would_be_stored_wrongly_is_refused_whole(tmp_path: Path, rows: list, problem: type[Exception]) -> None:
    calls = log(tmp_path)
    with pytest.raises(problem) as told:
        add(calls, [raw.file(csv(tmp_path / "odd.csv", rows))], NAMED, now=NOW)
    assert not re.search("[a-z]{3,}", re.sub(r"odd\.csv|time", "", told.value.text("ko")))  # all of it in Korean
    with calls.reading() as facts:
        assert (facts.days, facts.sources) == ({}, {})


def test_points_find_their_cell_and_swapped_ones_are_refused(tmp_path: Path) -> None:
    squares = [shapely.box(127 + n / 10, 37.5, 127.1 + n / 10, 37.6) for n in range(3)]
    moments = pa.array([datetime(2025, 5, 5, 1, n) for n in range(5)], pa.timestamp("us"))
    x, y = [127.05, 127.1, 127.29, 130.0, None], [37.55, 37.55, 37.51, 37.55, 37.55]
    pq.write_table(pa.table({"at": moments, "lon": x, "lat": y}), tmp_path / "points.parquet")
    calls = log(tmp_path, zone="Asia/Seoul", cells=["a", "b", "c"], closed=True)
    named, source = raw.Named("at", longitude="lon", latitude="lat"), raw.file(tmp_path / "points.parquet")
    with pytest.raises(Swapped):
        add(calls, [source], raw.Named("at", longitude="lat", latitude="lon"), now=NOW, places=Cells(squares))
    added = add(calls, [source], named, now=NOW, places=Cells(squares))
    assert dict(added.refused) == {"no-cell": 1, "outside": 1}
    assert by_day(count(calls)) == {("2025-05-05", 1, "a"): 2, ("2025-05-05", 1, "c"): 1}  # on a border the first
    with pytest.raises(raw.NoColumn, match="lon, lat"):
        add(calls, [raw.Source("other", "1", source.batches)], NAMED, now=NOW)


def test_a_backup_holds_what_stands_now_and_brings_it_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, copy = log(tmp_path), tmp_path / "backup"
    add(calls, [raw.file(csv(tmp_path / "1.csv", rows(300, datetime(2025, 5, 5), 3)))], NAMED, now=NOW)
    assert mirror(tmp_path / "none", copy) == 0
    assert mirror(calls.folder.parent, copy) == sum(file.stat().st_size for file in calls.folder.glob("day=*/*"))
    assert mirror(calls.folder.parent, copy) == 0
    drop(calls, "2025-05-06")
    dropped = len(list((copy / "calls").iterdir()))
    mirror(calls.folder.parent, copy)
    assert len(list((copy / "calls").iterdir())) < dropped  # retention holds in the backup
    assert bring_back(copy, tmp_path / "restored") == 1
    back = logs.Log(tmp_path / "restored" / "calls")
    assert by_day(count(back)) == by_day(count(calls))
    assert check(back) == []
    assert {stat.S_IMODE(path.stat().st_mode) for path in back.folder.parent.rglob("*")} == {0o700, 0o600}
    damaged = next(file for file in (copy / "calls").iterdir() if file.name != logs.FACTS)
    damaged.unlink()
    damaged.write_bytes(b"x")
    with pytest.raises(DamagedCopy):
        bring_back(copy, tmp_path / "again")
    monkeypatch.setattr(mirrored.os, "link", lambda *_: (_ for _ in ()).throw(OSError))  # another disk
    synced: list[int] = []
    monkeypatch.setattr(mirrored.os, "fsync", lambda handle, real=os.fsync: (synced.append(handle), real(handle)))
    mirror(calls.folder.parent, tmp_path / "far")
    assert len(synced) >= len(list((tmp_path / "far" / "calls").iterdir())) > 1
    hour = next(calls.folder.glob("day=*/*"))
    whole = hour.read_bytes()
    hour.write_bytes(bytes(len(whole)))
    with pytest.raises(logs.DamagedHour, match="hash"):  # what is damaged here never takes the place of a backup
        mirror(calls.folder.parent, tmp_path / "farther")
    assert drop(calls, None) == count(back).events
    assert not calls.folder.exists()
    mirror(calls.folder.parent, copy)
    assert list(copy.iterdir()) == []
