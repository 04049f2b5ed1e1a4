"""Measures what is found of personal data, and what is taken for it: `python bench/personal.py [cells] [rows]`.

Generated cells of every kind (three times `cells`, 6,000 unless told) stand among ordinary ones, alone in their
cell, inside free text, and under a header that says it; look-alikes stand in columns of their own and in free text. A cell counts
as found when a finding of its kind counts it. `rows` (0: leave out) times all checks on a table of eleven columns.
"""

from __future__ import annotations

import os
import platform
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
from persons.city_table import table_of_a_city
from persons.kinds import FILLER, KINDS, Kind
from persons.lookalikes import LOOKALIKES

from madang.ingest.check import check
from madang.ingest.infer import infer
from madang.ingest.staging import Stage
from madang.ingest.tables import Finding, Header, Staged

COLUMNS, SHARE = 20, 0.4
"""Columns of a table, and the share of cells in each that are of the kind."""


def main(cells: int, rows: int) -> None:
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}\n"
    )
    peer = presidio()
    print(f"| kind | cells | alone | in text | header says | {'presidio alone | presidio in text |' if peer else ''}")
    for kind in KINDS:
        each = 3 * cells // len(kind.places)
        shares = [recall(kind, place, each) for place in ("alone", "text", "header")]
        told = [f"{share:.4f}" if share is not None else "-" for share in shares]
        asked = sum(each for share in shares if share is not None)
        beside = [f"{peer(kind, place):.2f}" for place in ("alone", "text")] if peer else []
        print(f"| {kind.name} | {asked:,} | {' | '.join([*told, *beside])} |", flush=True)
    print("\n| look-alike | cells | columns blocked, alone | cells | columns blocked, in text | as |")
    for kind in LOOKALIKES:
        (alone, names), (text, more) = blocked(kind, "alone", cells), blocked(kind, "text", cells)
        as_ = ", ".join(sorted(names | more)) or "-"
        print(
            f"| {kind.name} | {cells:,} | {alone} of {COLUMNS} | {cells:,} | {text} of {COLUMNS} | {as_} |", flush=True
        )
    if rows:
        timed(rows)


def recall(kind: Kind, place: str, cells: int) -> float | None:
    """The share of cells that findings of the kind count; None where the kind is not looked for in that place."""
    if place not in kind.places:
        return None
    rng = random.Random(f"{kind.name} {place}")
    each = cells // COLUMNS
    header = kind.header if place == "header" else kind.neutral
    columns = {}
    for number in range(COLUMNS):
        texts = [kind.cell(rng, place) for _ in range(each)]
        texts += [rng.choice(FILLER) for _ in range(int(each / SHARE) - each if place != "header" else 0)]
        rng.shuffle(texts)
        columns[f"{header} {number}" if place != "header" else header + " " * number] = texts
    found: dict[str, int] = {}
    for finding in findings(columns):
        if finding.code in kind.codes:
            found[finding.column] = max(found.get(finding.column, 0), finding.count)
    return sum(min(count, each) for count in found.values()) / (each * COLUMNS)


def blocked(kind: Kind, place: str, cells: int) -> tuple[int, set[str]]:
    """How many columns full of a look-alike would be stopped, and for what."""
    rng = random.Random(f"{kind.name} {place}")
    columns = {
        f"{kind.neutral} {number}": [kind.cell(rng, place) for _ in range(cells // COLUMNS)]
        for number in range(COLUMNS)
    }
    stopped = [finding for finding in findings(columns) if finding.severity == "personal"]
    return len({finding.column for finding in stopped}), {finding.code for finding in stopped}


def findings(columns: dict[str, list[str]]) -> list[Finding]:
    with tempfile.TemporaryDirectory() as folder:
        table = staged(Path(folder), columns)
        return check(table, infer(table, {}))


def staged(folder: Path, columns: dict[str, list[str]]) -> Staged:
    with Stage(folder, "", [Header(name, name) for name in columns]) as stage:
        arrays = {f"c{number}": pa.array(texts, pa.string()) for number, texts in enumerate(columns.values(), 1)}
        rows = len(next(iter(columns.values())))
        stage.write(pa.table({**arrays, "line": pa.array(range(2, rows + 2), pa.int64())}))
    return stage.staged({})


def presidio() -> Callable[[Kind, str], float] | None:
    """The pattern recognisers of Microsoft Presidio over 300 cells of a kind, if it is installed; anything found counts."""
    try:
        import tldextract
        from presidio_analyzer import predefined_recognizers as known
    except ImportError:
        print("presidio-analyzer is not installed: no peer beside.\n")
        return None
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())  # its own list of domains: nothing is fetched here
    names = (
        "KrRrnRecognizer", "KrFrnRecognizer", "KrPassportRecognizer", "KrDriverLicenseRecognizer", "KrBrnRecognizer", "PhoneRecognizer",
        "EmailRecognizer", "CreditCardRecognizer", "IbanRecognizer", "NhsRecognizer", "UkNinoRecognizer", "UkPassportRecognizer",
        "UkDrivingLicenceRecognizer", "UkVehicleRegistrationRecognizer", "UkPostcodeRecognizer", "DateRecognizer",
    )  # fmt: skip
    made = []
    for name in names:
        if hasattr(known, name):
            arguments = {"supported_regions": ("KR", "GB")} if name == "PhoneRecognizer" else {}
            made.append(getattr(known, name)(**arguments))

    def found(kind: Kind, place: str) -> float:
        if place not in kind.places:
            return float("nan")
        rng = random.Random(f"{kind.name} {place}")
        cells = [kind.cell(rng, place) for _ in range(300)]
        return sum(any(one.analyze(cell, one.supported_entities, None) for one in made) for cell in cells) / len(cells)

    return found


def timed(rows: int) -> None:
    """CPU seconds of each check on a table as a city sends it."""
    from madang.ingest.check import AGREED, GROUP
    from madang.lib.plugins import found

    with tempfile.TemporaryDirectory() as folder:
        table = table_of_a_city(Path(folder), rows)
        columns = infer(table, {})
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"\n{rows:,} rows, {len(columns)} columns, {table.file.stat().st_size / 1e6:,.0f} MB staged; peak {before} MB before the checks"
        )
        total = 0.0
        for name, plugin in found(GROUP, AGREED).items():
            began = time.process_time()
            told = plugin.check(table, columns, None)
            total += time.process_time() - began
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(
                f"| {name} | {time.process_time() - began:.2f} CPU s | peak {peak} MB | {', '.join(f.id for f in told) or '-'} |"
            )
        print(f"| all | {total:.2f} CPU s |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000, int(sys.argv[2]) if len(sys.argv) > 2 else 200_000)
