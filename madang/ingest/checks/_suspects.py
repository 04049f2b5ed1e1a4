"""The values of a table that could hold a personal number at all: found in one pass, then looked at by every rule.

Regular expressions over each cell are the dearest part of a load, so one cheap condition goes first: an `@`, or nine digits
with little between them, or the form of a National Insurance number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from madang.ingest.tables import Inferred, Staged
from madang.ingest.types._values import table
from madang.lib import duck
from madang.query.model import Type

SAMPLE = 3
# fmt: off
SAFE = frozenset((
    "business_number_kr", "company_number", "date_ambiguous", "datetime_ambiguous", "district_code", "dong_code",
    "gss_code", "legal_dong_code",
    "pnu", "postcode_kr", "postcode_uk", "quarter", "uprn", "url", "year_month",
))
# fmt: on
"""Column types whose every value was proved to be something else."""

POSSIBLE = r"[0-9](?:[-–). ]{0,3}[0-9]){8}|[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"


@dataclass(frozen=True)
class Hit:
    """What a rule found in one column: rows with it, rows whose value has its form at all, first lines and pieces."""

    column: Inferred
    rows: int
    candidates: int
    lines: tuple[int, ...]
    pieces: tuple[str, ...]


def collect(connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred]) -> None:
    """Fill the temporary table `suspects(field, v, n, line)`; `field` 3 is the third column."""
    connection.execute("CREATE OR REPLACE TEMP TABLE suspects (field INTEGER, v VARCHAR, n BIGINT, line BIGINT)")
    for field, column in enumerate(columns, 1):
        if column.type is Type.TEXT and column.semantic not in SAFE:
            connection.execute(
                f"INSERT INTO suspects SELECT {field}, v, count(*), min(line) FROM "
                f"(SELECT {column.sql} AS v, line FROM {table(staged)} WHERE strlen(v) >= 6) "
                f"WHERE contains(v, '@') OR regexp_matches(v, {duck.literal(POSSIBLE)}) GROUP BY v"
            )


def hits(
    connection: duck.DuckDBPyConnection,
    columns: Sequence[Inferred],
    pattern: str,
    proves: Callable[[str, Inferred], bool],
) -> list[Hit]:
    """The columns with pieces that follow `pattern` and for which `proves(piece, column)` holds."""
    compiled = re.compile(pattern)
    fields = connection.execute(
        f"SELECT DISTINCT field FROM suspects WHERE regexp_matches(v, {duck.literal(pattern)}) ORDER BY 1"
    ).fetchall()
    found = (_hit(connection, field, columns[field - 1], compiled, proves) for (field,) in fields)
    return [hit for hit in found if hit.rows]


def _hit(
    connection: duck.DuckDBPyConnection,
    field: int,
    column: Inferred,
    pattern: re.Pattern[str],
    proves: Callable[[str, Inferred], bool],
) -> Hit:
    cursor = connection.execute(
        f"SELECT v, n, line FROM suspects WHERE field = {field} AND regexp_matches(v, {duck.literal(pattern.pattern)}) ORDER BY line"
    )
    rows = candidates = 0
    lines: list[int] = []
    pieces: list[str] = []
    while some := cursor.fetchmany(10_000):
        for text, count, line in some:
            alone = [match[0] for match in pattern.finditer(text) if _alone(text, match)]
            proved = [piece for piece in alone if proves(piece, column)]
            candidates += count if alone else 0
            if proved:
                rows += count
                lines.append(line)
                pieces.append(proved[0])
    return Hit(column, rows, candidates, tuple(lines[:SAMPLE]), tuple(dict.fromkeys(pieces[:SAMPLE])))


def _alone(text: str, match: re.Match[str]) -> bool:
    """The piece is no part of a longer number, decimal or word. RE2 has no look-around, so it is seen here."""
    before, after = text[: match.start()][-2:], text[match.end() :][:2]
    return not re.search(r"[0-9A-Za-z]$|[0-9][.,]$|[0-9]-$", before) and not re.match(r"[0-9A-Za-z]|[-.,][0-9]", after)
