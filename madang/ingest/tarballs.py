"""Unpacks tar archives, and files pressed by xz, bzip2 or Zstandard, within the limits of `archives`."""

from __future__ import annotations

import bz2
import lzma
import tarfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

import pyarrow as pa

from madang.ingest.archives import IGNORED, MEMBERS, PIECE, RATIO, SUSPECT, UNPACKED, Member, TooManyMembers
from madang.ingest.no_table import Bomb, ClimbsOut, Truncated


def _xz(path: Path) -> IO[bytes]:
    return lzma.LZMAFile(path)


def _zstd(path: Path) -> IO[bytes]:
    return pa.input_stream(str(path), compression="zstd")  # type: ignore[no-any-return]


PRESSED: dict[str, tuple[bytes, tuple[str, ...], Callable[[Path], IO[bytes]]]] = {
    "xz": (b"\xfd7zXZ\0", (".xz", ".txz"), _xz),
    "bzip2": (b"BZh", (".bz2", ".tbz2", ".tbz"), bz2.BZ2File),
    "zstd": (b"\x28\xb5\x2f\xfd", (".zst", ".tzst"), _zstd),
}


def kind(head: bytes) -> str:
    """`tar`, `xz`, `bzip2`, `zstd`, or "" for any other file."""
    if _is_tar(head):
        return "tar"
    return next((name for name, (mark, _, _) in PRESSED.items() if head.startswith(mark)), "")


def _is_tar(head: bytes) -> bool:
    """By its mark, or in the oldest form, which has none, by the checksum of its first header."""
    block = head[:512]
    if len(block) < 512:
        return False
    if block[257:262] == b"ustar":
        return True
    said = block[148:156].strip(b" \0")
    return (
        block[0] > 32 and said.isdigit() and len(said) >= 4 and _checksum(block) == int(said, 8)
        if _octal(said)
        else False
    )


def _octal(said: bytes) -> bool:
    return bool(said) and all(48 <= digit < 56 for digit in said)


def _checksum(block: bytes) -> int:
    return sum(block) - sum(block[148:156]) + 8 * 32


def unpress(path: Path, name: str, kind: str, folder: Path) -> Member:
    """Unpack one pressed file; it tells its size only while unpacking, so it is weighed on the way."""
    _, suffixes, opened = PRESSED[kind]
    folder.mkdir(parents=True, exist_ok=True)
    title = _without(name, suffixes)
    target, packed, written = folder / f"1-{Path(title).name[-80:]}", path.stat().st_size, 0
    try:
        with opened(path) as source, target.open("wb") as out:
            while piece := source.read(PIECE):
                written += len(piece)
                _weigh(name, written, packed)
                out.write(piece)
    except (EOFError, lzma.LZMAError, pa.ArrowException, ValueError) as error:
        raise Truncated(name=name, format=kind, detail=error) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise Truncated(name=name, format=kind, detail=error) from error
    return Member(title, target)


def _without(name: str, suffixes: tuple[str, ...]) -> str:
    for suffix in suffixes:
        if name.lower().endswith(suffix):
            return name[: -len(suffix)] + (".tar" if suffix.startswith(".t") else "")
    return name


def untar(path: Path, name: str, folder: Path) -> list[Member]:
    """Unpack the files of a tar under plain numbered names. Links are never followed: they are not unpacked at all."""
    folder.mkdir(parents=True, exist_ok=True)
    members: list[Member] = []
    weight = 0
    try:
        with tarfile.open(path, "r:") as archive:
            for number, info in enumerate(archive, 1):
                if number > MEMBERS:
                    raise TooManyMembers(name=name, members=number, limit=MEMBERS)
                _refuse_climbing(name, info)
                weight += info.size if info.isfile() else 0
                _weigh(name, weight, path.stat().st_size)
                if info.isfile() and not any(part in info.name for part in IGNORED):
                    title = _title(info.name)
                    target = folder / f"{number}-{Path(title).name[-80:]}"
                    _copy(archive, info, target)
                    members.append(Member(title, target))
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise Truncated(name=name, format="tar", detail=error) from error
    return members


def _refuse_climbing(name: str, info: tarfile.TarInfo) -> None:
    parts = PurePosixPath(info.name.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or "\0" in info.name:
        raise ClimbsOut(name=name, entry=info.name.replace("\0", "?"))


def _copy(archive: tarfile.TarFile, info: tarfile.TarInfo, target: Path) -> None:
    source = archive.extractfile(info)
    assert source is not None  # it is a file
    with source, target.open("wb") as out:
        left = info.size
        while left and (piece := source.read(min(PIECE, left))):
            out.write(piece)
            left -= len(piece)
    if left:
        raise EOFError(f"{info.name} ends {left:,} bytes early")


def _title(name: str) -> str:
    """The name of a member; bytes that are no UTF-8 come as half characters, and are CP949 in Korea."""
    raw = name.encode("utf-8", errors="surrogateescape")
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def _weigh(name: str, unpacked: int, packed: int) -> None:
    if unpacked > UNPACKED or (unpacked > SUSPECT and unpacked > RATIO * packed):
        raise Bomb(name=name, unpacked=unpacked, packed=packed, limit=UNPACKED, ratio=RATIO)
