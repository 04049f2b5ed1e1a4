"""FlatGeobuf: one layer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from madang.ingest.readers._layers import read_layers
from madang.ingest.tables import Choices, Reading

EXTENSIONS = (".fgb",)
RANK = 3


def recognises(head: bytes, name: str) -> bool:
    return head.startswith(b"fgb\x03") or head.startswith(b"fgb\x02")


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    linked = scratch / "layer.fgb"
    linked.unlink(missing_ok=True)
    linked.symlink_to(path.resolve())
    reading = read_layers(str(linked), name, "flatgeobuf", choices, scratch)
    progress(path.stat().st_size)
    return reading
