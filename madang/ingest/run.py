"""What people do with runs: start, cancel, retry, correct, decide, publish. A worker does the rest, see `steps`."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.utils import translation

from madang.accounts import audit
from madang.accounts.policy import Actor, can, require
from madang.ingest import assess, drafts, steps
from madang.ingest import publish as publishing
from madang.ingest.models import Run
from madang.ingest.sources import source as find_source
from madang.ingest.tables import Choices
from madang.lib import ids, jobs
from madang.lib.problems import Problem

WORKFLOW = "load"
ORDER = tuple(Run.Step.values)


class NotNow(Problem):
    en = "A run that is {state} cannot be {wanted}. Look at its page for what can be done."
    ko = "‘{state_ko}’ 상태의 실행은 {wanted_ko} 수 없습니다. 실행 페이지에서 할 수 있는 일을 확인하세요."

    def __init__(self, run: Run, wanted: str, wanted_ko: str) -> None:
        with translation.override("ko"):
            state_ko = str(Run.State(run.state).label)
        super().__init__(state=run.state, state_ko=state_ko, wanted=wanted, wanted_ko=wanted_ko)


def load(run_id: str, first: str) -> str:
    """The durable workflow: the steps from `first` on, each remembered once it is done. Returns how the run ended."""
    answer = ""
    for step in ORDER[ORDER.index(first) :]:
        answer = jobs.step(step, perform, run_id, step)
        if answer != steps.NEXT:
            break
    return answer


def perform(run_id: str, step: str) -> str:
    """One step on behalf of this machine's executor."""
    from madang.ingest import workers

    return steps.perform(run_id, step, workers.name())


def url() -> str:
    """Where the jobs are queued."""
    return jobs.url(settings.HOME, settings.MADANG["jobs_database"])


def start(
    source: str,
    source_settings: dict[str, Any],
    target: dict[str, Any],
    actor: Actor,
    *,
    file_name: str,
    sha256: str = "",
    bytes: int = 0,
    choices: Choices | None = None,
    publish_when_clean: bool = False,
    enqueue: bool = True,
) -> Run:
    """Begin a load of `source` (or of bytes that are kept already: `sha256`) into a dataset.

    `target` names a dataset by its slug (`{"dataset": slug, "resource": name}`) or describes a new one, see `drafts.described`.
    Raises `NotAllowed`, `UnknownSource`, and what `drafts` raises for a description that cannot become a dataset.
    """
    run = prepared(
        source, source_settings, target, actor, file_name=file_name, choices=choices,
        publish_when_clean=publish_when_clean,
    )  # fmt: skip
    run.sha256, run.bytes = sha256, bytes
    save(run, actor)
    if enqueue:
        queue(run)
    return run


def prepared(
    source: str,
    source_settings: dict[str, Any],
    target: dict[str, Any],
    actor: Actor,
    *,
    file_name: str,
    id: str = "",
    choices: Choices | None = None,
    publish_when_clean: bool = False,
) -> Run:
    """The run that `start` would make, not saved: whether it may be made is known before its bytes come. Raises as `start`."""
    find_source(source)
    if target.get("resource"):
        drafts.require_name(target["resource"])
    run = Run(
        id=id or ids.new(), source=source, source_settings=source_settings, target=target, file_name=file_name,
        choices=_choices(target, choices), publish_when_clean=publish_when_clean,
        created_by=actor.person, asked_by=actor.person,
    )  # fmt: skip
    what = run.dataset or drafts.dataset(run).organisation
    require(actor, "load", what)
    if publish_when_clean:
        require(actor, "publish", what)
    return run


def save(run: Run, actor: Actor) -> None:
    """Let a prepared run be known, and note who loads what."""
    run.save(force_insert=True)
    audit.record(actor, "load", run, file=run.file_name, dataset=run.target.get("dataset", ""))


def queue(run: Run) -> None:
    """Give a saved run to the workers; twice is once. What dies between saving and queueing is found by `workers.look_after`."""
    jobs.client(url()).enqueue(WORKFLOW, run.workflow, run.pk, run.step)


def cancel(run: Run, actor: Actor) -> None:
    """End a run: at once when no worker has it, else when the running step next looks at the flag."""
    require(actor, "load", run)
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        if run.state in Run.OVER:
            raise NotNow(run, "cancelled", "취소할")
        run.cancel_asked = True
        run.save(update_fields=["cancel_asked"])
    audit.record(actor, "cancel", run)
    if run.state != Run.State.RUNNING:
        jobs.client(url()).cancel(run.workflow)
        steps.end(run, Run.State.CANCELLED, steps.Cancelled().texts())


def retry(run: Run, actor: Actor, *, enqueue: bool = True) -> Run:
    """Go on where a failed or cancelled run stood; its kept bytes are not fetched again.

    By itself it publishes only when whoever asks may: the run may be another's, and older than what is served.
    """
    require(actor, "publish" if run.step == Run.Step.PUBLISH else "load", run)
    if run.state not in (Run.State.FAILED, Run.State.CANCELLED):
        raise NotNow(run, "retried", "다시 시도할")
    run.publish_when_clean = run.publish_when_clean and can(actor, "publish", run)
    return _again(run, actor, run.step if run.sha256 else ORDER[0], enqueue)


def correct(run: Run, choices: Choices, actor: Actor, *, enqueue: bool = True) -> Run:
    """Read the kept bytes again with `choices` on top of the earlier ones. What is published stays until the new reading is."""
    require(actor, "load", run)
    if run.state in Run.AT_WORK:
        raise NotNow(run, "corrected", "고칠")
    audit.record(actor, "correct", run, choices=dict(choices))
    if run.state in (Run.State.PUBLISHED, Run.State.UNCHANGED):
        return start(
            run.source, run.source_settings, run.target, actor, file_name=run.file_name, sha256=run.sha256,
            bytes=run.bytes, choices=_over(run.choices, choices), enqueue=enqueue,
        )  # fmt: skip
    run.choices, run.publish_when_clean = _over(run.choices, choices), False
    return _again(run, actor, Run.Step.READ if run.sha256 else Run.Step.FETCH, enqueue)


def decide(run: Run, finding_id: str, what: str, why: str, actor: Actor) -> Run:
    """Settle a finding: `drop`, `mask` or `generalise` its column, or `justify` that it stays; the receipt keeps it."""
    require(actor, "settle", run)
    if run.state != Run.State.READY:
        raise NotNow(run, "settled", "결정할")
    with transaction.atomic():
        run = Run.objects.select_for_update().get(pk=run.pk)
        assess.decide(run, finding_id, what, why, audit.name_of(actor))
        run.save(update_fields=["decisions", "receipt"])
        audit.record(actor, "settle", run, finding=finding_id, decision=what, why=why)
    return run


def publish(run: Run, actor: Actor, *, enqueue: bool = True) -> Run:
    """Let a worker publish what was read and checked. Raises `OpenFindings` while something waits for a decision."""
    require(actor, "publish", run)
    if run.state != Run.State.READY:
        raise NotNow(run, "published", "게시할")
    publishing.require_settled(run)
    return _again(run, actor, Run.Step.PUBLISH, enqueue)


def _again(run: Run, actor: Actor, first: str, enqueue: bool) -> Run:
    """A new attempt: a workflow of its own, from step `first` on."""
    run.attempt += 1
    run.state, run.step, run.tries, run.cancel_asked = Run.State.WAITING, first, 0, False
    run.reason, run.revisions, run.finished_at, run.asked_by = {}, [], None, actor.person
    run.save()
    if enqueue:
        jobs.client(url()).enqueue(WORKFLOW, run.workflow, run.pk, first)
    return run


def _choices(target: dict[str, Any], choices: Choices | None) -> dict[str, Any]:
    """The corrections that the last publication of the resource kept, and over them those of now.

    Types that were chosen before hold for the columns that are still there, so a new file is not guessed again (P1).
    """
    from madang.catalog.models import Resource

    kept = Resource.objects.filter(dataset__slug=target.get("dataset", ""), name=target.get("resource") or "data")
    earlier = dict(kept.values_list("choices", flat=True).first() or {})
    types = {**earlier.pop("earlier_types", {}), **earlier.pop("types", {})}
    return {**earlier, **({"earlier_types": types} if types else {}), **(choices or {})}


def _over(before: Choices | dict[str, Any], now: Choices) -> Choices:
    """`now` on top of `before`; a type chosen for one column leaves those chosen for others."""
    types = {**before.get("types", {}), **now.get("types", {})}
    return cast(Choices, {**before, **now, **({"types": types} if types else {})})
