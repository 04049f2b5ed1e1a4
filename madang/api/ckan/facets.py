"""Counts of a search by the values of fields."""

from __future__ import annotations

import json
from typing import Any

from madang.api.ckan import groups
from madang.api.ckan.errors import SearchFailed
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.api.ckan.resources import called
from madang.api.ckan.solr.read import EXTRA, FIELDS
from madang.catalog import names
from madang.catalog.asked import EVERY_VALUE
from madang.catalog.models import Licence, Organisation, Theme

KEPT = {
    "organization": "publisher", "groups": "subject", "tags": "tag", "res_format": "offered", "license_id": "licence",
    "license": "licence", "origin": "origin", "access": "access", "extras_origin": "origin", "extras_access": "access",
    "name": "name_order",
}  # fmt: skip
"""Fields that are counted, and where the index keeps them."""
DEFAULT_LIMIT, MOST_FIELDS = 50, 20
Counts = dict[str, list[tuple[str, int]]]


def fields(parameters: Parameters) -> list[str]:
    """The fields to count, a list or JSON of one. Raises `Invalid`, `SearchFailed`."""
    if not parameters.switch("facet", True):
        return []
    asked = list(dict.fromkeys(parameters.listing("facet.field")))[:MOST_FIELDS]
    for name in asked:
        if name not in FIELDS and not name.startswith(EXTRA):
            raise SearchFailed(f"undefined field: {json.dumps(name[:60])}")
    return asked


def sizes(parameters: Parameters, asked: list[str]) -> dict[str, int]:
    """How many values of each field of the index are wanted; below 0 is all."""
    text = parameters.text("facet.limit") or str(DEFAULT_LIMIT)
    limit = EVERY_VALUE if text.startswith("-") else min(EVERY_VALUE, parameters.whole("facet.limit", DEFAULT_LIMIT))
    return {KEPT[name]: limit for name in asked if name in KEPT}


def told(reader: Reader, asked: list[str], counts: Counts, least: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """`facets` and `search_facets` of the result."""
    plain, full = {}, {}
    for name in asked:
        found = [(value, count) for value, count in counts.get(KEPT.get(name, ""), ()) if count >= least]
        shown = [(called(value), count) for value, count in found] if name == "res_format" else found
        titles = _titles(reader, name, [value for value, _ in shown])
        plain[name] = dict(shown)
        full[name] = {
            "title": name,
            "items": [
                {"name": value, "display_name": titles.get(value, value), "count": count} for value, count in shown
            ],
        }
    return plain, full


def _titles(reader: Reader, name: str, values: list[str]) -> dict[str, str]:
    """What the values are called in the reader's language."""
    if not values:
        return {}
    if name == "organization":
        every = (groups.organization(reader, one) for one in Organisation.objects.all())
        return {one["name"]: one["title"] for one in every}
    if name == "groups":
        return {
            names.plain(one.slug, one.uid, names.THEME): reader.words(one.name) or one.slug
            for one in Theme.objects.all()
        }
    if name in ("license_id", "license"):
        return {one.slug: reader.words(one.name) or one.slug for one in Licence.objects.filter(slug__in=values)}
    return {}
