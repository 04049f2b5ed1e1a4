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
from madang.analysis.studies.care_siting.sensitivity import Change
from madang.analysis.studies.care_siting.sweep import Step
from madang.analysis.studies.care_siting.unlisted import Unlisted, located

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
    called: Mapping[str, str]
    """What the publisher calls the columns of each role."""

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

    def in_alternatives(self, site: int) -> float:
        """Share of the alternatives in which the site is chosen too; NaN if there are none."""
        chosen = [site in other.new for other, _ in self.alternatives]
        return float(np.mean(chosen)) if chosen else float("nan")

    def stays(self, site: int) -> float:
        """Share of the changed questions in which the site is chosen again; NaN if none was asked."""
        chosen = [site in one.chosen for one in self.changes]
        return float(np.mean(chosen)) if chosen else float("nan")

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
