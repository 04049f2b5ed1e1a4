"""The certificates of the spots: what `madang verify` recomputes without any of the methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from madang.analysis.certificates import export
from madang.analysis.declare import Given
from madang.analysis.methods.spots.choosing import Spots as Chosen
from madang.analysis.studies.night_mobility.choosing import Choice, Question


def certificates(asked: Question, choice: Choice, tables: Mapping[str, Given]) -> dict[str, Mapping[str, Any]]:
    """One for each set, `weekend_night` or `weekend_01`; none where the bound stands on the solver's word, or nothing was chosen."""
    sources = [
        {"role": role, "dataset": given.dataset, "resource": given.resource, "revision": given.revision}
        | ({"sha256": given.sha256} if given.sha256 else {})
        for role, given in tables.items()
    ]
    sets: dict[str, Chosen] = {}
    for day, night in zip(asked.days, choice.nights, strict=True):
        hours = {f"{day}_{hour:02d}": own for hour, own in zip(asked.hours, night.hourly, strict=True)}
        sets |= {f"{day}_night": night.night, **hours}
    return {name: _certificate(one, sources) for name, one in sets.items() if one.solution.leaves and len(one.order)}


def _certificate(one: Chosen, sources: list[dict[str, str]]) -> dict[str, Any]:
    return export(one.kind, one.model, one.solution, sources)
