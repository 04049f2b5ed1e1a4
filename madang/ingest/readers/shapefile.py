"""Shapefile in a zip: the encoding comes from its .cpg file or from the bytes of its .dbf table, never from a guess of GDAL."""

from __future__ import annotations

import codecs
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np

from madang.ingest import archives, encodings
from madang.ingest.no_table import NoTable, Unreadable
from madang.ingest.readers._layers import read_layers
from madang.ingest.tables import Choices, Finding, Reading, inside
from madang.lib import gdal

EXTENSIONS = (".shp", ".dbf")
RANK = 4
MAGIC = b"\0\0\x27\x0a"
DBASE = (b"\x03", b"\x83", b"\x30", b"\x8b", b"\xf5")
SAMPLE = 16 << 20
PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".xml", ".qmd", ".fix", ".cst", ".lyr")


class LooseParts(NoTable):
    en = "{name} is one part of a Shapefile; its attributes and its index are in other files."
    ko = "{name}: Shapefile의 일부입니다. 속성과 색인은 다른 파일에 있습니다."
    remedy_en = "Pack the .shp, .shx, .dbf, .prj and .cpg files into one zip and send that."
    remedy_ko = ".shp, .shx, .dbf, .prj, .cpg 파일을 zip 하나로 묶어 보내세요."


def recognises(head: bytes, name: str) -> bool:
    if archives.is_zip(head):
        return b".shp\n" in head.lower()
    return head.startswith(MAGIC) or (name.lower().endswith(".dbf") and head.startswith(DBASE))


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read each shapefile of the zip as one table; members that are no part of one stand in the facts as `unread`.

    A .dbf table alone is read without shapes.
    """
    folder = scratch / "shapefile"
    if not zipfile.is_zipfile(path):
        return _alone(path, name, choices, scratch, folder)
    members = archives.unzip(path, name, folder / "raw")
    bases: dict[str, dict[str, Path]] = {}
    for member in members:
        base, suffix = member.name.rsplit(".", 1)[0], Path(member.name).suffix.lower()
        bases.setdefault(base, {})[suffix] = member.path
    unread = [member.name for member in members if not member.name.lower().endswith(PARTS)]
    readings = [
        _one(base, parts, name, choices, scratch, folder / str(number))
        for number, (base, parts) in enumerate(bases.items(), 1)
        if ".shp" in parts
    ]
    progress(path.stat().st_size)
    tables = tuple(
        replace(
            table,
            name=Path(base).name if len(readings) > 1 else "",
            facts={**table.facts, "layer": Path(base).name, "unread": unread, "encoding": reading.encoding},
        )
        for base, reading in readings
        for table in reading.tables
    )
    findings = {finding.text["en"]: finding for _, reading in readings for finding in reading.findings}
    return Reading("shapefile", tables, readings[0][1].encoding, findings=tuple(findings.values()))


def _one(
    base: str, parts: dict[str, Path], name: str, choices: Choices, scratch: Path, folder: Path
) -> tuple[str, Reading]:
    if ".dbf" not in parts:
        raise Unreadable(
            name=name,
            format="Shapefile",
            detail={"en": f"{base}.shp has no .dbf beside it", "ko": f"{base}.shp 옆에 .dbf가 없습니다"},
        )
    decision = _encoding(parts, choices)
    folder.mkdir(parents=True, exist_ok=True)
    for suffix, part in parts.items():
        if suffix != ".cpg":
            part.rename(folder / f"layer{suffix}")
    inner = inside(choices)
    gdal.pyogrio().set_gdal_config_options({"SHAPE_RESTORE_SHX": "YES" if ".shx" not in parts else None})
    reading = read_layers(str(folder / "layer.shp"), name, "shapefile", inner, scratch, _gdal_name(decision.name))
    lost = _broken_cells(folder / "layer.dbf", decision.name)
    found = (*decision.findings, *reading.findings, *lost, *(() if ".shx" in parts else (_without_index(base),)))
    return base, replace(reading, encoding=decision.receipt, findings=found)


def _broken_cells(dbf: Path, encoding: str) -> tuple[Finding, ...]:
    """Cells whose bytes are no text, mostly because the width of the field cut a letter in half. GDAL says so once, then never."""
    count, first = 0, []
    with dbf.open("rb") as file:
        fields, record = _fields(file)
        size = max(1, SAMPLE // max(record, 1)) * record
        done = 0
        while record and len(body := file.read(size)) >= record:
            whole = np.frombuffer(body, np.uint8, len(body) // record * record).reshape(-1, record)
            for start, end in _text_spans(fields):
                for row in np.flatnonzero((whole[:, start:end] > 127).any(axis=1)):
                    if not _decodes(whole[row, start:end].tobytes(), encoding):
                        count += 1
                        first.append(str(done + int(row) + 1))
            first = first[:5]
            done += len(whole)
    if not count:
        return ()
    text = {
        "en": f"{count:,} cells end in half a letter or hold bytes that are no text in {encoding}; those letters are lost.",
        "ko": f"셀 {count:,}개에 반쪽 글자나 {encoding}(으)로 읽을 수 없는 바이트가 있어 그 글자를 잃었습니다.",
    }
    return (Finding("broken-letters", "warning", text, count=count, sample=tuple(first)),)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _without_index(base: str) -> Finding:
    text = {
        "en": f"{base}.shp came without its index (.shx), which was made again from the shapes. Compare the number of rows.",
        "ko": f"{base}.shp에 색인(.shx)이 없어 도형에서 다시 만들었습니다. 행 수를 확인하세요.",
    }
    return Finding("index-restored", "warning", text)


def _alone(path: Path, name: str, choices: Choices, scratch: Path, folder: Path) -> Reading:
    """A dBASE table by itself. Raises `LooseParts` for the shapes without it."""
    with path.open("rb") as file:
        if file.read(4) == MAGIC:
            raise LooseParts(name=name)
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "layer.dbf"
    table.symlink_to(path.resolve())
    decision = _encoding({".dbf": path}, choices)
    reading = read_layers(str(table), name, "shapefile", choices, scratch, _gdal_name(decision.name))
    return replace(reading, encoding=decision.receipt, findings=(*decision.findings, *reading.findings))


def _encoding(parts: dict[str, Path], choices: Choices) -> encodings.Decision:
    """What a person chose, what the .cpg file declares, else decided from the text of the .dbf table."""
    declared = parts[".cpg"].read_text("ascii", errors="ignore").strip() if ".cpg" in parts else ""
    decision = encodings.decide(parts[".dbf"], choices, sample=_texts(parts[".dbf"]))
    known = _python_name(declared)
    if choices.get("encoding") or not known:
        return decision
    reason = {"en": f"The .cpg file declares {declared}.", "ko": f".cpg 파일이 {declared}(이)라고 밝힙니다."}
    try:
        _texts(parts[".dbf"]).decode(known)
    except UnicodeDecodeError:
        return decision  # the declaration does not fit the bytes, so it proves nothing
    return encodings.Decision(known, "declared", reason, proof=decision.proof)


def _python_name(declared: str) -> str:
    name = declared.lower().replace("ansi ", "cp").replace("oem ", "cp")
    name = {"949": "cp949", "cp51949": "euc_kr", "88591": "iso8859-1"}.get(
        name, f"cp{name}" if name.isdigit() else name
    )
    try:
        return codecs.lookup(name).name if name else ""
    except LookupError:
        return ""


def _gdal_name(python: str) -> str:
    return {"windows-1252": "CP1252", "utf-8": "UTF-8"}.get(python, python.upper())


def _texts(dbf: Path) -> bytes:
    """The text cells of a dBASE table, one record in a line: the header and the numbers would mislead."""
    with dbf.open("rb") as file:
        fields, record = _fields(file)
        names = [fields[at : at + 11].split(b"\0")[0] for at in range(0, len(fields) - 31, 32)]
        body = file.read(SAMPLE)
    spans = _text_spans(fields)
    rows = [body[at : at + record] for at in range(0, len(body) - record + 1, record or 1)] if record else []
    lines = (b",".join(row[start:end].strip(b" \0") for start, end in spans) for row in rows)
    return b"\n".join([b",".join(names), *lines])


def _fields(file: IO[bytes]) -> tuple[bytes, int]:
    """The descriptions of the fields, 32 bytes each, and the bytes of a record; the file stands at the first record."""
    head = file.read(32)
    if len(head) < 32:
        return b"", 0
    header, record = struct.unpack("<HH", head[8:12])
    return file.read(max(0, header - 32)), record


def _text_spans(fields: bytes) -> list[tuple[int, int]]:
    spans, place = [], 1
    for at in range(0, len(fields) - 31, 32):
        length = fields[at + 16]
        if fields[at + 11 : at + 12] == b"C":
            spans.append((place, place + length))
        place += length
    return spans
