"""What one step of a load leaves for the next: files in a scratch folder of the run, made again when they are gone.

The folder is named by the run and by how its bytes are to be read, so a resumed step finds what the killed process left and
a corrected reading starts clean. A note appears in one move when its step is complete. Two workers on one run at once
each write into a folder of their own, and the last note wins: both are right.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from madang.ingest.apart.read_apart import read_apart
from madang.ingest.coordinates.locate import locate
from madang.ingest.coordinates.location import Location
from madang.ingest.infer import infer
from madang.ingest.models import Run
from madang.ingest.tables import Choices, Inferred, Reading, Staged
from madang.store import Store, originals

Progress = Callable[[int], None]
Note = TypeVar("Note")


@dataclass(frozen=True)
class Typed:
    """A staged table with the types of its columns and where its rows lie."""

    staged: Staged
    columns: tuple[Inferred, ...]
    location: Location | None = None


def choices(run: Run) -> Choices:
    """The corrections of a person, and the city's language for what nobody decided."""
    return {"language": settings.MADANG["language"], **run.choices}


def folder(store: Store, run: Run) -> Path:
    key = json.dumps([run.sha256, run.file_name, choices(run)], sort_keys=True)
    return store.scratch / run.id / hashlib.sha256(key.encode()).hexdigest()[:16]


def reading(store: Store, run: Run, progress: Progress) -> Reading:
    """The file as staged tables: what the read step left, or read again."""

    def make(scratch: Path) -> Reading:
        original = originals.path(store, run.sha256)
        return read_apart(original, run.file_name, choices(run), scratch, progress, settings.MADANG["memory"])

    return _note(folder(store, run), "reading", Reading, make)


def typed(store: Store, run: Run, progress: Progress) -> tuple[Typed, ...]:
    """Every table with its types: what the infer step left, or inferred again."""

    def make(scratch: Path) -> tuple[Typed, ...]:
        return tuple(_typed(staged, choices(run)) for staged in reading(store, run, progress).tables)

    return _note(folder(store, run), "typed", tuple[Typed, ...], make)


def clear(store: Store, run: Run) -> None:
    """Remove everything that the run left in scratch."""
    shutil.rmtree(store.scratch / run.id, ignore_errors=True)


def _typed(staged: Staged, chosen: Choices) -> Typed:
    columns = infer(staged, chosen)
    return Typed(staged, columns, locate(staged, columns, chosen))


def _note(folder: Path, name: str, shape: type[Note], make: Callable[[Path], Note]) -> Note:
    """Read the note `name`, or make its value in a folder of its own and leave the note."""
    from pydantic import TypeAdapter, ValidationError

    adapter = TypeAdapter(shape)
    path = folder / f"{name}.json"
    try:
        return adapter.validate_json(path.read_bytes())
    except (FileNotFoundError, ValidationError):  # Absent, or left by a release with other fields.
        folder.mkdir(parents=True, exist_ok=True)
        value = make(Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder)))
        draft = Path(tempfile.mkstemp(prefix=f"{name}-", dir=folder)[1])
        draft.write_bytes(adapter.dump_json(value))
        draft.replace(path)
        return value
