"""How well nights are foretold, and what well-chosen spots are worth: each figure with its 90 % interval, ties called ties.

    python bench/taxi.py [forecasts] [spots] [--k K ...] [--count N ...]

`forecasts`: pick-ups by New York taxi zone from 0 to 5 h, each night foretold from the days before it; hit rate in the k zones with
the highest forecast, predictive accuracy index by area, and the difference to the best simple forecast. `spots`: chosen on one part
of generated pick-ups and of police points in Merseyside, judged on another, beside density peaks (as usual, and at their best) and
busiest cells. The files lie in `../shared/data`; a table without its files says so. The open taxi files have zones, no points:
nothing is said of taxis by the spots.
"""

from __future__ import annotations

import argparse
import os
import platform
import time

from nights import held_out, points, zones

from madang.analysis.methods import backtest
from madang.analysis.methods.forecasts import broken

WEEKS = {"green": 2, "yellow": 13}
REFERENCE = "the specification has .571 and .594 (green), .428 and .431 (yellow) for the hour x weekday mean and the best simple forecast"
WALK = 500 / 1.3  # metres as the crow flies of a walk of 500 m along streets


def main(parts: list[str], ks: list[int], counts: list[int]) -> None:
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    if "forecasts" in parts:
        forecasts(ks)
    if "spots" in parts:
        spots(counts)


def forecasts(ks: list[int]) -> None:
    """The table of each colour and k; what a person should know of the panel stands above it."""
    if not zones.DATA.is_dir():
        print(f"\nforecasts: no {zones.DATA}")
        return
    areas = zones.areas()
    print(f"\nforecasts, a new one for each night; {REFERENCE}")
    for colour, weeks in WEEKS.items():
        panel, told = zones.panel(colour)
        notes = ", ".join(f"{one.number} {one.what} ({one.example})" for one in told)
        print(f"\n{colour}: {len(panel.counts)} days, the last {weeks} weeks judged; {notes or 'no hour missing'}")
        for one in broken(panel):
            print(
                f"  {one.what} {panel.day(one.first)} to {panel.day(one.last)}: {one.size:.2f}, {len(one.cells)} zones"
            )
        for k in ks:
            began = time.process_time()
            rows = backtest.rolling(panel, k, weeks, areas, every=1)
            print(f"  k = {k}, {rows[0].nights} nights, {time.process_time() - began:.1f} CPU s")
            print(
                f"  {'':13}{'hit rate':>9}{'90 %':>16}{'PAI':>7}{'90 %':>15}{'area':>7}{'to best simple':>16}{'90 %':>20}"
            )
            for row in rows:
                print(line(row))


def line(row: backtest.Row) -> str:
    hit, pai = f"{row.hit_low:.3f} .. {row.hit_high:.3f}", f"{row.pai_low:.2f} .. {row.pai_high:.2f}"
    interval = f"{row.difference_low:+.4f} .. {row.difference_high:+.4f}"
    itself = row.difference_low == row.difference_high == 0
    said = "the best simple" if itself else word(row.difference_low, row.difference_high)
    return (
        f"  {row.model:13}{row.hit_rate:9.4f}{hit:>16}{row.pai:7.2f}{pai:>15}{100 * row.area_share:6.2f}%"
        f"{row.difference:+16.4f}{interval:>20}  {said}{', chosen' if row.chosen else ''}"
    )


def word(low: float, high: float) -> str:
    """A difference whose interval holds zero is a tie."""
    return "tie" if low <= 0 <= high else "better" if low > 0 else "worse"


def spots(counts: list[int]) -> None:
    """Shares of the second part covered, and the gain over each recipe."""
    print(
        f"\nspots within {WALK:.0f} m, chosen on one part and judged on another; no taxi points are open, so nothing is said of taxis"
    )
    print(f"{'':60}{'k':>4}{'gap %':>7}{'covered':>9}  {'recipe':15}{'covered':>9}{'gain %':>8}{'90 %':>18}")
    police = list(points.police())
    if not police:
        print(f"police points: no files in {points.DATA}")
    for parts in [*(points.generated(seed) for seed in range(3)), *police]:
        for count in counts:
            chosen, gains = held_out.judged(parts, WALK, count)
            for one in gains:
                interval = f"{100 * one.low:+.1f} .. {100 * one.high:+.1f}"
                print(
                    f"{parts.name:60}{count:4}{100 * chosen.solution.gap:7.3f}{one.ours:9.4f}  {one.recipe:15}{one.theirs:9.4f}"
                    f"{100 * one.gain:+8.1f}{interval:>18}  {one.verdict}",
                    flush=True,
                )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="forecasts|spots")
    parser.add_argument("--k", type=int, nargs="+", default=[5, 10, 20])
    parser.add_argument("--count", type=int, nargs="+", default=[10, 20, 40])
    asked = parser.parse_args()
    main(asked.parts or ["forecasts", "spots"], asked.k, asked.count)
