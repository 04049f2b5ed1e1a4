"""A place that is a folder. A file appears by one rename after its bytes are on the disk, or not at all."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from madang.store.places.place import CHUNK, Absent, Entry, Occupied, checked

INCOMING = ".incoming"  # no key starts with a dot, so these are never mistaken for files of the place


class Folder:
    """The place in one folder, made when the first file comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __str__(self) -> str:
        return str(self.folder)

    def put(self, key: str, source: Path, *, give: bool = False, new: bool = False) -> None:
        target = self._file(key)
        draft = self._draft(source, give)
        try:
            _appear(draft, target, new)
        except FileExistsError:
            raise Occupied(place=self, key=key) from None
        finally:
            draft.unlink(missing_ok=True)

    def _draft(self, source: Path, give: bool) -> Path:
        """The source's bytes, safely on this disk under a name of their own."""
        draft = self.folder / INCOMING / secrets.token_hex(8)
        draft.parent.mkdir(parents=True, exist_ok=True)
        if give and _moved(source, draft):
            return draft
        try:
            with source.open("rb") as reader, draft.open("xb") as writer:
                shutil.copyfileobj(reader, writer, CHUNK)
                writer.flush()
                os.fsync(writer.fileno())
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        return draft

    def get(self, key: str, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
        try:
            shutil.copyfile(self._present(key), draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)

    def read(self, key: str, start: int = 0, length: int | None = None) -> Iterator[bytes]:
        with self._present(key).open("rb") as file:
            file.seek(start)
            left = length
            while chunk := file.read(CHUNK if left is None else min(CHUNK, left)):
                yield chunk
                left = None if left is None else left - len(chunk)

    def size(self, key: str) -> int:
        return self._present(key).stat().st_size

    def delete(self, key: str) -> None:
        file = self._file(key)
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == self.folder or not _removed_empty(folder):
                return

    def keys(self, prefix: str) -> Iterator[Entry]:
        top = self.folder / checked(prefix.rstrip("/")) if prefix else self.folder
        for folder, inner, names in os.walk(top):
            inner[:] = sorted(name for name in inner if not name.startswith("."))
            for name in sorted(names):
                file = Path(folder) / name
                try:
                    facts = file.stat()
                except FileNotFoundError:  # deleted since the folder was listed
                    continue
                key = file.relative_to(self.folder).as_posix()
                yield Entry(key, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))

    def path(self, key: str) -> Path | None:
        return self._file(key)

    def tidy(self, before: datetime) -> int:
        freed = 0
        for draft in (self.folder / INCOMING).glob("*"):
            facts = draft.stat()
            if facts.st_mtime < before.timestamp():
                draft.unlink(missing_ok=True)
                freed += facts.st_size
        return freed

    def _file(self, key: str) -> Path:
        return self.folder / checked(key)

    def _present(self, key: str) -> Path:
        file = self._file(key)
        if not file.is_file():
            raise Absent(place=self, key=key)
        return file


def _appear(draft: Path, target: Path, new: bool) -> None:
    """Give the draft its name, in one step that survives a power cut."""
    for last in (False, False, True):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if new:
                os.link(draft, target)  # unlike a rename, a link refuses to replace
            else:
                draft.replace(target)
            _sync_folder(target.parent)
            return
        except FileNotFoundError:  # a delete beside us took the empty folder away between the two calls
            if last:
                raise


def _moved(source: Path, draft: Path) -> bool:
    """Rename a file that was given away; False when it stands on another disk."""
    with source.open("rb") as file:
        os.fsync(file.fileno())
    os.utime(source)  # the sweep's grace counts from the put, not from the first byte written
    try:
        source.replace(draft)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _removed_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:  # not empty, or already gone: either way nothing is left to do above it
        return False
    return True


def _sync_folder(folder: Path) -> None:
    """Without this the name itself can be lost in a power cut, though the bytes are there."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
