"""A city extends Madang by a package of its own, installed beside it, without a fork."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent / "package"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder into which pip installed the city's package."""
    target = tmp_path_factory.mktemp("site")
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--target", str(target), str(PACKAGE)],
        check=True,
    )  # fmt: skip
    return target


def python(site, home, *words):
    environment = {**os.environ, "PYTHONPATH": str(site), "MADANG_HOME": str(home)}
    return subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_an_installed_column_type_decides(site, tmp_path):
    (tmp_path / "stops.csv").write_text("stop,name\n01-234,시청\n23-110,강남역\n")
    result = python(site, tmp_path, "-m", "madang.cli.main", "check", str(tmp_path / "stops.csv"), "--json")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["tables"][0]["columns"][0]["semantic"] == "bus_stop"


def test_an_installed_format_is_one_of_the_formats(site, tmp_path):
    result = python(site, tmp_path, "-c", "from madang.api.formats import formats; print(sorted(formats()))")
    assert "'txt'" in result.stdout, result.stderr


def test_without_the_package_neither_is_there():
    from madang.api.formats import formats
    from madang.ingest.types._column_type import column_types

    assert "txt" not in formats()
    assert "bus_stop" not in column_types()
