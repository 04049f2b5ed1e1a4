"""Datasets as entries of Atom (RFC 4287), paged as RFC 5005 says. Django writes the XML."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.html import escape

from madang.api.problems import NotFound
from madang.catalog.city import the_city
from madang.catalog.dcat.dataset import ORIGINS, described, modified, published, worst
from madang.catalog.dcat.terms import clean
from madang.catalog.models import Dataset
from madang.catalog.site import Site
from madang.lib.problems import Text
from madang.lib.texts import choose

PAGE = 20  # as in CKAN
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
TITLE: Text = {"ko": "{city}의 새 데이터", "en": "New data of {city}"}


@dataclass(frozen=True)
class Feed:
    """`about` names what the feed is narrowed to, nothing for the whole catalogue."""

    request: HttpRequest
    site: Site
    language: str
    about: str
    page: int

    @property
    def title(self) -> str:
        title = TITLE[self.language].format(city=choose(the_city().name, self.language)[0])
        return clean(f"{title}: {self.about}" if self.about else title)

    def address(self, page: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(page)
        return self.site.base + quote(self.request.path) + "?" + query.urlencode()


class Paged(Atom1Feed):
    """Atom with the links to its other pages."""

    mime_type = "application/atom+xml; charset=utf-8"

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        for rel, address in self.feed["pages"].items():
            handler.addQuickElement("link", None, {"rel": rel, "href": address, "type": "application/atom+xml"})


def feed(shown: Feed, datasets: QuerySet[Dataset]) -> bytes:
    """One page of the datasets, what changed last first. Raises `NotFound` beyond the last one."""
    total = datasets.count()
    last = max(1, -(-total // PAGE))
    if shown.page > last:
        raise NotFound()
    newest = datasets.annotate(last=Greatest("modified", Coalesce(Max("resources__current__published_at"), "modified")))
    rows = list(newest.order_by("-last", "pk")[(shown.page - 1) * PAGE : shown.page * PAGE])
    numbers = {"first": 1, "previous": shown.page - 1, "next": shown.page + 1, "last": last}
    made = Paged(
        title=shown.title,
        link=f"{shown.site.base}/{shown.language}/search/",
        description=None,
        subtitle=clean(choose(the_city().tagline, shown.language)[0]),
        language=shown.language,
        feed_url=shown.address(shown.page),
        feed_guid=shown.address(1),
        author_name=clean(choose(the_city().name, shown.language)[0]),
        pages={rel: shown.address(number) for rel, number in numbers.items() if 1 <= number <= last},
    )
    for one in rows:
        made.add_item(**entry(one, shown))
    if not rows:
        made.latest_post_date = lambda: NEVER  # an empty feed never changed
    return made.writeString("utf-8").encode()


def entry(one: Dataset, shown: Feed) -> dict[str, Any]:
    """An entry: the words of the dataset, its page, and its description for programs."""
    site, language = shown.site, shown.language
    origin = worst(one, published(one))
    warning = "" if origin == "observed" else f" {ORIGINS[origin][language]}"
    return {
        "title": clean(choose(one.title, language)[0]) or one.slug,
        "link": site.page(one, language),
        "description": escape(clean(choose(described(one), language)[0]) + warning),  # Django says that it is HTML
        "unique_id": f"urn:uuid:{one.uid}",
        "updateddate": modified(one),
        "pubdate": one.issued or modified(one),
        "author_name": clean(choose(one.organisation.name, language)[0]) or one.organisation.slug,
        "categories": [word for words in one.keywords.values() for word in map(clean, words) if word.strip()],
        "enclosures": [Enclosure(site.description(one, "jsonld"), "0", "application/ld+json")],
    }
