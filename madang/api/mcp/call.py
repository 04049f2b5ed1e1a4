"""Who speaks, and one call of a tool: the reader, their language, the addresses of this city."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header

from madang.accounts.policy import Actor
from madang.api import leaving
from madang.api.budgets.clients import Client, client
from madang.api.mcp.apart import Here
from madang.catalog.site import base
from madang.lib.particles import josa
from madang.lib.problems import Text
from madang.lib.texts import LANGUAGES, choose

HANGUL = re.compile("[가-힣ㄱ-ㅎ]")


@dataclass
class Speaker:
    """One request: whose it is, the thread that works for it, and how many rows it was given."""

    request: HttpRequest
    actor: Actor
    here: Here
    rows: int | None = None


@dataclass(frozen=True)
class Call:
    """One call of a tool, or one reading of a resource."""

    speaker: Speaker
    language: str

    @property
    def actor(self) -> Actor:
        return self.speaker.actor

    @cached_property
    def client(self) -> Client:
        """Whose budget is used."""
        return client(self.speaker.request)

    @cached_property
    def gone(self) -> Callable[[], bool]:
        """Whether nobody waits any more."""
        return leaving.gone(self.speaker.request)

    @cached_property
    def base(self) -> str:
        """The public address of the city, without a slash at its end."""
        return base(self.speaker.request)

    def address(self, *parts: str, **parameters: Any) -> str:
        """An address of the native API."""
        asked = "?" + urlencode(parameters, quote_via=quote) if parameters else ""
        return f"{self.base}/api/v1/" + "/".join(quote(part, safe="") for part in parts) + asked

    def page(self, *parts: str) -> str:
        """An address of the portal."""
        return f"{self.base}/{self.language}/" + "".join(quote(part, safe="") + "/" for part in parts)

    def say(self, en: str, ko: str, **facts: Any) -> str:
        """A sentence in the reader's language."""
        return josa(ko.format(**facts)) if self.language == "ko" else en.format(**facts)

    def word(self, text: Text) -> str:
        """What a publisher wrote, in the reader's language or another."""
        return choose(text, self.language)[0]


def preferred(request: HttpRequest, words: str = "") -> str:
    """The language of an answer: what the client accepts, else that in which `words` are written, else the city's."""
    for name, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if (short := name.partition("-")[0]) in LANGUAGES:
            return short
    if words.strip():
        return "ko" if HANGUL.search(words) else "en"
    return str(settings.LANGUAGE_CODE) if settings.LANGUAGE_CODE in LANGUAGES else "ko"
