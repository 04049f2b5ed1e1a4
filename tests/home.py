"""An early plugin (`-p tests.home`): pytest-django reads the settings before any conftest, so the city's folder is chosen here."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from madang.lib import gdal

gdal.guard()  # tests that write map files import pyogrio themselves, before any reader does
HOME = Path(tempfile.mkdtemp(prefix="madang-tests-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)  # registered first, so done after the last line of every log
_database = os.environ.pop("TEST_DATABASE", "")  # tests/catalog/test_postgresql.py runs tests again on a real server
for _name in [name for name in os.environ if name.startswith("MADANG_")]:
    del os.environ[_name]
os.environ["MADANG_HOME"] = str(HOME)
for _class in ("ANONYMOUS", "KEY", "PARTNER"):
    os.environ[f"MADANG_BUDGET_{_class}"] = (
        "none"  # all tests ask from one address; tests/api/test_budgets.py sets its own
    )
if _database:
    os.environ["MADANG_DATABASE"] = _database


def pytest_sessionstart() -> None:
    from django.conf import settings

    assert HOME.resolve() == settings.HOME, "the tests would write into a real city"
    if not _database:  # A file, as in a city: in memory, threads that write at the same moment fail instead of waiting.
        settings.DATABASES["default"]["TEST"]["NAME"] = str(HOME / "tests.sqlite3")
