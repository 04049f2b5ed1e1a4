"""Locks on files that may be removed while somebody waits for them, and folders that last through a power cut."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def held(file: Path, how: int) -> int:
    """A handle that holds the lock of the file which stands under that name: who waited may have got one that was removed."""
    while True:
        handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, how)
            if file.exists() and os.path.samestat(os.fstat(handle), file.stat()):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def sync(folder: Path) -> None:
    """Let the names in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
