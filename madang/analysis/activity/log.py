"""A log of events in a folder of its owner's, and how it changes: beside, then all at once, also when somebody pulls the plug.

What is added is built in `.incoming`; one rename makes it `.commit`, and from then on it is carried through by whoever opens the log
next. A scan holds a lock that only those last renames wait for.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from madang.analysis.activity.locks import held, sync
from madang.lib.problems import Problem

FORMAT = 1
INCOMING, COMMIT, FACTS = ".incoming", ".commit", "_log.json"
SCANS, WRITER = "_lock", "_writing"  # what readers share, and what one writer has


class NoLog(Problem):
    en = "There is no log of events called {name}. Known: {known}. `madang events add` makes one."
    ko = "{name}이라는 이벤트 기록이 없습니다. 있는 것: {known}. `madang events add`로 만듭니다."


class OddName(Problem):
    en = "A log cannot be called {name!r}: small letters, digits and - only, beginning with a letter, at most 60."
    ko = "기록의 이름으로 {name!r}은(는) 쓸 수 없습니다. 영문 소문자로 시작해 소문자, 숫자, -만 60자까지 쓰세요."


class LogBusy(Problem):
    en = "Another process is writing to the log {name}. Wait until it has ended."
    ko = "다른 프로세스가 기록 {name}에 쓰고 있습니다. 끝날 때까지 기다리세요."


class OtherFormat(Problem):
    en = "The log {name} was written by another version of Madang (format {found}, not {known}). Use that version."
    ko = "기록 {name}은(는) 다른 버전의 마당이 썼습니다(형식 {found}, 이 버전은 {known}). 그 버전으로 여세요."


class DamagedHour(Problem):
    en = "{file} is not what was written: {why} Add the day again with `madang events add --replace`."
    ko = "{file}이(가) 처음 쓴 것과 다릅니다: {why_ko} `madang events add --replace`로 그 날을 다시 넣으세요."


@dataclass
class Hour:
    """The file of an hour: what it must be."""

    events: int
    bytes: int
    sha256: str


@dataclass
class Facts:
    """What stands in a log. `days`: date -> hour ("00") -> `Hour`; `sources`: hash -> name, events, days; `homes[0]` is no home."""

    zone: str
    origin: str = "observed"
    cells: list[str] = field(default_factory=list)
    closed: bool = False  # the list of cells was given: others are refused
    homes: list[str] = field(default_factory=lambda: [""])
    days: dict[str, dict[str, Hour]] = field(default_factory=dict)
    sources: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def events(self) -> int:
        return sum(hour.events for hours in self.days.values() for hour in hours.values())

    @property
    def bytes(self) -> int:
        return sum(hour.bytes for hours in self.days.values() for hour in hours.values())

    def forget(self, days: set[str]) -> None:
        """Take days out; a source none of whose days is left may come again."""
        self.days = {day: hours for day, hours in self.days.items() if day not in days}
        for sha256, source in list(self.sources.items()):
            source["days"] = [day for day in source["days"] if day not in days]
            if not source["days"]:
                del self.sources[sha256]


class Log:
    """The log in a folder, which must be below a folder that only its owner opens."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.name = folder, folder.name

    def create(self, facts: Facts) -> bool:
        """Make the folder, unless the log is there: whether it was made. Raises `OddName`, `LogBusy`."""
        require_name(self.name)
        if self.exists:
            return False
        self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.mkdir(exist_ok=True, mode=0o700)
        for folder in (self.folder, self.folder.parent):  # also when somebody made them before
            folder.chmod(0o700)
        with _alone(self.folder / WRITER, self.name):
            if (self.folder / FACTS).is_file():  # somebody was quicker
                return False
            save(self.folder / FACTS, facts)
            sync(self.folder)
        return True

    @property
    def exists(self) -> bool:
        return (self.folder / FACTS).is_file() or (self.folder / COMMIT).is_dir()

    def file(self, day: str, hour: str) -> Path:
        return self.folder / f"day={day}" / f"hour={hour}.parquet"

    @contextmanager
    def reading(self) -> Iterator[Facts]:
        """The facts, and files that stay as they say while the block runs. Raises `NoLog`, `OtherFormat`."""
        self._require()
        with self._scanning(fcntl.LOCK_SH) as shared:
            self._require()  # it may have been dropped before the lock was had
            if (self.folder / COMMIT).is_dir():  # somebody died between its renames
                fcntl.flock(shared, fcntl.LOCK_EX)
                self._carry_through()
                fcntl.flock(shared, fcntl.LOCK_SH)
            yield self._facts()

    @contextmanager
    def writing(self) -> Iterator[Draft]:
        """One writer at a time; scans go on meanwhile. What is not committed in the block is removed. Raises `LogBusy`."""
        self._require()
        with _alone(self.folder / WRITER, self.name):
            with self.reading() as facts:
                pass
            incoming = self.folder / INCOMING
            shutil.rmtree(incoming, ignore_errors=True)  # of a writer that was killed
            incoming.mkdir(mode=0o700)
            draft = Draft(self, incoming, facts)
            try:
                yield draft
            finally:
                shutil.rmtree(incoming, ignore_errors=True)
                if draft.removed:
                    self._remove()

    def commit(self, incoming: Path, facts: Facts) -> None:
        """Let the folders of days in `incoming` take the place of those of the same name, and days that `facts` lacks go."""
        save(incoming / FACTS, facts)
        for folder in (*incoming.glob("day=*"), incoming):
            sync(folder)
        with self._scanning(fcntl.LOCK_EX):
            incoming.rename(self.folder / COMMIT)
            sync(self.folder)
            self._carry_through()

    def _remove(self) -> None:
        """Take a log without days away. The writer's lock goes last: until then nobody makes the log anew."""
        with self._scanning(fcntl.LOCK_EX):
            (self.folder / FACTS).unlink()
            for path in self.folder.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                elif path.name != WRITER:
                    path.unlink()
        (self.folder / WRITER).unlink()
        with suppress(OSError):  # somebody makes it anew already
            self.folder.rmdir()

    @contextmanager
    def _scanning(self, how: int) -> Iterator[int]:
        try:
            handle = held(self.folder / SCANS, how)
        except FileNotFoundError:
            raise self._missing() from None
        try:
            yield handle
        finally:
            os.close(handle)

    def _carry_through(self) -> None:
        """The renames of a commit; however often it is begun again, it ends the same."""
        commit = self.folder / COMMIT
        if not commit.is_dir():  # another reader has done it
            return
        for new in commit.glob("day=*"):
            old = self.folder / new.name
            if old.exists():
                shutil.rmtree(old)
            new.rename(old)
        facts = read(commit / FACTS, self.name)
        for day in self.folder.glob("day=*"):
            if day.name.removeprefix("day=") not in facts.days:
                shutil.rmtree(day)
        save(self.folder / FACTS, facts)
        sync(self.folder)
        done = self.folder / INCOMING  # who dies from here on leaves what the next writer removes, and no commit
        commit.rename(done)
        sync(self.folder)
        shutil.rmtree(done)

    def _facts(self) -> Facts:
        return read(self.folder / FACTS, self.name)

    def _require(self) -> None:
        if not self.exists:
            raise self._missing()

    def _missing(self) -> NoLog:
        return NoLog(name=self.name, known=", ".join(log.name for log in logs(self.folder.parent)) or "-")


@dataclass
class Draft:
    """A log while it is written: `folder` takes new days, `facts` may be changed; `commit` makes both so."""

    log: Log
    folder: Path
    facts: Facts
    removed: bool = False

    def commit(self) -> None:
        self.log.commit(self.folder, self.facts)

    def remove(self) -> None:
        """Let the log, which must have no day, go with the end of the block."""
        self.removed = True


def logs(folder: Path) -> list[Log]:
    """All logs below the folder `events` of a city."""
    return [log for path in sorted(folder.glob("*")) if (log := Log(path)).exists]


def require_name(name: str) -> None:
    """Raise `OddName`: the name is a folder."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,59}", name):
        raise OddName(name=name)


def save(path: Path, facts: Facts) -> None:
    """Write the facts of a log, in one step."""
    draft = path.with_name(path.name + ".draft")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="utf-8") as file:
        json.dump({"format": FORMAT, **asdict(facts)}, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read(path: Path, name: str) -> Facts:
    """The facts of the log of that name. Raises `OtherFormat`."""
    told = json.loads(path.read_text(encoding="utf-8"))
    if (found := told.pop("format")) != FORMAT:
        raise OtherFormat(name=name, found=found, known=FORMAT)
    days = {day: {hour: Hour(**facts) for hour, facts in hours.items()} for day, hours in told.pop("days").items()}
    return Facts(days=days, **told)


@contextmanager
def _alone(file: Path, name: str) -> Iterator[None]:
    try:
        handle = held(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):  # another writer has it, or takes the log away
        raise LogBusy(name=name) from None
    try:
        yield
    finally:
        os.close(handle)
