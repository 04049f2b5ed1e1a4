"""The API tried in the browser: choose an operation, fill in its parameters, see the address, ready calls and the answer.

Made from the OpenAPI document, which the settings name. Without JavaScript the answer is a link away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from madang.accounts.policy import readable, visible, who
from madang.catalog.models import Dataset, Resource, Revision
from madang.portal.dataset.api_page import example_of
from madang.portal.dataset.calls import shell

FIRST = "rows"
"""The operation that most want."""


@dataclass(frozen=True)
class Field:
    """A parameter of an operation as a field of the form; `choices` when there are few, "" among them when it may be left out."""

    name: str
    means: str
    example: str
    inside: bool  # a part of the address, and not of what follows the question mark
    required: bool
    choices: tuple[str, ...] = ()
    value: str = ""


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    fields: tuple[Field, ...]

    @property
    def tried(self) -> bool:
        """Whether it can be asked from here: what changes something is left to programs."""
        return self.method == "GET"


def try_it(request: HttpRequest) -> HttpResponse:
    known = list(operations(import_string(settings.API_DOCUMENT)(get_language() or "ko")))
    chosen = next((one for one in known if one.tried and one.id == request.GET.get("operation", FIRST)), known[0])
    told = {name: text for name, text in request.GET.items() if text.strip()}
    begun = defaults(request) if len(told) <= ("operation" in told) else {}
    if not any(one.name == "format" and one.required for one in chosen.fields):
        begun.pop("format", None)
    fields = tuple(replace(one, value=told.get(one.name, begun.get(one.name, ""))) for one in chosen.fields)
    missing = [one.name for one in fields if one.required and not one.value]
    address = "" if missing else address_of(request, chosen.path, fields)
    context = {
        "area": "developers",
        "known": known,
        "chosen": chosen,
        "used": [one for one in fields if one.required or one.value],
        "others": [one for one in fields if not (one.required or one.value)],
        "address": address,
        "calls": calls(address) if address else [],
        "send": bool(address) and "send" in told,
    }
    return render(request, "portal/developers/try_it.html", context)


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Those of the document, in its order."""
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            fields = tuple(_field(one) for one in told.get("parameters", ()) if one["in"] in ("path", "query"))
            yield Operation(told["operationId"], method.upper(), path, told["summary"], fields)


def _field(told: dict[str, Any]) -> Field:
    schema = told["schema"].get("items", told["schema"])
    switch = any(one.get("type") == "boolean" for one in schema.get("anyOf", ()))
    choices = ("true", "false") if switch else tuple(schema.get("enum", ()))
    required = told["in"] == "path" or told.get("required", False)
    example = schema.get("examples", [""])[0]
    text = str(example).lower() if switch else str(example)
    return Field(
        told["name"], told.get("description", ""), text, told["in"] == "path", required,
        choices if required or not choices else ("", *choices),
    )  # fmt: skip


def defaults(request: HttpRequest) -> dict[str, str]:
    """What a form begins with: a table that this reader may read, and a question that it answers."""
    open_ = visible(who(request)).filter(access=Dataset.Access.OPEN, state=Dataset.State.PUBLISHED)
    found = Resource.objects.filter(dataset__in=open_, current__state=Revision.State.PUBLISHED, current__rows__gt=0)
    first = found.select_related("dataset__organisation", "current").order_by("dataset__slug", "position").first()
    if first is None:
        return {}
    statement = f'SELECT * FROM "{first.dataset.slug}"."{first.name}" LIMIT 10'
    question = example_of(readable(who(request), first))
    return {"slug": first.dataset.slug, "name": first.name, "format": "csv", "sql": statement, **question}


def address_of(request: HttpRequest, path: str, fields: tuple[Field, ...]) -> str:
    """The address that asks what the form says."""
    inside = {one.name: quote(one.value, safe="") for one in fields if one.inside}
    asked = urlencode({one.name: one.value for one in fields if one.value and not one.inside}, quote_via=quote)
    return request.build_absolute_uri(path.format(**inside)) + (f"?{asked}" if asked else "")


def calls(address: str) -> list[dict[str, str]]:
    """The address asked by programs; each runs as it stands."""
    text = json.dumps(address)
    python = f"from urllib.request import urlopen\n\nwith urlopen({text}) as answer:\n    print(answer.read().decode())"
    return [
        {"language": "curl", "text": f"curl {shell(address)}"},
        {"language": "Python", "text": python},
        {"language": "JavaScript", "text": f"const answer = await fetch({text});\nconsole.log(await answer.text());"},
    ]  # fmt: skip
