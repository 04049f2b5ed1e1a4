"""The parent's end of a reading child: asks it to read a file, listens, and watches its memory and its silence."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from madang.ingest.tables import Choices
from madang.lib.children import Child, ChildDidNotStart, Died

__all__ = ["ChildDidNotStart", "Died", "ReadingProcess"]

TICK = 0.5
"""Seconds between two looks at the child; a cancelled run ends within as much."""
SILENT = 900
"""Seconds without progress after which the child is stopped. A workbook says nothing while it is opened: 90 s for the largest tried."""
SPARE_MB = 256
"""Beyond the limit that the kernel holds for the child's data: its code and libraries, stacks, pages of files."""


class ReadingProcess(Child):
    """One child. `ask` may be called again as long as it is `alive`; `end` must be called at last."""

    cpu_seconds: ClassVar[float] = 0.0

    def __init__(self) -> None:
        super().__init__("madang.ingest.apart.child")

    def ask(
        self, path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None], memory_mb: int
    ) -> dict[str, Any]:
        """Let the child read a file; its answer. `progress` is called twice a second at least.

        Raises `Died`, and `ChildDidNotStart` when the installation is broken.
        """
        self.tell(
            {
                "path": str(path.resolve()), "name": name, "choices": choices, "scratch": str(scratch),
                "memory_mb": memory_mb,
            }
        )  # fmt: skip
        done, heard = 0, time.monotonic()
        while True:
            answer = self.hear(TICK)
            if self.resident_mb() > memory_mb + SPARE_MB:
                raise self.death(memory=True)
            if answer is None:
                if time.monotonic() - heard > SILENT:
                    raise self.death(silent=time.monotonic() - heard)
            elif answer["kind"] == "progress":
                done, heard = answer["done"], time.monotonic()
            elif answer["kind"] != "ready":
                ReadingProcess.cpu_seconds += answer["cpu_seconds"]
                return answer
            progress(done)

    def death(self, memory: bool = False, silent: float = 0) -> Died:
        """As of any child; its time counts as well."""
        try:
            return super().death(memory, silent)
        finally:
            ReadingProcess.cpu_seconds += self.cpu_at_death
