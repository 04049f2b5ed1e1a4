"""Actions on the catalogue beside search: whole dictionaries, names of any script, and what stays closed."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
import shapely
from django.db import connection
from django.test.utils import CaptureQueriesContext

from madang.accounts.models import Token
from madang.catalog.models import Resource, Revision
from madang.query.model import Column, Type
from tests.api.ckan.conftest import SHAPES
from tests.city import COLUMNS, ROWS, publish

PACKAGE = """
    id name title notes author author_email maintainer maintainer_email license_id license_title license_url
    isopen url version state type owner_org organization private creator_user_id metadata_created
    metadata_modified num_resources num_tags tags groups extras resources relationships_as_subject
    relationships_as_object
"""
RESOURCE = """
    id package_id name description format mimetype mimetype_inner url url_type hash size created
    last_modified metadata_modified position state resource_type cache_url cache_last_updated
    datastore_active
"""
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}"


def test_every_key_is_there(shelf, ask):
    for name in ask("package_list"):
        package = ask("package_show", id=name)
        assert package.keys() >= set(PACKAGE.split())
        assert re.fullmatch(UUID, package["id"])
        assert re.fullmatch(MOMENT, package["metadata_created"])
        assert re.fullmatch(MOMENT, package["metadata_modified"])
        assert re.fullmatch(r"[a-z0-9_-]{2,100}", package["name"])
        assert package["organization"]["id"] == package["owner_org"]
        assert all(isinstance(extra["value"], str) for extra in package["extras"])
        assert len({extra["key"] for extra in package["extras"]}) == len(package["extras"])
        for resource in package["resources"]:
            assert resource.keys() >= set(RESOURCE.split())
            assert resource["url"].startswith(("http://testserver/dataset/", "https://example.org/"))
            assert ask("resource_show", id=resource["id"]) == resource


def test_a_dataset_has_three_names(shelf, ask):
    package = ask("package_show", id="버스-정류장")
    assert package["name"] == "dataset-" + package["id"].replace("-", "")
    assert package["title"] == "버스 정류장"
    assert ask("package_show", id=package["name"]) == ask("package_show", id=package["id"].upper()) == package
    assert "x" * 101 not in str(ask("package_show", id="x" * 10_000, fails=404))


def test_the_language_stands_before_the_address(shelf, client):
    titles = [
        client.get(f"/{language}/api/3/action/package_show?id=bike-stands").json()["result"]["title"]
        for language in ("ko", "en")
    ]
    assert titles == ["자전거 거치대", "Bike stands"]


def test_a_table_is_a_csv_with_rows(shelf, ask):
    found = ask("package_show", id="population")["resources"][0]
    assert (found["format"], found["mimetype"], found["datastore_active"], found["url_type"]) == (
        "CSV",
        "text/csv",
        True,
        "upload",
    )
    assert found["url"].endswith(f"/dataset/population/resource/{found['id']}/download/districts.csv")
    assert (found["rows"], found["origin"], found["revision"]) == (3, "observed", shelf.revision.pk)


def test_half_a_character_in_the_catalogue_breaks_nothing(shelf, ask):
    shelf.dataset.title = {"ko": "인구 \ud83d <b>"}
    shelf.dataset.save()
    assert ask("package_show", id="population")["title"] == "인구 \ufffd <b>"


def test_a_layer_a_file_and_a_link(shelf, ask):
    layer = Resource.objects.create(dataset=shelf.dataset, name="map", kind="layer")
    publish(
        layer,
        {"geometry": [shapely.to_wkb(shapely.Point(126.9, 37.5))]},
        (Column("geometry", Type.GEOMETRY),),
        geometry=SHAPES,
    )
    report = Resource.objects.create(dataset=shelf.dataset, name="report", kind="file")
    made = publish(report, ROWS, COLUMNS, original_name="보고서 1.pdf", media_type="application/pdf")
    Revision.objects.filter(pk=made.pk).update(rows=None)
    parts = {one["slug"]: one for one in ask("package_show", id="population")["resources"]}
    assert (parts["map"]["format"], parts["map"]["url"].rpartition("/")[2], parts["map"]["datastore_active"]) == (
        "GeoJSON",
        "map.geojson",
        True,
    )
    assert (parts["report"]["format"], parts["report"]["mimetype"], parts["report"]["size"]) == (
        "PDF",
        "application/pdf",
        100,
    )
    assert parts["report"]["url"].endswith("/download/" + quote("보고서 1.pdf"))
    found = ask("package_show", id="weather-link")["resources"][0]
    assert (found["format"], found["url"], found["datastore_active"], found["url_type"]) == (
        "JSON", "https://example.org/feed.json?x=1", False, None,
    )  # fmt: skip


def test_restricted_data_are_described_and_not_handed_out(shelf, ask):
    shelf.dataset.access = "restricted"
    shelf.dataset.save()
    for token in ("", Token.make(shelf.administrator, "t")[1]):
        found = ask("package_show", token=token, id="population")["resources"][0]
        assert found["datastore_active"] is False
        assert (found["format"], "/download/" in found["url"]) == ("", False)
        assert ask("resource_view_list", token=token, id=found["id"]) == []


def test_drafts_are_there_for_their_editors_only(shelf, ask):
    draft = ask("package_show", token=Token.make(shelf.editor, "t")[1], id="secret-draft")
    assert (draft["state"], draft["private"]) == ("draft", True)
    part = draft["resources"][0]["id"]
    for token in ("", Token.make(shelf.reader, "t")[1], Token.make(shelf.stranger, "t")[1]):
        for name in ("secret-draft", draft["id"]):
            for action in (
                "package_show",
                "package_activity_list",
                "dataset_follower_count",
                "package_relationships_list",
            ):
                assert "ecret draft" not in str(ask(action, token=token, id=name, fails=404))
        for action in ("resource_show", "resource_view_list"):
            assert ask(action, token=token, id=part, fails=404)["__type"] == "Not Found Error"
        assert ask("resource_search", token=token, query=f"id:{part}")["count"] == 0


def test_a_retired_dataset_leaves_the_lists(shelf, ask):
    shelf.dataset.state = "retired"
    shelf.dataset.save()
    assert "population" not in ask("package_list")
    assert ask("package_show", id="population")["state"] == "deleted"


def test_a_package_takes_the_same_number_of_queries_however_many_resources_it_has(shelf, ask):
    with CaptureQueriesContext(connection) as few:
        ask("package_show", id="population")
    for number in range(5):
        publish(Resource.objects.create(dataset=shelf.dataset, name=f"more-{number}"), ROWS, COLUMNS)
    with CaptureQueriesContext(connection) as many:
        assert ask("package_show", id="population")["num_resources"] == 6
    assert len(few) == len(many) <= 3
    with CaptureQueriesContext(connection) as page:
        ask("package_search", rows=100)
    assert len(page) <= 5


@pytest.mark.parametrize(
    ("kind", "own", "name"), [("organization", "transport", "교통과"), ("group", "transport", "교통")]
)
def test_organizations_and_groups(shelf, ask, kind, own, name):
    assert own in ask(f"{kind}_list")
    shown = {one["name"]: one for one in ask(f"{kind}_list", all_fields=True)}[own]
    assert (shown["title"], shown["package_count"], shown["is_organization"]) == (name, 2, kind == "organization")
    assert "package_count" not in ask(f"{kind}_list", all_fields="True", include_dataset_count="false")[0]
    for word in (own, shown["id"]):
        assert ask(f"{kind}_show", id=word) == shown
    whole = ask(f"{kind}_show", id=own, include_datasets=True)
    assert {one["slug"] for one in whole["packages"]} == {"bike-stands", "버스-정류장"}
    assert ask(f"{kind}_show", id="nothing", fails=404)["__type"] == "Not Found Error"
    assert ask(f"{kind}_list", sort="package_count desc", limit=1) == [own]
    assert ask(f"{kind}_list", sort="name asc") == sorted(ask(f"{kind}_list"))
    assert ask(f"{kind}_list", **{f"{kind}s": [own]}) == [own]
    assert ask(f"{kind}_list", q=name) == [own]
    assert "sort" in ask(f"{kind}_list", sort="password", fails=409)
    assert ask(f"{kind}_autocomplete", q=name)[0]["name"] == own
    assert len(ask("member_list", id=shown["id"], object_type="package")) == 2
    assert ask("member_list", id=shown["id"], object_type="user") == []
    assert shown["users"] == []


def test_datasets_of_a_group(shelf, ask):
    assert len(ask("group_package_show", id="transport")) == 2
    assert len(ask("group_package_show", id="transport", limit=1)) == 1


def test_where_the_bearer_may_write(shelf, ask):
    secret = Token.make(shelf.editor, "t", may_write=True)[1]
    found = ask("organization_list_for_user", token=secret, permission="create_dataset")
    assert [(one["name"], one["capacity"]) for one in found] == [("statistics", "editor")]
    assert ask("organization_list_for_user", token=secret) == []
    assert ask("organization_list_for_user") == []
    steward = Token.make(shelf.steward, "t", may_write=True)[1]
    assert {one["name"] for one in ask("organization_list_for_user", token=steward)} == {"jongno", "statistics"}


def test_tags(shelf, ask):
    every = ask("tag_list")
    assert {"bike", "bus", "bus stop", "자전거", "residents", "주민등록"} == set(every)
    assert ask("tag_list", query="bus") == ["bus", "bus stop"]
    shown = ask("tag_show", id="bus stop", include_datasets=True)
    assert len(shown["packages"]) == 2
    assert ask("tag_show", id=shown["id"])["name"] == "bus stop"
    assert ask("tag_show", id="secretzq", fails=404)
    assert ask("tag_search", query="bus", limit=1)["count"] == 2
    assert ask("tag_autocomplete", q="자") == ["자전거"]
    assert ask("vocabulary_list") == []
    assert ask("vocabulary_show", id="x", fails=404)


def test_licences(shelf, ask):
    found = {one["id"]: one for one in ask("license_list")}
    assert found["kogl-1"]["is_okd_compliant"] is True
    assert found["kogl-4"]["is_okd_compliant"] is False


def test_resources(shelf, ask):
    found = ask("resource_search", query="name:자치구")
    assert found["count"] == 1
    part = found["results"][0]
    assert part["package_id"] == str(shelf.dataset.uid)
    assert ask("resource_search", query=["format:csv", "name:정류장"])["count"] == 1
    assert ask("resource_search", query="password:x", fails=409)["__type"] == "Search Error"
    view = ask("resource_view_list", id=part["id"])[0]
    assert (view["resource_id"], view["view_type"]) == (part["id"], "datatables_view")
    assert ask("format_autocomplete", q="js") == ["json"]


def test_activities(shelf, ask):
    publish(shelf.resource, ROWS, COLUMNS)
    publish(shelf.resource, ROWS, COLUMNS, state="ready", published_at=None)
    found = ask("package_activity_list", id="population")
    assert [one["activity_type"] for one in found] == ["changed package", "new package"]
    assert re.fullmatch(UUID, found[0]["id"])
    assert re.fullmatch(MOMENT, found[0]["timestamp"])
    assert found[0]["object_id"] == str(shelf.dataset.uid)
    recent = ask("recently_changed_packages_activity_list", limit=100)
    assert len(recent) == 4
    assert "secret" not in str(recent).lower()
    assert ask("organization_activity_list", id="transport", limit=1)
    assert ask("group_activity_list", id="transport", before="0") == []
    assert "after" in ask("package_activity_list", id="population", after="1e999", fails=409)


def test_people_see_themselves(shelf, ask):
    secret = Token.make(shelf.editor, "t")[1]
    me = ask("user_show", token=secret)
    assert me["name"] == "editor"
    assert ask("user_show", token=secret, id=me["id"]) == me
    others = [ask("user_show", token=secret, id=name, fails=403) for name in ("publisher", "nobody")]
    assert others[0] == others[1]
    assert ask("user_show", fails=403)
    assert ask("user_list", fails=403)
    assert ask("api_token_list", token=secret)[0]["name"] == "t"
    assert secret not in str(ask("api_token_list", token=secret))
    assert ask("api_token_list", user_id="editor", fails=403)


def test_the_portal(shelf, ask):
    found = ask("status_show")
    assert found["ckan_version"].startswith("2.11.")
    assert "datastore" in found["extensions"]
    assert found["site_url"] == "http://testserver"
    assert ask("dataset_follower_count", id="population") == 0
    assert ask("am_following_dataset", id="population") is False


def test_pages_of_lists(shelf, ask):
    every = ask("package_list")
    assert every == sorted(every)
    assert ask("package_list", limit="2", offset=1) == every[1:3]
    assert ask("package_list", limit=0) == []
    newest = ask("current_package_list_with_resources", limit=2)
    assert len(newest) == 2
    assert newest[0]["metadata_modified"] >= newest[1]["metadata_modified"]
    assert len(ask("current_package_list_with_resources", limit=10**12)) == 4
