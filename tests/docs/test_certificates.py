"""The page about certificates: its checker checks, its example makes one, its tables name what there is."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from madang.analysis import certificates
from madang.analysis.certificates import verifying
from madang.analysis.certificates.packing import packed
from tests.analysis.certificates import small

PAGE = Path("docs/certificates.md").read_text()
CHECKER, MAKING = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def check(made: dict[str, object], folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "checker.py").write_text(CHECKER)
    certificates.save(made, folder / "proof.json")
    return subprocess.run(
        [sys.executable, "-I", folder / "checker.py", folder / "proof.json"],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_checker_on_the_page_agrees(tmp_path: Path) -> None:
    made = small.p_median()
    found = certificates.verify(made)
    assert check(made, tmp_path).stdout == f"objective {found.objective:.10g}, nothing below {found.bound:.10g}\n"


def test_it_is_about_fifty_lines_without_a_package() -> None:
    lines = [line for line in CHECKER.splitlines() if line.strip()]
    assert len(lines) <= 60
    assert re.findall(r"^(?:import|from) .*", CHECKER, re.M) == [
        "import base64, hashlib, json, math, sys",
        "from array import array",
    ]


@pytest.mark.parametrize("change", ["objective", "bound", "leaf", "need", "site"])
def test_it_refuses_what_does_not_hold(change: str, tmp_path: Path) -> None:
    made = json.loads(json.dumps(small.p_median()))
    if change in ("objective", "bound"):
        made["claim"][change] += 1
    elif change == "leaf":
        del made["leaves"][3]
    elif change == "need":
        made["inputs"]["need"][0] += 1
    else:
        made["choice"]["sites"] = [0, 1] if made["choice"]["sites"] != [0, 1] else [0, 2]
    assert "AssertionError" in check(made, tmp_path).stderr


def test_the_example_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from madang.analysis.methods.distances import from_matrix
    from madang.analysis.methods.p_median import p_median

    monkeypatch.chdir(tmp_path)
    generator = np.random.default_rng(1)
    names = {
        "need": generator.integers(1, 9, 40) * 1.0, "distances": from_matrix(generator.integers(1, 999, (40, 30)) * 1.0),
        "existing": [3], "p_median": p_median, "Path": Path,
    }  # fmt: skip
    exec(MAKING, names)
    assert capsys.readouterr().out == "True\n"
    assert certificates.verify(certificates.load(tmp_path / "p_median.json")).proved


def test_every_kind_is_on_the_page() -> None:
    assert set(re.findall(r"\| `(\w+)` \| .*\| \[\w+\.py\]", PAGE)) == set(verifying.every_kind())


def test_every_field_is_on_the_page() -> None:
    fields = set(re.findall(r"`(\w+)`", PAGE.partition("## The file")[2].partition("An array")[0]))
    assert set(small.p_median()) <= fields


def test_the_korean_page_shows_what_is_said() -> None:
    from madang.analysis.certificates.verifying import BOUNDS, CHOICE, SEALED

    page = Path("docs/certificates.ko.md").read_text()
    for said, shown in (
        (check[language], text) for check in (CHOICE, BOUNDS, SEALED) for language, text in (("en", PAGE), ("ko", page))
    ):
        assert f"✓ {said.format(bound='하한')}" in shown


@pytest.mark.parametrize("price", [float("nan"), float("inf"), 1e308, 1e101])
def test_it_refuses_prices_beyond_measure(price: float, tmp_path: Path) -> None:
    made = json.loads(json.dumps(small.p_median()))
    priced = packed(np.full((1, 5), price)) | {"shape": [5]}
    made["multipliers"] = [priced] * len(made["multipliers"])
    assert "AssertionError" in check(made, tmp_path).stderr


def test_it_refuses_more_multipliers_than_points_and_sums_that_rounding_carries_away(tmp_path: Path) -> None:
    made = json.loads(json.dumps(small.p_median()))
    made["multipliers"] = [[*one, 1000.0] for one in made["multipliers"]]
    assert "ValueError" in check(made, tmp_path).stderr
    made = json.loads(json.dumps(small.p_median()))
    made["multipliers"] = [[1e20, *one[1:]] for one in made["multipliers"]]
    assert "AssertionError" in check(made, tmp_path).stderr
