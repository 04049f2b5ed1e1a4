"""The watched folder: the newest complete file below what the operator opened, and nothing else."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from madang.ingest.sources import Fetched, OthersSource, Since, Unchanged, folder, require_owner

CSV = "a,b\n1,2\n"


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    root = tmp_path / "dropbox"
    (root / "transport").mkdir(parents=True)
    settings.MADANG = {**settings.MADANG, "watched_folders": {root: ""}}
    return root


def ask(root: Path, since: Since | None = None, **more: str) -> Fetched | Unchanged:
    told = {"folder": str(root / "transport"), "pattern": "stops-*.csv", "settle": "0.05", **more}
    folder.check(told)
    return folder.fetch(told, since or Since())


def put(root: Path, name: str, text: str = CSV, age: float = 0) -> Path:
    path = root / "transport" / name
    path.write_text(text)
    os.utime(path, (time.time() - age,) * 2)
    return path


def after(answer: Fetched | Unchanged) -> Since:
    assert isinstance(answer, Fetched)
    assert b"".join(answer.chunks)
    return Since(None, "ab" * 32, answer.mark)


def test_the_newest_complete_file_is_taken(root: Path) -> None:
    put(root, "stops-1.csv", "old\n1\n", age=50)
    put(root, "stops-2.csv", age=10)
    put(root, "other.csv")
    for unfinished in ("stops-3.csv.part", ".stops-4.csv", "~$stops-5.csv", "stops-6.csv.tmp", "stops-7.csv~"):
        put(root, unfinished)
    answer = ask(root, pattern="*stops-*")
    assert (answer.name, b"".join(answer.chunks).decode()) == ("stops-2.csv", CSV)
    put(root, "stops-0.csv")
    assert ask(root).name == "stops-0.csv"
    assert ask(root, newest_by="name").name == "stops-2.csv"


def test_an_unchanged_file_is_not_read_again_and_a_changed_one_is(root: Path) -> None:
    put(root, "stops-1.csv", age=60)
    known = after(ask(root))
    assert isinstance(ask(root, known), Unchanged)
    put(root, "stops-1.csv", CSV + "3,4\n", age=30)
    assert isinstance(ask(root, known), Fetched)


def test_a_deleted_file_is_a_warning_and_never_an_empty_table(root: Path) -> None:
    """P4: what disappears at the source does not disappear here, and an older file does not come back by itself."""
    put(root, "stops-1.csv", age=60)
    newest = put(root, "stops-2.csv", age=30)
    known = after(ask(root))
    newest.unlink()
    answer = ask(root, known)
    assert isinstance(answer, Unchanged)
    assert "stops-2.csv" in answer.warning["ko"]
    (root / "transport" / "stops-1.csv").unlink()
    assert "stops-2.csv" in ask(root, known).warning["en"]
    with pytest.raises(folder.NothingMatches):
        ask(root)
    put(root, "stops-3.csv", "")
    with pytest.raises(folder.EmptyFile):
        ask(root, known)


def test_a_file_that_is_still_written_is_left_alone(root: Path) -> None:
    """P4: half a file is not the file."""
    path = put(root, "stops-1.csv")
    stop = threading.Event()

    def write() -> None:
        while not stop.wait(0.02):
            with path.open("a") as file:
                file.write("3,4\n")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with pytest.raises(folder.StillWritten):
            ask(root, settle="0.3")
    finally:
        stop.set()
        writer.join()
    answer = ask(root)
    with path.open("a") as file:
        file.write("5,6\n")
    with pytest.raises(folder.StillWritten):
        list(answer.chunks)


def test_nothing_outside_the_opened_folders_is_read(root: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret"
    outside.mkdir()
    (outside / "stops-9.csv").write_text("secret\n1\n")
    (root / "transport" / "stops-9.csv").symlink_to(outside / "stops-9.csv")
    (root / "door").symlink_to(outside)
    (root / "circle").symlink_to(root / "circle")
    with pytest.raises(folder.NothingMatches):
        ask(root)
    for odd in (outside, root / "door", root / ".." / "secret", "transport", "/etc", "/", root / "circle", "a\0b"):
        with pytest.raises((folder.NotWatched, folder.FolderAway)):
            ask(root, folder=str(odd))
    (root / "transport" / "stops-1.csv").symlink_to(put(root, "real.csv", age=9))
    assert ask(root).name == "real.csv"
    os.mkfifo(root / "transport" / "stops-pipe.csv")
    (root / "transport" / "stops-folder.csv").mkdir()
    assert ask(root, newest_by="name").name == "real.csv"


def test_what_takes_the_place_of_a_file_after_the_look_is_not_read(root: Path, tmp_path: Path) -> None:
    """A pipe, for whose writer a worker would wait for ever; and a folder that became a link to one outside, with a like file."""
    path = put(root, "stops-1.csv", age=9)
    answer = ask(root)
    assert isinstance(answer, Fetched)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(folder.StillWritten):
        next(answer.chunks)
    path.unlink()
    path = put(root, "stops-1.csv", age=9)
    answer = ask(root)
    assert isinstance(answer, Fetched)
    outside = tmp_path / "outside"
    (root / "transport").rename(outside)
    (root / "transport").symlink_to(outside)
    with pytest.raises(folder.StillWritten):
        next(answer.chunks)


def test_a_file_that_becomes_a_link_after_the_look_is_not_followed(root: Path, tmp_path: Path) -> None:
    path = put(root, "stops-1.csv")
    answer = ask(root)
    (tmp_path / "secret.csv").write_text("secret")
    path.unlink()
    path.symlink_to(tmp_path / "secret.csv")
    with pytest.raises(folder.FolderAway):
        list(answer.chunks)


def test_no_folder_is_open_by_default(settings: Any, tmp_path: Path) -> None:
    assert settings.MADANG["watched_folders"] == {}
    with pytest.raises(folder.NotWatched):
        folder.check({"folder": str(tmp_path), "pattern": "*"})


@pytest.mark.parametrize("settle", ["-1", "soon", "nan", "1e9"])
def test_odd_seconds_are_refused(root: Path, settle: str) -> None:
    with pytest.raises(folder.OddSettle):
        ask(root, settle=settle)


def test_a_share_that_is_away_is_said(root: Path) -> None:
    with pytest.raises(folder.FolderAway):
        ask(root, folder=str(root / "unmounted"))


def test_a_folder_is_for_the_organisation_that_the_operator_named(settings: Any, root: Path) -> None:
    health, inner = root / "health", root / "transport" / "open"
    health.mkdir()
    inner.mkdir()
    settings.MADANG = {
        **settings.MADANG,
        "watched_folders": {root / "transport": "transport", health: "health", inner: ""},
    }
    told = {"folder": str(root / "transport"), "pattern": "*.csv"}
    require_owner("folder", told, "/seoul/transport/")
    require_owner("folder", told, "/seoul/transport/buses/")
    require_owner("folder", told | {"folder": str(inner)}, "/seoul/health/")
    require_owner("http", {"url": "https://data.example.org/a.csv"}, "/seoul/health/")
    for other in ("/seoul/health/", "/seoul/transport-not/", "/seoul/", ""):
        with pytest.raises(OthersSource, match="transport"):
            require_owner("folder", told, other)
    (health / "patients.csv").write_text(CSV)
    (root / "transport" / "link.csv").symlink_to(health / "patients.csv")
    with pytest.raises(folder.NothingMatches):  # a link leads into another's folder
        ask(root, pattern="*.csv")
