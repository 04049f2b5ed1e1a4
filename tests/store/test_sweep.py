"""The sweep removes what nobody names, after a grace, and never what lives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from madang.store import Store, manifest, originals, reading, serving
from madang.store.places import place_at
from madang.store.sweep import Swept, sweep
from madang.store.verify import verify
from tests.store.conftest import everything, written

TABLE = pa.table({"n": range(1_000)})
GRACE = timedelta(hours=24)
LATER = datetime.now(UTC) + timedelta(hours=25)


def test_what_is_named_stays_and_what_is_not_goes_after_the_grace(store: Store) -> None:
    for revision in ("live", "orphan"):
        written(store, revision, TABLE)
        serving.path(store, revision)
    kept, given_up = originals.keep(store, [b"kept"]).sha256, originals.keep(store, [b"given up"]).sha256
    orphan = sum(entry.bytes for entry in store.place.keys("revisions/orphan"))

    assert sweep(store, {"live", "orphan"}, {kept, given_up}, GRACE, datetime.now(UTC)) == Swept(0, 0, 0)
    now = sweep(store, {"live"}, {kept}, GRACE, datetime.now(UTC))
    assert (now.revisions, now.originals) == (0, 0)  # within the grace: perhaps a run is about to name them
    assert [file.stem for file in store.serving.glob("*.duckdb")] == ["live"]  # a copy can be made again

    later = sweep(store, {"live"}, {kept}, GRACE, LATER)
    assert (later.revisions, later.originals) == (1, 1)
    assert later.bytes >= orphan + len(b"given up")
    assert sweep(store, {"live"}, {kept}, GRACE, LATER) == Swept(0, 0, 0)
    assert verify(store, "live") == ()
    assert b"".join(originals.stream(store, kept)) == b"kept"
    with pytest.raises(manifest.Missing):
        manifest.read(store, "orphan")


def test_files_of_a_killed_attempt_beside_a_living_revision_go(store: Store, tmp_path: Path) -> None:
    written(store, "live", TABLE)
    (tmp_path / "stray").write_bytes(b"half a part")
    store.place.put("revisions/live/part-0-deadbeef.parquet", tmp_path / "stray", give=True)
    assert sweep(store, {"live"}, set(), GRACE, LATER).bytes == len(b"half a part")
    assert verify(store, "live") == ()


def test_a_living_revision_with_a_damaged_manifest_is_left_alone(store: Store, tmp_path: Path) -> None:
    written(store, "live", TABLE)
    (tmp_path / "bad").write_bytes(b"{}")
    store.place.put("revisions/live/manifest.json", tmp_path / "bad", give=True)
    assert sweep(store, {"live"}, set(), GRACE, LATER) == Swept(0, 0, 0)


def test_the_cache_of_a_remote_place_goes_when_old_or_withdrawn(bucket_url: str, tmp_path: Path) -> None:
    store = Store(place_at(bucket_url, tmp_path), tmp_path)
    for revision in ("r1", "r2"):
        written(store, revision, TABLE)
        reading.files(store, revision)
    assert len(everything(store.cache)) == 2
    sweep(store, {"r1"}, set(), GRACE, datetime.now(UTC))
    assert [name.split("/")[1] for name in everything(store.cache)] == ["r1"]
    sweep(store, {"r1"}, set(), GRACE, LATER)
    assert everything(store.cache) == {}
    assert reading.files(store, "r1")


@pytest.mark.parametrize("moment", ["writing", "putting", "sealing", "serving", "keeping"])
def test_a_kill_at_any_moment_leaves_no_ruin_after_the_sweep(tmp_path: Path, moment: str) -> None:
    store = Store(place_at("", tmp_path), tmp_path)
    written(store, "old", TABLE)
    _kill(store, moment)
    assert set(everything(tmp_path)) - {
        f"place/revisions/old/{name}" for name in _names(tmp_path / "place/revisions/old")
    }
    assert verify(store, "old") == ()

    sweep(store, {"old"}, set(), GRACE, LATER)
    left = [name for name in everything(tmp_path) if not name.startswith("place/revisions/old/")]
    assert [name for name in left if not name.endswith(".lock")] == []
    if moment != "serving":
        written(store, "new", TABLE)  # the same revision can be built again
        assert sum(batch.num_rows for batch in reading.batches(store, "new")) == 1_000
    assert len(list(reading.files(store, "old"))) == 1
    with serving.cursor(store, "old") as cursor:
        assert cursor.execute("SELECT count(*) FROM rows").fetchall() == [(1_000,)]


PROGRAM = """
import os, sys, time
from pathlib import Path
import pyarrow as pa
from madang.store import Store, originals, parts, revisions, serving
from madang.store.places import local, place_at

home, moment = Path(sys.argv[1]), sys.argv[2]
store = Store(place_at("", home), home)
parts.ROW_GROUP = 10

def stop(*_, **__):
    print("here", flush=True)
    time.sleep(600)

def endless():
    for _ in range(100):
        yield bytes(1 << 16)
    stop()

if moment == "putting":
    local._appear = stop
if moment == "sealing":
    revisions.Build._seal = stop
if moment == "serving":
    serving.duck.connect = (lambda connect: lambda *a, **k: (connect(*a, **k), stop()))(serving.duck.connect)
    serving.path(store, "old")
if moment == "keeping":
    originals.keep(store, endless())
with revisions.build(store, "new", pa.schema([("n", pa.int64())]), sort_by=["n"]) as new:
    new.write(pa.table({"n": range(100)}))
    if moment == "writing":
        stop()
"""


def _kill(store: Store, moment: str) -> None:
    """Run a builder until the moment comes, then kill it as the kernel does."""
    process = subprocess.Popen([sys.executable, "-c", PROGRAM, str(store.home), moment], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()


def _names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}
