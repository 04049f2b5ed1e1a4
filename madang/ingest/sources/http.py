"""An address of the web, or of the city's own network where the operator allows it.

It is asked with the ETag and the date of last time, so a file that has not changed costs a few hundred bytes. An answer that is
not the file (a login page, an error, half of it) is a problem and never content; see `lib.http` for what else is refused.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings as city

from madang.ingest.readers import html_table
from madang.ingest.readers.file import is_web_page, title
from madang.ingest.sources import Facts, Fetched, Field, Since, Unchanged, Unfit
from madang.lib import addresses, credentials, http_name
from madang.lib.http import PORTS, Client
from madang.lib.http_answer import Answer
from madang.lib.http_line import Limits
from madang.lib.http_problems import HalfFile, NoAnswer, refused

LABEL = {"en": "Address (HTTP)", "ko": "웹 주소(HTTP)"}
FIELDS = (
    Field("url", {"en": "Address of the file", "ko": "파일의 주소"}, "https://data.example.org/population.csv", required=True),
    Field(
        "headers", {"en": "Request headers, one in a line", "ko": "요청 헤더(한 줄에 하나)"}, "X-Api-Key: {secret:BUS}",
        many_lines=True,
        help={
            "en": "A key or a password is written by its name, {secret:NAME} or {basic:NAME}; the operator keeps its value.",
            "ko": "인증키와 암호는 {secret:이름} 또는 {basic:이름}처럼 이름으로만 씁니다. 값은 운영자가 보관합니다.",
        },
    ),
    Field(
        "file_name", {"en": "Name of the file, if the address does not tell it", "ko": "파일 이름(주소로 알 수 없을 때)"},
        "population.csv",
    ),
)  # fmt: skip
SECRET = re.compile(r"auth|cookie|token|secret|passw|key|signature|credential", re.IGNORECASE)
IN_QUERY = re.compile(
    r"[?&;](service_?key|api_?key|access_?token|auth(_?key)?|token|passw(or)?d|secret)=[^&{]", re.IGNORECASE
)
OURS = re.compile(
    r"host|connection|keep-alive|te|trailer|transfer-encoding|content-length|upgrade|expect|range|accept-encoding|if-.*|proxy-.*",
    re.IGNORECASE,
)
"""Headers that say where a request goes, where it ends and what is asked for: never the settings' to say."""
HEAD = 65_536  # bytes by which a web page is told
HEADERS = {
    "ETag": {"en": "Version (ETag)", "ko": "판(ETag)"},
    "Last-Modified": {"en": "Changed there", "ko": "원천의 수정 시각"},
    "Content-Type": {"en": "Said to be", "ko": "내용 형식"},
}
PAGES = (".html", ".htm", ".xhtml")
_SNIPPET = re.compile(rb"\s*<(script|meta|title|form|div|center|iframe|style|link|h[1-6]|p|br|b)\b", re.IGNORECASE)
_PASSWORD = re.compile(
    rb"<input[^>]+type\s*=\s*[\"']?password|location[.\w]*\s*=\s*[\"'][^\"']*(login|signin|sso)", re.IGNORECASE
)


class SecretInPlain(Unfit):
    en = "{where} holds a key or a password in plain. Write {{secret:NAME}} there; the operator keeps the value as MADANG_SECRET_NAME."
    ko = "{where}에 인증키나 암호가 그대로 적혀 있습니다. {{secret:이름}}(으)로 쓰고, 값은 운영자가 MADANG_SECRET_이름으로 보관하세요."


class OddHeader(Unfit):
    en = "“{line}” is not a request header that can be set. Write one in a line, as Name: value."
    ko = "“{line}”은(는) 정할 수 있는 요청 헤더가 아닙니다. 한 줄에 하나씩 이름: 값으로 쓰세요."


class LoginPage(NoAnswer):
    en = "{url} answers with a login page (“{title}”) instead of the file. Nothing was kept. Use an address that is open, or a key."
    ko = "{url}이(가) 파일 대신 로그인 페이지(“{title}”)를 보냅니다. 아무것도 보관하지 않았습니다. 공개 주소나 인증키를 쓰세요."


class WebPage(NoAnswer):
    en = "{url} answers with a web page (“{title}”) instead of the file. Nothing was kept. Find the address of the file itself."
    ko = "{url}이(가) 파일 대신 웹 페이지(“{title}”)를 보냅니다. 아무것도 보관하지 않았습니다. 파일 자체의 주소를 찾으세요."


class NothingSent(NoAnswer):
    en = "{url} answers with nothing (0 bytes). Nothing was kept. It is asked again next time."
    ko = "{url}이(가) 빈 내용(0바이트)을 보냅니다. 아무것도 보관하지 않았습니다. 다음에 다시 가져옵니다."


def called(settings: Mapping[str, str]) -> str:
    return settings.get("file_name") or http_name.of_address(settings["url"])


def check(settings: Mapping[str, str]) -> None:
    """Raises `OddAddress`, `OddHeader`, `SecretInPlain`, `UnknownSecret`, `SecretElsewhere`, `SecretInClear`,
    `PrivateAddress`.

    A name that nobody knows just now may be known when it is asked; one that leads into a private network is refused at once.
    """
    client, url, _ = _request(settings)
    parts = client.parsed(url)
    with suppress(addresses.UnknownHost):
        addresses.checked(str(parts.host), parts.port or PORTS[str(parts.scheme)], client.allowed, client.resolve)


def fetch(settings: dict[str, Any], since: Since) -> Fetched | Unchanged:
    """Ask the address. Raises what `check` and `lib.http` raise; while it is read also `LoginPage`, `WebPage`, `NothingSent`."""
    client, url, headers = _request(settings)
    conditions = {}
    if since.sha256 and since.mark.get("url") == settings["url"]:
        names = {"If-None-Match": since.mark.get("etag"), "If-Modified-Since": since.mark.get("modified")}
        conditions = {name: value for name, value in names.items() if value}
    answer = client.ask(url, headers, conditions)
    facts = _facts(client, answer)
    if answer.status == 304:
        answer.close()
        if not conditions:  # It says “as before” to somebody who was never there.
            raise refused(client.shown(answer.url), 304)
        return Unchanged(facts)
    name = settings.get("file_name") or http_name.of_answer(answer, settings["url"])
    mark = {"url": settings["url"]}
    mark |= {"etag": answer.headers["ETag"]} if "ETag" in answer.headers else {}
    mark |= {"modified": answer.headers["Last-Modified"]} if "Last-Modified" in answer.headers else {}
    return Fetched(_content(client, answer, name, lambda: client.ask(url, headers)), name, mark, facts)


def _content(client: Client, answer: Answer, name: str, again: Callable[[], Answer]) -> Iterator[bytes]:
    """The bytes of the answer, if they can be the file at all and are whole."""
    sha, size = hashlib.sha256(), 0
    with answer:
        for chunk in _looked_at(client, answer, name):
            sha.update(chunk)
            size += len(chunk)
            yield chunk
    if not answer.measured:
        # Without a length a broken line looks like the end of the file: only a second answer can tell.
        with again() as second:
            other, length = hashlib.sha256(), 0
            for chunk in second.chunks():
                other.update(chunk)
                length += len(chunk)
        if length != size and other.digest() != sha.digest():
            raise HalfFile(url=client.shown(answer.url), detail=f"{size:,} B, {length:,} B")


def _looked_at(client: Client, answer: Answer, name: str) -> Iterator[bytes]:
    """The chunks, after a look at the first of them."""
    chunks, head = answer.chunks(), b""
    for chunk in chunks:
        head += chunk
        if len(head) >= HEAD:
            break
    if not head:
        raise NothingSent(url=client.shown(answer.url))
    page = is_web_page(head) or _SNIPPET.match(head) is not None
    meant = name.lower().endswith(PAGES) or html_table.recognises(head, name)  # portals send tables of HTML as .xls
    if page and (_PASSWORD.search(head) or not meant):
        kind = LoginPage if _PASSWORD.search(head) else WebPage
        raise kind(url=client.shown(answer.url), title=client.shown(title(head)))
    yield head
    yield from chunks


def _facts(client: Client, answer: Answer) -> Facts:
    """What the run page says of the answer."""
    told = [({"en": "Address", "ko": "주소"}, client.shown(answer.chain[0]))]
    told += [({"en": "Sent on to", "ko": "이동한 주소"}, client.shown(url)) for url in answer.chain[1:]]
    told.append(({"en": "Status", "ko": "응답 상태"}, str(answer.status)))
    for name, label in HEADERS.items():
        if name in answer.headers:
            told.append((label, client.shown(answer.headers[name])))
    return tuple(told)


def _request(settings: Mapping[str, str]) -> tuple[Client, str, dict[str, str]]:
    """How to ask, the address and the headers, with the secrets in their places."""
    url, lines = settings["url"], settings.get("headers", "")
    if IN_QUERY.search(url):
        raise SecretInPlain(where=url.partition("?")[0] + "?…")
    known = city.SECRETS
    hidden = credentials.hidden(f"{url}\n{lines}", known)
    client = Client(city.MADANG["private_sources"], Limits(bytes=city.MADANG["upload"] * 1_000_000), hidden=hidden)
    parts = client.parsed(re.sub(r"\{\w+:\w+\}", "x", url))
    host, port = str(parts.host).strip("[]"), parts.port or PORTS[str(parts.scheme)]
    encrypted, headers = parts.scheme == "https", {}
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        name, colon, value = (part.strip() for part in line.partition(":"))
        if OURS.fullmatch(name) or not colon or not value or not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
            raise OddHeader(line=line)
        if SECRET.search(name) and not credentials.names(value):
            raise SecretInPlain(where=name)
        headers[name] = credentials.filled(value, host, port, known, encrypted)
    whole = credentials.filled(url, host, port, known, encrypted)
    if client.parsed(whole).host != parts.host:  # a secret inside the host's name
        raise credentials.SecretElsewhere(
            name=credentials.names(url)[0], hosts="-", host=host, variable="MADANG_SECRET_…"
        )
    return client, whole, headers
