"""Proofs of open instances, recomputed: OR-Library's p-medians, whose optima are known."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.methods.distances import from_matrix
from madang.analysis.methods.p_median import p_median

DATA = Path(__file__).parents[4] / "shared/data/benchmarks/pmed"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the open instances are not here")


def known() -> list[tuple[str, float]]:
    if not DATA.exists():
        return []
    with (DATA / "optimal.csv").open() as file:
        return [(row["instance"], float(row["pmedian_opt"])) for row in csv.DictReader(file)]


@pytest.mark.long
@pytest.mark.parametrize(("name", "optimum"), known())
def test_every_p_median_is_proved_by_its_certificate(name: str, optimum: float, tmp_path: Path) -> None:
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import shortest_path

    count, _, p, *edges = map(int, (DATA / f"{name}.txt").read_text().split())
    graph = np.zeros((count, count))
    for one, other, length in zip(edges[::3], edges[1::3], edges[2::3], strict=True):
        graph[one - 1, other - 1] = graph[other - 1, one - 1] = length
    distances = from_matrix(shortest_path(csr_array(graph), directed=False))
    solution = p_median(np.ones(count), distances, p)
    made = certificates.export("p_median", {"need": np.ones(count), "distances": distances, "p": p}, solution)
    certificates.save(made, tmp_path / "proof.json")
    found = certificates.verify(certificates.load(tmp_path / "proof.json"))
    assert found.proved
    assert found.objective == optimum
