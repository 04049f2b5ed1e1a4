"""Where to open: each open instance, its optimum, what is reached and certified, at what cost, and what other programs do.

    python bench/siting.py [family ...] [--only TEXT] [--alone] [--seconds S]

A family is a file of `bench/families` (all of them unless named). `--only` keeps the instances whose name holds the text,
`--alone` leaves the other programs out, `--seconds` is the limit for each answer (60 unless told). The instances lie in
`../shared/data/benchmarks`; a family without its files says so. Every answer is found in a process of its own, so that its
memory is its own; kernels were compiled before.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from families import DATA, Answer, Case

FORK = get_context("fork")
PATIENCE = 3  # an answer that takes this many times its limit is given up
HEAD = f"{'instance':26}{'known':>14}{'reached':>14}{'bound':>14}{'gap %':>9}{'seconds':>9}{'CPU s':>8}{'MB':>7}  beside it"


@dataclass(frozen=True)
class Measured:
    """An answer with what it cost: seconds by the clock and of CPU, peak memory of the process in MB."""

    answer: Answer
    seconds: float
    cpu: float
    megabytes: float


def main(chosen: list[str], only: str, alone: bool, seconds: float) -> None:
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    for name in chosen or sorted(file.stem for file in (Path(__file__).parent / "families").glob("[!_]*.py")):
        family = importlib.import_module(f"families.{name}")
        print(f"\n{name}\n{HEAD}" if DATA.is_dir() else f"\n{name}: no {DATA}", flush=True)
        measured = list(rows(family.cases(), only, alone, seconds)) if DATA.is_dir() else []
        if measured:
            print(summary(measured), flush=True)


def rows(cases: Iterator[Case], only: str, alone: bool, seconds: float) -> Iterator[Measured]:
    """Measure the cases whose name holds `only`, and print a line for each; the first is asked twice, to compile."""
    warm = False
    for case in cases:
        if only not in case.name:
            continue
        if not warm:
            warm = apart(case.ours, seconds) is not None
        ours = apart(case.ours, seconds)
        if isinstance(ours, str):
            print(f"{case.name:26}{ours}", flush=True)
            continue
        others = {} if alone else {name: apart(run, seconds) for name, run in case.beside.items()}
        print(line(case, ours, others), flush=True)
        yield ours


def line(case: Case, ours: Measured, others: dict[str, Measured | str]) -> str:
    answer = ours.answer
    beside = ", ".join(f"{name} {told(other)}" for name, other in others.items())
    return (
        f"{case.name:26}{number(case.known):>14}{number(answer.reached):>14}{number(answer.bound):>14}{100 * answer.gap:9.4f}"
        f"{ours.seconds:9.2f}{ours.cpu:8.2f}{ours.megabytes:7.0f}  {beside}"
    )


def number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def told(other: Measured | str) -> str:
    return other if isinstance(other, str) else f"{number(other.answer.reached)} in {other.seconds:.1f} s"


def summary(measured: list[Measured]) -> str:
    gaps = [100 * one.answer.gap for one in measured]
    return (
        f"{len(measured)} instances, {sum(gap == 0 for gap in gaps)} proved, gap median {statistics.median(gaps):.4f} % and worst "
        f"{max(gaps):.4f} %; {sum(one.seconds for one in measured):.1f} s ({sum(one.cpu for one in measured):.1f} CPU s), longest "
        f"{max(one.seconds for one in measured):.1f} s ({max(one.cpu for one in measured):.1f} CPU s), "
        f"memory at most {max(one.megabytes for one in measured):.0f} MB"
    )


def apart(run, seconds: float) -> Measured | str:
    """Call `run(seconds)` in a child process; why there is no answer, if there is none."""
    here, there = FORK.Pipe()
    child = FORK.Process(target=answering, args=(there, run, seconds))
    child.start()
    there.close()
    try:
        return here.recv() if here.poll(seconds * PATIENCE) else f"not in {seconds * PATIENCE:.0f} s"
    except EOFError:
        return "died"
    finally:
        child.kill()
        child.join()


def answering(pipe: Connection, run, seconds: float) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    try:
        answer = run(seconds)
    except TimeoutError:
        pipe.send(f"not in {seconds:.0f} s")
        return
    except Exception as error:  # what another program says belongs into the table
        pipe.send(f"{type(error).__name__}: {error}"[:60])
        return
    took, used = time.perf_counter() - began, time.process_time() - cpu
    pipe.send(Measured(answer, took, used, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("family", nargs="*")
    parser.add_argument("--only", default="")
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    sys.exit(main(asked.family, asked.only, asked.alone, asked.seconds))
