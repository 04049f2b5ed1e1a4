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


def test_contributing_shows_a_type_and_a_format():
    assert {Path(path).parent.name for path in SHOWN} == {"types", "formats"}


@pytest.mark.slow
def test_the_registry_tests_cover_the_new_files(copy):
    result = run(
        copy,
        "-m",
        "pytest",
        "-q",
        "tests/ingest/types",
        "tests/api/test_formats.py",
        "-k",
        "bus_stop or md or markdown",
    )
    assert result.returncode == 0, result.stdout[-3000:]
    passed = int(re.search(r"(\d+) passed", result.stdout)[1])
    assert passed >= 2, result.stdout


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
