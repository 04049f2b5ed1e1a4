"""Whose budget a request uses: an account's, or that of the address it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from madang.accounts.models import Token
from madang.accounts.policy import BadToken, who
from madang.lib import client_address
from madang.lib.budgets import Budget

ANONYMOUS = "anonymous"
WORDS = {
    ANONYMOUS: {"en": "a reader without a key", "ko": "키 없는 이용자"},
    "key": {"en": "a key", "ko": "키 이용자"},
    "partner": {"en": "a partner", "ko": "협력 기관"},
}


@dataclass(frozen=True)
class Client:
    """One who asks. `name` is their class, `identity` what is counted by, `key` the public part of their token or ""."""

    name: str
    identity: str
    key: str = ""

    @property
    def budget(self) -> Budget | None:
        """What the operator gives this class; None is no limit."""
        found: Budget | None = settings.MADANG[f"budget_{self.name}"]
        return found


def client(request: HttpRequest) -> Client:
    """The client of a request. Several keys of one account share one budget; a key that is not valid counts for nobody."""
    try:
        actor = who(request)
    except BadToken:
        return Client(ANONYMOUS, address(request))
    if actor.person is None:
        return Client(ANONYMOUS, address(request))
    name = actor.token.budget if actor.token else Token.Budget.KEY
    return Client(str(name), f"user {actor.person.pk}", actor.token.prefix if actor.token else "")


def address(request: HttpRequest) -> str:
    """The address that the request comes from, as far as trusted proxies say."""
    return told_address(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))


def told_address(peer: str, forwarded: str) -> str:
    """The same of the address at the other end of the connection and of `X-Forwarded-For`."""
    return client_address.client(peer, forwarded, settings.MADANG["proxies"])
