"""SQL through the native API: one SELECT over tables, in every format, refused with a place and a way out."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.api.asking import get
from tests.city import City

SQL = "/api/v1/sql"
DISTRICTS = 'SELECT 자치구, 인구 FROM "population"."districts" ORDER BY 인구 DESC'


def test_one_select_says_what_it_is(client: Client, city: City) -> None:
    page = json.loads(get(client, SQL, sql=DISTRICTS).body)
    assert [row["자치구"] for row in page["rows"]] == ["강남구", "종로구", "중구"]
    assert (page["total"], page["returned"], page["complete"], page["origin"]) == (3, 3, True, "observed")
    [table] = page["tables"]
    assert (table["dataset"], table["resource"], table["revision"]) == ("population", "districts", city.revision.pk)
