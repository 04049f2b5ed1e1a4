"""What an indicator is now, and was in each revision: computed once for each, kept, and gone when the revision is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from madang.accounts import policy
from madang.catalog.models import Origin, Resource, Revision
from madang.community import indicators_trend as trend
from madang.community.indicators_questions import divided, fixed, points
from madang.community.indicators_trend import Goal, Point, Status
from madang.community.models import Computed, Indicator
from madang.lib.problems import Problem
from madang.query.model import Table

ANYBODY = policy.Actor()
"""Values are for everybody, so they are computed of what everybody may read."""
MOST_REVISIONS = 60


class TableGone(Problem):
    en = "The table that it is computed of is no longer in the catalogue."
    ko = "지표를 계산하던 표가 더는 목록에 없습니다."


@dataclass(frozen=True)
class Read:
    """An indicator as it stands. `why` says why it cannot be computed now; the points are then the last known ones."""

    indicator: Indicator
    goal: Goal
    points: list[Point]
    status: Status
    revisions: list[Revision] = field(default_factory=list)
    why: Problem | None = None
    due: datetime | None = None  # since when its data is late

    @property
    def newest(self) -> Point | None:
        return trend.newest(self.points)

    @property
    def origin(self) -> str:
        """What its values are made of: derived, unless something is generated."""
        return str(Origin.of(*(one.origin for one in self.revisions)))

    @property
    def expected(self) -> float | None:
        return trend.expected(self.goal, self.newest.period) if self.newest else None

    @property
    def gone(self) -> float | None:
        """Which share of the way is gone."""
        return trend.gone(self.goal, self.newest.value) if self.newest and self.newest.value is not None else None

    @property
    def pace(self) -> float | None:
        return trend.pace(self.points)

    @property
    def projected(self) -> float | None:
        return trend.projected(self.goal, self.points)


def goal(indicator: Indicator) -> Goal:
    return Goal(
        (indicator.baseline_period, indicator.baseline_value), (indicator.target_period, indicator.target_value),
        tuple((period, value) for period, value in indicator.milestones), indicator.direction == Indicator.Direction.MORE,
    )  # fmt: skip


def read(indicator: Indicator) -> Read:
    """The indicator now. Raises nothing that a question can raise: `why` holds it."""
    aim = goal(indicator)
    try:
        found, revisions = _now(indicator)
    except Problem as problem:
        last, revisions = _last(indicator, problem)
        return Read(indicator, aim, last, Status.BROKEN, revisions, problem)
    return Read(indicator, aim, found, trend.status(aim, trend.newest(found)), revisions, due=_late(indicator))


def _now(indicator: Indicator) -> tuple[list[Point], list[Revision]]:
    """The points of today's revisions. Raises `TableGone`, what `policy.readable` raises, and the problems of the question."""
    if indicator.table is None or (indicator.per_question and indicator.per_table is None):
        raise TableGone()
    revision = policy.readable_file(ANYBODY, indicator.table)
    below = (
        policy.readable_file(ANYBODY, indicator.per_table) if indicator.per_question and indicator.per_table else None
    )
    found = of(indicator, revision, below)
    if fixed(indicator.question) == "":  # each revision gives one value, so the series is that of all of them
        found = _merged([*(each for _, each in history(indicator)), found])
    return found, [one for one in (revision, below) if one is not None]


def of(indicator: Indicator, revision: Revision, below: Revision | None) -> list[Point]:
    """The points in one revision (divided by those in another): kept, or computed now and kept."""
    key = f"{revision.pk}.{below.pk if below else ''}.{indicator.recipe}"
    kept = indicator.computed.filter(key=key).first() if indicator.pk else None
    if kept is not None:
        return [Point(*point) for point in kept.points]
    made = _computed(indicator, revision, below)
    if indicator.pk:
        facts = {
            "revision": revision, "per_revision": below, "recipe": indicator.recipe,
            "points": [[point.period, point.value, point.rows, point.missing] for point in made],
        }  # fmt: skip
        Computed.objects.get_or_create(indicator=indicator, key=key, defaults=facts)
    return made


def _computed(indicator: Indicator, revision: Revision, below: Revision | None) -> list[Point]:
    assert indicator.table is not None
    above = points(_table(indicator.table, revision), indicator.question, _day(revision))
    if below is None or indicator.per_table is None:
        return [
            Point(p.period, p.value if p.value is None else p.value * indicator.times, p.rows, p.missing) for p in above
        ]
    return divided(
        above, points(_table(indicator.per_table, below), indicator.per_question, _day(revision)), indicator.times
    )


def _table(resource: Resource, revision: Revision) -> Table:
    return policy.readable(ANYBODY, resource, revision=revision.pk)


def _day(revision: Revision) -> str:
    """The period of a table that names none: the day on which the revision was published."""
    return timezone.localtime(revision.published_at or revision.created_at).date().isoformat()


def history(indicator: Indicator) -> list[tuple[Revision, list[Point]]]:
    """What it was in each published revision of its table, the oldest first; those that the question does not fit are left out."""
    if indicator.table is None or not policy.can(
        ANYBODY, "read", indicator.table
    ):  # what was computed is kept, not open
        return []
    every = indicator.table.revisions.filter(state=Revision.State.PUBLISHED).order_by("-number")[:MOST_REVISIONS]
    found = []
    for revision in reversed(every):
        try:
            below = None
            if indicator.per_question and indicator.per_table:
                below = policy.readable_file(ANYBODY, indicator.per_table, as_of=revision.published_at)
            found.append((revision, of(indicator, revision, below)))
        except Problem:  # an older revision without the column: it has no value, and the newest one says why
            continue
    return found


def _merged(series: Iterable[list[Point]]) -> list[Point]:
    """One series of several; of the same period the last one counts."""
    every = {point.period: point for points in series for point in points}
    return [every[period] for period in sorted(every)]


def _last(indicator: Indicator, problem: Problem) -> tuple[list[Point], list[Revision]]:
    """The last known points, unless the data are no longer for everybody: then nothing of them is shown."""
    if indicator.pk is None or isinstance(problem, policy.NotAllowed):
        return [], []
    kept = indicator.computed.filter(recipe=indicator.recipe).select_related(
        "revision__resource__dataset__organisation"
    )
    last = kept.order_by("-revision__number", "-at").first()
    return ([Point(*point) for point in last.points], [last.revision]) if last else ([], [])


def _late(indicator: Indicator) -> datetime | None:
    """Since when the data of its table is late."""
    dataset = indicator.table.dataset if indicator.table else None
    return dataset.due() if dataset is not None and dataset.freshness(timezone.now()) == "late" else None
