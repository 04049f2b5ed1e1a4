"""Kept originals for those who may download them: ingest alone knows how they are stored."""

from __future__ import annotations

from collections.abc import Iterator

from madang.catalog.models import Revision
from madang.catalog.storage import the_store
from madang.store import originals


def stream(revision: Revision, start: int = 0, length: int | None = None) -> Iterator[bytes]:
    """The bytes of a revision's original, from `start`. Raises `originals.Missing` when they are gone."""
    return originals.stream(the_store(), revision.original_sha256, start, length)
