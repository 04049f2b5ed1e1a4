"""Where bytes live: kept originals, immutable revisions, and copies derived from them. Knows neither Django nor Madang's people.

Layout of a place:

    originals/ab/abcdef...            the bytes as they came, named by their SHA-256
    revisions/<id>/manifest.json      counts and hashes of what follows; written last, so a revision without it is a ruin
    revisions/<id>/part-0-7f3a.parquet    the rows, zstd, row groups of 122,880; the end of the name is the attempt's own
    revisions/<id>/rejects-0-7f3a.parquet rows that did not fit: line, reason_en, reason_ko, text
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from madang.store.places import Place


@dataclass(frozen=True)
class Store:
    """A place for what must last, and a local folder (`home`) for what can be made again."""

    place: Place
    home: Path
    memory_mb: int = 1024  # what the serving copies of one process may use together

    @property
    def scratch(self) -> Path:
        """Files of work in progress; empty between runs."""
        return self.home / "scratch"

    @property
    def serving(self) -> Path:
        """Derived DuckDB files, one per revision, evicted by size."""
        return self.home / "serving"

    @property
    def cache(self) -> Path:
        """Local copies of files of a remote place."""
        return self.home / "cache"
