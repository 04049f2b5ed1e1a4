"""Pages as their HTML stands: no broken link or anchor, no id twice, nothing left open, no heading skipped, every label and every
`aria-` reference finds its element, nothing inline. `make bench-web` has the Nu checker judge them too."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

import pytest

pytestmark = pytest.mark.django_db
VOID = {
    "area",
    "br",
    "col",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
    "path",
    "rect",
    "circle",
    "line",
    "use",
    "polyline",
}
LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "form": "action"}
NAMED = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "popovertarget", "list", "form")
PAGES = (
    "", "search/?q=인구", "search/?q=zzzqq", "organisations/", "datasets/residents/", "datasets/residents/dong/sheet/",
    "datasets/residents/dong/chart/", "datasets/residents/dong/api/", "datasets/residents/files/", "datasets/residents/dong/history/",
    "datasets/squares/squares/map/", "stories/", "indicators/", "studies/", "studies/care_siting/",
    "requests/", "developers/", "developers/try/", "design/", "status/",
    "accessibility/", "origins/", "account/login/",
)  # fmt: skip


class Page(HTMLParser):
    """What a page says wrongly, and where it leads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.needs: set[tuple[str, str]] = set()
        self.links: list[str] = []
        self.level = 0
        self.feed(text)
        self.faults += [f"<{tag}> is never closed" for tag in self.open]
        self.faults += [f"id {name!r} stands {count} times" for name, count in self.ids.items() if count > 1]
        self.faults += [f"{key}={name!r} names nothing" for key, name in self.needs if name not in self.ids]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if len(told) < len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice: {attrs}")
        self.faults += [
            f"<{tag} {name}>: nothing inline" for name in told if name == "style" or name.startswith(("on", "hx-"))
        ]
        if tag == "img" and "alt" not in told:
            self.faults.append(f"<img> without alt: {attrs}")
        if name := told.get("id"):
            self.ids[name] += 1
        self.needs |= {(key, name) for key in NAMED for name in (told.get(key) or "").split()}
        if tag in LINKS and (address := told.get(LINKS[tag])) and told.get("method") != "post":
            self.links.append(address)
        if tag in ("h1", "h2", "h3", "h4"):
            self.heading(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def heading(self, level: int) -> None:
        if level > self.level + 1:
            self.faults.append(f"<h{level}> after level {self.level}")
        self.level = level

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes what is not open, line {self.getpos()[0]}")


def test_the_html_of_a_page_holds_together(client, residents, squares):
    for path in PAGES:
        answer = client.get(f"/ko/{path}")
        assert answer.status_code == 200, path
        assert Page(answer.content.decode()).faults == [], path
        assert len(answer.content) <= 300_000, path


def test_every_link_leads_somewhere(client, residents, squares):
    """In English; on the way its pages are judged too."""
    asked: dict[str, int] = {}
    ids: dict[str, set[str]] = {}
    broken = []
    for path in PAGES:
        here = f"/en/{path}"
        page = Page(client.get(here).content.decode())
        assert page.faults == [], here
        for link in page.links:
            address, anchor = urldefrag(urljoin(f"http://testserver{here}", link))
            if not address.startswith("http://testserver/") or "/static/" in address or "/en/" not in address:
                continue
            if address not in asked:
                answer = client.get(address.removeprefix("http://testserver"), follow=True)
                asked[address] = answer.status_code
                html = "html" in answer.headers.get("Content-Type", "") and not answer.streaming
                ids[address] = set(Page(answer.content.decode()).ids) if html else set()
            if asked[address] >= 400:
                broken.append(f"{here} -> {link}: {asked[address]}")
            elif anchor and ids[address] and unquote(anchor) not in ids[address]:
                broken.append(f"{here} -> {link}: no such anchor")
    assert broken == []
    assert len(asked) > 60


FAULTS = {
    "<p>": "never closed", "<p></b></p>": "not open", '<b id="a"></b><i id="a"></i>': "stands 2 times", "<h2></h2>": "after level 0",
    '<label for="x"></label>': "names nothing", '<p style="x"></p>': "inline", '<p onclick="x"></p>': "inline",
    "<img src='a'>": "without alt",
}  # fmt: skip


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_faults_are_found(text, fault):
    assert any(fault in one for one in Page(text).faults)
