"""Marks readers on polluted delimited files: `python bench/pollution.py [--every N] [--readers a,b] [--worst N]`.

The method is that of the Pollock paper (PVLDB 16(8), 2023): every kind of pollution of its survey at many places of clean
files, each load marked against the truth, at most 10. *Simple* is the mean over all files of the paper's kinds; *weighted* gives each kind
the number of files that showed it in the paper's survey of real files. The kinds that portals add have a mean of their own.
The files are ours, so the marks stand beside those of other readers in the same run, and never beside the paper's.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import tempfile
import warnings
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from polluting.kinds import FILES, WEIGHTS, Polluted, paper
from polluting.marks import marks
from polluting.portal import portal
from polluting.readers import LOADERS, Loader, readers
from polluting.sources import real, sources


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument(
        "--every", type=int, help="pollute each N-th cell (1: every row and column; 7, or 3 without real files)"
    )
    asked.add_argument("--readers", default=",".join(LOADERS), help="only these")
    asked.add_argument("--worst", type=int, default=12, help="list so many of Madang's worst files")
    chosen = asked.parse_args()
    files = generated(chosen.every)
    busy = os.getloadavg()[0]
    print(f"{len(files):,} files; {os.cpu_count()} cores, Python {platform.python_version()}, load {busy:.1f}")
    results = {name: marked(loader, files) for name, loader in readers(chosen.readers.split(",")).items()}
    report(results)
    if "madang" in results:
        worst(results["madang"], chosen.worst)


def generated(every: int | None = None) -> list[Polluted]:
    """The files of all sources: more than two thousand unless `every` says otherwise, with the real sources or without."""
    step = every or (7 if any(real()) else 3)
    return [file for source in sources() for file in (*paper(source, step), *portal(source))]


def marked(loader: Loader, files: list[Polluted]) -> dict[Polluted, float]:
    """The mark of each file; a reader that raises has failed, as in the paper."""
    found: dict[Polluted, float] = {}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "file.csv"
        for file in files:
            path.write_bytes(file.data)
            try:
                loaded = loader(path)
            except Exception:
                loaded = None
            found[file] = sum(marks(file.truth, loaded))
    return found


def report(results: dict[str, dict[Polluted, float]]) -> None:
    by_kind = {name: grouped(found) for name, found in results.items()}
    kinds = list(dict.fromkeys(kind for found in by_kind.values() for kind in found))
    print("\n| kind | " + " | ".join(results) + " |\n|---|" + "---|" * len(results))
    for kind in kinds:
        cells = [f"{statistics.fmean(found[kind]):.2f}" if kind in found else "" for found in by_kind.values()]
        print(f"| {kind} | " + " | ".join(cells) + " |")
    for label, mean in MEANS.items():
        print(f"| {label} | " + " | ".join(f"**{mean(found):.3f}**" for found in by_kind.values()) + " |")


def grouped(found: dict[Polluted, float]) -> dict[str, list[float]]:
    kinds: dict[str, list[float]] = defaultdict(list)
    for file, mark in found.items():
        kinds[file.kind].append(mark)
    return kinds


def simple(found: dict[str, list[float]]) -> float:
    return statistics.fmean(mark for kind in WEIGHTS for mark in found.get(kind, ()))


def as_often(found: dict[str, list[float]]) -> float:
    """Simple, as if each kind had as many files as in the paper's set."""
    return _mean_of_kinds(found, {kind: FILES.get(kind, 1) for kind in WEIGHTS})


def weighted(found: dict[str, list[float]]) -> float:
    return _mean_of_kinds(found, WEIGHTS)


def _mean_of_kinds(found: dict[str, list[float]], weights: Mapping[str, float]) -> float:
    there = {kind: weight for kind, weight in weights.items() if kind in found}
    return sum(weight * statistics.fmean(found[kind]) for kind, weight in there.items()) / sum(there.values())


def others(found: dict[str, list[float]]) -> float:
    return statistics.fmean(mark for kind, listed in found.items() if kind not in WEIGHTS for mark in listed)


MEANS = {
    "**simple**: every file the same": simple,
    "**simple**, kinds as often as in the paper": as_often,
    "**weighted** by the paper's survey": weighted,
    "**kinds of portals**, every file the same": others,
}


def worst(found: dict[Polluted, float], count: int) -> None:
    print(f"\nMadang's worst {count} files:")
    for file, mark in sorted(found.items(), key=lambda each: each[1])[:count]:
        print(f"  {mark:5.2f}  {file.name}")


if __name__ == "__main__":
    main()
