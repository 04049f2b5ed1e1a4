"""How many values of a column are of a type: asked of the whole file, in one query for many columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from madang.ingest.tables import Staged
from madang.ingest.types._column_type import ColumnType
from madang.ingest.types._profile import AT_ONCE, Profile
from madang.ingest.types._values import NULL_WORDS, batched, is_word, table
from madang.lib import duck

Asked = tuple[Profile, ColumnType]


@dataclass(frozen=True)
class Fit:
    """Of the filled values of a column: how many are of the type, how many others are null words, and the unit if it has one."""

    matching: int
    words: int
    filled: int
    units: frozenset[str] = frozenset()

    @property
    def all(self) -> bool:
        """Every value is of the type or a null word, and at least one is of the type."""
        return self.matching > 0 and self.matching + self.words == self.filled and len(self.units) < 2

    @property
    def share(self) -> float:
        """Of the values that are not null words."""
        return self.matching / max(1, self.filled - self.words)


def counted(connection: duck.DuckDBPyConnection, staged: Staged, asked: Sequence[Asked]) -> dict[Asked, Fit]:
    """Ask each `(column, type)` of the whole file."""
    found: dict[Asked, Fit] = {}
    for some in batched([pair for pair in asked if pair[1].sql], AT_ONCE):
        row = connection.execute(f"SELECT {', '.join(_counts(*pair) for pair in some)} FROM {table(staged)}").fetchone()
        assert row is not None
        for pair, (matching, words, low, high) in zip(some, batched(row, 4), strict=True):
            found[pair] = Fit(matching, words, pair[0].filled, frozenset({low, high} - {None}))
    for pair in asked:
        if not pair[1].sql:
            found[pair] = _by_python(connection, staged, *pair)
    return found


def _counts(profile: Profile, kind: ColumnType) -> str:
    fits, value = kind.fits(profile.value), profile.value
    word = is_word(value) + "".join(f" OR {value} = {duck.literal(word)}" for word in kind.nulls)
    unit = kind.unit.replace("{value}", value) if kind.unit else "NULL::VARCHAR"
    return (
        f"count(*) FILTER (WHERE {fits}), count(*) FILTER (WHERE ({word}) AND NOT {fits}), "
        f"min({unit}) FILTER (WHERE {fits}), max({unit}) FILTER (WHERE {fits})"
    )


def _by_python(connection: duck.DuckDBPyConnection, staged: Staged, profile: Profile, kind: ColumnType) -> Fit:
    cursor = connection.execute(f"SELECT {profile.value} AS v, count(*) FROM {table(staged)} WHERE v IS NOT NULL GROUP BY v")
    total: Counter[str] = Counter()
    while rows := cursor.fetchmany(10_000):
        for text, count in rows:
            if kind.matches(text):
                total["matching"] += count
            elif text.lower() in NULL_WORDS or text in kind.nulls:
                total["words"] += count
    return Fit(total["matching"], total["words"], profile.filled)
