"""A city that is backed up, lost and restored in another folder gives the same answers. All through the real commands."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from madang.cli import restore
from madang.cli.backup import command as backup_command
from madang.lib.problems import Problem
from tests.postgres import create, running
from tests.store.conftest import everything

ROOT = Path(__file__).resolve().parents[2]
SEED = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from madang.catalog.models import Revision
from madang.catalog.storage import the_store
from madang.store import originals, revisions
from tests import city
made = city.make_city()
kept = originals.keep(the_store(), ["자치구,인구".encode("cp949")])
Revision.objects.update(original_sha256=kept.sha256)
city.publish(made.resource, {"자치구": ["은평구"], "인구": [461_000]}, city.COLUMNS, original_sha256=kept.sha256)
gone = city.publish(made.resource, {"자치구": ["x"], "인구": [1]}, city.COLUMNS, original_sha256=kept.sha256)
Revision.objects.filter(pk=gone.pk).update(state="withdrawn", original_sha256="")
revisions.withdraw(the_store(), gone.pk)
"""
ANSWERS = """
import django
django.setup()
from madang.catalog.models import Revision
from madang.catalog.storage import the_store
from madang.store import originals, serving
for revision in Revision.objects.order_by("pk"):
    print(revision.pk, revision.state, revision.resource, revision.resource.dataset.title)
    if revision.state == "published":
        print(originals.path(the_store(), revision.original_sha256).read_bytes())
        with serving.cursor(the_store(), revision.pk) as cursor:
            print(cursor.execute("SELECT * FROM rows ORDER BY _row").fetchall())
"""


class City:
    """A data folder, and what its commands print."""

    def __init__(self, home: Path, **settings: str) -> None:
        self.home = home
        clean = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
        self.environment = {
            **clean, "PYTHONPATH": str(ROOT), "MADANG_HOME": str(home), "LANG": "C.UTF-8",
            "DJANGO_SETTINGS_MODULE": "madang.config.settings", **settings,
        }  # fmt: skip

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], env=self.environment, cwd=self.home.parent, capture_output=True, text=True
        )

    def madang(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return self.run("-c", "from madang.cli.main import main; main()", *map(str, arguments))

    def done(self, *arguments: str | Path) -> str:
        ended = self.madang(*arguments)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def answers(self) -> str:
        ended = self.run("-c", ANSWERS)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout


def seeded(city: City) -> City:
    city.home.mkdir()
    ended = city.run("-c", SEED)
    assert ended.returncode == 0, ended.stderr
    return city


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> City:
    """A city with two published revisions and a withdrawn one; tests only read it."""
    return seeded(City(tmp_path_factory.mktemp("original") / "home"))


@pytest.fixture(scope="module")
def saved(original: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("saved") / "backup"
    assert "5 files" in original.done("backup", target)
    return target


@pytest.fixture
def backup(saved: Path, tmp_path: Path) -> Path:
    """A copy of the backup that the test may spoil."""
    return shutil.copytree(saved, tmp_path / "backup")


def test_what_is_restored_elsewhere_gives_the_same_answers(original: City, backup: Path, tmp_path: Path) -> None:
    new = City(tmp_path / "새 도시")
    assert "every hash is right" in new.done("restore", backup, "--home", new.home)
    assert new.answers() == original.answers()
    assert "은평구" in new.answers()
    assert new.done("verify").startswith("4 revisions and originals are as they were written")
    assert (new.home / "secret").read_bytes() == (original.home / "secret").read_bytes()
    assert (new.home / "secret").stat().st_mode & 0o077 == 0


def test_the_lists_of_hashes_are_those_of_sha256sum(backup: Path) -> None:
    sums = next(backup.glob("snapshots/*/SHA256SUMS"))
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", sums], cwd=backup, check=True)
    listed = {line.split("  ")[1] for line in sums.read_text().splitlines()}
    assert listed == {name for name in everything(backup) if "SHA256SUMS" not in name}
    assert all(file.stat().st_mode & 0o077 == 0 for file in sums.parent.iterdir() if "SHA256SUMS" not in file.name)


def test_a_second_snapshot_copies_only_what_is_new(original: City, tmp_path: Path) -> None:
    target = tmp_path / "backup"
    original.done("backup", target)
    assert " 0 new bytes" in original.done("backup", target, "--check")
    assert len(list(target.glob("snapshots/*"))) == 2
    first = min(path.name for path in target.glob("snapshots/*"))
    new = City(tmp_path / "new")
    assert first in new.done("restore", target, "--home", new.home, "--snapshot", first)


def test_a_flipped_bit_is_named_by_verify_and_not_carried_into_the_backup(backup: Path, tmp_path: Path) -> None:
    city = City(tmp_path / "city")
    city.done("restore", backup, "--home", city.home)
    part = max((city.home / "place").glob("revisions/*/part-*"))
    data = bytearray(part.read_bytes())
    data[100] ^= 1
    part.write_bytes(data)
    ended = city.madang("verify")
    assert ended.returncode == 1
    assert part.name in ended.stdout
    assert "Restore it from a backup" in ended.stdout
    assert "1 faults" in ended.stderr
    ended = city.madang("backup", tmp_path / "other")
    assert ended.returncode == 1
    assert part.name in ended.stdout
    assert not list((tmp_path / "other").rglob(part.name))


def refused(command: click.Command, *arguments: str | Path) -> str:
    """What a command answers that must refuse, in this process."""
    ended = CliRunner().invoke(command, list(map(str, arguments)))
    assert isinstance(ended.exception, Problem), ended.output
    return ended.exception.text("en")


def resealed(sums: Path, text: str) -> None:
    """Change a list of hashes together with its own hash, as somebody with bad intent would."""
    sums.write_text(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    sums.with_name("SHA256SUMS.sha256").write_text(f"{digest}  SHA256SUMS\n")


def test_a_damaged_backup_is_refused_and_leaves_no_city(backup: Path, tmp_path: Path) -> None:
    part = next(backup.glob("revisions/*/part-*"))
    part.write_bytes(part.read_bytes()[:-1] + b"?")
    assert part.name in refused(restore.command, backup, "--home", tmp_path / "new")
    assert not (tmp_path / "new" / "city.sqlite3").exists()
    part.unlink()
    says = refused(restore.command, backup, "--home", tmp_path / "newer")
    assert f"lacks revisions/{part.parent.name}/{part.name}" in says
    sums = next(backup.glob("snapshots/*/SHA256SUMS"))
    sums.write_text(sums.read_text()[:-80])
    assert "SHA256SUMS is damaged" in refused(restore.command, backup, "--home", tmp_path / "newest")


def test_a_list_that_climbs_out_is_refused(backup: Path, tmp_path: Path) -> None:
    sums = next(backup.glob("snapshots/*/SHA256SUMS"))
    own = "".join(line for line in sums.read_text().splitlines(keepends=True) if "snapshots/" in line)
    for key in ("revisions/../../../etc/passwd", "/etc/passwd", "snapshots/../../x"):
        resealed(sums, own + f"{'0' * 64}  {key}\n")
        assert "cannot name a file of a place" in refused(restore.command, backup, "--home", tmp_path / "new")
        assert not (tmp_path / "new").exists()
    resealed(sums, "")
    assert "lacks snapshots" in refused(restore.command, backup, "--home", tmp_path / "new")


def test_nothing_is_restored_over_a_city_or_from_something_else(original: City, backup: Path, tmp_path: Path) -> None:
    before = everything(original.home)
    assert "is not empty" in refused(restore.command, backup, "--home", original.home)
    assert everything(original.home) == before
    (tmp_path / "empty").mkdir()
    assert "no finished snapshot" in refused(restore.command, tmp_path / "empty", "--home", tmp_path / "new")
    says = refused(restore.command, backup, "--home", tmp_path / "new", "--snapshot", "1999")
    assert "no finished snapshot 1999" in says


def test_a_backup_goes_into_no_strange_folder(original: City, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("dear diary")
    assert "diary.txt" in refused(backup_command, tmp_path)
    assert "the place of a city" in refused(backup_command, original.home / "place")


def test_a_city_on_an_s3_server_is_backed_up_and_restored(bucket_url: str, tmp_path: Path) -> None:
    city = seeded(City(tmp_path / "city", MADANG_PLACE=bucket_url))
    assert "5 files" in city.done("backup", tmp_path / "backup")
    elsewhere = bucket_url.replace("/data/madang", "/restored")
    new = City(tmp_path / "new", MADANG_PLACE=elsewhere)
    new.done("restore", tmp_path / "backup", "--home", new.home, "--place", elsewhere)
    assert new.answers() == city.answers()
    assert new.done("verify").startswith("4 ")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as url:
        yield url


def test_a_city_on_postgresql_is_backed_up_and_restored(server: str, tmp_path: Path) -> None:
    city = seeded(City(tmp_path / "city", MADANG_DATABASE=create(server, "one")))
    city.done("backup", tmp_path / "backup")
    ended = City(tmp_path / "wrong").madang("restore", tmp_path / "backup", "--home", tmp_path / "wrong")
    assert (ended.returncode, "MADANG_DATABASE" in ended.stderr) == (1, True)
    new = City(tmp_path / "new", MADANG_DATABASE=create(server, "two"))
    new.done("restore", tmp_path / "backup", "--home", new.home)
    assert new.answers() == city.answers()
    assert not (new.home / "city.sqlite3").exists()


def test_sweep_spares_what_the_city_names(original: City, backup: Path, tmp_path: Path) -> None:
    city = City(tmp_path / "city")
    city.done("restore", backup, "--home", city.home)
    ruin = city.home / "place" / "revisions" / "killed" / "part-0-00000000.parquet"
    ruin.parent.mkdir()
    ruin.write_bytes(b"ruin")
    assert "Removed 0 unfinished" in city.done("sweep")
    assert "Removed 1 unfinished revisions and 0 originals, 4 bytes" in city.done("sweep", "--older-than", "0")
    assert not ruin.parent.exists()
    assert city.answers() == original.answers()


def test_without_a_city_the_command_says_so(tmp_path: Path) -> None:
    ended = City(tmp_path / "none").madang("verify")
    assert (ended.returncode, "madang migrate" in ended.stderr, "Traceback" in ended.stderr) == (1, True, False)
