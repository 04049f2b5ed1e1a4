"""The page of one row: its values in words, where they lead, and which rows of other tables name it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from madang.accounts import linking, row_path
from madang.accounts.linking import Referring, Row
from madang.accounts.policy import Actor
from madang.catalog import keys
from madang.catalog.row_addresses import Addresses
from madang.catalog.site import base
from madang.portal import context
from madang.portal.dataset import cite
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown
from madang.portal.dataset.written import written
from madang.portal.figures import drawing
from madang.portal.words import grouped
from madang.query.model import Column, Type

BEFORE = 6  # slashes before the key in /{language}/datasets/{dataset}/{table}/row/{key}
FORMS = (
    ("Turtle", "ttl", "text/turtle"),
    ("JSON-LD", "jsonld", "application/ld+json"),
    ("RDF/XML", "rdf", "application/rdf+xml"),
)


def row(request: HttpRequest, slug: str, name: str, row: str) -> HttpResponse:
    """A row of the shown revision."""
    page = shown(request, "sheet", slug, name)
    assert page.resource is not None
    raw = row_path.raw(request, BEFORE, row)
    one = linking.row(page.actor, page.resource, raw, page.as_of, page.revision_id)
    at = Addresses(base(request), one.table.dataset, one.table.name)
    found, left_out = linking.referring(page.actor, one) if not page.pinned else ([], 0)
    told = {
        "page": page, "dataset": page.dataset, "resource": page.resource, "area": "search",
        "key": " / ".join(map(keys.written, one.key)), "name": linking.name_of(one),
        "fields": [field(page.actor, column, one, at) for column in one.table.columns if column.type is not Type.GEOMETRY],
        "shape": shape(one), "address": at.row(one.key), "csvw": at.csvw, "cite": cite.citations(request, page),
        "forms": [(title, at.document(one.key, extension) + page.pinned, kind) for title, extension, kind in FORMS],
        "referring": [named(each, one, at) for each in found], "left_out": left_out,
        "other_language": other_language(request, page, one),
    }  # fmt: skip
    return render(request, "portal/dataset/row.html", told | head(page))


def field(actor: Actor, column: Column, one: Row, at: Addresses) -> dict[str, Any]:
    """A value as people read it: of a code its words, of a reference the row that it names."""
    said, value = one.said.get(column.name), one.values[column.name]
    far = linking.far_row(actor, said, value)
    codes = said.codes if said else {}
    return {
        "name": column.name,
        "label": (said.label if said else {}) or {},
        "about": (said.description if said else {}) or {},
        "missing": (said.missing if said else {}) or {},
        "unit": (said.unit if said else "") or column.unit,
        "type": column.type.value,
        "value": written(value, column.type, grouped(column.name, column.semantic)),
        "words": {} if value is None else codes.get(keys.written(value), {}),
        "far": far and Addresses(at.base, far.table.dataset, far.table.name).page(get_language() or "ko", far.key),
        "far_name": linking.name_of(far) if far else "",
    }


def named(each: Referring, one: Row, at: Addresses) -> dict[str, Any]:
    """Rows of another table that name this one, with the way to the first of them and to all."""
    theirs, language = Addresses(at.base, each.table.dataset, each.table.name), get_language() or "ko"
    value = keys.written(one.key[0])
    return {
        "dataset": each.column.resource.dataset, "resource": each.column.resource, "total": each.total,
        "column": each.column.label or {language: each.column.name},
        "rows": [(" / ".join(map(keys.written, key)), theirs.page(language, key)) for key in each.keys],
        "all": f"{theirs.page(language)}?{urlencode({'col': each.column.name, 'op': 'eq', 'val': value})}",
    }  # fmt: skip


def shape(one: Row) -> drawing.Drawing | None:
    """The outline of an area; a point alone shows nothing."""
    name = linking.shape(one)
    found = drawing.choropleth([one.values[name]], [1.0]) if name and one.values[name] else None
    return found if found and any(path for _, path in found.paths) else None


def other_language(request: HttpRequest, page: Shown, one: Row) -> dict[str, str]:
    """The same row in the other language: a slash inside a key must stay inside."""
    other = context.city(request)["other_language"]
    at = Addresses("", one.table.dataset, one.table.name)
    return {**other, "address": at.page(other["code"], one.key) + page.pinned}
