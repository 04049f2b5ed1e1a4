"""Statements from files, one a line: `code | statement` under `# section`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """One statement; `expected` is what stands before the bar."""

    section: str
    expected: str
    sql: str


def lines(name: str) -> list[Line]:
    found, section = [], ""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            section = line.lstrip("# ")
        elif line:
            expected, sql = line.split(" | ", 1)
            found.append(Line(section, expected, sql.replace("\\n", "\n")))
    return found
