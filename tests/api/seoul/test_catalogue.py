"""The catalogue as the service `SearchCatalogService`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest

from madang.accounts.models import Token
from madang.catalog.models import Alias
from tests.city import dataset

pytestmark = pytest.mark.django_db


def found(client, address: str) -> list[dict[str, str]]:
    told = json.loads(client.get(address).content)
    return told["SearchCatalogService"]["row"] if "SearchCatalogService" in told else []


def test_datasets_are_rows_with_the_columns_of_the_original(client, city):
    Alias.objects.create(name="Gu", resource=city.resource)
    text = client.get("/sample/json/SearchCatalogService/1/5/").content.decode()
    assert text.startswith('{"SearchCatalogService":{"list_total_count":1,"RESULT":{"CODE":"INFO-000"')
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    (row,) = found(client, "/sample/json/SearchCatalogService/1/5")
    assert row == {
        "INF_ID": "population", "INF_NM": "자치구별 인구", "CATE_NM": "공공데이터", "DITC_NM": "부서", "MAP_CATE_NM": "인구·가구",
        "MNG_ORGAN_NAME": "서울특별시", "MNG_STATION_NAME": "통계과", "LINK_DESC": "", "LINK_INFO": "", "MANAGER_NAME": "",
        "MANAGER_PHONE": "", "CHNG_LOAD_NM": "수시", "DATA_LT_NM": "2026-06-30", "SRV_TYPE": "File,Sheet,Api",
        "SHORT_URL": "http://testserver/ko/datasets/population/", "SERVICE": "Gu",
    }  # fmt: skip


def test_they_are_found_by_id_name_and_organisation(client, city):
    dataset("roads", city.elsewhere, title={"ko": "도로 길이", "en": "Length of roads"})
    base = "/sample/json/SearchCatalogService/1/5/"
    for arguments, slugs in (
        ("", ["population", "roads"]), ("roads", ["roads"]), ("road", []), (" /인구", ["population"]), (" /length", ["roads"]),
        (" / /교통", ["roads"]), (" /도로/통계", []),
        (" / /서울", ["population", "roads"]), (" / /jongno", ["population"]), ("population/인구/Stat", ["population"]),
    ):  # fmt: skip
        assert [row["INF_ID"] for row in found(client, base + arguments)] == slugs, arguments
    assert json.loads(client.get(base + "a/b/c/d").content)["RESULT"]["CODE"] == "ERROR-300"
    assert json.loads(client.get("/anonymous/json/SearchCatalogService/3/9").content)["RESULT"]["CODE"] == "INFO-200"
    assert [row["INF_ID"] for row in found(client, "/sample/json/SearchCatalogService/2/2")] == ["roads"]


def test_hidden_datasets_are_not_listed_and_restricted_ones_name_no_service(client, city):
    dataset("draft", city.department, state="draft")
    kept = dataset("kept", city.department, access="restricted")
    Alias.objects.create(name="Kept", resource=kept.resources.create(name="x"))
    rows = {row["INF_ID"]: row for row in found(client, "/sample/json/SearchCatalogService/1/5")}
    assert set(rows) == {"population", "kept"}
    assert (rows["kept"]["SERVICE"], rows["kept"]["SRV_TYPE"]) == ("", "")
    key = Token.make(city.editor, "t")[1]
    assert "draft" in {row["INF_ID"] for row in found(client, f"/{key}/json/SearchCatalogService/1/5")}


def test_it_is_written_in_every_type(client, city):
    root = ET.fromstring(client.get("/sample/xml/SearchCatalogService/1/5").content)
    assert root.findtext("row/INF_ID") == "population"
    assert client.get("/sample/xls/SearchCatalogService/1/5").content[:2] == b"PK"
