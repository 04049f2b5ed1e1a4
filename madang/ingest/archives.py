"""Unpacks zip and gzip within limits: bombs are refused before they expand, nothing is written outside the scratch folder."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from madang.ingest.no_table import Bomb, ClimbsOut, Locked, NoTable, Truncated

UNPACKED = 20 << 30  # bytes of one archive
SUSPECT = 100 << 20  # below this a high ratio is harmless
RATIO = 250
MEMBERS = 1_000
PIECE = 1 << 20
DOCUMENTS = (".xlsx", ".xlsm", ".xlsb", ".ods", ".docx", ".pptx", ".hwpx")
"""Zips within, which nobody who sends one would call so."""
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class TooManyMembers(NoTable):
    en = "{name} holds {members:,} files; at most {limit:,} are read."
    ko = "{name}: 파일이 {members:,}개 들어 있습니다. 최대 {limit:,}개까지 읽습니다."
    remedy_en = "Send the files in several archives, or join them into one table."
    remedy_ko = "여러 압축 파일로 나누거나 하나의 표로 합쳐 보내세요."


class TruncatedDocument(NoTable):
    en = "{name} cannot be opened: the file is cut off or damaged."
    ko = "{name}: 파일을 열 수 없습니다. 중간에 끊겼거나 손상되었습니다."
    remedy_en = "Send the file again: the transfer probably broke off. If it fails again, open it in its program and save it anew."
    remedy_ko = "전송이 끊긴 것 같습니다. 파일을 다시 보내고, 그래도 안 되면 원래 프로그램에서 열어 새로 저장하세요."


@dataclass(frozen=True)
class Member:
    """A file of an archive: the name it is published under, and where it was unpacked."""

    name: str
    path: Path


def is_zip(head: bytes) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_gzip(head: bytes) -> bool:
    return head.startswith(b"\x1f\x8b")


def names(path: Path) -> list[str]:
    """Names of a zip's members, [] when its directory cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return [_name(info) for info in archive.infolist()]
    except (zipfile.BadZipFile, OSError, NotImplementedError):
        return []


def check(path: Path, name: str) -> None:
    """Refuse a zip (or XLSX, ODS, KMZ) that is cut off, locked, a bomb, or that climbs out, by its directory alone."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        if name.lower().endswith(DOCUMENTS):
            raise TruncatedDocument(name=name) from error
        raise Truncated(name=name, format="zip", detail=error) from error
    if len(entries) > MEMBERS:
        raise TooManyMembers(name=name, members=len(entries), limit=MEMBERS)
    for entry in entries:
        if entry.flag_bits & 1:
            raise Locked(name=name)
        parts = PurePosixPath(entry.filename.replace("\\", "/"))
        if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0:1]:
            raise ClimbsOut(name=name, entry=entry.filename)
    _weigh(name, sum(entry.file_size for entry in entries), path.stat().st_size)


def _weigh(name: str, unpacked: int, packed: int) -> None:
    if unpacked > UNPACKED or (unpacked > SUSPECT and unpacked > RATIO * packed):
        raise Bomb(name=name, unpacked=unpacked, packed=packed, limit=UNPACKED, ratio=RATIO)


def unzip(path: Path, name: str, folder: Path) -> list[Member]:
    """Unpack every member into `folder` under plain numbered names; sizes are checked again while unpacking."""
    check(path, name)
    folder.mkdir(parents=True, exist_ok=True)
    members: list[Member] = []
    with zipfile.ZipFile(path) as archive:
        for number, info in enumerate(archive.infolist(), 1):
            title = _name(info)
            if info.is_dir() or any(part in title for part in IGNORED):
                continue
            target = folder / f"{number}-{Path(title).name[-80:]}"
            _copy(name, archive, info, target)
            members.append(Member(title, target))
    return members


def _copy(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> None:
    written = 0
    try:
        with archive.open(info) as source, target.open("wb") as out:
            while piece := source.read(PIECE):
                written += len(piece)
                if written > info.file_size:
                    raise Bomb(
                        name=name, unpacked=written, packed=info.compress_size, limit=info.file_size, ratio=RATIO
                    )
                out.write(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Truncated(name=f"{name}/{info.filename}", format="zip", detail=error) from error


def gunzip(path: Path, name: str, folder: Path) -> Member:
    """Unpack a gzip file; it tells its size only while unpacking, so it is weighed on the way."""
    folder.mkdir(parents=True, exist_ok=True)
    title = name[:-3] if name.lower().endswith(".gz") else name
    target = folder / f"1-{Path(title).name[-80:]}"
    with target.open("wb") as out:
        for piece in _inflated(path, name):
            out.write(piece)
    return Member(title, target)


def _inflated(path: Path, name: str) -> Iterator[bytes]:
    written, packed = 0, path.stat().st_size
    try:
        with gzip.open(path) as source:
            while piece := source.read(PIECE):
                written += len(piece)
                _weigh(name, written, packed)
                yield piece
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise Truncated(name=name, format="gzip", detail=error) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name: without the UTF-8 flag Korean Windows writes CP949, which zipfile takes for CP437."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename
