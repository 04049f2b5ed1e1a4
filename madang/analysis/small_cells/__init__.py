"""Counts of so few people that they name somebody, in what comes of data that are not open. Two fences, one behind the other.

`counted` stands before a study: it computes with a fixed number instead of each small count, so that nothing whatever it says,
sums, differences, spots, bounds, can tell what the count was. `hiding` stands behind it: small numbers of people are empty in the
tables, and as many others (`totals`) that subtraction from a declared total does not fill them again. `statement` says so.

See docs/small-cells.md and decision 43.
"""

from madang.analysis.small_cells.counted import guarded, protected, single, told_rows
from madang.analysis.small_cells.hiding import Hidden, hide
from madang.analysis.small_cells.statement import noted, stated

FEWEST = 5
"""People in a cell below which it is left out, unless the city sets a larger number; the same that the checks of files ask about."""

__all__ = ["FEWEST", "Hidden", "guarded", "hide", "noted", "protected", "single", "stated", "told_rows"]
