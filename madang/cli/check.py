"""`madang check FILE`: the receipt of a file before anything is uploaded, for people and for a department's own pipeline."""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click

from madang.cli.choices import HELP, parsed
from madang.cli.terminal import language
from madang.ingest.tables import Choices
from madang.lib.problems import Problem

BLOCKED, NO_TABLE, NOT_CHECKED, DOUBTFUL = 1, 2, 3, 4


@click.command(short_help="Read a file and print its receipt.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--choice",
    "choices",
    multiple=True,
    metavar="KEY=VALUE",
    help=HELP,
)
@click.option(
    "--against", metavar="RECEIPT",
    help="Also compare with an earlier receipt: a JSON file, or DATASET, DATASET/RESOURCE, DATASET/RESOURCE@NUMBER.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
@click.option(
    "--lang",
    type=click.Choice(["ko", "en"]),
    default=None,
    help="Language of the receipt; by default that of the terminal.",
)
def command(file: Path, choices: tuple[str, ...], against: str | None, as_json: bool, lang: str | None) -> None:
    """Read FILE as `load` would, and print the receipt. Nothing is uploaded or changed.

    Ends with 0 when the file can be published as it is; 1 when a person must decide something first (personal data, or it
    breaks what the receipt of before promised); 2 when there is no table in it; 3 when it could not be checked; 4 when a
    person must look, because something in it is wrong or was not looked into. A question of reading alone ends with 0.
    """
    asked = lang or language()
    try:
        made = checked(file, parsed(choices), against or "")
    except Problem as problem:
        click.secho(problem.text(asked), fg="red", err=True)
        sys.exit(NOT_CHECKED)
    if as_json:
        click.echo(json.dumps(made, ensure_ascii=False, indent=1))
    else:
        show(made, asked)
    sys.exit(code(made))


def checked(file: Path, choices: Choices, against: str = "") -> dict[str, Any]:
    """Read, infer, locate and check a file; its receipt. Compared with the receipt named `against` it also tells what changed."""
    from madang.ingest import unread
    from madang.ingest.apart.read_apart import cpu_seconds, read_apart
    from madang.ingest.check import check
    from madang.ingest.coordinates.locate import locate
    from madang.ingest.infer import infer
    from madang.ingest.receipts import change, pair
    from madang.ingest.receipts.receipt import receipt

    chosen: Choices = {"language": _city_language(), **choices}
    began, began_cpu = time.perf_counter(), time.process_time() + cpu_seconds()
    with tempfile.TemporaryDirectory(prefix="madang-check-") as scratch:
        reading = read_apart(file, file.name, chosen, Path(scratch), memory_mb=_memory_mb())
        columns = [infer(staged, chosen) for staged in reading.tables]
        places = [locate(staged, typed, chosen) for staged, typed in zip(reading.tables, columns, strict=True)]
        findings, names = list(reading.findings), [staged.name for staged in reading.tables]
        before = pair.named(against, names) if against else None
        previous = pair.previous(before, names) if before else [None] * len(names)
        for staged, typed, place, was in zip(reading.tables, columns, places, previous, strict=True):
            findings += check(staged, typed, was, place)
        findings += unread.unlooked(reading) + unread.findings(file, file.name, reading)
        with file.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        costs = {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() + cpu_seconds() - began_cpu}
        made = receipt(file.name, file.stat().st_size, sha256, reading, columns, places, findings, {}, costs)
    if before is not None:
        made |= {"against": against, "since": change.difference(before, made)}
    return made


def _city_language() -> str:
    from django.conf import settings

    return str(settings.MADANG["language"])


def _memory_mb() -> int:
    from django.conf import settings

    return int(settings.MADANG["memory"])


def show(receipt: dict[str, Any], language: str) -> None:
    """To a terminal in colours and its width; to a pipe or file as plain lines of 100."""
    from rich.console import Console

    from madang.ingest.receipts.text import as_text, rendered

    if not sys.stdout.isatty():
        click.echo(as_text(receipt, language), nl=False)
        return
    console = Console(highlight=False)
    for part in rendered(receipt, language):
        console.print(part)


def code(receipt: dict[str, Any]) -> int:
    """As `command` says. What ends with 0 is what a load publishes by itself: `standing.blocking` and `doubtful` are its rules too."""
    from madang.ingest.receipts import standing

    if not receipt["tables"]:
        return NO_TABLE
    if standing.blocking(receipt):
        return BLOCKED
    return DOUBTFUL if standing.doubtful(receipt) else 0
