"""Search: one box, facets beside the results, everything in the address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog import search as index
from madang.catalog.models import Dataset, Licence, Organisation, Origin, Resource, Theme
from madang.lib.problems import Text
from madang.lib.texts import choose
from madang.portal.find import listing

PAGE = 20
DEEPEST = 500  # pages; further ones are better reached by filters
FACETS: dict[str, Promise] = {
    "theme": _("Theme"),
    "organisation": _("Organisation"),
    "kind": _("Kind"),
    "format": _("Format"),
    "origin": _("Origin"),
    "licence": _("Licence"),
    "freshness": _("Freshness"),
    "access": _("Access"),
}
SORTS: dict[str, Promise] = {"relevance": _("Best match"), "newest": _("Newest first"), "rows": _("Most rows first")}
FRESHNESS: dict[str, Promise] = {
    "fresh": _("up to date"), "late": _("late"), "open-ended": _("no cycle promised"), "empty": _("nothing published yet"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Odd values fall back to the plain search."""

    text: str = ""
    facets: dict[str, list[str]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        page = query.get("page", "1")
        sort = query.get("sort", "")
        return cls(
            text=query.get("q", "").strip()[:200],
            facets={name: values for name in FACETS if (values := [v for v in query.getlist(name) if v])},
            sort=sort if sort in SORTS else "relevance",
            page=min(max(int(page), 1), DEEPEST) if page.isdecimal() else 1,
        )


def search(request: HttpRequest) -> HttpResponse:
    """Results for `q`, narrowed by facets; htmx gets the results alone."""
    asked, actor, language = Asked.read(request.GET), policy.who(request), get_language() or "ko"
    found = index.search(
        asked.text, policy.scope(actor), asked.facets, language, (asked.page - 1) * PAGE, PAGE, asked.sort
    )
    hits = listing.in_order(actor, [hit.slug for hit in found.hits])
    for dataset in hits:
        dataset.matched = matched_columns(dataset, asked.text)
    context = {
        "asked": asked,
        "text": asked.text,
        "total": found.total,
        "near": found.near,
        "hits": hits,
        "facets": shown_facets(found.facets, asked.facets),
        "sorts": SORTS,
        "last": max(1, -(-found.total // PAGE)),
        "area": "search",
    }
    return render(request, "portal/find/search.html", context)


def matched_columns(dataset: Dataset, text: str, limit: int = 6) -> dict[str, Text]:
    """Columns whose name or label holds a word of the search, with their labels: why this dataset was found, when its
    title does not say."""
    wanted = [word.casefold() for word in text.split() if len(word) > 1]
    labels: dict[str, Text] = {}
    for resource in dataset.tables:
        labels |= {column.name: column.label or {} for column in resource.columns.all()}
        for column in resource.current.schema:
            labels.setdefault(column["name"], {})
    fits = [
        name
        for name, label in labels.items()
        if any(word in " ".join([name, *label.values()]).casefold() for word in wanted)
    ]
    return {name: labels[name] for name in fits[:limit]}


def shown_facets(found: dict[str, Any], chosen: dict[str, list[str]]) -> list[dict[str, Any]]:
    """Each facet with a title and its values as (value, label, count, chosen); a chosen value stays also at count 0."""
    names = {
        "theme": dict(Theme.objects.values_list("slug", "name")),
        "organisation": dict(Organisation.objects.values_list("slug", "name")),
        "licence": dict(Licence.objects.values_list("slug", "name")),
        "kind": dict(Resource.Kind.choices),
        "origin": dict(Origin.choices),
        "freshness": FRESHNESS,
        "access": dict(Dataset.Access.choices),
    }
    shown = []
    for name, title in FACETS.items():
        counts = dict(found.get(name, [])) | {v: dict(found.get(name, [])).get(v, 0) for v in chosen.get(name, [])}
        if counts:
            values = [
                {"value": v, "label": _label(names.get(name, {}), v), "count": n, "chosen": v in chosen.get(name, [])}
                for v, n in counts.items()
            ]
            shown.append({"name": name, "title": title, "values": values})
    return shown


def _label(names: dict[str, Any], value: str) -> str:
    name = names.get(value, value)
    return choose(name, get_language() or "ko")[0] or value if isinstance(name, dict) else str(name)
