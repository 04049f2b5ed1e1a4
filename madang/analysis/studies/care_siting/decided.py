"""What people decided about single sites by name, over what the tables say: open in any case, never, closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from madang.analysis.studies.care_siting.notes import note
from madang.analysis.studies.care_siting.places import LEAVING, Places
from madang.analysis.studies.care_siting.problems import NoSuchSite, OpenAndNever
from madang.analysis.tabular.columns import listed


def names(settings: Mapping[str, Any], parameter: str) -> list[str]:
    """The names of a parameter, a line each."""
    return list(dict.fromkeys(line.strip() for line in str(settings[parameter]).splitlines() if line.strip()))


def candidates(given: Places, settings: Mapping[str, Any]) -> Places:
    """With the rules of those that are named in `keep` and `forbid`. Raises `NoSuchSite`, `OpenAndNever`."""
    keep, forbid = names(settings, "keep"), names(settings, "forbid")
    both = [name for name in keep if name in forbid]
    if both:
        raise OpenAndNever(sites=listed(both))
    _require(given, [*keep, *forbid])
    rules = {**dict.fromkeys(keep, "required"), **dict.fromkeys(forbid, "forbidden")}
    status = [rules.get(name, word) for name, word in zip(given.name, given.status, strict=True)]
    return replace(given, status=status)


def facilities(given: Places, settings: Mapping[str, Any]) -> Places:
    """Without those that are named in `close`; the rest stays unless `moves` is set. Raises `NoSuchSite`.

    A column of the table that says what may happen was perhaps guessed, so that nothing leaves by it alone.
    """
    closed = names(settings, "close")
    _require(given, closed)
    left = given.only(np.array([at for at, name in enumerate(given.name) if name not in closed], dtype=np.intp))
    marked = [name for name, word in zip(left.name, left.status, strict=True) if word in LEAVING]
    if settings["moves"] or not marked:
        return left
    status = ["keep" if word in LEAVING else word for word in left.status]
    return replace(left, status=status, notes=(*left.notes, *note("stays-though-marked", marked)))


def _require(given: Places, named: list[str]) -> None:
    known = set(given.name)
    lacking = [name for name in named if name not in known]
    if lacking:
        raise NoSuchSite(sites=listed(lacking))
