"""A dataset as a Data Package with Table Schemas. Source: https://specs.frictionlessdata.io/data-package/ (version 1)

Each resource is the CSV of one revision, by its address that never changes: schema and rows always fit.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from madang.accounts.policy import Actor, can
from madang.catalog.dcat.dataset import described, modified, published, worst
from madang.catalog.dcat.terms import clean, iri
from madang.catalog.dcat.vocabularies import plain_media_type
from madang.catalog.models import Column, Dataset, Resource, Revision
from madang.catalog.site import Site
from madang.lib.problems import Text
from madang.lib.texts import choose

TYPES = {
    "text": "string", "integer": "integer", "number": "number", "boolean": "boolean", "date": "date", "time": "time",
    "datetime": "datetime", "geometry": "string",
}  # fmt: skip
_NAME = re.compile(r"[-a-z0-9._]+")


def package(one: Dataset, actor: Actor, site: Site) -> dict[str, Any]:
    """`actor` reads the dataset; tables of other datasets that its columns refer to come along as far as they may be read."""
    parts = [_bound(resource, one) for resource in one.resources.all()]
    tables = [resource for resource in parts if _table(resource)]
    files = [resource for resource in parts if not _table(resource) and _kept(resource)]
    others = _referred(tables, actor)
    shown = {
        "profile": "data-package" if files else "tabular-data-package",
        "name": one.slug if _NAME.fullmatch(one.slug) else f"dataset-{one.uid.hex}",
        "id": str(one.uid),
        "title": _words(one.title) or one.slug,
        "description": _words(described(one)),
        "homepage": site.page(one),
        "version": "+".join(revision.pk for revision in published(one)),
        "created": modified(one).isoformat(),
        "keywords": [clean(word) for words in one.keywords.values() for word in words],
        "licenses": _licences(one),
        "sources": [{"title": words}] if (words := _words(one.source)) else [],
        "contributors": [{"title": _words(one.organisation.name) or one.organisation.slug, "role": "publisher"}],
        "madang:origin": worst(one, published(one)),
        "resources": [
            *(_resource(table, site, {*tables, *others}) for table in (*tables, *others)),
            *(_file(resource, site) for resource in files),
        ],
    }
    return {name: value for name, value in shown.items() if value not in ("", [])}


def _words(text: Text) -> str:
    return clean(choose(text, "ko")[0])


def _table(resource: Resource) -> bool:
    """Whether a resource has rows."""
    revision = resource.current
    return bool(revision and revision.state == Revision.State.PUBLISHED and revision.rows is not None)


def _kept(resource: Resource) -> bool:
    """Whether it is a file that may be handed out as it came."""
    revision = resource.current
    return bool(revision and revision.state == Revision.State.PUBLISHED and revision.original_sha256)


def _bound(resource: Resource, one: Dataset) -> Resource:
    resource.dataset = one
    return resource


def _referred(tables: list[Resource], actor: Actor) -> list[Resource]:
    """Tables of other datasets that columns refer to, each once."""
    columns = Column.objects.filter(resource__in=tables, refers_to__isnull=False)
    wanted = Resource.objects.filter(referred_by__in=columns).exclude(pk__in=[table.pk for table in tables]).distinct()
    found = wanted.select_related("dataset__organisation", "current__resource__dataset__organisation")
    return [each for each in found if _table(each) and can(actor, "read", each.current)]


def _licences(one: Dataset) -> list[dict[str, str]]:
    address = iri(one.licence.url)
    title = _words(one.licence.name) or one.licence.slug
    return [{"name": one.licence.slug, "path": address, "title": title}] if address else []


def name_of(resource: Resource) -> str:
    """A name that is unique in every package and has the letters that packages allow."""
    return resource.name if _NAME.fullmatch(resource.name) else f"resource-{resource.uid.hex}"


def _resource(resource: Resource, site: Site, packed: set[Resource]) -> dict[str, Any]:
    revision = resource.current
    assert revision is not None
    shown = {
        "name": name_of(resource),
        "profile": "tabular-data-resource",
        "title": _words(resource.title),
        "description": _words(resource.description),
        "path": f"{site.native(resource)}.csv?revision={revision.pk}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema(resource, revision, packed),
    }
    return {name: value for name, value in shown.items() if value != ""}


def _file(resource: Resource, site: Site) -> dict[str, Any]:
    revision = resource.current
    assert revision is not None
    shown = {
        "name": name_of(resource),
        "title": _words(resource.title),
        "description": _words(resource.description),
        "path": f"{site.original(resource)}?revision={revision.pk}",
        "format": PurePath(revision.original_name).suffix[1:].lower(),
        "mediatype": plain_media_type(revision.media_type),
        "bytes": revision.original_bytes,
        "hash": f"sha256:{revision.original_sha256}",
    }
    return {name: value for name, value in shown.items() if value != ""}


def schema(resource: Resource, revision: Revision, packed: set[Resource]) -> dict[str, Any]:
    """The columns, the key that names a row, and where values are keys of another table of the package."""
    said = {column.name: column for column in resource.columns.select_related("refers_to")}
    names = {column["name"] for column in revision.schema}
    shown: dict[str, Any] = {
        "fields": [_field(column, said.get(column["name"])) for column in revision.schema],
        "missingValues": [""],
    }
    if resource.key and set(resource.key) <= names:
        shown["primaryKey"] = resource.key
    keys = [key for name, column in said.items() if name in names and (key := _foreign(column, resource, packed))]
    return shown | ({"foreignKeys": keys} if keys else {})


def _field(column: dict[str, Any], said: Column | None) -> dict[str, Any]:
    kind = TYPES[column["type"]]
    shown: dict[str, Any] = {"name": column["name"], "type": kind}
    if column["type"] == "geometry":
        shown["rdfType"] = "http://www.opengis.net/ont/geosparql#wktLiteral"
    if unit := (said.unit if said else "") or column.get("unit", ""):
        shown["unit"] = unit
    if said and (title := _words(said.label)):
        shown["title"] = title
    if said and (description := _words(said.description)):
        shown["description"] = description
    return shown


def _foreign(column: Column, resource: Resource, packed: set[Resource]) -> dict[str, Any] | None:
    """A reference by a key of one column to a table that is in the package."""
    to = column.refers_to
    if to is None or to not in packed or len(to.key) != 1:
        return None
    return {
        "fields": column.name,
        "reference": {"resource": "" if to == resource else name_of(to), "fields": to.key[0]},
    }
