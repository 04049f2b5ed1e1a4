"""Asking for data: what is kept of a request, and lists of requests."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from madang.community import supporting
from madang.community.models import By, DataRequest, Entry, Shown
from madang.community.responding import note
from madang.community.senders import Sender
from madang.community.words import OddWords, cleaned
from madang.lib.problems import Problem

SHORTEST, LONGEST = 4, 2_000
PLACE = PERIOD = 120
PURPOSE = 500
MOST_WAITING = 10_000
"""Requests of readers without a key that wait at a time: many addresses must not fill the disk."""


class OddRequest(OddWords):
    en = "A request has {shortest} to {longest:,} characters, this one {length:,}. Say which data, of which place and time, and what for."
    ko = (
        "요청은 {shortest}~{longest:,}자로 씁니다. 지금은 {length:,}자입니다. 어떤 자료인지, 어느 곳과 때의 것인지,"
        " 무엇에 쓸지 적으세요."
    )


class TooManyWaiting(Problem):
    en = "Too many requests without a key wait to be read. Ask with a key, or write to the city."
    ko = "읽기를 기다리는 키 없는 요청이 너무 많습니다. 키를 보내거나 도시에 직접 문의하세요."


class WasHidden(Problem):
    en = "The same words were asked before and hidden by the data team: {why_en}. Ask in other words."
    ko = "같은 글이 전에 올라와 데이터 담당자가 숨겼습니다. 이유: {why_ko}. 다른 말로 요청하세요."


class NoQuestion(Problem):
    en = "Nothing is asked back here at the moment. Make a request of your own, or support this one."
    ko = "지금은 추가 질문이 없습니다. 새로 요청하거나 이 요청에 공감을 표시하세요."


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, checked: `text` says which data; the rest may be empty."""

    text: str
    place: str = ""
    period: str = ""
    purpose: str = ""

    @classmethod
    def read(cls, text: str, place: str = "", period: str = "", purpose: str = "") -> Wish:
        """Raises `OddRequest`, `OddWords`, `NamesSomebody`."""
        try:
            words = cleaned(text, LONGEST, SHORTEST)
        except OddWords as problem:
            raise OddRequest(**problem.facts) from problem
        return cls(words, cleaned(place, PLACE), cleaned(period, PERIOD), cleaned(purpose, PURPOSE))

    @property
    def digest(self) -> str:
        """The same for the same data asked for, however it is spaced or written in capitals, and whatever it is for."""
        asked = "\n".join(filter(None, (self.text, self.place, self.period)))
        return hashlib.sha256(unicodedata.normalize("NFKC", asked).casefold().encode()).hexdigest()


def keep(wish: Wish, language: str, sender: Sender, shown: str = Shown.PUBLIC) -> tuple[DataRequest, bool]:
    """The request, and whether it is new: the same words are kept once and counted. Raises `TooManyWaiting`, `WasHidden`."""
    if (known := DataRequest.objects.filter(digest=wish.digest).first()) is not None:
        return _again(known, sender), False
    waiting = DataRequest.objects.filter(state=DataRequest.State.WAITING, asked_by=By.ANONYMOUS)
    if sender.by == By.ANONYMOUS and waiting.count() >= MOST_WAITING:
        raise TooManyWaiting()
    facts = {"text": wish.text, "place": wish.place, "period": wish.period, "purpose": wish.purpose}
    return DataRequest.objects.get_or_create(
        digest=wish.digest, defaults=facts | {"language": language, "asked_by": sender.by, "shown": shown}
    )


def _again(known: DataRequest, sender: Sender) -> DataRequest:
    """The request that somebody asked once more, or that it was joined with; each account or network adds one."""
    if known.shown == Shown.HIDDEN:
        raise WasHidden(**hidden_why(known))
    one = known.merged_into or known
    supporting.count(one, f"asked {sender.by} {sender.identity}")
    one.refresh_from_db()
    return one


def hidden_why(one: DataRequest) -> dict[str, str]:
    """Why it was hidden, in both languages, for a message."""
    from django.utils import translation

    told = {}
    for language in ("en", "ko"):
        with translation.override(language):
            told[f"why_{language}"] = str(one.get_hidden_for_display())
    return told


def reply(one: DataRequest, words: str, language: str) -> Entry:
    """Add what an organisation asked back for; the request waits for its answer again. Raises `NoQuestion`, `OddWords`, `NamesSomebody`."""
    if one.state != DataRequest.State.QUESTION or one.shown != Shown.PUBLIC:
        raise NoQuestion()
    said = cleaned(words, LONGEST, SHORTEST)
    with transaction.atomic():
        one.state, one.since = DataRequest.State.WAITING, timezone.now()
        one.save()
        return note(one, Entry.What.REPLIED, words=said, language=language)
