"""Being told of an answer by mail: an address is used only when its owner said so, and deleted after the answer."""

from __future__ import annotations

import hashlib
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from madang.community.models import DataRequest, Report, Watcher
from madang.community.senders import ADDRESSES, DAY, Sender, tally
from madang.lib.problems import Problem

SALT = "madang.community.watching"
UNCONFIRMED = timedelta(days=2)
"""After which an address that nobody confirmed is deleted."""
LONGEST_WAIT = timedelta(days=400)
"""After which an address is deleted, answered or not."""
MOST_A_DAY = 3
"""Mails with a link that go to one address in a day, whoever asks for them."""


class OddAddress(Problem):
    en = "This is not a mail address."
    ko = "메일 주소가 아닙니다."


class NoMail(Problem):
    en = "This city sends no mail. Follow the page or its feed."
    ko = "이 도시는 메일을 보내지 않습니다. 화면이나 피드로 확인하세요."


class OldLink(Problem):
    en = "This link is not valid any more: the address was deleted, or the answer was told."
    ko = "더는 쓸 수 없는 링크입니다. 주소가 지워졌거나 답변을 이미 알렸습니다."


def sends() -> bool:
    """Whether the city sends mail at all."""
    return bool(settings.MADANG["email"])


def checked(email: str) -> str:
    """An address fit to be mailed to, in one form. Raises `OddAddress`, `NoMail`; a line end in it is no address."""
    if not sends():
        raise NoMail()
    text = email.strip()
    try:
        if len(text) > 254 or not text.isascii():
            raise ValidationError("too long")
        validate_email(text)
    except ValidationError as error:
        raise OddAddress() from error
    return text.lower()


def watch(what: DataRequest | Report, email: str, language: str, sender: Sender) -> None:
    """Have the owner of an address asked whether they want to be told. Says nothing about whether they are told already.

    Raises `OddAddress`, `NoMail`, `TooManySent`.
    """
    address = checked(email)
    sender.spend(ADDRESSES)
    digest = hashlib.sha256(address.encode()).hexdigest()
    if not tally().add(f"mail to {digest}", 1, MOST_A_DAY, DAY, time.time()).allowed:
        return  # said to nobody: it would tell that others used this address today
    newest = what.history.order_by("-pk").values_list("pk", flat=True).first() or 0
    Watcher.objects.get_or_create(**_of(what), email=address, defaults={"language": language, "told": newest})


def _of(what: DataRequest | Report) -> dict[str, DataRequest | Report]:
    return {"request": what} if isinstance(what, DataRequest) else {"report": what}


def link(watcher: Watcher) -> str:
    """The part of an address that lets its holder confirm or end this one watch, nothing else."""
    return signing.Signer(salt=SALT).sign(str(watcher.pk))


def by_link(text: str) -> Watcher:
    """The watcher that a link was made for. Raises `OldLink`."""
    try:
        key = int(signing.Signer(salt=SALT).unsign(text))
    except (signing.BadSignature, ValueError) as error:
        raise OldLink() from error
    found = Watcher.objects.select_related("request", "report__dataset").filter(pk=key).first()
    if found is None:
        raise OldLink()
    return found


@transaction.atomic
def confirm(watcher: Watcher) -> None:
    """The owner of the address wants to be told."""
    if watcher.confirmed_at is None:
        watcher.confirmed_at = timezone.now()
        watcher.save(update_fields=["confirmed_at"])


def forget_old(now: datetime) -> int:
    """Delete addresses that nobody confirmed, and those that waited too long; returns how many."""
    stale = Q(confirmed_at=None, made_at__lt=now - UNCONFIRMED) | Q(made_at__lt=now - LONGEST_WAIT)
    found = Watcher.objects.filter(stale)
    return found.delete()[0] if found.exists() else 0  # asked every few seconds: nothing is locked for nothing
