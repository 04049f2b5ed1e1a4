"""`madang load` and its sister commands, as a person runs them: processes with a city of their own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from madang.catalog.models import Dataset, Licence, Organisation
from madang.cli import load
from tests.crash.city import City as Processes

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Processes:
    return Processes(tmp_path_factory.mktemp("cli") / "home")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What an office sends: CP949, an empty file, a picture, a folder in the folder, a hidden file."""
    folder = tmp_path_factory.mktemp("sent")
    (folder / "자치구별 인구.csv").write_bytes("구,인구\n종로구,139417\n중구,121312\n강남구,557865\n".encode("cp949"))
    (folder / "empty.csv").touch()
    (folder / "sub").mkdir()
    (folder / "sub" / "empty.csv").write_text("a,b\n1,2\n")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / ".hidden").write_text("a,b\n1,2\n")
    return folder


@pytest.fixture(scope="module")
def printed(city: Processes, folder: Path) -> str:
    return city.run("load", str(folder), "--choice", "encoding=cp949")


def test_every_file_of_a_folder_becomes_a_dataset_or_a_kept_file_that_waits(city: Processes, printed: str) -> None:
    rows = city.rows(
        "SELECT d.slug, r.kind, v.rows FROM catalog_dataset d JOIN catalog_resource r ON r.dataset_id = d.id"
        " JOIN catalog_revision v ON v.id = r.current_id ORDER BY d.slug"
    )
    assert rows == [
        ("sub-empty", "table", 1), ("자치구별-인구", "table", 3),
    ]  # fmt: skip


def test_the_summary_says_how_each_was_read_and_why_not(printed: str) -> None:
    assert re.search(r"자치구별 인구\.csv +cp949 +1 +3 +0 +\d+ +published", printed)
    assert (
        "4 files: waits for a person 2, published 2" in printed
    )  # the empty one and the picture wait: no check has seen inside
    assert "empty.csv is empty (0 bytes)." in printed


def test_loading_the_folder_again_changes_nothing(city: Processes, folder: Path, printed: str) -> None:
    assert "4 files: waits for a person 2, nothing new 2" in city.run("load", str(folder), "--choice", "encoding=cp949")


def test_a_run_can_be_listed_shown_published_and_its_revision_withdrawn(
    city: Processes, folder: Path, printed: str
) -> None:
    file = folder / "checked.csv"
    file.write_text("구,인구\n종로구,1\n")
    said = city.run("load", str(file), "--dataset", "checked", "--no-publish")
    run = re.search(r"madang publish (\w{32})", said)
    assert run is not None
    assert "checked.csv" in city.run("runs", "list", "--state", "ready")
    assert json.loads(city.run("runs", "show", run[1], "--json"))["tables"][0]["rows"] == 1
    assert "published" in city.run("publish", run[1])
    assert city.served("checked") == (1, 1)
    ((revision,),) = city.rows("SELECT id FROM catalog_revision WHERE original_name = 'checked.csv'")
    assert "withdrawn" in city.run("withdraw", revision, "--reason", "only a trial", "--yes")
    assert city.rows("SELECT state FROM catalog_revision WHERE id = ?", revision) == [("withdrawn",)]


def test_generated_data_can_be_loaded_as_what_they_are(city: Processes, folder: Path, printed: str) -> None:
    file = folder / "made.csv"
    file.write_text("구,인구\n종로구,2\n")
    city.run("load", str(file), "--dataset", "made", "--origin", "generated")
    ((origin,),) = city.rows("SELECT origin FROM catalog_revision WHERE original_name = 'made.csv'")
    assert origin == "generated"


def test_a_missing_file_fails_with_one_clear_message(city: Processes) -> None:
    process = city.start("load", "/nowhere/at/all.csv")
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 2
    assert "/nowhere/at/all.csv" in said
    assert "Traceback" not in said


@pytest.mark.django_db
def test_no_organisation_is_guessed_when_there_are_several() -> None:
    for slug in ("health", "transport"):
        Organisation.objects.create(slug=slug, name={"en": slug})
    from madang.ingest.drafts import Incomplete

    with pytest.raises(Incomplete, match="health"):
        load._organisation()


@pytest.mark.django_db
def test_a_dataset_that_is_there_needs_no_organisation() -> None:
    made = Organisation.objects.create(slug="health", name={"en": "health"})
    licence = Licence.objects.create(slug="ours", name={"en": "ours"})
    Dataset.objects.create(slug="beds", title={"en": "Beds"}, organisation=made, licence=licence)
    assert load._there("beds")
    assert not load._there("other")
    assert not load._there(None)


@pytest.mark.django_db
def test_two_files_of_one_name_do_not_write_over_one_another(tmp_path: Path) -> None:
    files = [tmp_path / folder / "readme.txt" for folder in ("seoul", "liverpool", "other/seoul")]
    assert load._slugs(files) == ["readme", "liverpool-readme", "seoul-readme"]
    organisation = Organisation.objects.create(slug="health", name={"en": "Health"})
    from madang.catalog.models import Licence

    licence = Licence.objects.get(slug="unstated")
    Dataset.objects.create(slug="readme", organisation=organisation, licence=licence)
    assert load._slugs(files[:1]) == ["seoul-readme"]


def test_help_explains_every_command() -> None:
    for name in ("load", "publish", "worker", "runs", "withdraw", "migrate"):
        from importlib import import_module

        result = CliRunner().invoke(import_module(f"madang.cli.{name}").command, ["--help"])
        assert result.exit_code == 0
        assert "Usage" in result.output
