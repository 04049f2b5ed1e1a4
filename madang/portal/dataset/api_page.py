"""Ready calls of the API for one resource, with its real address."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from madang.ingest.addressing import addressing
from madang.portal.dataset import exports
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown
from madang.query.expressions import Compare, IsNull, Literal, Not, Ref
from madang.query.model import Table, Type
from madang.query.words import words


def api(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """The address, a call in each language, the columns as the API names them, and the parameters."""
    page = shown(request, "api", slug, name)
    address = request.build_absolute_uri(exports.base(slug, name))
    example = example_of(page.table)
    context = {
        "page": page,
        "dataset": page.dataset,
        "address": address,
        "calls": calls(address, example),
        "try_it": f"{address}/rows?{urlencode(example)}",
        "try_page": f"{reverse('try_it')}?{urlencode({'operation': 'rows', 'slug': slug, 'name': name, **example})}",
        "columns": page.table.columns,
        "exports": exports.of_rows(page, {}),
        "area": "search",
        **other_names(request, page),
    }
    return render(request, "portal/dataset/api.html", context | head(page))


def other_names(request: HttpRequest, page: Shown) -> dict[str, Any]:
    """By which names clients of other portals ask for the table."""
    assert page.resource is not None
    named = addressing(page.resource)
    all_columns = [column.name for column in page.table.columns if column.type is not Type.GEOMETRY]
    return {
        "site": request.build_absolute_uri("/")[:-1],
        "services": named["services"],
        "arguments": named["arguments"] or all_columns,
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


def calls(address: str, example: dict[str, str]) -> list[dict[str, str]]:
    """The same question in curl, Python, JavaScript and R; each runs as it stands."""
    rows = f"{address}/rows"
    pairs = ",\n    ".join(f"{json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in example.items())
    curl = " \\\n  ".join(f"--data-urlencode {shell(f'{k}={v}')}" for k, v in example.items())
    query = urlencode({k: v for k, v in example.items() if k != "limit"})
    return [
        {"language": "curl", "text": f'curl -G "{rows}" \\\n  {curl}'},
        {
            "language": "Python",
            "text": f'import requests\n\nurl = "{rows}"\nanswer = requests.get(url, params={{\n    {pairs},\n}}).json()\n'
            'print(answer["total"], answer["rows"][:3])',
        },
        {
            "language": "pandas",
            "text": f'import pandas\n\nframe = pandas.read_csv(\n    "{address}.csv"\n    "?{query}"\n)',
        },
        {
            "language": "JavaScript",
            "text": f'const url = "{rows}";\nconst parameters = new URLSearchParams({{\n    {pairs},\n}});\n'
            "const answer = await (await fetch(`${url}?${parameters}`)).json();\nconsole.log(answer.total, answer.rows);",
        },
        {
            "language": "R",
            "text": f'rows <- read.csv(paste0(\n  "{address}.csv",\n  "?{query}"\n), check.names = FALSE)\nhead(rows)',
        },
    ]


def shell(text: str) -> str:
    """A word of a shell, in single quotes."""
    return "'" + text.replace("'", "'\\''") + "'"
