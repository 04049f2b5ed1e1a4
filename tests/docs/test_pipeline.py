"""The example in docs/check-in-your-pipeline.md does what the page says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "check-in-your-pipeline.md"


def block(after: str) -> str:
    found = re.search(rf"<!-- {after} -->\n```\w*\n(.*?)```", PAGE.read_text(), re.S)
    assert found, after
    return found[1]


@pytest.mark.slow
def test_the_example_prints_what_the_page_says(tmp_path: Path) -> None:
    script = block("executed").replace("madang check", f"{sys.executable} -m madang.cli.main check")
    environment = {**os.environ, "MADANG_HOME": str(tmp_path / "home"), "PYTHONPATH": str(PAGE.parents[1])}
    done = subprocess.run(
        ["sh", "-ec", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    printed = " ".join(done.stdout.split())
    for line in block("printed").splitlines():
        assert " ".join(line.split()) in printed, line
