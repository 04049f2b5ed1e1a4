"""Drafts for the dictionary of a resource: what people said of columns of the same name elsewhere. A person confirms them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import QuerySet

from madang.catalog.models import Column, Dataset, Resource

FIELDS = ("label", "description", "missing", "unit", "codes")


def drafts(resource: Resource, visible: QuerySet[Dataset]) -> dict[str, dict[str, Any]]:
    """`{column: {field: what most others say}}` from the datasets that the reader may see, nearest first.

    Only fields that nobody has filled in for this resource are drafted. Columns of the same organisation count before others.
    """
    said = {column.name: column for column in resource.columns.all()}
    names = [column["name"] for column in resource.current.schema] if resource.current else []
    others = (
        Column.objects.filter(name__in=names, resource__dataset__in=visible)
        .exclude(resource=resource)
        .select_related("resource__dataset")
    )
    found: dict[str, list[Column]] = {}
    for column in others:
        found.setdefault(column.name, []).append(column)
    home = resource.dataset.organisation_id
    return {name: draft for name in names if (draft := _draft(said.get(name), found.get(name, []), home))}


def _draft(own: Column | None, others: list[Column], home: int) -> dict[str, Any]:
    near = [column for column in others if column.resource.dataset.organisation_id == home]
    draft = {}
    for field in FIELDS:
        if own is not None and getattr(own, field):
            continue
        values = [value for column in near or others if (value := getattr(column, field))]
        if values:
            wanted = Counter(map(repr, values)).most_common(1)[0][0]
            draft[field] = next(value for value in values if repr(value) == wanted)
    return draft
