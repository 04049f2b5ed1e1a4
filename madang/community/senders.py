"""Who sends something, as far as it is needed to keep floods away: a class, and what is counted by. It is never kept with the words."""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
import time
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from madang.accounts.policy import who
from madang.community.models import By
from madang.lib import client_address
from madang.lib.problems import Problem
from madang.lib.tally import Tally

DAY = 86_400.0
COOKIE = "madang_supporter"
COOKIE_AGE = 365 * 86_400


@dataclass(frozen=True)
class Kind:
    """What may be sent, how often a day: by a network without account, by an account or key, by a partner."""

    name: str
    en: str
    ko: str
    limits: tuple[int, int, int]


REQUESTS = Kind("requests", "requests for data", "데이터 요청", (5, 20, 100))
REPORTS = Kind("reports", "reports", "신고", (10, 50, 200))
REPLIES = Kind("replies", "replies", "덧붙임", (10, 50, 200))
SUPPORTS = Kind("supports", "supports", "공감", (100, 200, 200))
SAME_SUPPORTS = Kind("supports of one request", "supports of one request", "같은 요청에 대한 공감", (20, 20, 20))
ADDRESSES = Kind("addresses", "mail addresses", "메일 주소", (5, 10, 20))


class TooManySent(Problem):
    """`seconds` until the next one is taken."""

    en = "{limit} {what_en} a day are taken from one place. Send the next one in {hours} h."
    ko = "한 곳에서 하루에 {what_ko} {limit}건까지 받습니다. {hours}시간 뒤에 다시 보내세요."

    def __init__(self, *, seconds: int, **facts: object) -> None:
        super().__init__(seconds=seconds, hours=max(1, math.ceil(seconds / 3600)), **facts)
        self.seconds = seconds


@dataclass(frozen=True)
class Sender:
    """`by` is the class, `identity` the account or the network."""

    by: str
    identity: str

    @classmethod
    def of(cls, request: HttpRequest) -> Sender:
        """The sender of a request. Raises `policy.BadToken`."""
        actor = who(request)
        if actor.person is None:
            return cls(By.ANONYMOUS, network(request))
        partner = actor.token is not None and actor.token.budget == By.PARTNER
        return cls(By.PARTNER if partner else By.KEY, f"user {actor.person.pk}")

    def spend(self, kind: Kind, about: str = "") -> None:
        """Count one thing that is sent, `about` something if the limit is for each. Raises `TooManySent`."""
        limit = kind.limits[list(By).index(By(self.by))]
        count = tally().add(f"{kind.name} {about} {self.by} {self.identity}", 1, limit, DAY, time.time())
        if not count.allowed:
            seconds = max(1, math.ceil(count.end - time.time()))
            raise TooManySent(seconds=seconds, limit=limit, what_en=kind.en, what_ko=kind.ko)


@cache
def tally() -> Tally:
    """The counts that all web processes of this machine share; its keys are hashed with the city's secret."""
    return Tally(settings.HOME / "budgets" / "community", settings.SECRET_KEY)


def network(request: HttpRequest) -> str:
    """The address that the request comes from, as far as trusted proxies say."""
    peer, forwarded = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
    return client_address.client(peer, forwarded, settings.MADANG["proxies"])


def keyed(*words: str) -> bytes:
    """32 bytes that only this city can compute from the words, so that they cannot be guessed back."""
    return hmac.digest(settings.SECRET_KEY.encode(), "\n".join(("community", *words)).encode(), hashlib.sha256)


def supporter(request: HttpRequest) -> str:
    """What tells the reader's account, else browser, from others; "" for a browser that never supported anything."""
    person = who(request).person
    if person is not None:
        return f"user {person.pk}"
    try:
        return f"browser {signing.loads(request.COOKIES.get(COOKIE, ''), salt=COOKIE)}"
    except signing.BadSignature:
        return ""


def new_browser() -> tuple[str, str]:
    """A browser that supports something for the first time: what tells it from others, and the cookie that says so again."""
    secret = secrets.token_urlsafe(12)
    return f"browser {secret}", signing.dumps(secret, salt=COOKIE)
