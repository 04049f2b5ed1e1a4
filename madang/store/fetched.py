"""Local copies of files of a remote place, checked when they come; a folder needs none."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path

from madang.lib.problems import Problem
from madang.store import Store


class Damaged(Problem):
    en = "{key} is damaged: its SHA-256 is {found}, not {expected}. Restore it from a backup (`madang restore`)."
    ko = "{key}이(가) 손상되었습니다: SHA-256이 {expected}이어야 하는데 {found}입니다. 백업에서 복원하세요(`madang restore`)."


def local(store: Store, key: str, sha256: str) -> Path:
    """Return a local file with the bytes of `key`, fetching it once. Raises `Absent`, and `Damaged` for other bytes."""
    file = store.place.path(key)
    if file is not None:
        store.place.size(key)  # raises when it is absent
        return file
    copy = store.cache / key
    if not copy.exists():
        draft = store.cache / f"{key}.{secrets.token_hex(4)}"
        store.place.get(key, draft)
        found = digest_of(draft)
        if found != sha256:
            draft.unlink()
            raise Damaged(key=key, found=found, expected=sha256)
        draft.replace(copy)
    return copy


def digest_of(file: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with file.open("rb") as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()


def digest(chunks: Iterable[bytes]) -> str:
    """The SHA-256 of a stream, in hexadecimal."""
    sha = hashlib.sha256()
    for chunk in chunks:
        sha.update(chunk)
    return sha.hexdigest()
