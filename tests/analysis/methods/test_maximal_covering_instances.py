"""Public instances with known optima: each is reached, and its certificate proves it."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.methods.cover import Cover, within
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.maximal_covering import maximal_covering

FOLDER = Path(__file__).resolve().parents[4] / "shared/data/benchmarks/mclp"

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the benchmark instances of maximal covering are not at hand"),
]


def disks(places: np.ndarray, sites: np.ndarray, radius: float) -> Cover:
    return within(from_matrix(np.hypot(*(places[:, None, axis] - sites[None, :, axis] for axis in (0, 1)))), radius)


def proved(need: np.ndarray, cover: Cover, p: int, optimum: float) -> None:
    solution = maximal_covering(need, cover, p, seconds=600)
    assert (solution.objective, solution.bound) == (optimum, optimum)
    certificate = certificates.export("maximal_covering", {"need": need, "cover": cover, "p": p}, solution)
    verified = certificates.verify(certificate)
    assert verified.proved
    assert verified.bound == optimum


def nodes(path: str) -> tuple[np.ndarray, np.ndarray]:
    table = np.array([line.split()[:3] for line in (FOLDER / path).read_text().splitlines()[1:] if line.strip()], float)
    return table[:, :2], table[:, 2]


@pytest.mark.parametrize("points", [324, 402, 500])
def test_sjc(points: int) -> None:
    places, need = nodes(f"SJC/SJC{points}.txt")
    cover = disks(places, places, 800.0)
    with (FOLDER / "SJC/optimal_r800.csv").open() as file:
        for row in csv.DictReader(file):
            if int(row["n"]) == points:
                proved(need, cover, int(row["p"]), float(row["optimal_cover_r800"]))


@pytest.mark.parametrize(
    ("name", "radius", "optimum"),
    [
        ("BDS10000.txt", 5.5, 441545.0),
        ("BDS10000.txt", 6.25, 485802.0),
        ("BDS100000.txt.gz", 5.5, 4361262.0),
        ("BDS100000.txt.gz", 6.25, 4844374.0),
    ],
)
def test_bds(name: str, radius: float, optimum: float) -> None:
    content = (FOLDER / "BDS" / name).read_bytes()
    text = (gzip.decompress(content) if name.endswith("gz") else content).decode()
    rows = [line.split() for line in text.splitlines()]
    sites = np.array([row[2:4] for row in rows if row[0] == "F"], float)
    customers = np.array([row[2:5] for row in rows if row[0] == "C"], float)
    proved(customers[:, 2], disks(customers[:, :2], sites, radius), 10, optimum)


@pytest.mark.parametrize(("p", "optimum"), [(100, 74634.0), (200, 121945.0)])
def test_pcb3038(p: int, optimum: float) -> None:
    places, need = nodes("PCB/PCB3038.txt")
    proved(need, disks(places, places, 100.0), p, optimum)
