"""The folder of an older Madang becomes one of today by its migrations, with everything in it."""

import json
import os
import sqlite3
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

FIRST = {"accounts": "0002_roles_tokens_audit", "catalog": "0001_catalogue", "ingest": "0001_runs"}
"""Where the first city stood."""

OLD_ROWS = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
apps = MigrationExecutor(connection).loader.project_state([{nodes}]).apps
user = apps.get_model("accounts", "User").objects.create(username="officer", email="officer@example.org")
seoul = apps.get_model("catalog", "Organisation").objects.create(slug="seoul", path="/seoul/", name={{"ko": "서울"}})
licence = apps.get_model("catalog", "Licence").objects.create(slug="kogl-old", name={{"en": "KOGL"}})
dataset = apps.get_model("catalog", "Dataset").objects.create(
    slug="인구", title={{"ko": "인구"}}, organisation=seoul, licence=licence, state="published")
resource = apps.get_model("catalog", "Resource").objects.create(dataset=dataset, name="표")
revision = apps.get_model("catalog", "Revision").objects.create(
    id="0" * 32, resource=resource, number=1, state="published", original_name="인구.csv", original_sha256="0" * 64,
    original_bytes=1, fingerprint="f", rows=1, origin="observed", created_at=timezone.now(), published_at=timezone.now())
resource.current = revision
resource.save()
apps.get_model("accounts", "Membership").objects.create(user=user, organisation=seoul, role="publisher")
apps.get_model("ingest", "Run").objects.create(id="1" * 32, state="failed", file_name="인구.csv", created_by=user)
"""


def python(home, *words):
    environment = {**os.environ, "MADANG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "madang.config.settings"}
    result = subprocess.run([sys.executable, *words], env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture
def older(tmp_path):
    """A home at the first migrations, with a row of each kind."""
    for app, name in FIRST.items():
        python(tmp_path, "-m", "django", "migrate", "--skip-checks", "-v0", app, name)
    nodes = ", ".join(str(node) for node in FIRST.items())
    python(tmp_path, "-c", "import django; django.setup()\n" + OLD_ROWS.format(nodes=nodes))
    return tmp_path


def test_everything_is_still_there(older):
    python(older, "-m", "madang.cli.main", "migrate")
    told = python(
        older, "-c",
        "import django; django.setup()\n"
        "import json\n"
        "from madang.accounts.models import User\nfrom madang.accounts.policy import Actor, can\n"
        "from madang.catalog.models import Dataset\nfrom madang.ingest.models import Run\n"
        "dataset = Dataset.objects.get(slug='인구')\n"
        "print(json.dumps([dataset.title, dataset.resources.get().current.original_name, Run.objects.get().state,\n"
        "                  can(Actor(User.objects.get()), 'publish', dataset), can(Actor(), 'read', dataset)]))",
    )  # fmt: skip
    assert json.loads(told) == [{"ko": "인구"}, "인구.csv", "failed", True, True]


ASKED = """
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
apps = MigrationExecutor(connection).loader.project_state([("catalog", "0007_data_requests")]).apps
apps.get_model("catalog", "DataRequest").objects.create(
    text="야간 버스 승차 인원", language="ko", asked_by="key", times=3, state="accepted", digest="d" * 64)
"""


def test_requests_of_the_catalogue_are_the_communitys_and_still_not_public(older):
    python(older, "-m", "django", "migrate", "--skip-checks", "-v0", "catalog", "0007_data_requests")
    python(older, "-c", "import django; django.setup()\n" + ASKED)
    python(older, "-m", "madang.cli.main", "migrate")
    with sqlite3.connect(older / "city.sqlite3") as city:
        wanted = "SELECT text, asked_by, wanted, state, shown, digest FROM community_datarequest"
        row = ("야간 버스 승차 인원", "key", 3, "waiting", "kept", "d" * 64)
        assert city.execute(wanted).fetchall() == [row]
    python(older, "-m", "django", "migrate", "--skip-checks", "-v0", "community", "zero")
    with sqlite3.connect(older / "city.sqlite3") as city:
        assert city.execute("SELECT text, times, state FROM catalog_datarequest").fetchall() == [(row[0], 3, "waiting")]


def test_the_older_city_was_really_older(older):
    with sqlite3.connect(older / "city.sqlite3") as city:
        before = {
            row[0] for row in city.execute("SELECT name FROM django_migrations WHERE app IN ('accounts', 'ingest')")
        }
    python(older, "-m", "madang.cli.main", "migrate")
    with sqlite3.connect(older / "city.sqlite3") as city:
        after = {
            row[0] for row in city.execute("SELECT name FROM django_migrations WHERE app IN ('accounts', 'ingest')")
        }
    assert before < after


def test_a_step_that_fails_says_what_the_database_said(older):
    with sqlite3.connect(older / "city.sqlite3") as connection:
        connection.execute("CREATE TABLE ingest_upload (id INTEGER)")
    environment = {**os.environ, "MADANG_HOME": str(older), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "madang.cli.main", "migrate"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert '"ingest_upload" already exists' in ended.stderr
    assert "nothing is lost" in ended.stderr
    assert "Traceback" not in ended.stderr
