"""Supporting a request: once for each browser or account, taken back at will."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from madang.community.models import DataRequest, Support
from madang.community.senders import SAME_SUPPORTS, SUPPORTS, Sender, keyed


def mark(request: DataRequest, supporter: str) -> str:
    """What a support is kept under: another one for each request, so that nobody's wishes can be put together."""
    return keyed("support", str(request.uid), supporter).hex()


def supports(request: DataRequest, supporter: str) -> bool:
    """Whether they support it, or one that was joined with it."""
    return bool(supporter) and _of(request, supporter).exists()


@transaction.atomic
def support(request: DataRequest, supporter: str, sender: Sender) -> bool:
    """Count one more who wants it; whether it was new. Raises `TooManySent`."""
    if supports(request, supporter):
        return False
    sender.spend(SUPPORTS)
    sender.spend(SAME_SUPPORTS, str(request.uid))
    return count(request, supporter)


def count(request: DataRequest, supporter: str) -> bool:
    """Count a supporter unless they are counted; whether they were new."""
    _, new = Support.objects.get_or_create(request=request, who=mark(request, supporter))
    if new:
        DataRequest.objects.filter(pk=request.pk).update(wanted=F("wanted") + 1)
    return new


@transaction.atomic
def take_back(request: DataRequest, supporter: str) -> None:
    """Count one less, if they were counted."""
    taken, _ = _of(request, supporter).delete() if supporter else (0, {})
    if taken:
        DataRequest.objects.filter(pk=request.pk).update(wanted=F("wanted") - taken)


def _of(request: DataRequest, supporter: str):  # type: ignore[no-untyped-def]
    same = [request, *request.merged.all()]
    return Support.objects.filter(request__in=same, who__in=[mark(one, supporter) for one in same])
