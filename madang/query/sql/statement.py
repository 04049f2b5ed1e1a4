"""What the check makes of a statement; it crosses from the reading child to the server and on to the running one."""

from __future__ import annotations

from dataclasses import dataclass

DUCKDB, POSTGRES = "duckdb", "postgres"
"""What a statement may be written in."""
Place = tuple[int, int]
"""Line and column, both from 1."""


@dataclass(frozen=True)
class Named:
    """A table as the statement names it, and where."""

    dataset: str
    name: str
    place: Place


@dataclass(frozen=True)
class Checked:
    """`sql` reads the tables `t0`, `t1`, ... which are those of `tables`; `names` says where each name stands."""

    sql: str
    tables: tuple[Named, ...]
    volatile: bool
    names: dict[str, Place]
    dialect: str = DUCKDB
