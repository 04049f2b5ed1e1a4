"""Catalogue, accounts, policy and search on a real PostgreSQL server, started here and thrown away.

The tests of those packages run once more in a process of their own, with nothing changed but TEST_DATABASE.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
AGAIN = (
    "tests/accounts/test_policy.py",
    "tests/analysis/test_publishing.py",
    "tests/api/test_studies.py",
    "tests/catalog/test_catalogue.py",
    "tests/catalog/test_index.py",
    "tests/catalog/test_search.py",
    "tests/ingest/schedules/test_pulls.py::test_workers_that_look_at_the_same_moment_start_it_once",
    "tests/ingest/test_uploads.py",
)


def binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.skip("PostgreSQL is not installed: `apt-get install postgresql` (its server need not run)")
    return found[-1].parent if found else Path(str(on_path)).parent


def somebody() -> dict[str, object]:
    """PostgreSQL refuses to run as root, so root lends it another user."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    pytest.skip("running as root, and there is no user `postgres` or `nobody` to run PostgreSQL")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of an empty database on a server of this test's own."""
    tools, lent = binaries(), somebody()
    folder = Path(tempfile.mkdtemp(prefix="madang-postgresql-"))
    if lent:
        os.chown(folder, int(str(lent["user"])), int(str(lent["group"])))
    data, port = folder / "data", free_port()

    def run(*words: str) -> None:
        done = subprocess.run(words, capture_output=True, text=True, cwd=folder, **lent)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stdout + done.stderr

    run(
        str(tools / "initdb"),
        "-D",
        str(data),
        "-U",
        "madang",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    )
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    run(str(tools / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    try:
        run(str(tools / "createdb"), "-h", "127.0.0.1", "-p", str(port), "-U", "madang", "madang")
        yield f"postgresql://madang@127.0.0.1:{port}/madang"
    finally:
        run(str(tools / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def test_the_same_tests_pass_on_postgresql(server):
    environ = os.environ | {"TEST_DATABASE": server}
    for name in ("MADANG_HOME", "DJANGO_SETTINGS_MODULE"):
        environ.pop(name, None)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *AGAIN]
    done = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert "postgresql" in done.stdout, "the tests ran on another database"
    assert " passed" in done.stdout


def test_migrations_run_and_nothing_is_left_to_migrate(server, tmp_path):
    environ = os.environ | {
        "MADANG_DATABASE": server,
        "MADANG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "madang.config.settings",
    }
    for command in (["migrate", "--verbosity", "0"], ["makemigrations", "--check", "--dry-run"]):
        done = subprocess.run(
            [sys.executable, "-m", "django", *command], cwd=ROOT, env=environ, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
