"""docs/column-types.md tells of every column type, and of no other."""

from __future__ import annotations

import re
from pathlib import Path

from madang.ingest.types._column_type import column_types

PAGE = Path(__file__).parents[2] / "docs" / "column-types.md"


def test_no_type_is_undocumented():
    """P25: a name of a type that nobody explains is no definition."""
    told = dict(re.findall(r"^\| `([a-z_]+)` \| ([a-z]+) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == {name: kind.type.value for name, kind in column_types().items()}


def test_they_stand_in_the_order_in_which_they_are_asked():
    told = re.findall(r"^\| `([a-z_]+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == list(column_types())
