"""The marks of the pollution benchmark: its formula by hand, what it generates, and a short form of its goal."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

import polluting.sources as from_sources
import pollution
from polluting.kinds import WEIGHTS, paper
from polluting.marks import marks
from polluting.portal import portal
from polluting.readers import readers
from polluting.sources import shop

TRUTH = [["a", "b"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    ("loaded", "expected"),
    [
        (TRUTH, 10.0),
        (None, 0.0),
        ([], 1.0),
        # One record of two lost: record P 1/2, R 1, F 2/3; cells P 4/6, R 1, F 4/5; header whole.
        (TRUTH[:2], 1 + 3 + (1 / 2 + 1 + 2 / 3) + (2 / 3 + 1 + 4 / 5)),
        # A header of another name: half of it; the records are whole; 5 of 6 cells.
        ([["A", "x"], *TRUTH[1:]], 1 + 3 * 1 / 2 + 3 + 3 * 5 / 6 - 3 * 1 / 6),
        # Cells that moved within a row stay the same record when joined, as in the paper's program.
        ([["a", "b"], ["12", ""], ["3", "4"]], 1 + 3 + 3 + 3 * 4 / 6),
    ],
    ids=["whole", "failed", "empty", "a row lost", "a label", "joined"],
)
def test_marks_are_those_of_the_paper(loaded, expected):
    assert sum(marks(TRUTH, loaded)) == pytest.approx(expected)


def test_nothing_expected_is_a_full_mark():
    assert sum(marks([], [])) == 10


@pytest.mark.parametrize("shared", [True, False])
def test_at_least_two_thousand_files_of_every_kind(monkeypatch, tmp_path, shared):
    """Also where no real files are at hand."""
    if not shared:
        monkeypatch.setattr(from_sources, "SHARED", tmp_path)
    files = pollution.generated()
    assert len(files) >= 2_000
    assert {file.kind for file in files} >= set(WEIGHTS)
    assert len({file.name for file in files}) == len(files)


def test_the_whole_set_of_the_paper_from_its_source():
    """84 rows by 9 columns: 756 with a delimiter more, 672 with one less, 756 with a quote more, 84 with other delimiters."""
    files = list(paper(shop(), 1))
    count = {kind: sum(file.kind == kind for file in files) for kind in WEIGHTS}
    assert {kind: found for kind, found in count.items() if found > 1} == {
        "row with a delimiter more": 756,
        "row with a delimiter less": 672,
        "cell with a quote more": 756,
        "row with other delimiters": 84,
    }
    assert len(files) == 22 + 4 + 756 + 672 + 756 + 84 - 4


def test_each_kind_is_damaged_and_its_truth_is_not():
    by_kind = {file.kind: file for file in paper(shop(), 30)}
    stray, less = by_kind["cell with a quote more"], by_kind["row with a delimiter less"]
    assert (
        sum('"' in row[0] for row in stray.truth) + sum(cell.startswith('"') for row in stray.truth for cell in row)
        >= 1
    )
    assert {len(row) for row in less.truth} == {9}
    assert by_kind["header of 2 rows"].truth[0][0] == "DATE DATE"
    assert by_kind["second table, more columns"].truth == by_kind["source"].truth


def test_the_goal_holds_in_a_short_form():
    """Simple 9.9 and weighted 9.5 over the paper's kinds (mixed as in the paper); `bench/pollution.py` marks the whole set."""
    files = [*paper(shop(), 90), *islice(portal(shop()), 9)]
    found = pollution.grouped(pollution.marked(readers(["madang"])["madang"], files))
    assert pollution.as_often(found) >= 9.9
    assert pollution.weighted(found) >= 9.5
