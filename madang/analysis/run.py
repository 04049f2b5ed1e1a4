"""What people do with studies: start, cancel, retry, publish, look at what was found. A worker does the rest, see `steps`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils import translation

from madang.accounts import audit
from madang.accounts.policy import OPERATOR, Actor, NotAllowed, readable, require
from madang.analysis import inputs, licensing, parameters, publishing, registry, rights, steps, turns
from madang.analysis.models import StudyFile, StudyRun
from madang.catalog.models import Dataset, Organisation, Resource
from madang.ingest.run import url
from madang.lib import ids, jobs
from madang.lib.problems import Problem, Text
from madang.query import answer
from madang.query.limits import EXPORT
from madang.query.model import Question

ORDER = tuple(StudyRun.Step.values)


class NotNow(Problem):
    en = "A study's run that is {state} cannot be {wanted}. Look at its page for what can be done."
    ko = "‘{state_ko}’ 상태의 분석 실행은 {wanted_ko} 수 없습니다. 실행 페이지에서 할 수 있는 일을 확인하세요."

    def __init__(self, run: StudyRun, wanted: str, wanted_ko: str) -> None:
        with translation.override("ko"):
            state_ko = str(StudyRun.State(run.state).label)
        super().__init__(state=run.state, state_ko=state_ko, wanted=wanted, wanted_ko=wanted_ko)


class UnknownOrganisation(Problem):
    en = "There is no organisation {slug}. Leave it away to keep the result to yourself."
    ko = "{slug}은(는) 없는 기관입니다. 결과를 혼자만 보려면 비워 두세요."


class UnknownTable(Problem):
    en = "The run has no table {name}. Tables: {known}."
    ko = "이 실행에는 {name} 표가 없습니다. 표: {known}."


def start(
    study: str,
    datasets: Mapping[str, inputs.Chosen],
    given: Mapping[str, Any],
    actor: Actor,
    *,
    title: Text | None = None,
    organisation: str = "",
    licence: str = "",
    enqueue: bool = True,
) -> StudyRun:
    """Begin a run of a study on the current revisions of `datasets` (role -> see `inputs.Chosen`) with the parameters `given`.

    `organisation` is where the result shall be published: a run of the same study under the same `title` there makes new revisions
    of the same dataset. Without it, or when the actor may not publish there, the result is a draft. `licence` states stricter terms.
    Raises `UnknownStudy`, `turns.TooManyRuns`, `UnknownOrganisation`, and what `inputs.checked` and `parameters.complete` raise.
    """
    found = registry.study(study)
    if actor.person is None and not actor.operator:
        raise rights.SignIn()
    values = parameters.complete(found, given)
    if organisation and not Organisation.objects.filter(slug=organisation).exists():
        raise UnknownOrganisation(slug=organisation)
    if licence:
        licensing.known(licence)
    pinned = inputs.checked(found, datasets, actor)
    words = {language: text.strip()[:200] for language, text in (title or {}).items() if text.strip()}
    run = StudyRun(
        id=ids.new(), study=study, version=found.VERSION, title=words or dict(found.TITLE), inputs=pinned, parameters=values,
        seed=values[parameters.SEED.name], target={"organisation": organisation, "licence": licence},
        created_by=actor.person, asked_by=actor.person, by_operator=actor.operator,
    )  # fmt: skip
    with transaction.atomic():
        turns.require_room(actor)
        run.save(force_insert=True)
    audit.record(actor, "study", run, study=study)
    if enqueue:
        turns.queue(run)
    return run


def study(run_id: str, first: str) -> str:
    """The durable workflow: the steps from `first` on, each remembered once it is done. Returns how the run ended."""
    answered = ""
    for step in ORDER[ORDER.index(first) :]:
        answered = jobs.step(step, perform, run_id, step)
        if answered != steps.NEXT:
            break
    return answered


def perform(run_id: str, step: str) -> str:
    """One step on behalf of this machine's executor."""
    from madang.ingest import workers

    return steps.perform(run_id, step, workers.name())


def require_changes(actor: Actor, run: StudyRun) -> None:
    """Raise `Hidden` or `NotAllowed` unless the run is the actor's own."""
    rights.require_sees(actor, run)
    own = actor.person is not None and run.created_by_id == actor.person.pk
    if not (own or actor.administrator) or (actor.token is not None and not actor.token.may_write):
        raise NotAllowed(action={"en": "change", "ko": "변경"}, what=run.pk)


def cancel(run: StudyRun, actor: Actor) -> None:
    """End a run: at once when no worker has it, else as soon as the worker looks, which kills the computation."""
    require_changes(actor, run)
    with transaction.atomic():
        run = StudyRun.objects.select_for_update().get(pk=run.pk)
        if run.state in StudyRun.OVER:
            raise NotNow(run, "cancelled", "취소할")
        run.cancel_asked = True
        run.save(update_fields=["cancel_asked"])
    audit.record(actor, "cancel", run)
    if run.state != StudyRun.State.RUNNING:
        jobs.client(url()).cancel(run.workflow)
        steps.end(run, StudyRun.State.CANCELLED, steps.Cancelled().texts())


def retry(run: StudyRun, actor: Actor, *, enqueue: bool = True) -> StudyRun:
    """Compute a failed or cancelled run again, on the same revisions with the same parameters."""
    require_changes(actor, run)
    with transaction.atomic():
        run = StudyRun.objects.select_for_update().get(pk=run.pk)
        if run.state not in (StudyRun.State.FAILED, StudyRun.State.CANCELLED):
            raise NotNow(run, "retried", "다시 시도할")
        turns.require_room(actor)
        run.files.all().delete()
        run.results, run.quality, run.costs = {}, {}, {}
        run.version = registry.study(run.study).VERSION
        _again(run, actor, StudyRun.Step.READ)
    if enqueue:
        turns.queue(run)
    return run


def publish(run: StudyRun, organisation: str, actor: Actor, *, licence: str = "", enqueue: bool = True) -> StudyRun:
    """Publish a draft in an organisation in which the actor may: by its maker, or by a publisher whom it was left to.

    Raises `NotNow`, `UnknownOrganisation`, `NotAllowed`.
    """
    rights.require_reads_files(actor, run)
    place = Organisation.objects.filter(slug=organisation).first()
    if place is None:
        raise UnknownOrganisation(slug=organisation)
    require(actor, "publish", place)
    if licence:
        licensing.known(licence)
    with transaction.atomic():
        run = StudyRun.objects.select_for_update().get(pk=run.pk)
        if run.state != StudyRun.State.DRAFT:
            raise NotNow(run, "published", "게시할")
        run.target = {"organisation": organisation, "licence": licence}
        _again(run, actor, StudyRun.Step.PUBLISH)
    if enqueue:
        turns.queue(run)
    return run


def _again(run: StudyRun, actor: Actor, first: str) -> None:
    """A new attempt: a workflow of its own, from step `first` on."""
    run.attempt += 1
    run.state, run.step, run.tries, run.cancel_asked = StudyRun.State.WAITING, first, 0, False
    run.reason, run.finished_at, run.progress, run.said = {}, None, 0.0, {}
    run.asked_by, run.by_operator = actor.person, actor.operator
    run.save()


@dataclass(frozen=True)
class Found:
    """What a run found, for somebody who may see it. `datasets` and `revisions` only of what is published."""

    run: StudyRun
    actor: Actor

    @property
    def dataset(self) -> Dataset | None:
        return self.run.dataset if self.run.state == StudyRun.State.PUBLISHED else None

    @property
    def files(self) -> list[StudyFile]:
        """Reports, certificates and the tables of a draft, without their content; none for who may not have them."""
        if not rights.reads_files(self.actor, self.run):
            return []
        return list(self.run.files.defer("content"))

    def file(self, name: str) -> StudyFile | None:
        """One of `files` with its content. Raises `Hidden`, `NotAllowed`."""
        rights.require_reads_files(self.actor, self.run)
        return self.run.files.filter(name=name).first()

    def table(self, name: str) -> pa.Table:
        """All rows of a table, of the revision that this run published, or of the draft. Raises `UnknownTable`, `NotAllowed`."""
        known = self.run.results.get("tables", {})
        if name not in known:
            raise UnknownTable(name=name, known=", ".join(known) or "-")
        if self.run.state != StudyRun.State.PUBLISHED:
            rights.require_reads_files(self.actor, self.run)
            return publishing.stored(self.run, name)
        resource = Resource.objects.select_related("dataset__organisation", "current").get(
            dataset__slug=self.run.target["dataset"], name=known[name]["resource"]
        )
        table = readable(self.actor, resource, revision=known[name]["revision"])
        return answer.answer(table, Question(count=False), EXPORT).table()


def result(run: StudyRun, actor: Actor = OPERATOR) -> Found:
    """What a run found. Raises `Hidden`, `NotNow` while it is not done."""
    rights.require_sees(actor, run)
    if run.state not in StudyRun.DONE:
        raise NotNow(run, "read", "읽을")
    return Found(run, actor)
