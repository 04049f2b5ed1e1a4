"""P4: a disk that is full at any moment of a load: said in words, the old revision serves, and a retry goes through.

The disk is a real one of 48 MB (tmpfs), mounted in a namespace that ends with the test: no rights are needed where Linux lets
users make namespaces, which most do.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.crash.city import City

FULL = Path(__file__).with_name("full.py")
MOUNT = 'mount -t tmpfs -o size=48m madang "$MADANG_HOME" && exec "$@"'
LONG = ("fetch", "read", "infer", "check", "serving")  # much the same; `make crash` does them


def on_a_small_disk(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a disk of its own at `home`. Skips where that is not allowed."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets users make no namespaces (unshare -rm), so no small disk can be mounted")
    environment = {**City(home).environment, "MADANG_HOME": str(home), "PYTHONHASHSEED": "0"}
    home.mkdir()
    return subprocess.run(
        [unshare, "-rm", "sh", "-c", MOUNT, "sh", *command],
        env=environment, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip


def happened(tmp_path: Path, moment: str) -> dict[str, Any]:
    done = on_a_small_disk(tmp_path / "home", sys.executable, str(FULL), moment, str(tmp_path))
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.slow
@pytest.mark.parametrize(
    "moment",
    [pytest.param(one, marks=pytest.mark.long) if one in LONG else one
     for one in ("fetch", "read", "infer", "check", "publish", "serving", "commit")],
)  # fmt: skip
def test_a_full_disk_is_said_and_the_old_revision_serves(tmp_path: Path, moment: str) -> None:
    told = happened(tmp_path, moment)
    if told["state"] == "failed":  # a step that needs no room on the disk goes through
        assert "is full during the step" in told["reason"]["en"], told
        assert "디스크가 가득 찼습니다" in told["reason"]["ko"]
        assert told["served"] == [1, 30]
    else:
        assert moment in ("infer", "check"), told
    assert (told["retried"], told["served_after"]) == ("published", [2, 20_000]), told
