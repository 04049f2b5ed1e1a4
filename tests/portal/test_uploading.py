"""The upload form without scripts: it goes through the same parts, and nothing is chosen for a person in silence."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from django.test import Client

from madang.accounts.policy import Actor
from madang.catalog.storage import the_store
from madang.config import bodies
from madang.ingest import run as runs
from madang.ingest import uploads
from madang.ingest.models import Run, Upload
from madang.portal.workspace.upload import FORM_BYTES
from tests.city import City

pytestmark = pytest.mark.usefixtures("queue")

HERE = "/ko/workspace/upload/"
BYTES = "구,수\n종로구,1\n".encode()


@pytest.fixture
def officer(client: Client, city: City) -> Client:
    client.force_login(city.publisher)
    return client


def file(name: str = "봄.csv", content: bytes = BYTES) -> io.BytesIO:
    made = io.BytesIO(content)
    made.name = name
    return made


def post(client: Client, expected: int, **said: Any) -> str:
    response = client.post(HERE, said)
    assert response.status_code == expected, response.content.decode()
    return response.content.decode() if expected == 200 else response.headers["Location"]


def test_a_form_becomes_an_upload_and_a_run(officer: Client) -> None:
    place = post(officer, 302, file=file(), title="봄", licence="kogl-1", organisation="statistics", origin="observed")
    run = Run.objects.get()
    assert place.endswith(f"/workspace/runs/{run.pk}/")
    assert (run.source, run.target["licence"]) == ("upload", "kogl-1")
    [part] = Upload.objects.get(pk=run.pk).parts.all()
    assert part.sha256 == hashlib.sha256(BYTES).hexdigest()
    runs.load(run.pk, Run.Step.FETCH)
    run.refresh_from_db()
    assert run.sha256 == part.sha256
    assert not [entry for entry in the_store().place.keys("uploads") if run.pk in entry.key]


@pytest.mark.parametrize("missing", ["licence", "organisation", "title"])
def test_nothing_of_a_new_dataset_is_chosen_in_silence(officer: Client, missing: str) -> None:
    """A licence that nobody chose is a promise that nobody made."""
    said = {"title": "봄", "licence": "kogl-1", "organisation": "statistics", "origin": "observed"}
    page = post(officer, 200, file=file(), **{name: text for name, text in said.items() if name != missing})
    assert "errorlist" in page
    assert not Upload.objects.exists()


def test_the_choice_of_a_licence_begins_with_none(officer: Client) -> None:
    page = officer.get(HERE).content.decode()
    licences = page[page.index('name="licence"') :]
    assert licences[: licences.index("</option>")].endswith('<option value="" selected>하나를 고르세요')


def test_several_files_are_several_tables_or_datasets(officer: Client) -> None:
    assert post(officer, 302, file=[file(), file("여름.csv"), file("봄.csv")], dataset="population").endswith(
        "/workspace/"
    )
    assert sorted(run.target["resource"] for run in Run.objects.all()) == ["봄", "봄_2", "여름"]
    Run.objects.all().delete()
    Upload.objects.all().delete()
    post(officer, 302, file=[file(), file("여름.csv")], licence="kogl-1", organisation="statistics", origin="observed")
    assert sorted(run.target["dataset"] for run in Run.objects.all()) == ["봄", "여름"]


def test_the_page_lists_what_is_unfinished_and_lets_it_go(officer: Client, city: City) -> None:
    actor = Actor(city.publisher)
    upload = uploads.create(uploads.Wanted("밤 호출.csv", {"dataset": "population"}), 3_000_000, actor)
    uploads.append(upload, 0, [b"x" * 1_000_000], actor)
    page = officer.get(HERE).content.decode()
    assert "밤 호출.csv" in page
    assert "1 MB / 3 MB" in page
    assert "자치구별 인구" in page
    other = Client()
    other.force_login(city.editor)
    assert "밤 호출.csv" not in other.get(HERE).content.decode()
    assert other.post(f"{HERE}{upload.pk}/discard/").status_code == 404
    assert officer.post(f"{HERE}{upload.pk}/discard/").status_code == 302
    assert "밤 호출.csv 업로드를 버렸습니다" in officer.get(HERE).content.decode()
    assert not [entry for entry in the_store().place.keys("uploads") if upload.pk in entry.key]


def test_the_form_says_what_it_can_take(officer: Client) -> None:
    assert f"{FORM_BYTES // 1_000_000} MB" in officer.get(HERE).content.decode()
    assert FORM_BYTES < bodies.FILE_FORM_BYTES
