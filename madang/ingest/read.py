"""Bytes to staged tables: picks the reader by what the file holds first, and by its extension second."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from madang.ingest import archives, tarballs
from madang.ingest.no_table import EmptyFile, NoSuchSheet, NoTable, Unreadable
from madang.ingest.tables import Choices, Finding, Reading, inside
from madang.lib import plugins

HEAD = 65_536
GROUP = "madang.ingest.readers"
AGREED = ("EXTENSIONS", "recognises", "read")
NESTED = 2  # an archive in an archive is opened, a third is not
Progress = Callable[[int], None]


class NestedTooDeep(NoTable):
    en = "{name} is an archive in an archive in an archive; at most {limit} are opened."
    ko = "{name}: 압축 파일 안의 압축 파일이 너무 깊습니다. 최대 {limit}겹까지 엽니다."
    remedy_en = "Pack the files into one archive and send that."
    remedy_ko = "파일을 압축 파일 하나에 묶어 보내세요."


class EmptyArchive(NoTable):
    en = "{name} is an archive without files."
    ko = "{name}: 파일이 없는 압축 파일입니다."
    remedy_en = "Pack the files again, then send the archive."
    remedy_ko = "파일을 다시 압축해 보내세요."


def silent(done: int) -> None:
    """Progress that nobody watches."""


def read(
    path: Path, name: str, choices: Choices, scratch: Path, progress: Progress = silent, depth: int = 0
) -> Reading:
    """Read the file at `path`, published as `name`, into staged tables under the folder `scratch`.

    `progress` is called with the bytes of the file read so far. A file without a table is no error: its reading says why and
    what would mend it. Raises only problems of the choices (`UnknownEncoding`) and defects of Madang.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    head = opening(path)
    if not head:
        return EmptyFile(name=name).reading("file")
    reader_name, reader = pick(head, name)
    try:
        if reader is None:
            return _unpacked(path, name, choices, scratch, progress, depth)
        reading = reader.read(path, name, choices, scratch, progress)
    except NoTable as problem:
        return problem.reading(reader_name)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        # A damaged file sent its parser to a place before the beginning of the file.
        return Unreadable(name=name, format=reader_name, detail=error.strerror).reading(reader_name)
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what Rust parsers raise when they give up; it is no Exception
            raise
        return Unreadable(name=name, format=reader_name, detail=str(error)[:200]).reading(reader_name)
    return _with_extension_finding(reading, reader_name, name)


def opening(path: Path) -> bytes:
    """What readers recognise a file by: its first 64 kB, and for a zip the names of its members, one in a line."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return head + "\n".join(["", *archives.names(path), ""]).encode() if archives.is_zip(head) else head


def pick(head: bytes, name: str) -> tuple[str, ModuleType | None]:
    """The public name and module of the reader for a file that begins with `head`; None for an archive to unpack.

    Readers that recognise the content are compared by their `RANK` (0 when they have none), then by the extension.
    """
    suffix = Path(name).suffix.lower()
    readers = plugins.found(GROUP, AGREED)
    known = [
        (getattr(module, "RANK", 0), suffix in module.EXTENSIONS, reader_name)
        for reader_name, module in readers.items()
        if module.recognises(head, name)
    ]
    best = max(known, default=(-100, False, "file"))
    packed = packing(head)
    if packed and best[0] < 0:
        return packed, None
    return best[2], readers[best[2]]


def packing(head: bytes) -> str:
    """How a file is packed: `zip`, `gzip`, `tar`, `xz`, `bzip2`, `zstd`, or "" when it is not."""
    return "zip" if archives.is_zip(head) else "gzip" if archives.is_gzip(head) else tarballs.kind(head)


def _unpacked(path: Path, name: str, choices: Choices, scratch: Path, progress: Progress, depth: int) -> Reading:
    """Read each member of an archive as a file of its own; their tables stand together in one reading."""
    if depth > NESTED:
        raise NestedTooDeep(name=name, limit=NESTED)
    folder = scratch / f"unpacked-{depth}-{len(list(scratch.iterdir()))}"
    packed = packing(opening(path))
    if packed not in ("zip", "tar"):
        member = (
            archives.gunzip(path, name, folder) if packed == "gzip" else tarballs.unpress(path, name, packed, folder)
        )
        return read(
            member.path,
            _tar_name(member, name),
            choices,
            scratch,
            progress,
            depth + (packing(opening(member.path)) != "tar"),
        )
    members = archives.unzip(path, name, folder) if packed == "zip" else tarballs.untar(path, name, folder)
    wanted = _wanted(members, choices, name)
    inner = inside(choices)
    readings: list[tuple[str, Reading]] = []
    for done, member in enumerate(wanted, 1):
        readings.append((member.name, read(member.path, member.name, inner, scratch, silent, depth + 1)))
        member.path.unlink(missing_ok=True)
        progress(path.stat().st_size * done // len(wanted))
    return _together(name, readings, packed)


def _tar_name(member: archives.Member, name: str) -> str:
    """`data.tgz` unpacks to `data.tar`, whatever its name said."""
    return f"{name[:-4]}.tar" if name.lower().endswith(".tgz") else member.name


def _wanted(members: list[archives.Member], choices: Choices, name: str) -> list[archives.Member]:
    sheet = choices.get("sheet")
    if not sheet:
        return members
    chosen = [member for member in members if sheet in (member.name, Path(member.name).name)]
    if not chosen:
        raise NoSuchSheet(name=name, sheet=sheet, names=", ".join(member.name for member in members))
    return chosen


def _together(name: str, readings: list[tuple[str, Reading]], packed: str) -> Reading:
    tables = tuple(
        replace(
            table,
            name=f"{member}/{table.name}" if table.name else member,
            facts={**table.facts, "encoding": reading.encoding, "format": reading.format},
        )
        for member, reading in readings
        for table in reading.tables
    )
    if not tables:
        return _no_member(name, [reading for _, reading in readings], packed)
    findings = [finding for _, reading in readings for finding in reading.findings]
    encoding = next((reading.encoding for _, reading in readings if reading.encoding), None)
    return Reading(packed, tables, encoding, findings=distinct(findings))


def _no_member(name: str, readings: list[Reading], packed: str) -> Reading:
    """An archive without a table says why for its first five members."""
    reasons = [reading.no_table for reading in readings if reading.no_table]
    if not reasons:
        return EmptyArchive(name=name).reading(packed)
    reason = {key: " ".join(each["reason"][key] for each in reasons[:5]) for key in ("en", "ko")}
    findings = distinct([finding for reading in readings for finding in reading.findings])
    return Reading(packed, no_table={**reasons[0], "reason": reason}, findings=findings)


def distinct(findings: list[Finding]) -> tuple[Finding, ...]:
    """Each finding once: members of an archive often find the same."""
    return tuple({(finding.id, finding.text["en"]): finding for finding in findings}.values())


def _with_extension_finding(reading: Reading, reader_name: str, name: str) -> Reading:
    """Note an extension that belongs to another reader."""
    suffix = Path(name).suffix.lower()
    readers = plugins.found(GROUP, AGREED)
    others = [other for other, module in readers.items() if suffix in module.EXTENSIONS and other != reader_name]
    if not others or suffix in readers[reader_name].EXTENSIONS or not reading.tables:
        return reading
    what = reader_name.replace("_", " ")
    text = {
        "en": f"The name ends in {suffix} but the content is {what}; it was read as that.",
        "ko": f"이름은 {suffix}(으)로 끝나지만 내용은 {what}이므로 그렇게 읽었습니다.",
    }
    finding = Finding("wrong-extension", "warning", text, sample=(name,))
    return replace(reading, findings=(*reading.findings, finding))
