"""What is said of keys and references is true of what is published."""

from __future__ import annotations

import pytest

from madang.accounts.policy import OPERATOR, readable
from madang.catalog import keys
from madang.catalog.models import Column, Resource
from madang.demonstration import links
from madang.demonstration.catalogue import entries
from madang.demonstration.publishing import resources
from madang.ingest import references


def fields() -> dict[str, set[str]]:
    return {
        f"{entry.slug}/{name}": {field.name for field in sheet.fields}
        for entry in entries()
        for name, sheet in resources(entry)
    }


def test_keys_name_columns_that_are_there():
    known = fields()
    for table, key in links.KEYS.items():
        assert set(key) <= known[table], table


@pytest.mark.django_db
def test_keys_name_the_rows_and_references_find_theirs(town: dict[str, str]):
    for resource in Resource.objects.exclude(key=[]).select_related("dataset__organisation", "current"):
        assert keys.truth(readable(OPERATOR, resource), resource.key).true, resource
    referring = list(Column.objects.filter(refers_to__isnull=False).select_related("resource__dataset__organisation"))
    named = {(str(column.resource), column.name) for column in referring}
    assert named >= {("older-residents-map/older", "행정동코드"), ("companies/동별", "경계코드")}
    for column in referring:
        told = references.matches(column, OPERATOR)
        assert told is not None
        assert told.values - told.found <= 1 < told.values, told  # one dong of 2015 has no boundary of 2020
