"""A newcomer follows CONTRIBUTING: the files it shows are written into a copy of the project, and nothing else."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHOWN = dict(
    re.findall(r"<!-- file: (\S+) -->\n```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project with the files of CONTRIBUTING added."""
    target = tmp_path_factory.mktemp("newcomer")
    for name in ("madang", "tests"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__", "fonts"))
    shutil.copy(ROOT / "pyproject.toml", target)
    for path, text in SHOWN.items():
        assert not (target / path).exists(), "the example is new to the project"
        (target / path).write_text(text)
    return target


def run(copy, *words):
    environment = {**os.environ, "PYTHONPATH": str(copy), "MADANG_HOME": str(copy / "var")}
    return subprocess.run(
        [sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True, check=False, timeout=280
    )


def test_contributing_shows_a_type_a_format_and_a_source():
    assert {Path(path).parent.name for path in SHOWN} == {"types", "formats", "sources"}


@pytest.mark.slow
def test_the_registry_tests_cover_the_new_files(copy):
    result = run(
        copy,
        "-m",
        "pytest",
        "-q",
        "tests/ingest/types",
        "tests/api/test_formats.py",
        "tests/ingest/test_sources.py",
        "-k",
        "bus_stop or md or markdown or pages",
    )
    assert result.returncode == 0, result.stdout[-3000:]
    passed = int(re.search(r"(\d+) passed", result.stdout)[1])
    assert passed >= 5, result.stdout


@pytest.mark.slow
def test_a_check_names_the_new_type(copy):
    (copy / "stops.csv").write_text("stop,name\n01-234,시청\n02-001,을지로입구\n23-110,강남역\n", encoding="cp949")
    result = run(copy, "-m", "madang.cli.main", "check", "stops.csv", "--json")
    assert result.returncode == 0, result.stderr
    assert '"semantic": "bus_stop"' in result.stdout


@pytest.mark.slow
def test_the_api_answers_in_the_new_format(copy):
    (copy / "tests" / "api" / "test_newcomer.py").write_text(
        "import pytest\n\n@pytest.mark.django_db\n"
        "def test_markdown(client, city):\n"
        "    resource = city.resource\n"
        "    answer = client.get(f'/api/v1/datasets/{resource.dataset.slug}/resources/{resource.name}.md')\n"
        "    text = b''.join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()\n"
        "    assert answer.status_code == 200 and text.startswith('| ') and '| --- |' in text\n"
    )
    result = run(copy, "-m", "pytest", "-q", "tests/api/test_newcomer.py")
    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.slow
def test_the_new_source_is_asked_through_the_same_schedule(copy):
    (copy / "tests" / "ingest" / "test_newcomer.py").write_text(
        "import json\n\nimport pytest\n\nfrom madang.ingest import run as runs\n"
        "from madang.ingest.schedules import scheduling\nfrom madang.lib import jobs\n"
        "from madang.lib.addresses import Allowed\nfrom tests import web\nfrom tests.city import dataset\n"
        "from tests.ingest.loading import current, rows\nfrom tests.ingest.schedules.test_pulls import OPERATOR, tick\n\n\n"
        "def test_pages(city, settings):\n"
        "    jobs.migrate(runs.url())\n"
        "    settings.MADANG = {**settings.MADANG, 'private_sources': Allowed.parse('127.0.0.1')}\n"
        "    trial = dataset('trial', city.department)\n"
        "    with web.serving() as server:\n"
        "        for page, found in ((1, [{'n': 1, 'name': 'a'}]), (2, [{'n': 2, 'name': 'b'}]), (3, [])):\n"
        "            server.put(f'/rows?page={page}', json.dumps(found).encode())\n"
        "        told = {'url': server.url('/rows?page={page}'), 'count_url': server.put('/count', b'2')}\n"
        "        one = scheduling.add(trial, 'pages', told, '0 * * * *', OPERATOR, publish_when_clean=True)\n"
        "        assert tick(one).state == 'published'\n"
        "        assert rows(current()) == [(1, 'a'), (2, 'b')]\n"
        "        assert tick(one).state == 'unchanged'\n"
        "        assert server.asked[-1].path == '/count'\n"
    )
    result = run(copy, "-m", "pytest", "-q", "tests/ingest/test_newcomer.py")
    assert result.returncode == 0, result.stdout[-3000:]
