"""docs/travel.md: its examples run, and its tables name what the code knows and nothing else."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from madang.analysis.geocoding.reading import MENDED, REASONS
from madang.analysis.geocoding.systems import systems

PAGE = Path(__file__).parents[2] / "docs" / "travel.md"
KOREAN = PAGE.with_name("travel.ko.md")


def test_the_examples_run():
    found = doctest.testfile(str(PAGE), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert found.attempted > 15
    assert not found.failed


def column(page: Path, head: str, place: int = 1) -> list[str]:
    """What stands in a column of the table whose head starts so."""
    rows = page.read_text(encoding="utf-8").split(f"| {head} |")[1].split("\n\n")[0].splitlines()[2:]
    return [row.split("|")[place] for row in rows]


def codes(page: Path, head: str) -> list[str]:
    return re.findall(r"`([\w-]+)`", "".join(column(page, head)))


@pytest.mark.parametrize(
    ("page", "heads"), [(PAGE, ["system", "reason", "mended"]), (KOREAN, ["체계", "이유", "보정"])]
)
def test_every_system_reason_and_factor_is_told(page, heads):
    system, reason, mended = heads
    assert codes(page, system) == list(systems())
    assert sorted(codes(page, reason)) == sorted(REASONS)
    factors = [float(cell) for cell in column(page, mended, 2)]
    assert dict(zip(codes(page, mended), factors, strict=True)) == {
        code: factor for code, (factor, _) in MENDED.items()
    }
