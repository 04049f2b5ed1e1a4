"""What a published run of the night study says of a moment: its tables, read as whoever asks may read them, and its hours.

A calendar day at that hour is a weekday, or weekend (Saturday, Sunday, a holiday); a study can also tell seven days apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from django.conf import settings

from madang.accounts.policy import Actor, NotAllowed, NothingPublished, Withdrawn, readable
from madang.analysis import days, rights
from madang.analysis.models import StudyRun
from madang.catalog.models import Resource
from madang.lib.problems import Problem
from madang.query import parse
from madang.query.answer import answer
from madang.query.expressions import Ref
from madang.query.model import Question, Selected, Table

STUDY = "night_mobility"
NEWEST = "latest"
CLASSES, DAYS = tuple(days.CLASSES), days.WEEK
HOUR = timedelta(hours=1)
LOOK_AHEAD = 8 * 24
"""Hours: with seven days apart, the same night comes again after a week."""
MOST_ROWS = 1_000_000


class NoNightResult(Problem):
    en = "The run {run} has no published spots: it is another study's, or a draft. /api/v1/studies/night_mobility/runs lists runs."
    ko = "실행 {run}에는 게시된 심야 대기 자리가 없습니다. 초안이거나 다른 분석입니다. 목록: /api/v1/studies/night_mobility/runs"


class NothingNewest(Problem):
    en = "No run of the night study is published that you may see. Name a run of your own, or run the study and publish it."
    ko = "볼 수 있는 심야 분석 결과가 아직 게시되지 않았습니다. 직접 실행한 번호를 쓰거나, 분석을 실행해 게시하세요."


class UnknownDay(Problem):
    en = "The run {run} tells these days apart: {known}; not {day}."
    ko = "실행 {run}이(가) 구분하는 요일은 {known}입니다. {day}은(는) 없습니다."


class UnknownHour(Problem):
    en = "{hour} is no hour of the night that the run {run} looked at: {known}."
    ko = "{hour}시는 실행 {run}이(가) 살펴본 밤 시간이 아닙니다. 시간: {known}."


@dataclass(frozen=True)
class Night:
    """The `days` that a run tells apart and its `hours` in their order, from the evening on: 22, 23, 0, 1 ..."""

    run: str
    days: tuple[str, ...]
    hours: tuple[int, ...]

    def day_of(self, moment: datetime, holidays: Collection[date] = ()) -> str:
        """The kind of day of a local moment."""
        at = 6 if moment.date() in holidays else moment.weekday()
        return DAYS[at] if self.days == DAYS else days.class_of(at)

    def day(self, asked: str) -> str:
        """The kind of day that a word means; `sat` is weekend where only two are told apart. Raises `UnknownDay`."""
        if asked in self.days:
            return asked
        if asked in DAYS and self.days == CLASSES:
            return days.class_of(DAYS.index(asked))
        raise UnknownDay(run=self.run, day=asked, known=", ".join(self.days))

    def hour(self, asked: int) -> int:
        """Raises `UnknownHour`."""
        if asked not in self.hours:
            raise UnknownHour(run=self.run, hour=asked, known=", ".join(map(str, self.hours)))
        return asked

    def next_hour(self, moment: datetime) -> datetime:
        """When the next hour of the night begins after a moment, local. Steps in UTC: a night with 23 or 25 hours has each once."""
        zone = moment.tzinfo or the_zone()
        begun = moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
        steps = (begun + HOUR * step for step in range(1, LOOK_AHEAD))
        return next(local for step in steps if (local := step.astimezone(zone)).hour in self.hours)


def the_zone() -> ZoneInfo:
    """The city's."""
    return ZoneInfo(settings.TIME_ZONE)


def night_of(run: StudyRun) -> Night:
    """By the parameters of the run. A night that ends before it begins goes over midnight."""
    first, last = run.parameters.get("first_hour", days.FIRST_HOUR), run.parameters.get("last_hour", days.LAST_HOUR)
    hours = days.hours(int(first), int(last))
    return Night(run.pk, DAYS if run.parameters.get("days") == "each" else CLASSES, hours)


def published(actor: Actor, name: str) -> StudyRun:
    """The published run of that id, or the `latest` whose spots the actor may read.

    Raises `NoNightResult`, `NothingNewest`, and `Hidden` for who may not see the run.
    """
    if name == NEWEST:
        return newest(actor)
    run: StudyRun | None = StudyRun.objects.filter(pk=name[:33]).first()
    if run is None or run.study != STUDY:
        raise NoNightResult(run=name[:40])
    rights.require_sees(actor, run)
    if not has_spots(run):
        raise NoNightResult(run=run.pk)
    return run


def has_spots(run: StudyRun) -> bool:
    """Whether there are published tables to look at."""
    tables = run.results.get("tables", {})
    return (
        run.study == STUDY and run.state == StudyRun.State.PUBLISHED and bool(tables.get("spots", {}).get("revision"))
    )


def newest(actor: Actor) -> StudyRun:
    """The published run that finished last, of those whose spots the actor may read. Raises `NothingNewest`."""
    for run in _newest_first(actor):
        try:
            if has_spots(run):
                resource_of(actor, run, "spots")
                return run
        except Problem:  # closed or withdrawn since: an older one may still be read
            continue
    raise NothingNewest()


def _newest_first(actor: Actor) -> Iterator[StudyRun]:
    runs = rights.seen(actor).filter(study=STUDY, state=StudyRun.State.PUBLISHED)
    yield from runs.order_by("-finished_at")[:20]


def resource_of(actor: Actor, run: StudyRun, name: str) -> tuple[Resource, Table]:
    """A published table of a run, the revision that it published. Raises what `policy.readable` raises, and `NoNightResult`."""
    told = run.results.get("tables", {}).get(name, {})
    resources = Resource.objects.select_related("dataset__organisation", "dataset__licence", "current")
    found = resources.filter(dataset__slug=run.target.get("dataset", ""), name=told.get("resource", "")).first()
    if found is None or not told.get("revision"):
        raise NoNightResult(run=run.pk)
    return found, readable(actor, found, revision=told["revision"])


def rows(table: Table, where: str = "", columns: Collection[str] = (), order_by: str = "") -> pa.Table:
    """Rows of a table of a run, by the read path."""
    question = Question(
        select=tuple(Selected(Ref(one), one) for one in columns),
        where=parse.condition(where) if where else None,
        order_by=parse.ordering(order_by) if order_by else (),
        limit=MOST_ROWS, count=False,
    )  # fmt: skip
    return answer(table, question).table()


def which(day: str, hour: int | None) -> str:
    """The condition on rows of `spots`; `hour` None: those that stay all night."""
    return f"day = '{day}' and " + ("variant = 'night'" if hour is None else f"variant = 'hour' and hour = {hour:d}")


def spots(table: Table, day: str, hour: int | None, count: int | None = None) -> pa.Table:
    """The spots of a kind of day and an hour, best first; `hour` None: those that stay all night. The first `count`, or all."""
    found = rows(table, which(day, hour), order_by="rank")
    return found if count is None else found.slice(0, count)


def holidays(run: StudyRun) -> frozenset[date]:
    """The holidays that the run was given, as they stand today; none unless everybody may read that table: the answer of a moment is
    the same for all."""
    given = run.inputs.get("holidays")
    if not given or not given["columns"].get("date"):
        return frozenset()
    found = Resource.objects.filter(dataset__slug=given["dataset"], name=given["resource"]).first()
    if found is None:
        return frozenset()
    try:
        table = readable(Actor(), found)
    except (NotAllowed, NothingPublished, Withdrawn):
        return frozenset()
    return _days_of(table, given["columns"]["date"][0])


@lru_cache(maxsize=16)
def _days_of(table: Table, name: str) -> frozenset[date]:
    """As the study reads them. A revision never changes, so they are read once."""
    values, column = rows(table, columns=[name])[name], table.column(name)
    if pa.types.is_date(values.type):
        return frozenset(values.drop_null().to_pylist())
    from madang.analysis.clock import written  # loads a compiler

    if column and column.in_utc:
        values = values.cast(pa.timestamp("us", "UTC"))
    found = written.days(values, settings.TIME_ZONE).day
    return frozenset(np.unique(found[found >= 0]).astype("datetime64[D]").tolist())
