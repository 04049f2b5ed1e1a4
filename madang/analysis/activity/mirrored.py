"""Logs in a backup: what stands in the city now and nothing else, so that a day that was dropped goes from the backup too.

TARGET/events/<log>/<sha256>      the file of an hour, under its hash
TARGET/events/<log>/_log.json     replaced when all files that it names are there; what it does not name is then removed
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from madang.analysis.activity.locks import sync
from madang.analysis.activity.log import FACTS, DamagedHour, Facts, Log, logs, read, save
from madang.lib.problems import Problem


class DamagedCopy(Problem):
    en = "The backup's copy of {log} {day} {hour} is missing or changed. Restore another backup, or remove {folder} to restore without it."
    ko = "백업에 있는 {log} {day} {hour} 사본이 없거나 바뀌었습니다. 다른 백업을 쓰거나, {folder}을(를) 지우고 그것 없이 복원하세요."


def mirror(events: Path, target: Path) -> int:
    """Make the folder `target` hold the logs below `events`, and return the bytes that were new. Hard links on one disk.

    Raises `DamagedHour`: what is not what was written is no backup.
    """
    standing = logs(events) if events.is_dir() else []
    if standing:
        target.mkdir(exist_ok=True, mode=0o700)
    new = sum(_mirror(log, target / log.name) for log in standing)
    for folder in target.glob("*"):
        if folder.name not in {log.name for log in standing}:
            shutil.rmtree(folder)
    return new


def _mirror(log: Log, target: Path) -> int:
    target.mkdir(exist_ok=True, mode=0o700)
    new = 0
    with log.reading() as facts:
        for day, hour, sha256 in _hours(facts):
            if not (target / sha256).exists():
                new += _copy(log.file(day, hour), target / sha256, f"{day} {hour}")
        sync(target)
        save(target / FACTS, facts)
        sync(target)
    named = {FACTS, *(sha256 for _, _, sha256 in _hours(facts))}
    for file in target.iterdir():
        if file.name not in named:
            file.unlink()
    return new


def _copy(file: Path, target: Path, hour: str) -> int:
    """Put the file of an hour where its hash names it."""
    draft = target.with_name(".draft")
    draft.unlink(missing_ok=True)
    if not file.is_file():
        raise DamagedHour(file=hour, why="it is missing.", why_ko="없습니다.")
    try:
        os.link(file, draft)
    except OSError:  # another disk, or one without links
        shutil.copy2(file, draft)
    if not _lasts(draft, target.name):
        draft.unlink()
        raise DamagedHour(file=hour, why="its hash is another.", why_ko="해시가 다릅니다.")
    draft.replace(target)
    return target.stat().st_size


def bring_back(target: Path, events: Path) -> int:
    """Put the logs of a backup below the new folder `events`, each hash checked; returns how many logs. Raises `DamagedCopy`."""
    folders = [folder for folder in sorted(target.glob("*")) if (folder / FACTS).is_file()]
    for folder in folders:
        facts, log = read(folder / FACTS, folder.name), Log(events / folder.name)
        if not log.create(Facts(**{**asdict(facts), "days": {}, "sources": {}})):
            raise FileExistsError(log.folder)
        with log.writing() as draft:
            for day, hour, sha256 in _hours(facts):
                file = draft.folder / f"day={day}" / f"hour={hour}.parquet"
                file.parent.mkdir(exist_ok=True, mode=0o700)
                if not _checked_copy(folder / sha256, file, sha256):
                    raise DamagedCopy(log=log.name, day=day, hour=hour, folder=folder)
            draft.facts.days, draft.facts.sources = facts.days, facts.sources
            draft.commit()
    return len(folders)


def _checked_copy(file: Path, target: Path, sha256: str) -> bool:
    if not file.is_file():
        return False
    shutil.copyfile(file, target)
    target.chmod(0o600)
    return _lasts(target, sha256)


def _lasts(file: Path, sha256: str) -> bool:
    """Write what the system still holds of a file to the disk; whether it has that hash."""
    with file.open("rb+") as content:
        os.fsync(content.fileno())
        return hashlib.file_digest(content, "sha256").hexdigest() == sha256


def _hours(facts: Facts) -> Iterator[tuple[str, str, str]]:
    for day, hours in facts.days.items():
        for hour, told in hours.items():
            yield day, hour, told.sha256
