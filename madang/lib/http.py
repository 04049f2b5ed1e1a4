"""One careful way to fetch from the web: `with Client().ask(url) as answer: for chunk in answer.chunks(): ...`

urllib3 speaks the protocol; what is here is what a fetcher of other people's addresses needs besides (see `lib.addresses`):
each redirect is checked like the first address, time limits hold for the whole answer and not only for each silence,
a body is whole or an error, and nothing is taken from the environment (no proxy, no password file).
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from urllib.parse import unquote, urldefrag, urljoin

import urllib3
from urllib3.exceptions import HTTPError, LocationParseError
from urllib3.util import Url, parse_url

from madang.lib import addresses, http_line
from madang.lib.http_answer import Answer
from madang.lib.http_line import Fuse, Limits, Line
from madang.lib.http_problems import (
    Downgrade,
    HalfFile,
    NoAnswer,
    NotTrusted,
    OddAddress,
    RedirectLoop,
    SecretSentOn,
    TooManyRedirects,
    TooSlow,
    refused,
)

PORTS = {"http": 80, "https": 443}
MOVED = (301, 302, 303, 307, 308)
LONGEST_ADDRESS = 8_000
OWN = {
    "User-Agent": "Madang (open data platform; fetches a published file)",
    "Accept": "*/*",
    "Accept-Encoding": "identity",  # so that Content-Length and ETag speak of the file itself
    "Connection": "close",
}


@dataclass(frozen=True)
class Client:
    """How to ask. `hidden` are secrets that no message may quote, each with what is shown instead."""

    allowed: addresses.Allowed = field(default_factory=addresses.Allowed)
    limits: Limits = field(default_factory=Limits)
    resolve: addresses.Resolver = addresses.system
    hidden: Mapping[str, str] = field(default_factory=dict, repr=False)
    authorities: str | None = None  # a file of certificates to trust instead of those of the machine

    def ask(
        self, url: str, headers: Mapping[str, str] | None = None, conditions: Mapping[str, str] | None = None
    ) -> Answer:
        """GET an address and those it sends us on to. `headers` go to the first server only: they may be secret.

        The answer is 200 or 304. Raises `OddAddress`, `UnknownHost`, `PrivateAddress` and what `http_problems` lists.
        """
        first = self.parsed(url)
        fuse, chain, began = Fuse(self.limits), [url], time.monotonic()
        try:
            while True:
                target = self.parsed(chain[-1])
                own = headers if _server(target) == _server(first) else None
                line, response = self._get(target, {**(conditions or {}), **(own or {})}, fuse, began)
                if response.status not in MOVED:
                    break
                response.close()
                line.close()
                chain.append(self._next(chain, response.headers.get("Location", "")))
            answer = Answer(self, line, response, chain, fuse, began)
        except BaseException:
            fuse.close()
            raise
        if response.status not in (200, 304):
            answer.close()
            raise refused(self.shown(chain[-1]), response.status, response.headers.get("Retry-After", ""))
        return answer

    def parsed(self, url: str) -> Url:
        """The parts of an address. Raises `OddAddress` for what is none, or may not be asked."""
        try:
            found = parse_url(url)
        except LocationParseError:
            raise self._odd(url, "it is mistyped.", "잘못 적혔습니다.") from None
        if found.scheme not in PORTS or not found.host:
            raise self._odd(url, "only http and https are asked.", "http와 https만 됩니다.")
        if len(url) > LONGEST_ADDRESS or re.search(r"[\x00-\x1f\x7f]", url):
            raise self._odd(url, "it is too long or holds control characters.", "너무 길거나 제어 문자가 있습니다.")
        if found.auth:
            why = ("a password in an address would be shown and logged.", "주소 속 암호는 화면과 기록에 남습니다.")
            raise self._odd(re.sub(r"//[^/]*@", "//***@", url), *why)
        return found

    def shown(self, text: str) -> str:
        """`text` without the secrets, and not too long for a message."""
        for secret, name in self.hidden.items():
            text = text.replace(secret, name)
        return text if len(text) <= 300 else text[:297] + "..."

    def explained(self, error: Exception, url: str, fuse: Fuse, count: int, began: float) -> NoAnswer:
        """What the protocol's error means to a person."""
        shown = self.shown(url)
        if fuse.blown or isinstance(error, TimeoutError | urllib3.exceptions.TimeoutError):
            return TooSlow(url=shown, bytes=count, seconds=time.monotonic() - began)
        words = str(error.args[-1] if error.args else "") or type(error).__name__
        detail = self.shown(" ".join(words.split()))
        if "CERTIFICATE" in detail or "certificate" in detail:
            return NotTrusted(url=shown, detail=detail)
        if count or isinstance(error, urllib3.exceptions.IncompleteRead):
            return HalfFile(url=shown, detail=f"{count:,} B")
        return NoAnswer(url=shown, detail=detail)

    def _quotes_secret(self, url: str) -> bool:
        """Whether an address holds one of the secrets; what is shorter than a PIN stands everywhere by chance."""
        return any(secret in text for text in (url, unquote(url)) for secret in self.hidden if len(secret) >= 4)

    def _odd(self, url: str, why_en: str, why_ko: str) -> OddAddress:
        return OddAddress(url=self.shown(url), why_en=why_en, why_ko=why_ko)

    def _get(
        self, target: Url, headers: Mapping[str, str], fuse: Fuse, began: float
    ) -> tuple[Line, urllib3.BaseHTTPResponse]:
        """Send one request to an address that was checked, and read the head of the answer."""
        assert target.host
        assert target.scheme
        port = target.port or PORTS[target.scheme]
        found = addresses.checked(target.host, port, self.allowed, self.resolve)
        line = http_line.line(target.scheme, target.host, port, found, fuse, self.limits, self.authorities)
        fuse.arm(self.limits.connect * min(len(found), self.limits.addresses) + self.limits.answer)
        try:
            line.request(
                "GET", target.request_uri, headers={**OWN, **headers}, preload_content=False, decode_content=False
            )
            response = line.getresponse()
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            line.abandon()
            raise self.explained(error, target.url, fuse, 0, began) from error
        return line, response

    def _next(self, chain: list[str], location: str) -> str:
        """Where a redirect leads. Raises when it leads nowhere, in a circle, too far, or out of encryption."""
        here = chain[-1]
        with suppress(UnicodeError):
            location = location.encode("latin-1").decode()  # Headers are read as Latin-1, and written in UTF-8.
        there = urldefrag(urljoin(here, location.strip())).url
        told = " → ".join(self.shown(one) for one in [*chain, there])
        if _server(self.parsed(there)) != _server(self.parsed(chain[0])) and self._quotes_secret(there):
            raise SecretSentOn(url=self.shown(chain[0]), chain=told)
        if not location or there in chain:
            raise RedirectLoop(url=self.shown(chain[0]), chain=told)
        if len(chain) > self.limits.redirects:
            raise TooManyRedirects(url=self.shown(chain[0]), limit=self.limits.redirects, chain=told)
        if self.parsed(here).scheme == "https" and self.parsed(there).scheme == "http":
            raise Downgrade(url=self.shown(here), target=self.shown(there))
        return there


def _server(url: Url) -> tuple[str | None, str | None, int]:
    return url.scheme, url.host, url.port or PORTS[url.scheme or "http"]
