"""How every file at hand is read: `python bench/files_at_hand.py [folder ...] [--write]`.

Reads the files as `madang check` does, in the limited child process, and prints a table in Markdown. Without folders only
the messy ones are read (a minute); `.` reads everything under `../shared/data`, and `--write` puts that into
docs/files-at-hand.md. The files are no part of this project: without them it says so and ends.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

from at_hand import page
from at_hand.outcome import Outcome, outcomes

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
MESSY = ("seoul/messy_ingest", "liverpool/messy")
PAGE = ROOT / "docs" / "files-at-hand.md"


def read(file: Path) -> list[Outcome]:
    """The lines of one file. Files of Seoul are read as a Korean city would, all others as an English one."""
    from madang.cli.check import checked

    path = file.relative_to(DATA)
    return outcomes(str(path), checked(file, {"language": "ko" if path.parts[0] == "seoul" else "en"}))


def files(folders: Sequence[str]) -> list[Path]:
    found = {file for folder in folders for file in (DATA / folder).rglob("*") if file.is_file()}
    return sorted(found, key=lambda file: (file.parent, file.name))


def set_up(home: str) -> None:
    """Settings of a city that nobody else uses; the reader takes its limit of memory from them."""
    os.environ.update(MADANG_HOME=home, DJANGO_SETTINGS_MODULE="madang.config.settings")
    import django

    django.setup()
    warnings.simplefilter("ignore")


def main(arguments: Sequence[str]) -> None:
    if not DATA.is_dir():
        print("no files at hand: ../shared/data is not there")
        return
    folders = [argument for argument in arguments if argument != "--write"]
    began, cpu = time.perf_counter(), os.times()
    with tempfile.TemporaryDirectory(prefix="madang-at-hand-") as home:
        set_up(home)
        read_ones = [outcome for file in files(folders or MESSY) for outcome in read(file)]
    from madang.ingest.apart.read_apart import cpu_seconds

    spent = sum(os.times()[:2]) - sum(cpu[:2]) + cpu_seconds()
    seen = page.by_eye()
    text = f"{page.counts(read_ones, seen)}\n\n{page.tables(read_ones, seen)}"
    print(text)
    print(f"{time.perf_counter() - began:.0f} s, {spent:.0f} s of CPU; {os.cpu_count()} cores ({platform.machine()})")
    if "--write" in arguments:
        page.write(PAGE, text)


if __name__ == "__main__":
    main(sys.argv[1:])
