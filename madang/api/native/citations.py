"""Citations: a question with the revisions it was asked of and the fingerprint of its answer, at an address that stays."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts import citing
from madang.accounts.policy import who
from madang.api import sql_tables
from madang.api.budgets.spending import Spending
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, PAGING, QUESTION, VERSION, Parameter, one, question
from madang.api.native.asking import values as sent
from madang.api.native.resources import resource
from madang.api.native.routes import changes, reads
from madang.api.native.schemas import rows as schemas
from madang.api.problems import OddCitation, UnknownParameter
from madang.catalog import cite_words
from madang.catalog.citations import Citation
from madang.catalog.models import Revision
from madang.catalog.site import base
from madang.lib.texts import LANGUAGES
from madang.query import metering, near
from madang.query.sql import answer as sql_answer

router = Router(tags=["citations"])
WHAT = (
    Parameter("dataset", str, "population", "the dataset, by its slug"),
    Parameter("resource", str, "districts", "its resource, by its name"),
    Parameter(
        "sql", str, 'SELECT 자치구 FROM "population"."districts"', "instead of all others but `as_of`: one SELECT"
    ),
)
ASKED = {parameter.name: parameter for parameter in (*WHAT, *QUESTION, *PAGING[:2], *VERSION)}
LONGEST = 50_000
"""Letters of a body; the parts of a question have limits of their own."""
BODY = {
    "type": "object",
    "properties": {
        parameter.name: {"type": ["string", "number", "boolean"], "description": parameter.means} for parameter in ASKED.values()
    },
    "additionalProperties": False,
    "anyOf": [{"required": ["sql"]}, {"required": ["dataset", "resource"]}],
}  # fmt: skip


@changes(
    router, "/citations", "Cite a question", BODY, schemas.Citation, method="POST", code=201, also=(200,), needs_token=False,
    parameters=OUTPUT[-1:],
)  # fmt: skip
def cite(request: HttpRequest) -> HttpResponse:
    """The parameters of `/rows` as JSON, or `sql`. Without `limit` all rows are meant. 201 for a new one, 200 for one that there is."""
    told = _told(request)
    fresh: list[bool] = []

    def new() -> None:
        fresh.append(_pay())

    if "sql" in told and told.keys() <= {"sql", "as_of"}:
        checked = sql_answer.read(told["sql"])
        named = sql_tables.tables(who(request), checked, told.get("as_of"))
        made = citing.cite_sql(told["sql"], checked, [table for _, table in named], new)
    elif {"dataset", "resource"} <= told.keys() and "sql" not in told:
        found = resource(request, told["dataset"], told["resource"])
        made = citing.cite(who(request), found, question(told, None), told.get("as_of"), told.get("revision"), new)
    else:
        raise OddCitation(known=", ".join(ASKED))
    response = shapes.json(shown(request, made, citing.revisions(made)), status=201 if fresh else 200)
    response["Location"] = address(request, made)
    return response


@reads(router, "/citations/{citation}", "One citation", OUTPUT[-1:], schemas.Citation)
def citation(request: HttpRequest, citation: str) -> HttpResponse:
    """What was asked, of which revisions, and how to cite it; 410 when one of them was withdrawn."""
    sent(request, OUTPUT[-1:])
    found, _ = citing.find(who(request), citation)
    return shapes.json(shown(request, found, citing.revisions(found)))


@changes(
    router,
    "/citations/{citation}/verify",
    "Ask a citation again",
    None,
    schemas.Verified,
    method="POST",
    needs_token=False,
    parameters=OUTPUT[-1:],
)
def verify(request: HttpRequest, citation: str) -> HttpResponse:
    """The same question of the cited revision and of the current one: `same`, `differs`, `unanswerable` or `withdrawn`."""
    sent(request, OUTPUT[-1:])
    return shapes.json(citing.verify(who(request), citation))


def shown(request: HttpRequest, found: Citation, revisions: list[Revision]) -> dict[str, Any]:
    """A citation as JSON, for somebody who may read its rows."""
    # Pages of citations are in the reader's language, so their permalink has none.
    page = f"{base(request)}/citations/{found.pk}/"
    tables = [
        {
            "dataset": one.resource.dataset.slug, "resource": one.resource.name, "revision": one.pk, "number": one.number,
            "published_at": one.published_at, "origin": one.origin,
        }
        for one in revisions
    ]  # fmt: skip
    return {
        "citation": found.pk,
        "question": found.question,
        "sql": found.sql or None,
        "tables": tables,
        "rows": found.rows,
        "fingerprint": {"rule": found.rule, "sha256": found.fingerprint},
        "software": found.software,
        "created_at": found.created_at,
        "rows_url": None if found.sql else _rows(request, found, revisions[0]),
        "cite": {language: cite_words.written(found, revisions, page, language) for language in LANGUAGES},
        "page": page,
        "url": address(request, found),
    }


def address(request: HttpRequest, found: Citation) -> str:
    return shapes.address(request, "citations", found.pk)


def _rows(request: HttpRequest, found: Citation, revision: Revision) -> str:
    """Where the same rows are given again, for ever."""
    asked = urlencode({**found.question, "revision": revision.pk, "format": "csv"}, quote_via=quote)
    place = shapes.address(
        request, "datasets", revision.resource.dataset.slug, "resources", revision.resource.name, "rows"
    )
    return f"{place}?{asked}"


def _told(request: HttpRequest) -> dict[str, Any]:
    """What the body asks, read as parameters of an address are. Raises `OddCitation`, `UnknownParameter`, and as `one`."""
    sent(request, OUTPUT[-1:])
    try:
        body = json.loads(request.body) if len(request.body) <= LONGEST else None
    except (ValueError, RecursionError) as error:
        raise OddCitation(known=", ".join(ASKED)) from error
    if not isinstance(body, dict) or not all(map(_readable, body.values())):
        raise OddCitation(known=", ".join(ASKED))
    for name in body:
        if name not in ASKED:
            raise UnknownParameter(name=name, known=", ".join(ASKED), **near.hint(name, ASKED))
    return {name: one(ASKED[name], [_text(value)]) for name, value in body.items()}


def _readable(value: object) -> bool:
    """A number or a text, and one that a database can hold: JSON can write half characters and NUL."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)
    return isinstance(value, int | float | bool)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _pay() -> bool:
    """A new citation stays for ever, so each costs; one that was made before does not. Raises `TooManyCitations`."""
    meter = metering.current.get()
    if isinstance(meter, Spending):
        meter.keep_citation()
    return True
