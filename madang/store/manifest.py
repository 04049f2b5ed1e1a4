"""The manifest of a revision: what it consists of, with counts and hashes. It is written last; without it there is no revision."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from madang.lib.problems import Problem
from madang.store import Store
from madang.store.places.place import Absent

FORMAT = 1


class Missing(Problem):
    en = "There is no revision {revision} in the store: it was withdrawn, or never finished."
    ko = "저장소에 개정판 {revision}이(가) 없습니다: 철회되었거나 완성되지 않았습니다."


class DamagedManifest(Problem):
    en = "The manifest {key} is damaged: {why}. Restore it from a backup (`madang restore`)."
    ko = "매니페스트 {key}이(가) 손상되었습니다: {why}. 백업에서 복원하세요(`madang restore`)."


@dataclass(frozen=True)
class Part:
    """A file of a revision: its name in the revision's folder, its hash, bytes and rows."""

    name: str
    sha256: str
    bytes: int
    rows: int


@dataclass(frozen=True)
class Field:
    """A column as it is stored: its name and Arrow type ("int64", "decimal128(12, 2)")."""

    name: str
    type: str


@dataclass(frozen=True)
class Manifest:
    """`rows` stand in `parts`, in their order; `rejects` rows that did not fit stand in the file named `rejects-...`."""

    revision: str
    rows: int
    rejects: int
    columns: tuple[Field, ...]
    files: tuple[Part, ...]
    geometry: dict[str, Any] | None
    made_at: datetime
    software: str

    @property
    def parts(self) -> tuple[Part, ...]:
        """The files that hold the rows."""
        return tuple(file for file in self.files if file.name.startswith("part-"))

    @property
    def sha256(self) -> str:
        """The hash of the manifest's file; the database keeps it."""
        return hashlib.sha256(self.as_json()).hexdigest()

    def as_json(self) -> bytes:
        """The bytes of the file: one form for one manifest, with the hash of the rest inside, so any flipped bit shows."""
        value = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return _written({**value, "check": hashlib.sha256(_written(value)).hexdigest()})

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """The manifest that has exactly these bytes. Raises `ValueError` for anything else."""
        try:
            value = json.loads(data)
            if value.pop("format") != FORMAT:
                raise ValueError("its format is of another version of Madang")
            del value["check"]  # compared below, with every other byte
            value["columns"] = tuple(Field(**column) for column in value["columns"])
            value["files"] = tuple(Part(**file) for file in value["files"])
            value["made_at"] = datetime.fromisoformat(value["made_at"])
            manifest = cls(**value)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"it does not read as a manifest ({error})") from error
        if manifest.as_json() != data:
            raise ValueError("its bytes are not those that were written")
        return manifest


def _written(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def read(store: Store, revision_id: str) -> Manifest:
    """The manifest of a revision. Raises `Missing`, and `DamagedManifest` when a bit has changed."""
    at = key(revision_id, "manifest.json")
    try:
        data = b"".join(store.place.read(at))
    except Absent:
        raise Missing(revision=revision_id) from None
    try:
        manifest = Manifest.from_json(data)
    except ValueError as error:
        raise DamagedManifest(key=at, why=str(error)) from error
    if manifest.revision != revision_id:
        raise DamagedManifest(key=at, why=f"it belongs to revision {manifest.revision}")
    return manifest


def key(revision_id: str, name: str) -> str:
    """Where a file of a revision lies. Raises `Missing` for what cannot be an id."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", revision_id):
        raise Missing(revision=revision_id)
    return f"revisions/{revision_id}/{name}"
