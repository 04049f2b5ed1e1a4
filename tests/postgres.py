"""A real PostgreSQL server of the test's own, from Debian's package, reached by a socket and with a password."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

PASSWORD = "not a real secret: 4711/?@"


def programs() -> Path | None:
    """Where the newest server's programs are; None where PostgreSQL is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def running() -> Iterator[str]:
    """Yield the address of the server with `{name}` for the database; skip the test where PostgreSQL is not installed."""
    folder_of_programs = programs()
    if folder_of_programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: postgresql)")
    user = "postgres" if os.getuid() == 0 else None  # the server refuses to run as root
    folder = Path(tempfile.mkdtemp(prefix="madang-pg-"))
    if user:
        shutil.chown(folder, user)
    (folder / "password").write_text(PASSWORD)
    (folder / "password").chmod(0o644)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [folder_of_programs / program, *arguments], user=user, check=True, stdout=subprocess.DEVNULL, cwd=folder
        )

    data = str(folder / "data")
    run(
        "initdb", "-D", data, "-U", "city", "-A", "scram-sha-256", f"--pwfile={folder / 'password'}", "-N", "-E", "UTF8"
    )
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    run("pg_ctl", "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql://city:{quote(PASSWORD, safe='')}@/{{name}}?host={folder}"
    finally:
        run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def create(url: str, name: str) -> str:
    """Make an empty database; returns its address."""
    import psycopg

    with psycopg.connect(url.format(name="postgres"), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    return url.format(name=name)
