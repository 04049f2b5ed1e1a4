"""KML: every folder with placemarks a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from madang.ingest.no_table import NoTable
from madang.ingest.readers._layers import read_layers
from madang.ingest.tables import Choices, Reading

EXTENSIONS = (".kml",)
RANK = 3


class Entities(NoTable):
    en = "{name} declares XML entities, which can hide a bomb or other files; it was not read."
    ko = "{name}: XML 엔터티 선언이 있습니다. 폭탄이나 다른 파일을 숨길 수 있어 읽지 않았습니다."
    remedy_en = "Save the file without a DOCTYPE, or publish the table as CSV."
    remedy_ko = "DOCTYPE 없이 저장하거나 표를 CSV로 게시하세요."


def recognises(head: bytes, name: str) -> bool:
    return b"<kml" in head[:2000] and not head.startswith(b"PK")  # a KMZ may hold its file as it is


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    refuse_entities(path, name)
    linked = scratch / "layers.kml"
    linked.unlink(missing_ok=True)
    linked.symlink_to(path.resolve())
    reading = read_layers(str(linked), name, "kml", choices, scratch)
    progress(path.stat().st_size)
    return reading


def refuse_entities(path: Path, name: str) -> None:
    """A DOCTYPE stands before the first element, so the opening of the file tells."""
    with path.open("rb") as file:
        head = file.read(65_536)
    if b"<!ENTITY" in head or b"<!DOCTYPE" in head.split(b"<kml", 1)[0]:
        raise Entities(name=name)
