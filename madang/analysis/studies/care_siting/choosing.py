"""Which sites to open: the question put to the method that answers it exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from madang.analysis.methods.cover import within
from madang.analysis.methods.distances import Distances, Floats, from_matrix
from madang.analysis.methods.programme.model import Status
from madang.analysis.methods.solution import Infeasible, Solution
from madang.analysis.studies.care_siting.access import supply
from madang.analysis.studies.care_siting.case import Case, Settings
from madang.analysis.studies.care_siting.problems import (
    MoreSitesThanCandidates,
    NotEnough,
    NotEnoughRoom,
    OutOfReach,
    RequiredTooMany,
)
from madang.analysis.tabular.columns import listed

Sites = NDArray[np.intp]


@dataclass(frozen=True)
class Question:
    """What one choice is asked for: `people` (k,) at each point, what one of them counts there (`importance`), the standard in metres,
    how many new sites, and by what measure.

    `metres` (k, s): to every site that may be open; `sites` (s,): their numbers in the case, and `status` (s,) what may happen there.
    Facilities that stay in any case share the last column, whose number is -1: it is how far the nearest of them is, so that
    thousands of them cost no more than one. Where capacities hold each has a column of its own.
    """

    people: Floats
    importance: Floats
    metres: Floats
    sites: Sites
    status: NDArray[np.int32]
    standard: float
    count: int
    objective: str
    share: float
    limit: float = np.inf
    """Nobody may go farther than this, in metres: longer ways are no ways."""
    spared: float = 0.0
    """So many metres of each way count nothing, only what is beyond."""

    @cached_property
    def distances(self) -> Distances:
        """Ways that anybody would go: none longer than the limit, none longer than to what stays open in any case.

        With facilities all over the city this leaves a few of hundreds of candidates to each point, and the same answer.
        """
        most = np.minimum(self.limit, self.metres[:, -1:]) if self.sites[-1] < 0 else self.limit
        gone = (self.metres <= most) | ((self.status == Status.REQUIRED) & (self.metres <= self.limit))
        every = from_matrix(np.where(gone, np.maximum(self.metres - self.spared, 0.0), np.inf))
        width = max(1, int((every.candidates >= 0).sum(axis=1).max(initial=0)))
        return Distances(
            np.ascontiguousarray(every.candidates[:, :width]), np.ascontiguousarray(every.length[:, :width]), every.beyond, every.count
        )  # fmt: skip

    @cached_property
    def new(self) -> NDArray[np.bool_]:
        """Which columns are new sites (s,)."""
        return np.isin(self.status, (Status.NEW, Status.REQUIRED, Status.FORBIDDEN))

    @cached_property
    def weight(self) -> Floats:
        return self.people * self.importance

    @cached_property
    def fixed(self) -> Sites:
        """What is open in any case, as columns."""
        return np.flatnonzero(np.isin(self.status, (Status.REQUIRED, Status.KEEP)))

    @cached_property
    def forbidden(self) -> Sites:
        return np.flatnonzero(self.status == Status.FORBIDDEN)

    @cached_property
    def required(self) -> Sites:
        return np.flatnonzero(self.status == Status.REQUIRED)

    @property
    def free(self) -> int:
        """How many are chosen besides what is open in any case; a facility that may move can stay where it is."""
        return self.count + int(np.count_nonzero(self.status == Status.MAY_MOVE)) - len(self.required)


CANDIDATE = {"keep": Status.NEW, "required": Status.REQUIRED, "forbidden": Status.FORBIDDEN}
FACILITY = {"keep": Status.KEEP, "may move": Status.MAY_MOVE, "may close": Status.MAY_CLOSE}


def question(case: Case) -> Question:
    """The question of the study as its settings say."""
    m, settings = len(case.candidates), case.settings
    today = np.array([_facility(word, settings) for word in case.facilities.status], dtype=np.int32)
    alone = np.flatnonzero((today != Status.KEEP) | bool(settings["capacity_holds"]))
    together = np.setdiff1d(np.arange(len(today)), alone)
    metres, sites = [case.between, case.today[:, alone]], [np.arange(m), m + alone]
    status = [np.array([CANDIDATE[word] for word in case.candidates.status], dtype=np.int32), today[alone]]
    if len(together):
        metres.append(case.today[:, together].min(axis=1)[:, None])
        sites.append(np.array([-1]))
        status.append(np.array([Status.KEEP], dtype=np.int32))
    return Question(
        people=np.where(np.isfinite(case.all).any(axis=1), case.need, 0.0),
        importance=case.importance,
        metres=np.concatenate(metres, axis=1),
        sites=np.concatenate(sites),
        status=np.concatenate(status),
        standard=case.standard,
        count=int(settings["sites"]),
        objective=str(settings["objective"]),
        share=float(settings["worst_share"]),
    )


def _facility(word: str, settings: Settings) -> Status:
    """What may happen to a facility. Without a budget nothing is won by closing one."""
    return Status.KEEP if word == "may close" and not settings["budget"] else FACILITY[word]


def check(case: Case, asked: Question) -> None:
    """Raise what makes the question impossible, with how much is missing."""
    _check_room(case, asked)
    open_ = len(case.candidates) - len(asked.forbidden)
    if asked.objective != "set_covering" and asked.count > open_:
        raise MoreSitesThanCandidates(sites=asked.count, candidates=open_, short=asked.count - open_)
    if len(asked.required) > asked.count:
        raise RequiredTooMany(required=len(asked.required), sites=asked.count, short=len(asked.required) - asked.count)
    limit = asked.standard if asked.objective == "set_covering" else float(case.settings["maximum"])
    if limit:
        _check_reach(case, asked, limit)


def _check_room(case: Case, asked: Question) -> None:
    """Capacities that hold must hold everybody, all facilities of today and the largest new sites together.

    Only coverage may leave people out, unless another condition speaks of everybody.
    """
    everybody = asked.objective != "covering" or case.settings["maximum"] or case.settings["worst_tenth"]
    if not (case.settings["capacity_holds"] and everybody):
        return
    room = supply(case)
    m = len(case.candidates)
    largest = np.sort(np.delete(room[:m], asked.forbidden))[::-1][: asked.count]
    short = float(asked.people.sum() - room[m:].sum() - largest.sum())
    if short > 0:
        raise NotEnoughRoom(
            people=f"{asked.people.sum():,.0f}", places=f"{asked.people.sum() - short:,.0f}", short=f"{short:,.0f}"
        )


def _check_reach(case: Case, asked: Question, limit: float) -> None:
    allowed = np.delete(asked.metres, asked.forbidden, axis=1)
    nearest = allowed.min(axis=1, initial=np.inf)
    far = np.flatnonzero((nearest > limit) & (case.need > 0))
    if len(far):
        where = np.unique(case.points.owner[far])
        raise OutOfReach(
            areas=len(where), people=f"{case.need[far].sum():,.0f}", limit=f"{limit:,.0f}",
            names=listed([case.areas.called[at] for at in where]), needed=f"{nearest[far].max():,.0f}",
        )  # fmt: skip


def solve(
    case: Case, asked: Question, seconds: float, seed: int, tell: Callable[[float], None] | None = None
) -> Solution:
    """The best choice for the question. Sites of the solution are columns of its `metres`; `numbers` gives them in the case.

    Raises `NotEnough` with the shortfall where nothing satisfies the conditions.
    """
    from madang.analysis.studies.care_siting import conditions

    try:
        if conditions.needed(case, asked):
            from madang.analysis.methods.programme.solve import programme

            return programme(conditions.model(case, asked), seconds=seconds, seed=seed, tell=tell)
        return _solved(
            asked, {"fixed": asked.fixed, "forbidden": asked.forbidden, "seconds": seconds, "seed": seed, "tell": tell}
        )
    except Infeasible as none:
        raise NotEnough(none.shortfall, sorted(set(case.areas.district))) from none


def _solved(asked: Question, open_: dict[str, object]) -> Solution:
    """The method for the objective; imported late, for compiled loops load slowly."""
    if asked.objective == "covering":
        from madang.analysis.methods.maximal_covering import maximal_covering

        return maximal_covering(asked.weight, within(asked.distances, asked.standard), asked.free, **open_)  # type: ignore[arg-type]
    if asked.objective == "p_median":
        from madang.analysis.methods.p_median import p_median

        return p_median(asked.weight, asked.distances, asked.free, **open_)  # type: ignore[arg-type]
    if asked.objective == "p_center":
        from madang.analysis.methods.p_center import p_center

        return p_center(asked.distances, asked.free, need=asked.weight, **open_)  # type: ignore[arg-type]
    if asked.objective == "centdian":
        from madang.analysis.methods.centdian import centdian

        return centdian(asked.weight, asked.distances, asked.free, asked.share, **open_)  # type: ignore[arg-type]
    from madang.analysis.methods.set_covering import set_covering

    lived = np.flatnonzero(asked.weight > 0)
    return set_covering(within(asked.distances, asked.standard).taking(lived), asked.new.astype(np.float64), **open_)  # type: ignore[arg-type]


def numbers(asked: Question, solution: Solution) -> Sites:
    """The open sites of a solution, by their numbers in the case, without those that stay in any case."""
    found = asked.sites[solution.sites]
    return np.asarray(found[found >= 0])
