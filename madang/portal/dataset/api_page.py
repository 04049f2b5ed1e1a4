"""Ready calls of the API for one resource, with its real address."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from madang.catalog.site import base
from madang.ingest.addressing import addressing
from madang.portal.dataset import calls, exports
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown
from madang.query.expressions import Compare, IsNull, Literal, Not, Ref
from madang.query.model import Table, Type
from madang.query.words import words


def api(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The address, a call in each language, the columns as the API names them, and the parameters."""
    page = shown(request, "api", slug, name)
    address = base(request) + exports.base(slug, name)
    example = example_of(page.table)
    context = {
        "page": page,
        "dataset": page.dataset,
        "address": address,
        "calls": calls.native(address, example),
        "try_it": f"{address}/rows?{urlencode(example)}",
        "try_page": f"{reverse('try_it')}?{urlencode({'operation': 'rows', 'slug': slug, 'name': name, **example})}",
        "columns": page.table.columns,
        "exports": exports.of_rows(page, {}),
        "area": "search",
        **other_names(request, page, address),
    }
    return render(request, "portal/dataset/api.html", context | head(page))


def other_names(request: HttpRequest, page: Shown, address: str) -> dict[str, Any]:
    """How clients of other portals ask for the table, and by which names."""
    assert page.resource is not None
    named = addressing(page.resource)
    all_columns = [column.name for column in page.table.columns if column.type is not Type.GEOMETRY]
    arguments = named["arguments"] or all_columns
    return {
        "dialects": calls.dialects(base(request), page.resource, address, named["services"], arguments),
        "services": named["services"],
    }


def example_of(table: Table) -> dict[str, str]:
    """Parameters that answer something on this table: a filter and an order by its first number, or its first text."""
    numbers = [c for c in table.columns if c.type in (Type.INTEGER, Type.NUMBER)]
    texts = [c for c in table.columns if c.type is Type.TEXT]
    if numbers:
        where, order = Compare(">", Ref(numbers[-1].name), Literal(0)), words(Ref(numbers[-1].name)) + " desc"
        return {"where": words(where), "order_by": order, "limit": "10"}
    if texts:
        return {"where": words(Not(IsNull(Ref(texts[0].name)))), "limit": "10"}
    return {"limit": "10"}
