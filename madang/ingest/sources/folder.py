"""A folder that a department drops files into: the newest file of a pattern, once it is complete.

Only folders below those that the operator set (MADANG_WATCHED_FOLDERS) are looked into, and no link may lead out of them. A file
that is still growing is left alone; one that disappears is a warning and never an empty table.
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings as city
from django.utils import timezone

from madang.ingest.sources import Facts, Fetched, Field, Since, Unchanged, Unfit
from madang.lib.problems import Problem, Text

LABEL = {"en": "Watched folder", "ko": "감시 폴더"}
FIELDS = (
    Field("folder", {"en": "Folder on the server", "ko": "서버의 폴더"}, "/srv/dropbox/transport", required=True),
    Field("pattern", {"en": "Names of the files", "ko": "파일 이름 형식"}, "stops-*.csv", required=True),
    Field(
        "newest_by", {"en": "The newest is told by", "ko": "최신 파일의 기준"}, "time",
        choices=(("time", {"en": "its time of change", "ko": "수정 시각"}), ("name", {"en": "its name", "ko": "이름순"})),
    ),
    Field("settle", {"en": "Seconds without change before it is complete", "ko": "완료로 볼 무변경 시간(초)"}, "10"),
)  # fmt: skip
SETTLE = 10.0
LONGEST_SETTLE = 300.0
CHUNK = 1 << 20
UNFINISHED = re.compile(r"^[.~]|~$|\.(part|partial|tmp|temp|crdownload|filepart|swp|lock|lck|download)$", re.IGNORECASE)
"""Names that programs give to what they are still writing; `~$name.xlsx` is Excel's lock."""


class NotWatched(Unfit):
    en = "{folder} does not lie below a folder that may be watched ({roots}). The operator sets them in MADANG_WATCHED_FOLDERS."
    ko = "{folder}은(는) 감시할 수 있는 폴더({roots}) 아래에 있지 않습니다. 운영자가 MADANG_WATCHED_FOLDERS에 등록합니다."


class FolderAway(Problem):
    en = "The folder {folder} is not there now: {detail}. Check that the share is connected."
    ko = "{folder} 폴더가 지금 없습니다: {detail}. 공유 폴더의 연결을 확인하세요."


class NothingMatches(Problem):
    en = "No complete file in {folder} is named like {pattern}. Check the pattern, or wait for the first file."
    ko = "{folder}에 {pattern} 형식의 완성된 파일이 없습니다. 형식을 확인하거나 첫 파일을 기다리세요."


class StillWritten(Problem):
    en = "{name} is still being written: it changed within {seconds:g} seconds. Nothing was kept; it is tried again soon."
    ko = "{name}을(를) 아직 쓰고 있습니다({seconds:g}초 안에 바뀌었습니다). 아무것도 보관하지 않았으며 곧 다시 시도합니다."


class EmptyFile(Problem):
    en = "{name} is empty (0 bytes), so it is no new content. Put the file there again."
    ko = "{name}: 빈 파일(0바이트)이어서 새 내용으로 보지 않습니다. 파일을 다시 넣어 주세요."


class OddSettle(Unfit):
    en = "settle={value} is not a number of seconds from 0 to {most:g}."
    ko = "settle={value}은(는) 0에서 {most:g} 사이의 초가 아닙니다."


@dataclass(frozen=True)
class State:
    """A file as it stands at one moment."""

    path: Path
    size: int
    changed: int  # nanoseconds since 1970

    @property
    def mark(self) -> dict[str, str]:
        return {"name": self.path.name, "size": str(self.size), "changed": str(self.changed)}


def called(settings: Mapping[str, str]) -> str:
    return settings["pattern"]


def check(settings: Mapping[str, str]) -> None:
    """Raises `NotWatched`, `OddSettle`."""
    _folder(settings["folder"])
    _settle(settings)


def owner(settings: Mapping[str, str]) -> str:
    """The organisation for which the operator opened the folder, nothing when for all; of several the innermost says."""
    return _owner(Path(settings["folder"]).resolve(strict=False))


def _owner(path: Path) -> str:
    roots = city.MADANG["watched_folders"]
    over = [root for root in roots if path.is_relative_to(root.resolve())]
    return str(roots[max(over, key=lambda root: len(root.resolve().parts))]) if over else ""


def fetch(settings: dict[str, Any], since: Since) -> Fetched | Unchanged:
    """The newest matching file, if it is another than last time. Raises as `check`, and the other problems of this file."""
    folder, pattern = _folder(settings["folder"]), settings["pattern"]
    key = _by_name if settings.get("newest_by") == "name" else _by_time
    found = max(_matching(folder, pattern), key=key, default=None)
    if found is None:
        if since.sha256:
            return Unchanged((), _gone(since.mark.get("name", pattern)))
        raise NothingMatches(folder=folder, pattern=pattern)
    if found.mark == dict(since.mark):
        return Unchanged(_facts(found))
    if since.sha256 and _older(found, since.mark, key):
        return Unchanged(_facts(found), _gone(since.mark.get("name", pattern)))
    _wait(found, _settle(settings))
    if not found.size:
        raise EmptyFile(name=found.path.name)
    return Fetched(_chunks(found), found.path.name, found.mark, _facts(found))


def _folder(text: str) -> Path:
    """The folder itself, below a watched one when every link is followed. Raises `NotWatched`, `FolderAway`."""
    roots = city.MADANG["watched_folders"]
    try:
        folder = Path(text).resolve(strict=False)
        inside = Path(text).is_absolute() and any(folder.is_relative_to(root.resolve()) for root in roots)
    except (OSError, ValueError, RuntimeError):  # a loop of links, a NUL in the name
        inside = False
    if not inside:
        raise NotWatched(folder=text, roots=", ".join(map(str, roots)) or "-")
    return folder


def _settle(settings: Mapping[str, str]) -> float:
    text = settings.get("settle", str(SETTLE))
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= LONGEST_SETTLE:
        raise OddSettle(value=text, most=LONGEST_SETTLE)
    return seconds


def _matching(folder: Path, pattern: str) -> list[State]:
    """Complete files of the folder whose name matches, without links that lead out of it."""
    try:
        paths = [
            path for path in folder.iterdir() if fnmatchcase(path.name, pattern) and not UNFINISHED.search(path.name)
        ]
    except OSError as error:
        raise FolderAway(folder=folder, detail=error.strerror or type(error).__name__) from error
    states = [state for path in paths if (state := _state(path)) is not None]
    return [state for state in states if _owner(state.path) in ("", _owner(folder))]  # nor into another's


def _state(path: Path) -> State | None:
    """The file behind a name; None for a folder, a pipe, a link that leads out, or what has just gone."""
    try:
        real = path.resolve(strict=True)
        facts = real.stat(follow_symlinks=False)
    except OSError:
        return None
    inside = any(real.is_relative_to(root.resolve()) for root in city.MADANG["watched_folders"])
    return State(real, facts.st_size, facts.st_mtime_ns) if inside and stat.S_ISREG(facts.st_mode) else None


def _by_time(state: State) -> tuple[int, str]:
    return state.changed, state.path.name


def _by_name(state: State) -> tuple[str, int]:
    return state.path.name, state.changed


def _older(found: State, mark: Mapping[str, str], key: Any) -> bool:
    """Whether it comes before the file taken last, which then has gone: going back to it unasked would undo a publication."""
    last = State(found.path.with_name(mark.get("name", "")), int(mark.get("size", "0")), int(mark.get("changed", "0")))
    return found.path.name != last.path.name and bool(key(found) < key(last))


def _wait(found: State, seconds: float) -> None:
    """Raise `StillWritten` unless the file stays as it is for so long."""
    time.sleep(seconds)
    if _state(found.path) != found:
        raise StillWritten(name=found.path.name, seconds=seconds)


def _chunks(found: State) -> Iterator[bytes]:
    """The bytes, of the very file that was looked at: no link is followed any more, and it must end as it began."""
    try:
        with _opened(found) as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise FolderAway(folder=found.path, detail=error.strerror or type(error).__name__) from error
    if _state(found.path) != found:
        raise StillWritten(name=found.path.name, seconds=0)


def _opened(found: State) -> BinaryIO:
    """Opened without waiting, as for the writer of a pipe that took its place. Raises `StillWritten` when another file stands there."""
    handle = os.open(found.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    facts, real = os.fstat(handle), Path(f"/proc/self/fd/{handle}")
    same = stat.S_ISREG(facts.st_mode) and (facts.st_size, facts.st_mtime_ns) == (found.size, found.changed)
    if same and real.is_symlink():  # Linux tells the path it went: a folder on the way may be a link since.
        same = real.readlink() == found.path
    if not same:
        os.close(handle)
        raise StillWritten(name=found.path.name, seconds=0)
    return os.fdopen(handle, "rb")


def _facts(found: State) -> Facts:
    changed = timezone.localtime(datetime.fromtimestamp(found.changed / 1e9, tz=timezone.get_current_timezone()))
    return (
        ({"en": "File", "ko": "파일"}, str(found.path)),
        ({"en": "Changed there", "ko": "원천의 수정 시각"}, f"{changed:%Y-%m-%d %H:%M:%S}"),
    )


def _gone(name: str) -> Text:
    return {
        "en": f"{name} is no longer in the folder, and nothing newer is. What was published stays.",
        "ko": f"{name} 파일이 폴더에서 사라졌고 더 새로운 파일이 없습니다. 게시된 내용은 그대로입니다.",
    }
