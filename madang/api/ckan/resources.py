"""A resource as CKAN tells it: every key always there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.db.models import OuterRef, QuerySet, Subquery

from madang.accounts.policy import can
from madang.api import formats
from madang.api.ckan.moments import moment
from madang.api.ckan.reader import Reader
from madang.catalog import names, offered
from madang.catalog.models import Dataset, Resource, Revision

CALLED = {"geojson": "GeoJSON"}
"""Formats whose name is not just written in capitals."""


def told() -> QuerySet[Resource]:
    """Resources with all that their dictionaries say, in one query; long columns that they do not tell are left where they are."""
    first = Revision.objects.filter(resource=OuterRef("pk")).order_by("number").values("created_at")[:1]
    return (
        Resource.objects.select_related("current")
        .defer("current__receipt", "current__schema", "choices")
        .annotate(first_at=Subquery(first))
    )


def resource(reader: Reader, dataset: Dataset, one: Resource, place: int) -> dict[str, Any]:
    """The dictionary of `one`, which came from `told`, in `dataset`."""
    current, has_rows = one.current, readable(reader, one) and one.current is not None and one.current.rows is not None
    extension, has_file = offered.extension(one), bool(one.link) or readable(reader, one)
    shown: dict[str, Any] = {
        "id": str(one.uid),
        "package_id": str(dataset.uid),
        "name": reader.words(one.title) or one.name,
        "description": reader.words(one.description),
        "format": called(extension) if has_file else "",
        "url": url(reader, dataset, one),
        "url_type": "upload" if current and not one.link else None,
        "mimetype": _media_type(one, extension),
        "mimetype_inner": None,
        "hash": "",
        "size": None,
        "created": moment(one.first_at or dataset.issued or dataset.modified),  # type: ignore[attr-defined]
        "last_modified": moment(current.published_at) if current else None,
        "metadata_modified": moment(current.published_at if current and current.published_at else dataset.modified),
        "position": place,
        "state": "active",
        "resource_type": None,
        "cache_url": None,
        "cache_last_updated": None,
        "datastore_active": has_rows,
        "datastore_contains_all_records_of_source_file": has_rows and current is not None and current.rejects == 0,
        "kind": one.kind,
        "slug": one.name,
    }
    return shown | _of_revision(current, has_rows)


def _of_revision(current: Revision | None, has_rows: bool) -> dict[str, Any]:
    """What only this portal tells; of a file that is handed out as it came, its size and hash too."""
    told: dict[str, Any] = dict.fromkeys(
        ("revision", "revision_number", "origin", "rows", "rejects", "original_name", "original_format")
    )
    if current is None:
        return told
    told = {
        "revision": current.pk,
        "revision_number": current.number,
        "origin": current.origin,
        "rows": current.rows,
        "rejects": current.rejects,
        "original_name": current.original_name,
        "original_format": called(current.original_name.rpartition(".")[2]) if "." in current.original_name else "",
    }
    return told if has_rows else told | {"hash": current.original_sha256, "size": current.original_bytes}


def readable(reader: Reader, one: Resource) -> bool:
    """Whether this reader may have rows and files of it."""
    return one.current is not None and can(reader.actor, "read", one)


def called(extension: str) -> str:
    """A format as people write it: `CSV`."""
    return CALLED.get(extension.lower(), extension.upper())


def url(reader: Reader, dataset: Dataset, one: Resource) -> str:
    """Where the file is; the page of the resource when this reader may not have it."""
    if one.link:
        return one.link
    here = f"{reader.site}/dataset/{names.plain(dataset.slug, dataset.uid, names.DATASET)}/resource/{one.uid}"
    return f"{here}/download/{quote(file_name(one))}" if readable(reader, one) else here


def file_name(one: Resource) -> str:
    """`districts.csv`; of a file that has no rows, the name that it came with."""
    current = one.current
    if current is not None and current.rows is None:
        return current.original_name.replace("/", "_") or one.name
    return f"{one.name}.{offered.extension(one)}"


def _media_type(one: Resource, extension: str) -> str | None:
    if one.current is None:
        return None
    if one.current.rows is None:
        return one.current.media_type or None
    return str(formats.formats()[extension].MEDIA_TYPE).partition(";")[0]
