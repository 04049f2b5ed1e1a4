"""Resources."""

from __future__ import annotations

import uuid
from typing import Any

from madang.accounts.policy import can
from madang.api.ckan import packages, resources
from madang.api.ckan.actions.packages import MOST
from madang.api.ckan.errors import NoSearch, NotFound, SearchFailed
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog import asked, names
from madang.catalog.models import Resource
from madang.catalog.scope import PUBLIC


def resource_show(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """One resource. Parameters: id (UUID)."""
    found = required(reader, parameters.required("id"))
    order = list(found.dataset.resources.values_list("pk", flat=True))
    return resources.resource(reader, found.dataset, found, order.index(found.pk))


def required(reader: Reader, name: str) -> Resource:
    """The resource of that id or alias, if the reader may know of it. Raises `NotFound`, which tells nothing else."""
    uid = names.unique(name)
    known = resources.told().select_related("current", "dataset__organisation")
    found = known.filter(uid=uid).first() if uid else known.filter(aliases__name=name[:101]).first()
    if found is None or not can(reader.actor, "see", found):
        raise NotFound(f'Resource "{name[:100]}" was not found.')
    return found


SEARCHED = (
    "id",
    "name",
    "description",
    "format",
    "url",
    "mimetype",
    "hash",
    "kind",
    "slug",
    "original_name",
    "package_id",
)


def resource_search(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """Resources of open datasets whose fields hold texts. Parameters: query (`name:bus`, or a list of such, all of which must
    hold), order_by, offset, limit (100, at most 1000)."""
    wanted = [_wanted(each) for each in _queries(parameters)]
    every = packages.told(packages.public())
    shown = [part for one in every for part in packages.package(reader, one)["resources"]]
    found = [one for one in shown if all(text in str(one[field] or "").casefold() for field, text in wanted)]
    order = parameters.text("order_by")
    if order and order not in SEARCHED:
        raise SearchFailed(f'Field "{order[:60]}" not recognised in resource_search.')
    found.sort(key=lambda one: str(one[order or "id"] or ""))
    offset = parameters.whole("offset", 0)
    return {"count": len(found), "results": found[offset : offset + parameters.whole("limit", 100, MOST)]}


def _queries(parameters: Parameters) -> list[str]:
    given = parameters.given.get("query")
    return parameters.listing("query") if isinstance(given, list) else [parameters.required("query")]


def _wanted(text: str) -> tuple[str, str]:
    field, colon, rest = text.partition(":")
    if not colon or field not in SEARCHED:
        raise SearchFailed(f'Field "{field[:60]}" not recognised in resource_search.')
    return field, rest.strip().casefold()


def resource_view_list(reader: Reader, parameters: Parameters) -> list[dict[str, Any]]:
    """How the portal shows a resource: a table, if it has rows. Parameters: id."""
    found = required(reader, parameters.required("id"))
    if not resources.readable(reader, found) or found.current is None or found.current.rows is None:
        return []
    return [{
        "id": str(uuid.uuid5(found.uid, "datatables_view")),
        "resource_id": str(found.uid),
        "package_id": str(found.dataset.uid),
        "title": "Data Explorer",
        "description": "",
        "view_type": "datatables_view",
    }]  # fmt: skip


def format_autocomplete(reader: Reader, parameters: Parameters) -> list[str]:
    """Formats of open resources that hold a text, in small letters. Parameters: q, limit (5)."""
    from tantivy import Query

    text, limit = parameters.text("q").lower(), parameters.whole("limit", 5, 100)
    try:
        found = asked.ask(Query.all_query(), PUBLIC, asked.SCORE, 0, 1, {"offered": asked.EVERY_VALUE})
    except asked.NoIndex as problem:
        raise NoSearch(problem.text(reader.language)) from problem
    return [each for each, _ in found.counts["offered"] if text in each][:limit]


ACTIONS = {
    "resource_show": resource_show,
    "resource_search": resource_search,
    "resource_view_list": resource_view_list,
    "format_autocomplete": format_autocomplete,
}
