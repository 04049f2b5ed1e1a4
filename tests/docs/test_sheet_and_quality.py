"""docs/sheet-and-quality.md tells of every operator of the sheet and of every check of the score, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

from madang.catalog.quality.checks import CHECKS
from madang.portal.dataset.sheet_filters import OPERATORS

PAGE = (Path(__file__).parents[2] / "docs" / "sheet-and-quality.md").read_text(encoding="utf-8")


def test_every_operator_is_told():
    table = PAGE.split("| `op` | means |")[1].split("\n\n")[0]
    told = [
        name
        for line in table.splitlines()
        for name in re.findall(r"`(\w+)`", line.split("|")[1] if "|" in line else "")
    ]
    assert sorted(told) == sorted(OPERATORS)


def test_every_check_is_told_with_its_points():
    told = re.findall(r"^\| `(\w+)` \| (\w+) \| (\d+) \|", PAGE, re.MULTILINE)
    assert told == [(one.code, one.dimension, str(one.points)) for one in CHECKS]
