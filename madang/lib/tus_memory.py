"""Where an upload that was begun goes on: a small file of its own, found again by what is sent and where to."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path


class Memory:
    """The address of one upload: the same bytes (their hash is in `metadata`) to the same place of the same server.

    The address opens nothing without the token, which is never written down.
    """

    def __init__(self, server: str, length: int, metadata: Mapping[str, str]) -> None:
        key = json.dumps([server, length, dict(metadata)], sort_keys=True)
        state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
        self.file = state / "madang" / "uploads" / hashlib.sha256(key.encode()).hexdigest()

    def recall(self) -> str:
        """The address, or nothing."""
        return self.file.read_text().strip() if self.file.is_file() else ""

    def keep(self, upload: str) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.file.with_suffix(f".{os.getpid()}")
        draft.write_text(upload)
        draft.replace(self.file)

    def forget(self) -> None:
        self.file.unlink(missing_ok=True)
