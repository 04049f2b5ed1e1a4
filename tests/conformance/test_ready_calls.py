"""The calls that a table's page offers run as they stand, copied out of it by a reader."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.served import Web

pytestmark = pytest.mark.slow
PAGE = "/en/datasets/bike-stations/stations/api/"
CALL = re.compile(r'<h3 id="([\w-]+)">([^<]+)</h3>.*?<pre[^>]*><code>(.*?)</code>', re.DOTALL)
PROGRAMS = {
    "curl": ("bash", "-euo", "pipefail", "-c"), "Python": (sys.executable, "-W", "error", "-c"),
    "pandas": (sys.executable, "-W", "error", "-c"), "JavaScript": ("node", "--input-type=module", "-e"),
}  # fmt: skip
ELSEWHERE = {"R", "DuckDB"}
"""R is not among the tests' tools, and DuckDB would fetch its reader of HTTP from its own site."""


def offered(web: Web) -> dict[str, tuple[str, str]]:
    with urllib.request.urlopen(web.address + PAGE) as answer:
        found = CALL.findall(answer.read().decode())
    return {key: (language, html.unescape(text)) for key, language, text in found}


def test_every_call_runs(web: Web, tmp_path: Path) -> None:
    calls = offered(web)
    assert {key.partition("-")[0] for key in calls} == {"native", "sql", "parquet", "ckan", "seoul", "package", "mcp"}
    for key, (language, text) in calls.items():
        if language == "JSON":
            assert json.loads(text)["mcpServers"]["city"]["url"] == f"{web.address}/mcp"
        elif language not in ELSEWHERE:
            done = subprocess.run([*PROGRAMS[language], text], cwd=tmp_path, capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, (key, text, done.stderr)
            assert done.stdout.strip(), (key, text)
            assert "urn:madang:problem" not in done.stdout, (key, done.stdout)
