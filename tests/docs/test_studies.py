"""What docs/studies.md shows is so: its study runs, its request is what the API takes, its addresses and options are there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from madang.analysis import registry, turns
from madang.analysis.certificates import verify
from madang.analysis.report import html
from madang.api.native import studies as api
from madang.api.native.api import api as native
from madang.cli import study as command

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "studies.md").read_text(encoding="utf-8")


def block(name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n```\w*\n(.*?)```", PAGE, re.S)
    assert found, name
    return found[1]


@pytest.mark.slow
def test_the_study_of_the_page_is_found_run_and_published(tmp_path: Path) -> None:
    """Installed as the page says; the same calls, the same answer."""
    package = tmp_path / "site" / "my_city"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "most_people.py").write_text(block("study"), encoding="utf-8")
    group, name, module = re.findall(r'"(.+?)"\]\n(\w+) = "(.+?)"', block("entry"))[0]
    installed = tmp_path / "site" / "my_city-1.dist-info"
    installed.mkdir()
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: my_city\nVersion: 1\n")
    (installed / "entry_points.txt").write_text(f"[{group}]\n{name} = {module}\n")
    environment = {
        **os.environ, "LC_ALL": "C.UTF-8", "MADANG_HOME": str(tmp_path / "home"),
        "PYTHONPATH": os.pathsep.join((str(ROOT), str(tmp_path / "site"))),
    }  # fmt: skip
    madang = f"{sys.executable} -m madang.cli.main"
    script = block("executed").replace("madang ", f"{madang} ")
    done = subprocess.run(
        ["sh", "-ec", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    printed = " ".join(done.stdout.split())
    for line in block("printed").splitlines():
        assert " ".join(line.split()) in printed, done.stdout


def test_the_request_names_only_what_the_api_takes() -> None:
    [body] = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.S)]
    assert set(body) <= set(api.BODY["properties"])
    study = registry.study("care_siting")
    roles = {role.name: role for role in study.READS}
    for name, chosen in body["inputs"].items():
        assert set(chosen) <= set(api.ROLE["properties"])
        assert set(chosen.get("columns", {})) <= {column.name for column in roles[name].columns}
    assert set(body["parameters"]) <= {one.name for one in study.PARAMETERS}


def test_every_address_and_every_option_is_on_the_page() -> None:
    paths = native.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    told = PAGE.replace("`/retry`", "runs/{run}/retry").replace("`/publish`", "runs/{run}/publish")
    for path in paths:
        if "/studies" in path:
            assert path in PAGE or path.rpartition("{run}")[2] in told, path
    run = command.command.commands["run"]
    options = [name for one in run.params for name in one.opts if name.startswith("--")]
    assert [name for name in options if f"`{name}" not in PAGE] == []
    assert f"at most {turns.MOST_WAITING} at work or\nwaiting" in PAGE


def test_the_report_and_the_certificate_of_the_page_can_be_written() -> None:
    said: dict[str, Any] = {}
    exec(block("telling"), said)
    assert "Person-metres" in html(said["report_"], "en")
    assert "한 곳이면 됩니다" in html(said["report_"], "ko")
    assert verify(said["certificates"]["p_median"]).proved
