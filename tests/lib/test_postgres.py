"""Dump and fill with PostgreSQL's own programs, on a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from madang.lib import postgres
from tests.postgres import PASSWORD, create, running


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running() as address:
        yield address


def test_a_dump_fills_another_database(url: str, tmp_path: Path) -> None:
    one, other = create(url, "도시"), create(url, "other")
    with psycopg.connect(one) as connection:
        connection.execute("CREATE TABLE dong (name text PRIMARY KEY)")
        connection.execute("INSERT INTO dong VALUES ('청운효자동'), ('사직동')")
    postgres.dump(postgres.Server.at(one), tmp_path / "dump")
    postgres.fill(postgres.Server.at(other), tmp_path / "dump")
    with psycopg.connect(other) as connection:
        assert connection.execute("SELECT count(*) FROM dong").fetchone() == (2,)
    with pytest.raises(postgres.NotEmpty, match="1 tables"):
        postgres.fill(postgres.Server.at(other), tmp_path / "dump")


def test_failures_are_named_without_the_password(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(postgres.ProgramFailed, match="no_such") as caught:
        postgres.dump(postgres.Server.at(url.format(name="no_such")), tmp_path / "dump")
    assert PASSWORD not in str(caught.value)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(postgres.NoProgram, match="pg_dump"):
        postgres.dump(postgres.Server("city"), tmp_path / "dump")


def test_addresses_are_read() -> None:
    assert postgres.Server.at("postgresql://u:p%40ss@db.example:5433/city") == postgres.Server(
        "city", "u", "p@ss", "db.example", "5433"
    )
    assert postgres.Server.at("postgresql:///city?host=/run/pg").host == "/run/pg"
