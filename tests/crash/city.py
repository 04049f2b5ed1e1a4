"""A city in a folder of its own, driven by real processes and looked at from outside, without Django."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from madang.store import Store, manifest, serving
from madang.store.places import place_at

STARTED: list[subprocess.Popen[str]] = []
"""The processes of a test; what it leaves alive, because it failed, ends with it."""
DYING = Path(__file__).with_name("dying.py")
SCRIPT = """
import sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from madang.accounts.policy import OPERATOR
from madang.ingest import run as runs, tidy
what, *words = sys.argv[1:]
if what == "start":
    target = {"dataset": words[1], "organisation": "city", "licence": "unstated", "title": {"en": "Counts"}}
    print(runs.start("file", {"path": words[0]}, target, OPERATOR, file_name="counts.csv", publish_when_clean=True).pk)
if what == "organisation":
    from madang.catalog.models import Organisation
    print(Organisation.objects.create(slug="city", name={"en": "City"}).pk)
if what == "sweep":
    print(tidy.sweep(timedelta(0), timezone.now()))
"""


class City:
    """`home` holds databases and bytes; every command runs in a process of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.store = Store(place_at("", home), home)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("MADANG_")},
            "MADANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "madang.config.settings",
        }  # fmt: skip

    def start(self, *words: str, point: str = "never", worker: str = "worker-1") -> subprocess.Popen[str]:
        """Start a `madang` command that dies at `point`."""
        STARTED.append(subprocess.Popen(
            [sys.executable, str(DYING), point, *words],
            env={**self.environment, "MADANG_WORKER": worker},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        ))  # fmt: skip
        return STARTED[-1]

    def run(self, *words: str) -> str:
        """Run a `madang` command to its good end; returns what it printed."""
        process = self.start(*words)
        printed = process.communicate(timeout=120)[0]
        assert process.returncode == 0, printed
        return printed

    def ask(self, *words: str) -> str:
        """Start a run (its id is returned) or sweep, as the web process would."""
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, *words], env=self.environment, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.home / "city.sqlite3", timeout=20)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def state(self, run: str) -> str:
        return str(self.rows("SELECT state FROM ingest_run WHERE id = ?", run)[0][0])

    def reason(self, run: str) -> dict[str, str]:
        return dict(json.loads(self.rows("SELECT reason FROM ingest_run WHERE id = ?", run)[0][0]))

    def wait(self, run: str, states: tuple[str, ...], seconds: float = 60) -> str:
        """Wait until the run is in one of `states`."""
        until = time.monotonic() + seconds
        while (state := self.state(run)) not in states:
            assert time.monotonic() < until, f"still {state} after {seconds} s"
            time.sleep(0.1)
        return state

    def served(self, dataset: str) -> tuple[int, int]:
        """(number, rows) of the current revision, the rows counted in its serving copy."""
        query = (
            "SELECT v.id, v.number FROM catalog_revision v JOIN catalog_resource r ON r.current_id = v.id"
            " JOIN catalog_dataset d ON r.dataset_id = d.id WHERE d.slug = ?"
        )
        ((revision, number),) = self.rows(query, dataset)
        with serving.cursor(self.store, revision) as cursor:
            return number, cursor.execute("SELECT count(*) FROM rows").fetchone()[0]

    def orphans(self) -> set[str]:
        """Keys of the place that nothing in the database names, and leftovers in scratch."""
        named = set()
        for (revision,) in self.rows("SELECT id FROM catalog_revision WHERE state <> 'withdrawn' AND rows IS NOT NULL"):
            facts = manifest.read(self.store, revision)
            named |= {manifest.key(revision, file.name) for file in facts.files} | {
                manifest.key(revision, "manifest.json")
            }
        for (sha256,) in self.rows("SELECT sha256 FROM ingest_run WHERE sha256 <> ''"):
            named.add(f"originals/{sha256[:2]}/{sha256}")
        kept = {entry.key for prefix in ("revisions", "originals") for entry in self.store.place.keys(prefix)}
        left = {str(path) for path in self.store.scratch.glob("*")} if self.store.scratch.is_dir() else set()
        return kept ^ named | left


def stop(process: subprocess.Popen[str]) -> None:
    """End a worker as `madang serve` does."""
    process.terminate()
    try:
        process.communicate(timeout=30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
