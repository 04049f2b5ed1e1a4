"""Answering in public: who may, what an answer needs, and the history that it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from madang.accounts import audit, policy
from madang.catalog.models import Dataset, Organisation, Revision
from madang.community.models import DataRequest, Entry, Report, Shown
from madang.community.words import cleaned
from madang.lib.problems import Problem

LONGEST = 4_000
FURTHEST_YEARS = 10


class OddAnswer(Problem):
    en = "This answer lacks something: {lacks_en}."
    ko = "답변에 빠진 것이 있습니다: {lacks_ko}."


class OddDay(OddAnswer):
    en = "Choose the planned day: from today on, within ten years."
    ko = "공개 예정일을 오늘부터 10년 안에서 고르세요."


@dataclass(frozen=True)
class Answer:
    """What an officer says. `state` is one of the states of the request or report; what else is needed depends on it."""

    state: str
    words: str = ""
    language: str = "ko"
    reason: str = ""
    planned_on: date | None = None
    dataset: Dataset | None = None
    revision: str = ""


LACKS = {
    "state": ("what is decided", "무엇으로 정했는지"),
    "words": ("the reason in words, at least 10 characters", "10자 이상으로 쓴 설명"),
    "reason": ("a reason from the list", "목록에서 고른 이유"),
    "dataset": ("a published dataset that everybody may see", "누구나 볼 수 있는 게시된 데이터셋"),
    "revision": ("a published revision of this dataset", "이 데이터셋의 게시된 개정판"),
}
NEEDS = {
    DataRequest.State.QUESTION: ("words",),
    DataRequest.State.PLANNED: ("planned_on",),
    DataRequest.State.PARTLY: ("dataset", "words"),
    DataRequest.State.PUBLISHED: ("dataset",),
    DataRequest.State.DECLINED: ("reason", "words"),
}
REPORT_NEEDS = {
    Report.State.PLANNED: ("planned_on",),
    Report.State.MENDED: ("revision",),
    Report.State.RIGHT: ("words",),
}
"""What each answer needs; a state that is not here is no answer."""


def may_answer(actor: policy.Actor, what: DataRequest | Report) -> bool:
    """Whether the actor speaks for the organisation that is asked; the data team may for all."""
    return policy.can(actor, "answer", responsible(what))


def responsible(what: DataRequest | Report) -> Organisation | None:
    """Who must answer; None is the data team, until an organisation is named."""
    return what.organisation if isinstance(what, DataRequest) else what.dataset.organisation


@transaction.atomic
def answer(actor: policy.Actor, what: DataRequest | Report, said: Answer) -> Entry:
    """Give a public answer; the thing is then in the answer's state. Raises `NotAllowed`, `OddAnswer`, `OddWords`, `NamesSomebody`."""
    policy.require(actor, "answer", responsible(what))
    needs = (NEEDS if isinstance(what, DataRequest) else REPORT_NEEDS).get(said.state)
    if needs is None:
        raise _lacking("state")
    words = cleaned(said.words, LONGEST)
    _check(what, said, words, needs)
    entry = Entry.objects.create(
        **_of(what), what=Entry.What.ANSWERED, state=said.state, words=words, language=said.language,
        reason=said.reason if "reason" in needs else "", planned_on=said.planned_on if "planned_on" in needs else None,
        dataset=said.dataset if "dataset" in needs else None, revision=said.revision if "revision" in needs else "",
        organisation=responsible(what), by=actor.person,
    )  # fmt: skip
    what.state, what.since, what.planned_on = entry.state, entry.at, entry.planned_on
    if isinstance(what, DataRequest):
        what.dataset = entry.dataset or what.dataset
    elif entry.revision:
        what.mended_in = entry.revision
    if isinstance(what, Report) and what.kind == Report.Kind.PERSONAL and what.state not in Report.UNSETTLED:
        what.shown, what.text, what.row = Shown.PUBLIC, "", ""  # that it happened is public, what was seen is not
    what.save()
    audit.record(actor, "answer", address(what), state=said.state)
    return entry


def _check(what: DataRequest | Report, said: Answer, words: str, needs: tuple[str, ...]) -> None:
    today = timezone.localdate()
    good = {
        "words": len(words) >= 10,
        "reason": said.reason in Entry.Reason,
        "planned_on": bool(said.planned_on and today <= said.planned_on < today.replace(year=today.year + FURTHEST_YEARS, day=1)),
        "dataset": said.dataset is not None and policy.can(policy.Actor(), "see", said.dataset),
        "revision": isinstance(what, Report) and _mends(what, said.revision),
    }  # fmt: skip
    for name in needs:
        if not good[name]:
            raise _lacking(name)


def _mends(report: Report, revision: str) -> bool:
    found = Revision.objects.filter(pk=revision, resource__dataset=report.dataset)
    return bool(revision) and found.filter(state=Revision.State.PUBLISHED).exists()


def _lacking(name: str) -> OddAnswer:
    if name == "planned_on":
        return OddDay()
    en, ko = LACKS[name]
    return OddAnswer(lacks_en=en, lacks_ko=ko)


def _of(what: DataRequest | Report) -> dict[str, Any]:
    return {"request": what} if isinstance(what, DataRequest) else {"report": what}


def note(what: DataRequest | Report, kind: str, **facts: Any) -> Entry:
    """Add a line to the public history."""
    return Entry.objects.create(**_of(what), what=kind, state=what.state, **facts)


def address(what: DataRequest | Report) -> str:
    """What the log calls it."""
    return f"{'request' if isinstance(what, DataRequest) else 'report'}:{what.uid}"


def seen(actor: policy.Actor, what: DataRequest | Report) -> bool:
    """Whether the actor may read its words: public ones everybody, others those who answer."""
    if isinstance(what, Report) and not policy.can(actor, "see", what.dataset):
        return False
    return what.shown == Shown.PUBLIC or may_answer(actor, what)
