"""`madang demo` as a person runs it: killed in the middle it goes on, and afterwards it changes nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
SLUGS = ("gu-boundaries", "basic-pension", "income-tax", "night-weather")


def _command(home: Path, *words: str) -> subprocess.Popen[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADANG_")}
    return subprocess.Popen(
        [sys.executable, "-m", "madang.cli.main", "demo", *words],
        env={**kept, "MADANG_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _run(home: Path, *words: str) -> str:
    process = _command(home, *words)
    out, err = process.communicate(timeout=200)
    assert process.returncode == 0, err
    return out


def _revisions(home: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(home / "city.sqlite3") as connection:
        return connection.execute("SELECT id, resource_id FROM catalog_revision ORDER BY id").fetchall()


def test_it_goes_on_where_it_was_killed_and_then_changes_nothing(tmp_path):
    process = _command(tmp_path, "--scale", "0.02", *SLUGS)
    assert process.stderr is not None
    assert "districts" in process.stderr.readline()  # the first one is published, the second under way
    process.send_signal(signal.SIGKILL)
    process.communicate()
    before = _revisions(tmp_path)
    assert 1 <= len(before) < 4

    assert "were there" in _run(tmp_path, "--scale", "0.02", *SLUGS)
    after = _revisions(tmp_path)
    assert len(after) == 4
    assert after[: len(before)] == before

    assert "0 datasets published, 4 were there" in _run(tmp_path, "--scale", "0.02", *SLUGS)
    assert _revisions(tmp_path) == after
    assert [path.name for path in (tmp_path / "demonstration").iterdir()] == ["lock"]


def test_list_and_sample_need_no_city(tmp_path):
    listing = _run(tmp_path, "--list")
    assert len(listing.splitlines()) >= 25
    assert "night-calls" in listing
    _run(tmp_path, "--sample", str(tmp_path / "calls.csv"))
    assert (tmp_path / "calls.csv").read_bytes().decode("cp949").startswith("심야 통화량")
    assert not (tmp_path / "city.sqlite3").exists()


def test_an_unknown_dataset_ends_in_one_clear_message(tmp_path):
    process = _command(tmp_path, "no-such")
    err = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert "no-such" in err
    assert "Traceback" not in err
