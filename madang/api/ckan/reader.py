"""Who asks an action, from where, and in which language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import get_language

from madang.accounts.policy import Actor, BadToken, who
from madang.catalog.site import base
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose


@dataclass(frozen=True)
class Reader:
    """`actor` is the bearer of a token or nobody: a cookie never opens anything here, since any page may send it."""

    actor: Actor
    request: HttpRequest

    @cached_property
    def site(self) -> str:
        """What absolute addresses begin with, without a slash at the end."""
        return base(self.request)

    @cached_property
    def language(self) -> str:
        """The language before `/api/`, else what the client prefers, else the city's."""
        active = (get_language() or "").partition("-")[0]
        return active if active in LANGUAGES else LANGUAGES[0]

    def words(self, text: Text) -> str:
        """CKAN's texts have one language."""
        return choose(text, self.language)[0]


def reader(request: HttpRequest, *, anonymous: bool = False) -> Reader:
    """The reader of a request. An unknown, expired or revoked token counts for nobody, as in CKAN: reading goes on."""
    try:
        actor = who(request)
    except BadToken:
        actor = Actor()
    return Reader(Actor() if anonymous or actor.token is None else actor, request)
