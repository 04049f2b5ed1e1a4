"""docs/travel.md: its examples run, and its tables name what the code knows and nothing else."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from madang.analysis.geocoding.reading import MENDED, REASONS
from madang.analysis.geocoding.systems import systems

PAGE = Path(__file__).parents[2] / "docs" / "travel.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_examples_run():
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 15
    assert not found.failed


def table(head: str) -> list[str]:
    return TEXT.split(f"| {head} |")[1].split("\n\n")[0].splitlines()[2:]


def test_every_system_reason_and_factor_is_told():
    assert re.findall(r"`(\w+)`", "".join(row.split("|")[1] for row in table("system"))) == list(systems())
    told = re.findall(r"`([\w-]+)`", "".join(row.split("|")[1] for row in table("reason")))
    assert sorted(told) == sorted(REASONS)
    factors = {row.split("|")[1].strip(" `"): float(row.split("|")[2]) for row in table("mended")}
    assert factors == {code: factor for code, (factor, _) in MENDED.items()}
