"""What the address of a search asks for; odd values fall back to the plain search, so that no address breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from madang.catalog.search import FACETS

PAGE = 20
DEEPEST = 500  # pages; further ones are better reached by filters
LONGEST = 200  # characters of a search
MOST_VALUES = 50  # of one facet
SORTS = ("relevance", "newest", "rows")


@dataclass(frozen=True)
class Asked:
    """A search as people write it: words, values of facets, order and page."""

    text: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        page, sort = query.get("page", "1"), query.get("sort", "")
        return cls(
            text=cleaned(query.get("q", "")),
            facets={name: values for name in FACETS if (values := _values(query.getlist(name)))},
            sort=sort if sort in SORTS else "relevance",
            page=min(max(int(page[:9]), 1), DEEPEST) if page.isascii() and page.isdigit() else 1,
        )

    @property
    def narrowed(self) -> bool:
        return bool(self.facets)

    @property
    def query(self) -> str:
        """The query string of this search without its page: the same for the same search, however its address was written."""
        told = QueryDict(mutable=True)
        for name, values in self._pairs():
            told.setlist(name, values)
        return told.urlencode()

    def without(self, name: str, value: str) -> Asked:
        """The same search without one value of one facet."""
        rest = {one: [v for v in values if (one, v) != (name, value)] for one, values in self.facets.items()}
        return replace(self, page=1, facets={one: values for one, values in rest.items() if values})

    def _pairs(self) -> Iterator[tuple[str, list[str]]]:
        if self.text:
            yield "q", [self.text]
        yield from sorted(self.facets.items())
        if self.sort != "relevance":
            yield "sort", [self.sort]


def cleaned(text: str) -> str:
    """Words that can be sought: no controls, single blanks, not endless."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]


def _values(values: list[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value and "\0" not in value))[:MOST_VALUES]
