"""`datastore_info`, and `_table_metadata`, the table of tables that ckanr and dplyr list before they ask."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from madang.accounts.policy import can, visible
from madang.api.ckan.datastore.fields import ID, fields
from madang.api.ckan.datastore.fields import dictionary as dictionary_of
from madang.api.ckan.datastore.opening import opened
from madang.api.ckan.errors import Invalid
from madang.api.ckan.parameters import Parameters
from madang.api.ckan.reader import Reader
from madang.catalog.models import Resource
from madang.store import manifest

METADATA = "_table_metadata"
COLUMNS = {"_id": "text", "name": "name", "oid": "oid", "alias_of": "name"}


def datastore_info(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """The fields of a table, and how large it is. Parameters: id or resource_id, include_meta, include_fields_schema."""
    resource, table = opened(reader, parameters.required("id", "resource_id"))
    words = dictionary_of(reader, resource)
    schema = parameters.switch("include_fields_schema", True)
    listed = []
    for field in fields(table).values():
        if field.id != ID:
            told: dict[str, Any] = {"id": field.id, "type": field.type, "info": words.get(field.column.name, {})}
            key = field.column.name in resource.key
            listed.append(told | ({"schema": _schema(field.type, key)} if schema else {}))
    if not parameters.switch("include_meta", True):
        return {"fields": listed}
    size = sum(file.bytes for file in manifest.read(table.store, table.revision).files)
    meta = {
        "id": str(resource.uid), "count": table.rows, "size": size, "idx_size": 0, "db_size": size,
        "aliases": [alias.name for alias in resource.aliases.all()], "table_type": "BASE TABLE",
        "revision": table.revision, "origin": table.origin,
    }  # fmt: skip
    return {"meta": meta, "fields": listed}


def _schema(type: str, key: bool) -> dict[str, Any]:
    return {"native_type": type, "notnull": False, "index_name": None, "is_index": key, "uniquekey": key}


def tables(reader: Reader, parameters: Parameters) -> dict[str, Any]:
    """The answer of `datastore_search` about `_table_metadata`: every table and alias that the reader may read, by name."""
    every = _matching(parameters.thing("filters"), sorted(_tables(reader), key=lambda row: str(row["name"])))
    limit, offset = parameters.whole("limit", 100, 32_000), parameters.whole("offset", 0)
    return {
        "include_total": True, "limit": limit, "offset": offset, "records_format": "objects", "resource_id": METADATA,
        "records": every[offset : offset + limit], "fields": [{"id": name, "type": kind} for name, kind in COLUMNS.items()],
        "total": len(every), "total_was_estimated": False,
    }  # fmt: skip


def _tables(reader: Reader) -> Iterator[dict[str, Any]]:
    known = Resource.objects.filter(dataset__in=visible(reader.actor), current__rows__isnull=False)
    for resource in known.select_related("dataset__organisation", "current").prefetch_related("aliases"):
        revision = resource.current
        if revision is None or not can(reader.actor, "read", resource) or revision.state == revision.State.WITHDRAWN:
            continue
        yield _row(str(resource.uid), resource.pk, None)
        for alias in resource.aliases.all():
            yield _row(alias.name, resource.pk, str(resource.uid))


def _row(name: str, oid: int, alias_of: str | None) -> dict[str, Any]:
    return {"_id": hashlib.sha256(name.encode()).hexdigest()[:32], "name": name, "oid": oid, "alias_of": alias_of}


def _matching(wanted: dict[str, Any], rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Values and lists of values, as tools ask for one table or for its aliases."""
    for name, value in wanted.items():
        values = value if isinstance(value, list) else [value]
        if name not in COLUMNS or any(isinstance(each, dict | list) for each in values):
            raise Invalid({"filters": [f"Unknown field: {name[:100]}"]})
        rows = [row for row in rows if row[name] in values or str(row[name]) in values]
    return rows


ACTIONS = {"datastore_info": datastore_info}
