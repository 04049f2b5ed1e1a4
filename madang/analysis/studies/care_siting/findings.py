"""Everything that was found, before it becomes tables, a statement of quality and a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.distances import Floats
from madang.analysis.methods.equity import fifths
from madang.analysis.studies.care_siting.access import State, Summary, summary
from madang.analysis.studies.care_siting.case import Case
from madang.analysis.studies.care_siting.choice import Choice, Opening, costs
from madang.analysis.studies.care_siting.sensitivity import KINDS, Change, kept
from madang.analysis.studies.care_siting.sweep import Step
from madang.analysis.studies.care_siting.unlisted import Unlisted, located
from madang.lib.problems import Text

FULL = 0.9
"""A district of which the table names at least this share of the facilities is told as it is."""
FEW = 0.1
"""Areas among this share of those with fewest people for their size: much of them is hill or water, and a middle may lie there."""


@dataclass(frozen=True)
class Findings:
    """`kept` (k,): metres to the nearest facility that stays. `alternatives` with how much worse each is than the choice."""

    case: Case
    choice: Choice
    openings: list[Opening]
    before: State
    after: State
    kept: Floats
    alternatives: list[tuple[Choice, float]]
    steps: list[Step]
    changes: list[Change]
    missing: Unlisted | None
    error: float
    called: Mapping[str, Text]
    """What people call the columns of each role."""
    compared: bool = False
    """Whether anything told how many facilities there really are."""
    money: str = ""
    """The unit of costs, as the publisher names it; "" where that is not known."""

    @cached_property
    def costs(self) -> Floats:
        return costs(self.case)

    @cached_property
    def today(self) -> Summary:
        return summary(self.case, self.before.metres)

    @cached_property
    def then(self) -> Summary:
        return summary(self.case, self.after.metres)

    @cached_property
    def fifth(self) -> NDArray[np.int32] | None:
        """The deprivation fifth (n,) of each area, 5 the most deprived; None where nothing is known."""
        deprivation = self.case.areas.deprivation
        if np.isnan(deprivation).any():
            return None
        return fifths(deprivation, self.case.areas.need)

    @cached_property
    def left_out(self) -> NDArray[np.bool_]:
        """Areas (n,) with people of whom most stay beyond the standard."""
        return np.asarray((self.after.within < 0.5) & (self.case.areas.need > 0))

    def short(self, district: str) -> bool:
        """Whether so many facilities of a district are not in the table that its numbers are too low."""
        return self.missing is not None and self.missing.share(district) < FULL

    @cached_property
    def home(self) -> NDArray[np.intp]:
        """The area in which each candidate lies (m,)."""
        return located(self.case.areas, self.case.candidates.place)

    def district(self, site: int) -> str:
        return str(self.case.areas.district[self.home[site]])

    @cached_property
    def _density(self) -> Floats:
        import shapely

        size = np.array([0.0 if shape is None else shapely.area(shape) for shape in self.case.areas.shape])
        return np.asarray(np.divide(self.case.areas.need, size, out=np.full(len(size), np.inf), where=size > 0))

    def sparse(self, site: int) -> bool:
        """Whether few people live in the area of a candidate for its size, so that its middle may be a hill or water."""
        known = self._density[np.isfinite(self._density)]
        return bool(len(known) and self._density[self.home[site]] <= np.quantile(known, FEW))

    def leaving(self, word: str) -> list[int]:
        """The facilities of this status ("may move", "may close") that leave, by their numbers in the case."""
        m = len(self.case.candidates)
        return [site for site in self.choice.moved.tolist() if self.case.facilities.status[site - m] == word]

    @cached_property
    def replaced(self) -> dict[int, int]:
        """For each new site to which a facility moves, that facility. They are paired so that they move least together."""
        from scipy.optimize import linear_sum_assignment

        movers, new = self.leaving("may move"), self.choice.new.tolist()
        if not movers or not new:
            return {}
        place = [np.array([self.case.place(site) for site in sites]) for sites in (new, movers)]
        narrow = np.array([np.cos(np.radians(self.case.areas.place[:, 1].mean())), 1.0])
        away = np.hypot(*((place[0][:, None] - place[1][None]) * narrow).transpose(2, 0, 1))
        pairs = zip(*linear_sum_assignment(away), strict=True)
        return {new[at]: movers[mover] for at, mover in pairs}

    def in_alternatives(self, site: int) -> float:
        """Share of the alternatives in which the site is chosen too; NaN if there are none."""
        chosen = [site in other.new for other, _ in self.alternatives]
        return float(np.mean(chosen)) if chosen else float("nan")

    def stays(self, site: int) -> float:
        """Share of the changed questions in which the site is chosen again, in the kind of change in which that is least.

        A mean over all would be that of the kind that is asked most often. NaN if none was asked.
        """
        return min(self._stays(site).values(), default=float("nan"))

    def worst_kind(self, site: int | None = None) -> str:
        """The kind of change in which a site, or all of them together, are chosen again least; "" if none was asked."""
        if site is None:
            kinds = {kind: kept(self.changes, kind, lambda one: one.stay) for kind in KINDS}
            shares = {kind: share for kind, share in kinds.items() if np.isfinite(share)}
        else:
            shares = self._stays(site)
        return min(shares, key=lambda kind: shares[kind], default="")

    def _stays(self, site: int) -> dict[str, float]:
        found = {kind: [site in one.chosen for one in self.changes if one.kind == kind] for kind in KINDS}
        return {kind: float(np.mean(chosen)) for kind, chosen in found.items() if chosen}

    def groups(self) -> Iterator[tuple[str, Any, NDArray[np.bool_]]]:
        """The city, its districts and its deprivation fifths, each with the points (k,) of its people."""
        owner = self.case.points.owner
        yield "city", "", np.ones(len(owner), dtype=bool)
        where = np.array(self.case.areas.district)
        for district in sorted({name for name in self.case.areas.district if name}):
            yield "district", district, (where == district)[owner]
        if self.fifth is not None:
            for fifth in range(1, 6):
                if (self.fifth == fifth).any():
                    yield "deprivation fifth", str(fifth), (self.fifth == fifth)[owner]
