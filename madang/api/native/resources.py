"""One resource beside its rows: dictionary, receipt, history, the kept original."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from madang.accounts import receipts
from madang.accounts.policy import can, readable_file, require, who
from madang.api import original_file
from madang.api.native import shapes
from madang.api.native.asking import PAIR, VERSION, values
from madang.api.native.routes import changes, reads
from madang.api.native.schemas import catalogue, loading
from madang.api.problems import NeedsToken, NotFound, OddBody
from madang.catalog.committed import remembered
from madang.catalog.models import Resource, Revision
from madang.ingest.describe_columns import RULES, describe_columns
from madang.ingest.receipts import pair
from madang.ingest.references import matches
from madang.lib.texts import choose

router = Router(tags=["resources"])
PLACE = "/datasets/{slug}/resources/{name}"


def resource(request: HttpRequest, slug: str, name: str) -> Resource:
    """The resource at an address, if the reader may know that it exists. Raises `NotFound`, `Hidden`."""
    if request.method in ("GET", "HEAD"):  # others may change what they get
        found = remembered().get(("resource", slug, name), lambda: _resource(slug, name))
    else:
        found = _resource(slug, name)
    require(who(request), "see", found)
    return found


def _resource(slug: str, name: str) -> Resource:
    # The receipt is long, and hardly anybody who asks for rows wants it: it is read when somebody does.
    known = Resource.objects.select_related("dataset__organisation", "current").defer("current__receipt")
    try:
        found = known.get(dataset__slug=slug, name=name)
    except Resource.DoesNotExist:
        raise NotFound() from None
    if found.current:
        found.current.resource = found  # spares joining the same three tables a second time
    return found


def _words(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """`{name: {field: words}}` from the body. Facts of the revision that reading adds (type, semantic) are left out."""
    try:
        columns = json.loads(request.body)["columns"]
        if not isinstance(columns, list):
            raise TypeError(columns)
        return {column["name"]: {field: column[field] for field in RULES if field in column} for column in columns}
    except (ValueError, KeyError, TypeError) as error:
        raise OddBody() from error


def labels(resource: Resource, language: str) -> dict[str, str]:
    """What the publisher calls each column in that language."""
    return {column.name: choose(column.label, language)[0] for column in resource.columns.all()}


@reads(router, PLACE, "One resource", (), catalogue.Resource)
def one_resource(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    values(request, ())
    return shapes.json(shapes.resource(request, resource(request, slug, name)))


@reads(router, PLACE + "/columns", "The dictionary of columns", (), catalogue.Columns)
def columns(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Types from the revision, words from the catalogue. Restricted data are described as well: only rows are kept back."""
    values(request, ())
    return shapes.json({"columns": shapes.columns(resource(request, slug, name), who(request))})


BODY = {
    "type": "object", "required": ["columns"],
    "properties": {"columns": {"type": "array", "items": {
        "type": "object", "required": ["name"],
        "properties": {"name": {"type": "string"}, **{name: {"description": rule[1]["en"]} for name, rule in RULES.items()}},
    }}},
}  # fmt: skip


@changes(router, PLACE + "/columns", "Say what columns mean", BODY, catalogue.Described)
def describe(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Takes what reading gives: the same list; of each column its name and the words to change. What is not named stays."""
    found = resource(request, slug, name)
    actor = who(request)
    if actor.token is None:
        raise NeedsToken()
    changed = describe_columns(found, sent := _words(request), actor)
    told = [matches(column, actor) for column in changed if "refers_to" in sent[column.name]]
    shown = shapes.columns(resource(request, slug, name), actor)
    return shapes.json({"columns": shown, "references": [one.as_json() for one in told if one]})


@reads(router, PLACE + "/revisions", "The history of revisions", (), catalogue.Revisions)
def revisions(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    values(request, ())
    found = resource(request, slug, name)
    actor = who(request)
    known = [revision for revision in _history(found) if can(actor, "see", revision)]
    return shapes.json({"revisions": [shapes.revision(request, revision) for revision in known]})


@reads(
    router,
    PLACE + "/revisions/{revision}",
    "One revision, or its tombstone",
    (),
    catalogue.Revision,
    gone=catalogue.Tombstone,
)
def one_revision(request: HttpRequest, slug: str, name: str, revision: str) -> HttpResponse:
    values(request, ())
    found = _history(resource(request, slug, name)).filter(pk=revision).first()
    if found is None:
        raise NotFound()
    require(who(request), "see", found)
    withdrawn = found.state == Revision.State.WITHDRAWN
    return shapes.json(shapes.revision(request, found), status=410 if withdrawn else 200)


@reads(router, PLACE + "/receipt", "How the file was read", VERSION, loading.RevisionReceipt)
def receipt(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    sent = values(request, VERSION)
    found = readable_file(who(request), resource(request, slug, name), sent.get("revision"), sent.get("as_of"))
    told, since = receipts.shown(who(request), found), pair.since(who(request), found)
    return shapes.json({"revision": found.pk, "origin": found.origin, "receipt": told, "since": since})


@reads(router, PLACE + "/receipts/diff", "What changed between two receipts", PAIR, loading.ReceiptsDiff)
def receipt_diff(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """`from` and `to` are ids or numbers of revisions; without them the current one is compared with the one before."""
    sent, actor = values(request, PAIR), who(request)
    old, new = pair.pair(actor, resource(request, slug, name), sent.get("from", ""), sent.get("to", ""))
    return shapes.json({"from": old.pk, "to": new.pk, "difference": pair.between(actor, old, new)})


@reads(router, PLACE + "/original", "The file as it came", VERSION, {"*/*": None}, also=(206, 304), refused=(416,))
def original(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The kept bytes, whole or the part that `Range` asks for."""
    sent = values(request, VERSION)
    found = readable_file(who(request), resource(request, slug, name), sent.get("revision"), sent.get("as_of"))
    return original_file.original(request, found)


def _history(resource: Resource) -> Any:
    return resource.revisions.select_related("resource__dataset__organisation")
