"""Pages of the catalogue, and the words of Hydra that lead through them: those that CKAN's harvesters follow, and today's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest

PAGE = 100  # as in CKAN
LINKS = (("first", "firstPage"), ("previous", "previousPage"), ("next", "nextPage"), ("last", "lastPage"))


@dataclass(frozen=True)
class Page:
    """Page `number` of so many datasets, at `address` of the request."""

    number: int
    total: int
    request: HttpRequest
    base: str

    @property
    def last(self) -> int:
        return max(1, -(-self.total // PAGE))

    @property
    def slice(self) -> slice:
        return slice((self.number - 1) * PAGE, self.number * PAGE)

    def address(self, number: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(number)
        return f"{self.base}{quote(self.request.path)}?{query.urlencode()}"

    @property
    def links(self) -> dict[str, str]:
        """The addresses of other pages; none before the first, none after the last."""
        numbers = {"first": 1, "previous": self.number - 1, "next": self.number + 1, "last": self.last}
        return {name: self.address(n) for name, n in numbers.items() if 1 <= n <= self.last}

    def node(self) -> dict[str, Any]:
        node: dict[str, Any] = {
            "@id": self.address(self.number),
            "@type": ["hydra:PagedCollection", "hydra:PartialCollectionView"],
            "hydra:totalItems": {"@type": "xsd:integer", "@value": str(self.total)},
            "hydra:itemsPerPage": {"@type": "xsd:integer", "@value": str(PAGE)},
        }
        for name, old in LINKS:
            if name in self.links:
                node |= {f"hydra:{name}": {"@id": self.links[name]}, f"hydra:{old}": {"@value": self.links[name]}}
        return node

    def header(self) -> str:
        """The same as `Link` (RFC 8288)."""
        return ", ".join(
            f'<{address}>; rel="{"prev" if name == "previous" else name}"' for name, address in self.links.items()
        )
