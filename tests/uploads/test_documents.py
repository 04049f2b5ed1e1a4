"""The examples of docs/uploads.md are executed, in their order, on a real server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import ROOT, Web

PAGE = (ROOT / "docs" / "uploads.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    web = Web(tmp_path_factory.mktemp("web"))
    yield web
    web.stop()


@pytest.mark.slow
def test_the_examples_upload_what_they_say(web: Web, tmp_path: Path) -> None:
    (tmp_path / "인구.csv").write_bytes("자치구,인구\n종로구,139417\n중구,121312\n".encode("cp949"))
    token = web.tokens["publisher"]
    environment = {**web.environment, "TOKEN": token, "MADANG_TOKEN": token}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    shell = "set -e\n" + "\n".join(text for kind, text in BLOCKS if kind == "sh")
    printed = run(["bash", "-c", shell.replace("http://127.0.0.1:8000", web.address)], tmp_path, environment)
    assert "upload-offset: 10" in printed
    assert "madang-run: http" in printed
    [python] = [text for kind, text in BLOCKS if kind == "python"]
    place = run([sys.executable, "-c", python.replace("http://127.0.0.1:8000", web.address)], tmp_path, environment)
    runs = web.rows("SELECT id, file_name FROM ingest_run")
    assert place.strip().rsplit("/", 1)[-1] in {run for run, _ in runs}
    assert [name for _, name in runs] == ["인구.csv"] * 4


def run(words: list[str], folder: Path, environment: dict[str, str]) -> str:
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_page_names_what_the_server_answers() -> None:
    from madang.api.native import tus

    for name in tus.EXTENSIONS:
        assert name in PAGE
    for status in ("408", "409", "410", "412", "413", "415", "460"):
        assert status in PAGE
