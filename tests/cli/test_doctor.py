"""`madang doctor` says what is well, what is ill and how to mend it, and shows no password."""

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow


def doctor(home, **settings):
    environment = {**os.environ, "MADANG_HOME": str(home), "COLUMNS": "200", **settings}
    return subprocess.run(
        [sys.executable, "-m", "madang.cli.main", "doctor"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_empty_home_names_the_missing_steps(tmp_path):
    result = doctor(tmp_path)
    assert result.returncode == 1
    assert "madang migrate" in result.stdout
    assert "loaded in DuckDB 1.5.5" in result.stdout
    assert "MADANG_PORT" in result.stdout


def test_a_city_without_administrator_is_told_where_the_link_is(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "madang.cli.main", "migrate"],
        env={**os.environ, "MADANG_HOME": str(tmp_path)},
        check=True,
    )
    result = doctor(tmp_path)
    assert "0 migrations waiting" in result.stdout
    assert "one-time link" in result.stdout


def test_an_unreachable_database_is_said_without_its_password(tmp_path):
    result = doctor(tmp_path, MADANG_DATABASE="postgresql://city:hunter2@127.0.0.1:9/city")
    assert result.returncode == 1
    assert "correct MADANG_DATABASE" in result.stdout
    assert "hunter2" not in result.stdout + result.stderr
