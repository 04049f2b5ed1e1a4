"""A solution as a certificate."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import madang
from madang.analysis.certificates import kinds
from madang.analysis.certificates.packing import packed, packed_numbers
from madang.analysis.certificates.sealing import FORMAT, VERSION, seal
from madang.analysis.certificates.verifying import TOLERANCES

Source = Mapping[str, str]
"""Where an input came from: `{"role", "dataset", "revision", "sha256"}`, as far as known."""


def export(kind: str, model: Mapping[str, Any], solution: Any, sources: Sequence[Source] = ()) -> dict[str, Any]:
    """The certificate of a `Solution` of the method `kind`, plain JSON.

    `model`: the arguments that the method was called with, by their names. `sources` are named in it. Raises KeyError for a missing
    argument and ModuleNotFoundError for a kind that has no certificates.
    """
    module = importlib.import_module(f"{kinds.__name__}.{kind}")
    certificate: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "kind": kind,
        "made_by": f"madang {madang.__version__}",
        "sources": [dict(source) for source in sources],
        "tolerances": dict(TOLERANCES),
        "sense": solution.sense,
        "inputs": module.packed({**solution.more, **model}),
        "choice": module.chosen(model) if hasattr(module, "chosen") else _chosen(solution),
        "claim": {
            "objective": float(solution.objective),
            "bound": float(solution.bound),
            "gap": float(solution.gap),
            "proved": bool(solution.proved),
        },
        "whole": bool(solution.more.get("whole", solution.more.get("step") == 1.0)),
        **_proof(module, module.proof(solution) if hasattr(module, "proof") else solution.leaves),
    }
    return certificate | {"sha256": seal(certificate)}


def _chosen(solution: Any) -> dict[str, Any]:
    """The sites, and who goes where if the method says so."""
    assignment = packed(solution.assignment) if len(solution.assignment) else None
    return {"sites": packed_numbers(solution.sites), "assignment": assignment}


def _proof(module: Any, leaves: Sequence[Any]) -> dict[str, Any]:
    """The leaves, and each array of multipliers once: many leaves share one."""
    shared: dict[bytes, int] = {}
    arrays: list[Any] = []
    found: list[dict[str, Any]] = []
    for leaf in leaves:
        number = shared.setdefault(np.asarray(leaf.multipliers, np.float64).tobytes(), len(shared))
        if number == len(arrays):
            arrays.append(packed(np.asarray(leaf.multipliers, np.float64)))
        more = module.packed_leaf(leaf) if hasattr(module, "packed_leaf") else {}
        found.append(
            {
                "opened": packed_numbers(leaf.opened),
                "closed": packed_numbers(leaf.closed),
                "multipliers": number,
                **more,
            }
        )
    return {"multipliers": arrays, "leaves": found}
