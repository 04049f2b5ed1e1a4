"""Who may run a study, see what it found, and publish it. The rules of data themselves stand in `accounts.policy`.

A run is its maker's. Who may see the dataset that it was published in sees the run; before that also the editors of the
organisation it was made for. What it found besides published tables (quality statement, report, certificates, scene, the tables
of a draft) repeats rows of its inputs, so that is for those who may run studies on every one of them. Tables follow their dataset,
which is internal unless every input is open.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT

from madang.accounts.policy import Actor, Hidden, NotAllowed, can, require, visible
from madang.analysis import registry, small_cells
from madang.analysis.models import StudyRun
from madang.catalog.models import Dataset, Resource, Revision
from madang.lib.problems import Problem


class InputGone(NotAllowed):
    en = "A table that this run read is no longer there, so nobody can be asked who may have what came of it."
    ko = "이 실행이 읽은 표가 더는 없어서, 결과를 누가 볼 수 있는지 확인할 수 없습니다."


class SignIn(Problem):
    en = "Sign in to run a study. What others have published of theirs is open to everybody."
    ko = "분석을 실행하려면 로그인하세요. 다른 사람이 게시한 결과는 누구나 볼 수 있습니다."


def require_may_run(actor: Actor, resource: Resource) -> None:
    """Raise `SignIn`, `Hidden` or `NotAllowed` unless the actor may let a study read this resource."""
    if actor.person is None and not actor.operator:
        raise SignIn()
    require(actor, "study", resource)


def sees(actor: Actor, run: StudyRun) -> bool:
    """Whether the actor may see the run: its state and parameters, and the inputs that they see."""
    if actor.administrator or (actor.person is not None and run.created_by_id == actor.person.pk):
        return True
    dataset = run.dataset
    if run.state == StudyRun.State.PUBLISHED and dataset is not None:
        return can(actor, "see", dataset)
    return bool(run.target.get("organisation")) and can(actor, "see", run)


def require_sees(actor: Actor, run: StudyRun) -> None:
    """Raise `Hidden`."""
    if not sees(actor, run):
        raise Hidden()


def require_reads_files(actor: Actor, run: StudyRun) -> None:
    """Raise `Hidden`, `NotAllowed` or `InputGone` unless the actor may have what it found: quality statement, report, certificates,
    scene, the tables of a draft.

    A revision that was withdrawn takes with it what repeats its rows.
    """
    require_sees(actor, run)
    for revision in revisions(run):
        require(_reader(actor), "study", revision)


def reads_files(actor: Actor, run: StudyRun) -> bool:
    """Whether `require_reads_files` lets them."""
    try:
        require_reads_files(actor, run)
    except NotAllowed:
        return False
    return True


def quality(actor: Actor, run: StudyRun) -> dict[str, Any]:
    """The quality statement, for who may have what the run found; its notes name rows and its figures are exact."""
    return run.quality if run.quality and reads_files(actor, run) else {}


def inputs(actor: Actor, run: StudyRun) -> dict[str, Any]:
    """The inputs of a run whose datasets the actor sees: of others not even titles, columns and conditions are told."""
    named = {one["dataset"] for one in run.inputs.values()}
    known = set(visible(actor).filter(slug__in=named).values_list("slug", flat=True))
    return {role: one for role, one in run.inputs.items() if one["dataset"] in known}


def accesses(run: StudyRun) -> set[str]:
    """The access of its inputs, as it is now and as it was at the start: what was closed since is closed. Raises `InputGone`."""
    return {one["access"] for one in run.inputs.values()} | {one.resource.dataset.access for one in revisions(run)}


def fewest(run: StudyRun) -> int:
    """Counts of fewer people are left out of what comes of it; 0 when everybody may read every input and no row of one is a single
    person. Raises `InputGone`."""
    if accesses(run) == {str(Dataset.Access.OPEN)} and not _single(run):
        return 0
    number: int = settings.MADANG["fewest_people"]
    return number


def _single(run: StudyRun) -> bool:
    """Whether a row of some input is one person or what one person did."""
    roles = [role for role in registry.study(run.study).READS if role.name in run.inputs]
    return any(small_cells.single(role, run.inputs[role.name]["columns"]) for role in roles)


def _reader(actor: Actor) -> Actor:
    """What a study found is read, not changed: a token that may only read is good for it."""
    return Actor(actor.user, operator=actor.operator)


def revisions(run: StudyRun) -> list[Revision]:
    """The revisions that it reads. Raises `InputGone` when one is no longer there: whose data it was cannot be told any more."""
    named = {one["revision"] for one in run.inputs.values()}
    found = list(Revision.objects.select_related("resource__dataset__organisation").filter(pk__in=named))
    if len(found) < len(named):
        raise InputGone()
    return found


def seen(actor: Actor) -> QuerySet[StudyRun]:
    """The runs that the actor sees, newest first."""
    if actor.administrator:
        return StudyRun.objects.all()
    shown = Q(state=StudyRun.State.PUBLISHED, published_in__in=visible(actor).values("slug"))
    if actor.person is not None:
        shown |= Q(created_by=actor.person)
    return StudyRun.objects.alias(published_in=KT("target__dataset")).filter(shown)
