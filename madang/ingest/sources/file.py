"""A file: one on this machine, or bytes that were kept already (an upload, an earlier load)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from madang.ingest.sources import Fetched, Field, Since
from madang.lib.problems import Problem

LABEL = {"en": "File", "ko": "파일"}
FIELDS = (
    Field("path", {"en": "Path on this machine", "ko": "이 컴퓨터의 경로"}, "/srv/sent/population.csv", required=True),
)
SCHEDULED = False  # Any path of the machine: only its operator may say one. Schedules watch folders, see `folder`.
CHUNK = 1 << 20


class FileAbsent(Problem):
    en = "There is no file {path} on this machine. Check the path, or load the file from where it is."
    ko = "이 컴퓨터에 {path} 파일이 없습니다. 경로를 확인하거나 파일이 있는 곳에서 올리세요."


class FileUnreadable(Problem):
    en = "{path} cannot be read: {detail}. Give the user that runs Madang the right to read it."
    ko = "{path}을(를) 읽을 수 없습니다: {detail}. 마당을 실행하는 사용자에게 읽기 권한을 주세요."


def called(settings: dict[str, Any]) -> str:
    return Path(settings.get("path", "file")).name


def fetch(settings: dict[str, Any], since: Since) -> Fetched:
    """The bytes of `settings["path"]`. Raises `FileAbsent`, `FileUnreadable`. `since` is not used: a file has one state."""
    path = Path(settings["path"])
    if not path.is_file():
        raise FileAbsent(path=path)
    return Fetched(_chunks(path), path.name)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    except OSError as error:
        raise FileUnreadable(path=path, detail=error.strerror or type(error).__name__) from error
