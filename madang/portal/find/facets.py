"""The facets beside the results: their titles, the names of their values, and what stands behind "more"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.catalog.models import Dataset, Licence, Organisation, Origin, Resource, Theme
from madang.catalog.search import FACETS, Found
from madang.lib.texts import choose
from madang.portal.find.asked import Asked

SHOWN, MOST = 8, 60  # values of a facet before "more", and in all: who needs another one narrows by words first
TITLES: dict[str, Promise] = {  # in the order of the page; which facets there are is the search's to say
    "theme": _("Theme"),
    "organisation": _("Organisation"),
    "place": _("Place"),
    "period": _("Period"),
    "format": _("Format"),
    "view": _("What can be seen"),
    "kind": _("Kind"),
    "licence": _("Licence"),
    "freshness": _("Freshness"),
    "origin": _("Origin"),
    "access": _("Access"),
}
FRESHNESS: dict[str, Promise] = {
    "fresh": _("up to date"), "late": _("late"), "open-ended": _("no cycle promised"), "empty": _("nothing published yet"),
}  # fmt: skip
VIEWS: dict[str, Promise] = {
    "sheet": _("Sheet"), "table": _("Sheet"), "map": _("Map"), "chart": _("Chart"), "series": _("Over time"),
    "api": _("API"), "file": _("Files only"), "files": _("Files only"), "link": _("Link"),
}  # fmt: skip
NAMED = {"theme": Theme, "organisation": Organisation, "licence": Licence}
LISTED: dict[str, dict[str, Any]] = {
    "kind": dict(Resource.Kind.choices),
    "origin": dict(Origin.choices),
    "freshness": FRESHNESS,
    "access": dict(Dataset.Access.choices),
    "view": VIEWS,
}


@dataclass(frozen=True)
class Value:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """`first` are the values that stand open, chosen ones before others; `more` are those behind a fold."""

    name: str
    title: Any
    first: list[Value]
    more: list[Value]

    @property
    def chosen(self) -> list[Value]:
        return [value for value in (*self.first, *self.more) if value.chosen]


def shown(found: Found, asked: Asked) -> list[Facet]:
    """Every facet that has values. A chosen value stays, also at count 0; three queries at most name them all."""
    order = sorted(FACETS, key=lambda name: list(TITLES).index(name) if name in TITLES else len(TITLES))
    return [facet for name in order if (facet := _facet(name, found.facets.get(name, []), asked))]


def _facet(name: str, counted: Sequence[tuple[str, int]], asked: Asked) -> Facet | None:
    chosen = asked.facets.get(name, [])
    counts = dict.fromkeys(chosen, 0) | dict(islice(counted, MOST))  # what was chosen stands first
    counts |= {value: count for value, count in counted if value in chosen}
    if not counts:
        return None
    names = _names(name, list(counts))
    values = [Value(value, _label(names, value), count, value in chosen) for value, count in counts.items()]
    kept = max(SHOWN, len(chosen))
    if len(values) == kept + 1:  # a fold for one value would take as much room as the value
        kept += 1
    return Facet(name, TITLES.get(name, name), values[:kept], values[kept:])


def _names(name: str, values: list[str]) -> dict[str, Any]:
    if name in NAMED:
        return dict(NAMED[name].objects.filter(slug__in=values).values_list("slug", "name"))
    return LISTED.get(name, {})


def _label(names: dict[str, Any], value: str) -> str:
    name = names.get(value, value)
    return choose(name, get_language() or "ko")[0] or value if isinstance(name, dict) else str(name)
