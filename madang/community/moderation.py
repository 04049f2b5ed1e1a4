"""What the data team does with requests and reports: hides them, joins the same ones, names who must answer."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from madang.accounts import audit, policy
from madang.catalog.models import Organisation
from madang.community.models import DataRequest, Entry, Report, Shown, Watcher, Why
from madang.community.responding import address, note
from madang.lib.problems import Problem


class NoReason(Problem):
    en = "Say why it is hidden: its page gives the reason."
    ko = "숨기는 이유를 고르세요. 화면에 이유가 나옵니다."


class CannotJoin(Problem):
    en = "A request is joined with another one that is open to everybody and was not joined itself."
    ko = "모두에게 공개되고 다른 요청과 합치지 않은 다른 요청과만 합칠 수 있습니다."


class Erased(Problem):
    en = "Its words were erased, because they held personal data. There is nothing to show again."
    ko = "개인정보가 있어 글을 지웠습니다. 다시 공개할 내용이 없습니다."


@transaction.atomic
def hide(actor: policy.Actor, what: DataRequest | Report, why: str) -> None:
    """Take the words from all pages; those with personal data are erased, here and in what is kept."""
    policy.require(actor, "administer", None)
    if why not in Why:
        raise NoReason()
    what.shown, what.hidden_for, what.hidden_at = Shown.HIDDEN, why, timezone.now()
    if why == Why.PERSONAL:
        _erase(what)
    what.save()
    what.watchers.all().delete()
    note(what, Entry.What.HIDDEN, reason="", by=actor.person)
    audit.record(actor, "hide", address(what), why=why)


def _erase(what: DataRequest | Report) -> None:
    for name in ("text", "place", "period", "purpose") if isinstance(what, DataRequest) else ("text", "value"):
        setattr(what, name, "")


@transaction.atomic
def hide_reply(actor: policy.Actor, entry: Entry, why: str) -> None:
    """Take the words of a reply from the history; its line stays and says why."""
    policy.require(actor, "administer", None)
    if why not in Why:
        raise NoReason()
    if entry.what != Entry.What.REPLIED:
        raise policy.NotAllowed(action=policy.ACTIONS["administer"], what=str(entry))
    entry.words, entry.hidden_for = "", why
    entry.save()
    audit.record(actor, "hide", address(entry.request or entry.report), why=why, entry=entry.pk)


@transaction.atomic
def show(actor: policy.Actor, what: DataRequest | Report) -> None:
    """Open to everybody what was hidden, or what came when nothing was public."""
    policy.require(actor, "administer", None)
    if not what.text and isinstance(what, DataRequest):
        raise Erased()
    what.shown, what.hidden_for, what.hidden_at = Shown.PUBLIC, "", None
    what.save()
    note(what, Entry.What.OPENED, by=actor.person)
    audit.record(actor, "show", address(what))


@transaction.atomic
def assign(actor: policy.Actor, request: DataRequest, organisation: Organisation | None) -> None:
    """Name the organisation that must answer; its time begins to run."""
    policy.require(actor, "administer", None)
    if organisation == request.organisation:
        return
    request.organisation, request.since = organisation, timezone.now()
    request.save()
    note(request, Entry.What.ASSIGNED, organisation=organisation, by=actor.person)
    audit.record(actor, "assign", address(request), organisation=organisation.slug if organisation else "")


@transaction.atomic
def join(actor: policy.Actor, request: DataRequest, into: DataRequest) -> None:
    """Make a request a part of the one that asks the same: who wanted it wants the other one, and is told of its answers."""
    policy.require(actor, "administer", None)
    if into == request or into.merged_into_id or into.shown != Shown.PUBLIC or request.merged_into_id:
        raise CannotJoin()
    request.merged.update(merged_into=into)
    request.merged_into = into
    request.save()
    DataRequest.objects.filter(pk=into.pk).update(wanted=F("wanted") + request.wanted)
    there = Watcher.objects.filter(request=into).values("email")
    request.watchers.filter(email__in=there).delete()
    newest = into.history.order_by("-pk").values_list("pk", flat=True).first() or 0
    request.watchers.update(request=into, told=newest)
    note(request, Entry.What.MERGED, by=actor.person)
    note(into, Entry.What.MERGED, by=actor.person)
    audit.record(actor, "join", address(request), into=str(into.uid))
