"""Formats whose first byte is known last: written into a folder of their own, then sent from there and removed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from madang.api.formats._refusals import ExportTooLarge

MOST_BYTES = 4 << 30
"""What one export may take of the disk while it is made."""
CHUNK = 1 << 20


def sent(make: Callable[[Path], Path], scratch: Path | None) -> Iterator[bytes]:
    """The bytes of the file that `make` writes into a fresh folder below `scratch` (default: the system's)."""
    if scratch is not None:
        scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="export-", dir=scratch))
    try:
        with make(folder).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bounded(path: Path, format: str, most: int = MOST_BYTES) -> None:
    """Ask between two batches. Raises `ExportTooLarge` when `path`, or a file of its name and another suffix, has more bytes."""
    if any(file.stat().st_size > most for file in path.parent.glob(f"{path.stem}.*")):
        raise ExportTooLarge(format=format, gigabytes=-(-most >> 30))
