"""Events written off the path of who causes them: a bounded queue, a thread, one file a day for each process.

`kill -9` loses what was noted in the last two seconds; a queue that is full, or a disk, loses what comes then, and the log says
how many. Nobody ever waits for it.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import socket
import threading
from collections import deque
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)
MOST_WAITING = 20_000
FLUSH_SECONDS = 2.0


class EventLog:
    """Appends lines of JSON to `<folder>/<day>.<host>.<process>.ndjson`. May be used from any thread and after a fork."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._process, self._lost, self._torn = 0, 0, False
        atexit.register(self.flush)

    def note(self, day: str, event: dict[str, Any]) -> None:
        """Take an event of a day (`2026-11-22`). Returns at once."""
        with self._lock:
            if len(self._waiting) >= MOST_WAITING:
                self._lost += 1
                return
            self._waiting.append((day, event))
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._write_on, name="event-log", daemon=True).start()

    def flush(self) -> None:
        """Write what waits; called by the thread, and when the process ends in good order."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, deque()
                lost, self._lost = self._lost, 0
            days: dict[str, list[str]] = {}
            for day, event in taken:
                days.setdefault(day, []).append(json.dumps(event, ensure_ascii=False, separators=(",", ":")))
            for day, lines in days.items():
                lost += self._append(day, lines)
        if lost:
            logger.warning("%s: %s events were lost", self._folder, lost)

    def _append(self, day: str, lines: list[str]) -> int:
        """Append lines in one write; returns how many were lost. What follows a torn line begins on a new one."""
        text = (b"\n" if self._torn else b"") + "".join(line + "\n" for line in lines).encode()
        try:
            self._folder.mkdir(exist_ok=True, mode=0o700)  # not its parents: a city that was removed stays removed
            path = self._folder / f"{day}.{socket.gethostname()}.{os.getpid()}.ndjson"
            file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                written = os.write(file, text)
            finally:
                os.close(file)
        except OSError as error:
            logger.warning("%s: %s", self._folder, error)
            return len(lines)
        self._torn = written < len(text)
        return text[written:].count(b"\n")

    def _write_on(self) -> None:
        wait = threading.Event()
        while not wait.wait(FLUSH_SECONDS):
            try:
                self.flush()
            except Exception:  # one odd event must not end the counting of all others
                logger.exception("%s", self._folder)
