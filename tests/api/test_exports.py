"""Files that are made whole before they are sent: made once, sent in parts, gone with their revision, refused in time."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from django.test import Client

from madang.api import answering
from madang.api.formats import _dbase, xlsx
from madang.catalog.storage import the_store
from madang.store import exports, revisions
from tests.api.asking import get
from tests.api.test_tiles import SEOUL, layer
from tests.city import City

FILE = "/api/v1/datasets/population/resources/districts"


def file_of(place: Any, suffix: str) -> str:
    return f"/api/v1/datasets/{place.dataset.slug}/resources/표.{suffix}"


@pytest.fixture
def place(city: City) -> Any:
    import shapely

    return layer(city, [shapely.Point(SEOUL), shapely.Point(1, 2), None])


def test_parts_make_up_the_whole(client: Client, place: Any) -> None:
    whole = get(client, file_of(place, "gpkg"))
    size = len(whole.body)
    assert whole["Content-Length"] == str(size)
    assert whole["Accept-Ranges"] == "bytes"
    first = get(client, file_of(place, "gpkg"), 206, headers={"Range": "bytes=0-99"})
    rest = get(client, file_of(place, "gpkg"), 206, headers={"Range": "bytes=100-", "If-Range": whole["ETag"]})
    assert first["Content-Range"] == f"bytes 0-99/{size}"
    assert first.body + rest.body == whole.body
    assert len(get(client, file_of(place, "gpkg"), headers={"Range": "bytes=0-99", "If-Range": '"other"'}).body) == size
    get(client, file_of(place, "gpkg"), 416, headers={"Range": f"bytes={size}-"})


def test_it_is_made_once(client: Client, place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first = get(client, file_of(place, "fgb"))
    monkeypatch.setattr(exports, "make", None)
    assert get(client, file_of(place, "fgb")).body == first.body


def test_a_head_makes_nothing_and_tells_the_size_of_what_is_there(client: Client, place: Any) -> None:
    before = client.head(file_of(place, "kml"))
    assert before.status_code == 200
    assert "Content-Length" not in before
    assert not list(exports.folder(the_store()).glob("*/*.kml"))
    size = len(get(client, file_of(place, "kml")).body)
    assert client.head(file_of(place, "kml"))["Content-Length"] == str(size)


def test_it_goes_with_its_revision(client: Client, place: Any) -> None:
    get(client, file_of(place, "gpkg"))
    folder = exports.folder(the_store()) / place.current.pk
    assert list(folder.glob("*.gpkg"))
    revisions.withdraw(the_store(), place.current.pk)
    assert not folder.exists()


def test_what_was_not_used_for_longest_goes_first(client: Client, place: Any) -> None:
    get(client, file_of(place, "gpkg"))
    get(client, file_of(place, "fgb"))
    kept = exports.folder(the_store()) / place.current.pk
    exports.evict(the_store(), next(kept.glob("*.fgb")).stat().st_size)
    assert [file.suffix for file in kept.glob("*") if file.suffix != ".lock"] == [".fgb"]


def test_a_failed_making_leaves_nothing_and_says_why(client: Client, city: City) -> None:
    import shapely

    mixed = layer(city, [shapely.GeometryCollection([shapely.Point(SEOUL), shapely.box(1, 1, 2, 2)])])
    problem = json.loads(get(client, file_of(mixed, "shp"), 400, lang="en").body)
    assert problem["type"] == "urn:madang:problem:no-collections"
    assert "gpkg" in problem["detail"]
    assert not [file for file in (exports.folder(the_store()) / mixed.current.pk).glob("*") if file.suffix != ".lock"]
    assert not list(the_store().scratch.glob("export-*"))


def test_tables_are_told_which_formats_they_have(client: Client, city: City) -> None:
    for suffix in ("gpkg", "geojson", "shp", "kml", "fgb", "geoparquet", "pmtiles"):
        problem = json.loads(get(client, f"{FILE}.{suffix}", 400, lang="ko").body)
        assert problem["type"] == "urn:madang:problem:no-shapes"
        assert "xlsx" in problem["detail"]


def test_a_shapefile_is_a_zip_and_says_so(client: Client, place: Any) -> None:
    answer = get(client, file_of(place, "shp"))
    assert answer["Content-Disposition"].endswith("layer-3-%ED%91%9C-2026-06-30.shp.zip")
    names = zipfile.ZipFile(io.BytesIO(answer.body)).namelist()
    assert {"표.shp", "표.dbf", "표.cpg", "표.prj", "columns.csv", "about.json"} <= set(names)


def test_short_names_are_whole_letters_and_all_different() -> None:
    names = _dbase.names(["어린이보호구역", "어린이보호시설", "id", "ID", "a" * 300, "a" * 299, "", "!"])
    assert list(names.values()) == ["어린이", "어린이1", "id", "ID1", "a" * 10, "a" * 9 + "1", "_", "_1"]


def test_a_workbook_that_is_safe_stays_safe_when_cells_are_edited(client: Client, city: City) -> None:
    answer = get(client, f"{FILE}.xlsx", safe="true", labels="true", lang="en")
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    assert book.sheetnames == ["districts", "about"]
    assert dict(book["about"].values)["origin"] == "observed"
    assert [cell.value for cell in book["districts"][2]] == ["종로구", 139_417]


def test_more_rows_than_a_sheet_go_on_in_the_next(client: Client, city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 2)
    book = openpyxl.load_workbook(io.BytesIO(get(client, f"{FILE}.xlsx", lang="en").body))
    assert book.sheetnames == ["districts", "districts 2", "about"]
    assert [[cell.value for cell in row] for row in book["districts 2"]] == [["자치구", "인구"], ["강남구", 557_865]]
    monkeypatch.setattr(xlsx, "MOST_SHEETS", 1)
    problem = json.loads(get(client, f"{FILE}.xlsx", 400, lang="en", revision=city.revision.pk).body)
    assert problem["type"] == "urn:madang:problem:too-many-rows"
    assert "parquet" in problem["detail"]


def test_a_name_of_any_script_is_sent_twice() -> None:
    assert answering.attachment('인구 "1".csv') == (
        "attachment; filename=\"__ _1_.csv\"; filename*=UTF-8''%EC%9D%B8%EA%B5%AC%20%221%22.csv"
    )
