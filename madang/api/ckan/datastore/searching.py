"""`datastore_search`: rows of one table."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from madang.api.answering import public
from madang.api.ckan.datastore import asking, describing, records
from madang.api.ckan.datastore.asking import Asked
from madang.api.ckan.datastore.fields import ID, described, dictionary, fields
from madang.api.ckan.datastore.opening import opened
from madang.api.ckan.envelope import Written
from madang.api.ckan.errors import Invalid
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.query.answer import Answer
from madang.query.limits import PAGE, Limits
from madang.query.model import Table

DEFAULT, MOST = 100, 32_000
"""Rows of an answer; CKAN's `ckan.datastore.search.rows_max`. More are not refused, but clamped, and `limit` says so."""
LIMITS = Limits(seconds=PAGE.seconds, page=MOST)
ECHOED = ("language", "full_text", "sort")


def datastore_search(reader: Reader, parameters: Parameters) -> Any:
    """Rows of one table.

    Parameters: resource_id (UUID or alias), filters, q, full_text, plain, fields, sort, distinct, limit (100, at most 32000),
    offset, include_total, records_format (objects, lists, csv, tsv), include_next_page. The table `_table_metadata` lists the others.
    """
    name = parameters.required("resource_id", "id")
    if name == describing.METADATA:
        return describing.tables(reader, parameters)
    resource, table = opened(reader, name)
    limit = parameters.whole("limit", DEFAULT, MOST)
    form = parameters.text("records_format") or "objects"
    if form not in records.FORMATS:
        raise Invalid({"records_format": [f"Value must be one of {', '.join(records.FORMATS)}"]})
    known = fields(table)
    asked = asking.asked(parameters, known, limit)
    found = asking.answered(table, asked, LIMITS)
    batches, schema = asking.shown(found, asked)
    words = dictionary(reader, resource)
    listed = [
        {"id": each, "type": "float"} if each in asked.ranks else described(known[each], words) for each in asked.shown
    ]
    head = _echo(parameters, asked, limit, form, name)
    tail = {
        "fields": listed,
        **_counted(parameters, asked, found, limit),
        **_origin(table),
        "_links": links(reader, parameters, limit),
    }
    kept = reader.request.method != "POST" and public(resource, table)
    return _result(head, records.written(batches, schema, form), tail, kept, found.returned or 0)


def _echo(parameters: Parameters, asked: Asked, limit: int, form: str, name: str) -> dict[str, Any]:
    sent = {each: parameters.given[each] for each in ECHOED if each in parameters}
    sent |= {each: parameters.switch(each, False) for each in ("distinct", "plain") if each in parameters}
    return {
        "include_total": asked.question.count, "limit": limit, "offset": asked.question.offset, **asked.echo, **sent,
        "records_format": form, "resource_id": name, "total_estimation_threshold": None,
    }  # fmt: skip


def _counted(parameters: Parameters, asked: Asked, found: Answer, limit: int) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if asked.question.count:
        facts = {"total": found.total, "total_was_estimated": False}
    full = bool(limit) and found.returned == limit
    if parameters.switch("include_next_page", False) and asked.by_place and full and found.last_row:
        facts["next_page"] = {ID: {"gt": found.last_row}}
    return facts


def _origin(table: Table) -> dict[str, Any]:
    """What every answer of ours says of itself; clients of CKAN pass it over."""
    return {"revision": table.revision, "origin": table.origin}


def links(reader: Reader, parameters: Parameters, limit: int) -> dict[str, str]:
    """Addresses of this call with other offsets. There is a next page even behind the last: the end is an empty one."""
    sent = {name: _written(value) for name, value in parameters.given.items() if name != "offset"}
    offset = parameters.whole("offset", 0)

    def at(place: int) -> str:
        query = {"offset": str(place), **sent} if place else sent
        return f"{reader.request.path}?{urlencode(query)}"

    found = {"start": at(0), "next": at(offset + limit)}
    return {**found, "prev": at(offset - limit)} if offset - limit > 0 else found


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _result(head: dict[str, Any], rows: str, tail: dict[str, Any], public: bool, returned: int) -> Written:
    """One object, with the rows, which are text already, in the middle."""
    first, last = (json.dumps(part, ensure_ascii=False) for part in (head, tail))
    return Written(f'{first[:-1]}, "records": {rows}, {last[1:]}', public, returned)


ACTIONS = {"datastore_search": datastore_search}
