"""Links of pages, followed once each: what is answered with an error, and anchors that no element has."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ADDRESSES = {
    "a": "href",
    "link": "href",
    "img": "src",
    "script": "src",
    "form": "action",
    "iframe": "src",
    "source": "src",
    "use": "href",
}
BYTES = 5_000_000
Fetch = Callable[[str], tuple[int, str]]


@dataclass
class Page(HTMLParser):
    """The addresses in a page, and the names that an anchor can point to."""

    base: str
    links: list[str] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.names |= {value for key in ("id", "name") if (value := told.get(key))}
        address = told.get(ADDRESSES.get(tag, ""))
        if address and not (tag == "form" and (told.get("method") or "get").lower() == "post"):
            self.links.append(urljoin(self.base, address))


def fetcher(cookie: str = "") -> Fetch:
    """Asks with GET as a browser does, and reads no more than some megabytes."""

    def fetch(address: str) -> tuple[int, str]:
        request = urllib.request.Request(address, headers={"Cookie": cookie, "Accept": "text/html,*/*;q=0.8"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = (
                    answer.read(BYTES) if "html" in answer.headers.get("Content-Type", "") or "svg" in address else b""
                )
                return answer.status, text.decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, ""

    return fetch


def broken(pages: dict[str, str], fetch: Fetch, skip: tuple[str, ...] = ()) -> tuple[list[str], int]:
    """Broken links of pages (address to HTML), as `page -> link: why`, and how many different addresses of the same host were
    asked. Other hosts are not asked, so that nothing depends on them; addresses that contain one of `skip` are not either."""
    known = {address: parsed(address, text) for address, text in pages.items()}
    asked = dict.fromkeys(pages, 200)
    faults = []
    for page in list(known.values()):
        for link in dict.fromkeys(page.links):
            address, anchor = urldefrag(link)
            if urlsplit(address).netloc != urlsplit(page.base).netloc or any(part in address for part in skip):
                continue
            if address not in asked:
                asked[address], text = fetch(address)
                known[address] = parsed(address, text)
            if asked[address] >= 400:
                faults.append(f"{page.base} -> {link}: {asked[address]}")
            elif anchor and unquote(anchor) not in known[address].names:
                faults.append(f"{page.base} -> {link}: no such anchor")
    return faults, len(asked)


def parsed(address: str, text: str) -> Page:
    page = Page(address)
    page.feed(text)
    return page
