"""The values of a column that are not of a type, with their counts and first lines."""

from __future__ import annotations

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType
from madang.ingest.types._evidence import Misfit
from madang.ingest.types._profile import Profile
from madang.ingest.types._values import table
from madang.lib import duck


def misfits(connection: duck.DuckDBPyConnection, staged: Staged, profile: Profile, kind: ColumnType, most: int = 60) -> list[Misfit]:
    """The most frequent different values that are not of `kind`, at most `most`."""
    other = f"AND NOT {kind.fits('v')}" if kind.sql else ""
    cursor = connection.execute(
        f"SELECT v, count(*), min(line, 3) FROM (SELECT {profile.value} AS v, line FROM {table(staged)}) "
        f"WHERE v IS NOT NULL {other} GROUP BY v ORDER BY count(*) DESC, min(line), v"
    )
    found: list[Misfit] = []
    while len(found) < most and (rows := cursor.fetchmany(1_000)):
        found += [Misfit(text, count, tuple(lines)) for text, count, lines in rows if kind.sql or not kind.matches(text)]
    return found[:most]
