"""What the address of a search asks for; odd values fall back to the plain search, so that no address breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from madang.accounts import policy
from madang.catalog import search as index
from madang.catalog.ranges import box, day
from madang.catalog.search import FACETS

PAGE = 20
DEEPEST = 500  # pages; further ones are better reached by filters
LONGEST = 200  # characters of a search
MOST_VALUES = 50  # of one facet
SORTS = ("relevance", "newest", "rows")


@dataclass(frozen=True)
class Asked:
    """A search as people write it: words, values of facets, days, a box on the map, order and page."""

    text: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    since: str = ""  # a year, a month or a day, as it was written
    until: str = ""
    box: str = ""  # west,south,east,north
    sort: str = "relevance"
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        page, sort = query.get("page", "1"), query.get("sort", "")
        return cls(
            text=cleaned(query.get("q", "")),
            facets={name: values for name in FACETS if (values := _values(query.getlist(name)))},
            since=query.get("from", "") if day(query.get("from", "")) else "",
            until=query.get("to", "") if day(query.get("to", "")) else "",
            box=query.get("bbox", "") if box(query.get("bbox", "")) else "",
            sort=sort if sort in SORTS else "relevance",
            page=min(max(int(page[:9]), 1), DEEPEST) if page.isascii() and page.isdigit() else 1,
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.facets or self.since or self.until or self.box)

    @property
    def query(self) -> str:
        """The query string of this search without its page: the same for the same search, however its address was written."""
        told = QueryDict(mutable=True)
        for name, values in self._pairs():
            told.setlist(name, values)
        return told.urlencode()

    def without(self, name: str, value: str = "") -> Asked:
        """The same search without one value of one facet, without its days (`period`) or without its box (`box`)."""
        if name == "days":
            return replace(self, page=1, since="", until="")
        if name == "box":
            return replace(self, page=1, box="")
        rest = {one: [v for v in values if (one, v) != (name, value)] for one, values in self.facets.items()}
        return replace(self, page=1, facets={one: values for one, values in rest.items() if values})

    def find(
        self, actor: policy.Actor, language: str, limit: int = PAGE, counted: Sequence[str] = FACETS, sort: str = ""
    ) -> index.Found:
        """What is found, of the page that is asked for: one call of search."""
        return index.search(
            self.text, policy.scope(actor), self.facets, language, (self.page - 1) * limit, limit, sort or self.sort,
            since=day(self.since), until=day(self.until, last=True), box=box(self.box), counted=counted,
        )  # fmt: skip

    def _pairs(self) -> Iterator[tuple[str, list[str]]]:
        if self.text:
            yield "q", [self.text]
        yield from sorted(self.facets.items())
        yield from (
            (name, [text]) for name, text in (("from", self.since), ("to", self.until), ("bbox", self.box)) if text
        )
        if self.sort != "relevance":
            yield "sort", [self.sort]


def cleaned(text: str) -> str:
    """Words that can be sought: no controls, single blanks, not endless."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]


def _values(values: list[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value and "\0" not in value))[:MOST_VALUES]
