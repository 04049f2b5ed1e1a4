"""Where and when a dataset is about, as the index keeps it: places in words, the box around its shapes, the years that it covers.

The years are kept as the first and the last one, so that a facet of years costs two counts, however long the periods are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from madang.catalog.models import Dataset, Revision
from madang.lib.texts import LANGUAGES, choose

if TYPE_CHECKING:
    import tantivy

SINCE = "since "  # before the first year of what covers all later ones
EARLIEST, MOST_YEARS = 1800, 200
ONGOING = 9999  # the last year of what has begun and is not said to end
SIDES = ("west", "south", "east", "north")
Box = tuple[float, float, float, float]


def of(dataset: Dataset, current: Iterable[Revision]) -> dict[str, Any]:
    """The fields of the index; what is not known is missing."""
    boxes = [one.geometry["bbox"] for one in current if one.geometry and one.geometry.get("bbox")]
    return {
        **period(dataset.period_start, dataset.period_end),
        "place": sorted({words for words in dataset.spatial.values() if words}),
        **{f"place_{one}": [name] if (name := choose(dataset.spatial, one)[0]) else [] for one in LANGUAGES},
        **around([(min, max)[side > 1](box[side] for box in boxes) for side in range(4)] if boxes else []),
    }


def around(box: Sequence[float]) -> dict[str, list[float]]:
    return {side: [value] for side, value in zip(SIDES, box, strict=False)}


def period(start: date | None, end: date | None) -> dict[str, list[Any]]:
    if not start and not end:
        return {}
    begin, last = start or end, end or date(ONGOING, 12, 31)
    assert begin is not None
    return {
        "year": _years(begin.year, last.year),
        "first_year": [begin.year],
        "last_year": [last.year],
        "from_day": [begin.toordinal()],
        "to_day": [last.toordinal()],
    }


def _years(first: int, last: int) -> list[str]:
    """The years that are covered, as words to look for; of what goes on the first one says it, of centuries the last ones."""
    if last == ONGOING:
        return [f"{SINCE}{max(first, EARLIEST)}"]
    first = max(first, EARLIEST, last - MOST_YEARS)
    return [str(one) for one in range(first, last + 1)] + ([f"={first}"] if first == last else [])


def within(since: date | None, until: date | None) -> list[tantivy.Query]:
    """Datasets whose period has a day in common with the days from `since` to `until`; those without a period have none."""
    from madang.catalog.question import between

    found = [between("to_day", since.toordinal(), None)] if since else []
    return found + ([between("from_day", 0, until.toordinal() + 1)] if until else [])


def touching(box: Box) -> list[tantivy.Query]:
    """Datasets with shapes whose box touches that of (west, south, east, north) in degrees; one over the date line is two boxes."""
    from tantivy import Occur, Query

    west, south, east, north = box
    if west > east:
        halves = [touching((west, south, 180.0, north)), touching((-180.0, south, east, north))]
        both = [(Occur.Should, Query.boolean_query([(Occur.Must, part) for part in half])) for half in halves]
        return [Query.const_score_query(Query.boolean_query(both), 0.0)]
    return [
        _side("west", None, east),
        _side("east", west, None),
        _side("south", None, north),
        _side("north", south, None),
    ]


def _side(name: str, low: float | None, high: float | None) -> tantivy.Query:
    from tantivy import FieldType, Query

    from madang.catalog.index import schema

    return Query.const_score_query(Query.range_query(schema(), name, FieldType.Float, low, high), 0.0)


def covering(year: int) -> tantivy.Query:
    """Datasets whose period has a day of that year."""
    from tantivy import Query

    from madang.catalog.index import schema

    begun = [f"{SINCE}{first}" for first in range(EARLIEST, year + 1)]
    return Query.const_score_query(Query.term_set_query(schema(), "year", [str(year), *begun]), 0.0)


def alone(year: int) -> tantivy.Query:
    """Datasets of that year and no other."""
    from tantivy import Query

    from madang.catalog.index import schema

    return Query.term_query(schema(), "year", f"={year}")


def year(text: str) -> int | None:
    """A value of the facet `period` as a year."""
    return int(text) if re.fullmatch(r"\d{4}", text) else None


def counted(first: dict[int, int], last: dict[int, int], now: int) -> list[tuple[str, int]]:
    """Datasets of each year, newest first, from how many begin and how many end in each; up to `now` for what is not said to end."""
    bounds = [year for year in (*first, *last) if year < ONGOING]
    if not bounds:
        return []
    top = max(max(bounds), now if ONGOING in last else 0)
    running, found = 0, []
    for year in range(min(first), top + 1):
        running += first.get(year, 0) - last.get(year - 1, 0)
        if running:
            found.append((str(year), running))
    return found[::-1]
