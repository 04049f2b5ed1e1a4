"""GeoPackage: every layer a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from madang.ingest.layers import read_layers
from madang.ingest.tables import Choices, Reading

EXTENSIONS = (".gpkg",)
RANK = 3
SQLITE = b"SQLite format 3\0"


def recognises(head: bytes, name: str) -> bool:
    return head.startswith(SQLITE) and (head[68:72] in (b"GPKG", b"GP10", b"GP11") or name.lower().endswith(EXTENSIONS))


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the layers that are named as features or attributes."""
    linked = scratch / "layers.gpkg"  # GDAL opens GeoPackage by its extension
    linked.unlink(missing_ok=True)
    linked.symlink_to(path.resolve())
    reading = read_layers(str(linked), name, "geopackage", choices, scratch)
    progress(path.stat().st_size)
    return reading
