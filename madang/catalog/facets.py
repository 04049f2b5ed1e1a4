"""What narrows a search, and how many datasets each choice would leave.

Values of one facet widen each other, facets narrow one another; the counts of a facet ignore its own choice, and so say what another
choice would bring.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from madang.catalog import question, where_and_when
from madang.catalog.documents import EMPTY, NEVER_LATE
from madang.catalog.scope import PUBLIC, Scope
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES

if TYPE_CHECKING:
    import tantivy

FACETS = (
    "theme", "organisation", "licence", "format", "kind", "origin", "freshness", "access", "view", "place", "period",
)  # fmt: skip
VALUES = 100  # of one facet, most frequent first
YEARS = 10_000
Counts = dict[str, list[tuple[str, int]]]


class OddBox(Problem):
    en = "{box} is no box. Give west, south, east and north in degrees, south below north: 126.9,37.5,127.1,37.7."
    ko = "{box}은(는) 범위가 아닙니다. 서, 남, 동, 북의 경위도를 남쪽이 북쪽보다 작게 쓰세요: 126.9,37.5,127.1,37.7."


@dataclass(frozen=True)
class Narrowing:
    """Everything but words: what the reader may see, chosen values, days (`since`, `until`, both included) and a box in degrees.

    Raises `OddBox`.
    """

    scope: Scope = PUBLIC
    chosen: dict[str, list[str]] = field(default_factory=dict, hash=False)
    since: date | None = None
    until: date | None = None
    box: where_and_when.Box | None = None

    def __post_init__(self) -> None:
        if self.box is not None:
            west, south, east, north = self.box
            if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
                raise OddBox(box=",".join(map(str, self.box)))

    @property
    def narrows(self) -> bool:
        return bool(self.chosen or self.since or self.until or self.box)

    def query(self, asked: tantivy.Query, without: str = "") -> tantivy.Query:
        """What is asked, narrowed; `without` one facet's choice."""
        from tantivy import Occur, Query

        parts = [asked, *(_chosen(name, values) for name, values in self.chosen.items() if name != without)]
        parts += where_and_when.within(self.since, self.until)
        parts += where_and_when.touching(self.box) if self.box else []
        within = question.allowed(self.scope)
        return Query.boolean_query([(Occur.Must, part) for part in ([*parts, within] if within else parts)])


def _chosen(name: str, values: list[str]) -> tantivy.Query:
    if name == "freshness":
        ranges = _freshness()
        return _any(
            question.between("due", low, high) for low, high in (ranges[one] for one in values if one in ranges)
        )
    if name == "period":
        years = [year for one in values if (year := where_and_when.year(one))]
        return _any(where_and_when.covering(year) for year in years)
    return question.among(name, values)


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    from tantivy import Occur, Query

    parts = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(parts) if parts else Query.empty_query()


def _freshness() -> dict[str, tuple[int, int | None]]:
    """Freshness at this moment as ranges of the field `due`."""
    now = int(timezone.now().timestamp())
    return {
        "fresh": (now, None),
        "late": (NEVER_LATE + 1, now),
        "open-ended": (NEVER_LATE, NEVER_LATE + 1),
        "empty": (EMPTY, EMPTY + 1),
    }


def counts(
    index: tantivy.Searcher, asked: tantivy.Query, narrowing: Narrowing, names: Sequence[str], language: str
) -> Counts:
    """All facets without a choice in one pass, and one pass for each that has one, without its own choice."""
    free = [name for name in names if name not in narrowing.chosen]
    found = _count(index, narrowing.query(asked), free, language)
    for name in narrowing.chosen:
        if name in names:
            found |= _count(index, narrowing.query(asked, without=name), [name], language)
    return {name: found[name] for name in names}


def _count(index: tantivy.Searcher, query: tantivy.Query, names: Sequence[str], language: str) -> Counts:
    asked: dict[str, Any] = {}
    for name in names:
        asked |= _aggregation(name, language)
    answer = index.aggregate(query, asked) if asked else {}
    return {name: _values(name, answer) for name in names}


def _aggregation(name: str, language: str) -> dict[str, Any]:
    if name == "freshness":
        bounds = [
            {"key": key, "from": low} | ({} if high is None else {"to": high})
            for key, (low, high) in _freshness().items()
        ]
        return {name: {"range": {"field": "due", "ranges": bounds}}}
    if name == "period":
        return {one: {"terms": {"field": one, "size": YEARS}} for one in ("first_year", "last_year")}
    return {name: {"terms": {"field": place_of(language) if name == "place" else name, "size": VALUES}}}


def place_of(language: str) -> str:
    """The field with the names of places in a language."""
    return f"place_{language if language in LANGUAGES else LANGUAGES[0]}"


def _values(name: str, answer: dict[str, Any]) -> list[tuple[str, int]]:
    if name == "period":
        first, last = (
            {int(b["key"]): b["doc_count"] for b in answer[one]["buckets"]} for one in ("first_year", "last_year")
        )
        return where_and_when.counted(first, last, timezone.now().year)
    known = _freshness() if name == "freshness" else None
    buckets = [(bucket["key"], bucket["doc_count"]) for bucket in answer[name]["buckets"] if bucket["doc_count"]]
    return [(value, count) for value, count in buckets if known is None or value in known]
