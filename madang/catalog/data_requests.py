"""What people ask the city to publish. Kept where stewards see it; nothing of it is published by itself.

The public page of requests, with answers and votes, belongs to the community package and is not there yet.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from madang.lib.problems import Problem

SHORTEST, LONGEST = 10, 2_000
MOST_WAITING = 10_000
"""Requests of readers without a key that wait at a time: many addresses must not fill the disk."""
PERSONAL = re.compile(
    r"(?<!\d)\d{6}[-\s]?[1-8]\d{6}(?!\d)|(?<!\d)01[016789][-.\s]?\d{3,4}[-.\s]?\d{4}(?!\d)|"
    r"(?<!\d)(?:\d{4}[-\s]){3}\d{4}(?!\d)|[\w.+-]+@[\w-]+\.[\w.-]+"
)
"""Resident numbers, mobile telephones, payment cards, mail addresses: nobody needs them to ask for data."""


class DataRequest(models.Model):
    """A request for data that nobody publishes yet. Who asked is not kept, only of which class they were."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        ANSWERED = "answered", _("answered")
        DECLINED = "declined", _("declined")

    class By(models.TextChoices):
        ANONYMOUS = "anonymous", _("a reader without a key")
        KEY = "key", _("a reader with a key")
        PARTNER = "partner", _("a partner")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(_("text"))
    language = models.CharField(_("language"), max_length=2)
    asked_by = models.CharField(_("asked by"), max_length=12, choices=By)
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    times = models.PositiveIntegerField(_("times"), default=1)  # the same words asked again are the same request
    digest = models.CharField(max_length=64, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING, db_index=True)

    class Meta:
        ordering: ClassVar = ["-asked_at"]
        verbose_name = _("request for data")
        verbose_name_plural = _("requests for data")

    def __str__(self) -> str:
        return self.text[:80]


class OddRequest(Problem):
    en = "A request has {shortest} to {longest:,} characters, this one {length:,}. Say which data, of which place and time, and what for."
    ko = (
        "요청은 {shortest}~{longest:,}자로 씁니다. 지금은 {length:,}자입니다. 어떤 자료인지, 어느 곳과 때의 것인지,"
        " 무엇에 쓸지 적으세요."
    )


class NamesSomebody(Problem):
    en = "The request holds what looks like a number or address of a person. Leave it out and ask again; nothing was kept."
    ko = "요청에 개인의 번호나 주소로 보이는 것이 있습니다. 빼고 다시 요청하세요. 아무것도 저장하지 않았습니다."


class TooManyWaiting(Problem):
    en = "Too many requests without a key wait to be read. Ask with a key, or write to the city."
    ko = "읽기를 기다리는 키 없는 요청이 너무 많습니다. 키를 보내거나 도시에 직접 문의하세요."


def cleaned(text: str) -> str:
    """The words without controls and hidden marks, with single blanks. Raises `OddRequest`, `NamesSomebody`."""
    seen = (" " if letter.isspace() else letter for letter in unicodedata.normalize("NFC", text))
    shown = "".join(letter for letter in seen if letter == " " or unicodedata.category(letter)[0] != "C")
    words = " ".join(shown.split())
    if not SHORTEST <= len(words) <= LONGEST:
        raise OddRequest(shortest=SHORTEST, longest=LONGEST, length=len(words))
    if PERSONAL.search(unicodedata.normalize("NFKC", words)):
        raise NamesSomebody()
    return words


def keep(text: str, language: str, asked_by: str) -> tuple[DataRequest, bool]:
    """The request, and whether it is new: the same words are kept once and counted. Raises as `cleaned`, and `TooManyWaiting`."""
    words = cleaned(text)
    digest = hashlib.sha256(unicodedata.normalize("NFKC", words).casefold().encode()).hexdigest()
    if DataRequest.objects.filter(digest=digest).update(times=F("times") + 1):
        return DataRequest.objects.get(digest=digest), False
    waiting = DataRequest.objects.filter(state=DataRequest.State.WAITING, asked_by=DataRequest.By.ANONYMOUS)
    if asked_by == DataRequest.By.ANONYMOUS and waiting.count() >= MOST_WAITING:
        raise TooManyWaiting()
    facts = {"text": words, "language": language, "asked_by": asked_by}
    return DataRequest.objects.get_or_create(digest=digest, defaults=facts)
