"""The demonstration through the same pipeline as any file: published, described, and asked."""

from __future__ import annotations

import fcntl
import json

import pytest
from django.conf import settings
from django.test import Client

from madang.accounts.policy import OPERATOR
from madang.catalog.models import Column, Dataset, Organisation, Revision
from madang.demonstration import publishing
from madang.demonstration.catalogue import entries
from madang.ingest.addressing import address_resource, addressing
from madang.ingest.models import Run
from tests.api.asking import get
from tests.demonstration import town as towns

pytestmark = pytest.mark.django_db  # else there is no test database at all
BY_SLUG = {entry.slug: entry for entry in entries()}


def _current(dataset: str) -> list[Revision]:
    return [resource.current for resource in Dataset.objects.get(slug=dataset).resources.all()]


def test_what_others_are_made_from_is_published_with_them(town):
    assert set(town) == {
        "care-facilities", "companies", "household-size", "air-quality", "night-activity", "night-calls", "night-cells",
        "older-residents-map", "residents-by-age", "dong-boundaries", "dong-population", "care-reach",
    }  # fmt: skip
    assert set(town.values()) == {"published"}


def test_every_described_column_is_a_column_of_the_data_and_of_its_type(town):
    for slug in town:
        for (_, sheet), revision in zip(publishing.resources(BY_SLUG[slug]), _current(slug), strict=True):
            found = {column["name"]: column["type"] for column in revision.schema}
            for field in sheet.fields:
                assert found[field.name] == field.type, (slug, field.name)
            described = set(Column.objects.filter(resource=revision.resource).values_list("name", flat=True))
            assert {field.name for field in sheet.fields} <= described


def test_no_row_is_refused_or_lost(town):
    assert _current("dong-population")[0].rows == 1276
    assert [revision.rows for revision in _current("companies")] == [425, 75]
    assert all(revision.rejects == 0 for slug in town for revision in _current(slug))


def test_files_went_through_the_pipeline_and_have_real_receipts(town):
    (revision,) = _current("household-size")
    assert revision.receipt["encoding"]["name"] == "cp949"
    assert revision.receipt["tables"][0]["rows"] == 1275
    assert Run.objects.get(target__dataset="household-size").state == Run.State.PUBLISHED
    (boundaries,) = _current("dong-boundaries")
    assert boundaries.receipt["tables"][0]["geometry"]["kind"] == "polygon"


def test_points_in_a_spreadsheet_become_a_layer(town):
    (revision,) = _current("care-facilities")
    assert revision.resource.kind == "layer"
    west, south, east, north = revision.geometry["bbox"]
    assert 126.7 < west < east < 127.2
    assert 37.4 < south < north < 37.75


def test_tables_are_services_of_seouls_dialect_but_what_somebody_named_stays(town):
    found = json.loads(Client().get("/sample/json/AirQuality/1/5/ /중구").content)["AirQuality"]
    assert [row["자치구"] for row in found["row"]] == ["중구"] * 5
    assert (
        json.loads(Client().get("/sample/json/Companies_구별/1/5/ /종로구").content)["Companies_구별"][
            "list_total_count"
        ]
        > 0
    )
    assert json.loads(Client().get("/sample/json/NightCalls/1/5/").content)["RESULT"]["CODE"] == "ERROR-310"
    resource = Dataset.objects.get(slug="care-facilities").resources.get()
    assert addressing(resource) == {
        "services": ["CareFacilities"], "arguments": ["자치구", "행정동", "종류"], "key": ["시설번호"],
    }  # fmt: skip
    address_resource(resource, {"services": ["Care"]}, OPERATOR)
    towns.publish("care-facilities")
    assert addressing(Dataset.objects.get(slug="care-facilities").resources.get())["services"] == ["Care"]


def test_publishing_again_changes_nothing(town):
    before = list(Revision.objects.order_by("pk").values_list("pk", flat=True))
    runs = Run.objects.count()
    assert set(towns.publish(*town).values()) == {"there"}
    assert list(Revision.objects.order_by("pk").values_list("pk", flat=True)) == before
    assert Run.objects.count() == runs


def test_words_that_people_edited_stay(town):
    dataset = Dataset.objects.get(slug="companies")
    Dataset.objects.filter(pk=dataset.pk).update(title={"ko": "고친 제목", "en": "Edited"})
    Organisation.objects.filter(slug="economy").update(name={"ko": "고친 이름", "en": "Edited"})
    towns.publish("companies")
    assert Dataset.objects.get(slug="companies").title["en"] == "Edited"
    assert Organisation.objects.get(slug="economy").name["en"] == "Edited"
    Dataset.objects.filter(pk=dataset.pk).update(title=dataset.title)


def test_organisations_are_a_tree(town):
    assert Organisation.objects.get(slug="welfare").path == "/seoul/welfare/"


def test_rows_can_be_asked(town):
    client = Client()
    address = "/api/v1/datasets/dong-population/resources/population/rows"
    found = json.loads(
        get(client, address, where="연도 = 2025", select="sum(총인구) as people, count(*) as dongs").body
    )
    assert found["rows"][0] == {"people": 9_315_066, "dongs": 427}


def test_night_calls_are_described_to_everybody_and_shown_to_nobody(town):
    client = Client()
    shown = json.loads(get(client, "/api/v1/datasets/night-calls").body)
    assert shown["access"] == "restricted"
    assert get(client, "/en/datasets/night-calls/").status_code == 200
    for address in ("rows", "original"):
        get(client, f"/api/v1/datasets/night-calls/resources/calls/{address}", 403)
    get(client, "/api/v1/datasets/night-calls/resources/calls.csv", 403)
    receipt = json.dumps(_current("night-calls")[0].receipt, ensure_ascii=False)
    assert "C0513" not in receipt
    assert "음성" not in receipt


def test_a_second_demonstration_at_the_same_time_waits(town):
    with (settings.HOME / "demonstration" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(publishing.DemonstrationBusy):
            towns.publish("gu-boundaries")


def test_an_unknown_dataset_is_named():
    with pytest.raises(publishing.UnknownEntry, match="no-such"):
        publishing.choose_entries(("no-such",))


def test_only_what_is_known_of_generated_people_is_justified(town):
    """A real number that found its way into generated rows must stop the demonstration."""
    expected = {slug: set(BY_SLUG[slug].looks_personal) for slug in town}
    found = {
        slug: {one["id"] for rev in _current(slug) for one in rev.receipt["findings"] if one["severity"] == "personal"}
        for slug in town
    }
    assert all(found[slug] <= expected[slug] for slug in town)
    assert {slug for slug, entry in BY_SLUG.items() if entry.looks_personal} == {
        "care-reach",
        "residents-by-age",
        "older-residents-map",
    }
