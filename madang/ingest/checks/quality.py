"""What is wrong with the data itself: nothing in a column, rows twice, totals among the rows, rows that were refused."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._distinct import repeated
from madang.ingest.types._values import MEMORY_MB, table
from madang.lib import duck
from madang.query.model import Type

TOTALS = (
    *("합계", "총계", "소계", "계", "전체", "총합계", "누계"),
    *("total", "totals", "subtotal", "sub-total", "grandtotal", "sum", "alltotal"),
)
"""In lower case and without blanks, as cells are compared."""
NAMING = 3
"""Columns whose hash tells rows apart: the most different ones; one alone where nearly all of its values are different."""
NEARLY = 0.9
LONG, LABELS = 1_000_000, 3
"""Rows from which labels are few, and labels of totals that are quoted."""


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        return [
            *_empty(staged, columns),
            *_twice(connection, staged, columns),
            *_totals(connection, staged, columns),
            *_refused(staged),
        ]


def _empty(staged: Staged, columns: Sequence[Inferred]) -> list[Finding]:
    names = [column.name for column in columns if staged.rows and column.nulls == staged.rows]
    if not names:
        return []
    some = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    text = {
        "en": f"Nothing stands in {len(names)} of {len(columns)} columns: {some}. Were they filled in the source?",
        "ko": f"{len(columns)}개 열 가운데 {len(names)}개가 모두 비어 있습니다: {some}. 원본에는 값이 있는지 확인하세요.",
    }
    return [
        Finding(
            "empty-columns",
            "info",
            text,
            staged.name,
            names[0] if len(names) == 1 else "",
            len(names),
            tuple(names[:8]),
        )
    ]


def _twice(connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred]) -> list[Finding]:
    """Rows that are the same in every column.

    Such rows are the same in any one column. So the hash of the most different columns is counted first, and only rows that
    share it are compared whole: mostly none.
    """
    order = sorted(range(1, len(columns) + 1), key=lambda number: -columns[number - 1].distinct)
    if not columns or columns[order[0] - 1].distinct == staged.rows:
        return []  # each row has a value that no other has; that many different values are never an estimate
    nearly = columns[order[0] - 1].distinct >= NEARLY * staged.rows
    key = ", ".join(f'"c{number}"' for number in order[: 1 if nearly else NAMING])
    if not _shared(connection, staged, key):
        return []
    fields = ", ".join(f'"c{number}"' for number in range(1, len(columns) + 1))
    groups = (
        f"SELECT count(*) AS n, min(line) AS line FROM {table(staged)} WHERE hash({key}) IN (FROM shared) "
        f"GROUP BY {fields} HAVING n > 1"
    )
    extra, line = connection.execute(f"SELECT sum(n - 1)::BIGINT, min(line) FROM ({groups})").fetchone() or (0, 0)
    if not extra:
        return []
    text = {
        "en": f"Rows that repeat another row in every column: {extra:,} (the first at line {line:,}). They are kept; are they meant?",
        "ko": f"{extra:,}행이 다른 행과 모든 열에서 같습니다({line:,}번째 줄부터). 그대로 두었으니 의도한 것인지 확인하세요.",
    }
    return [Finding("rows-twice", "warning", text, staged.name, count=extra)]


def _shared(connection: duck.DuckDBPyConnection, staged: Staged, key: str) -> int:
    """Fill `shared` with the hashes of `key` that several rows have, and return how many hashes that are."""
    source = f"(SELECT hash({key}) AS h FROM {table(staged)})"
    again = np.concatenate([np.unique(equal) for equal in repeated(connection, source, staged.rows)])
    connection.register("again", pa.table({"h": again}))
    connection.execute("CREATE OR REPLACE TEMP TABLE shared AS SELECT h FROM again")
    return len(again)


def _totals(connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred]) -> list[Finding]:
    """Rows that sum up others: whoever adds a column counts everything twice. Those that the reader found by adding up count too."""
    if not any(column.type in (Type.INTEGER, Type.NUMBER) for column in columns):
        return []
    said = _said(connection, staged, columns)
    noted = [item for item in staged.facts.get("furniture", []) if item["what"] == "total"]
    if len(noted) <= sum(finding.count for finding in said):
        return said
    labels = ", ".join(dict.fromkeys(item["text"].strip() for item in noted[:LABELS]))
    return [_total_rows(staged, "", labels, len(noted), noted[0]["line"])]


def _said(connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred]) -> list[Finding]:
    """Rows whose label is a word for a total, by column: labels stand left."""
    found = []
    words = ", ".join(duck.literal(word) for word in TOTALS)
    for field, column in enumerate(columns[:4], 1):
        if column.type is not Type.TEXT:
            continue
        if column.values is not None:
            labels = [place for value, place in column.values.items() if value.lower().replace(" ", "") in TOTALS]
            count, line = sum(n for n, _ in labels), min((first for _, first in labels), default=0)
            if 0 < count < staged.rows:
                found.append(_total_rows(staged, column.name, column.name, count, line))
            continue
        if staged.rows > LONG and column.distinct > staged.rows / 10:
            continue  # names of millions of things are no labels that are summed up
        c = f'"c{field}"' if f"c{field}" not in staged.native else f"({column.sql})::VARCHAR"
        values = f"(SELECT {c} AS v, count(*) AS n, min(line) AS line FROM {table(staged)} GROUP BY v)"
        count, line = connection.execute(
            f"SELECT coalesce(sum(n), 0)::BIGINT, min(line) FROM {values} WHERE lower(replace(trim(v), ' ', '')) IN ({words})"
        ).fetchone() or (0, 0)
        if 0 < count < staged.rows:
            found.append(_total_rows(staged, column.name, column.name, count, line))
    return found


def _total_rows(staged: Staged, column: str, where: str, count: int, line: int) -> Finding:
    text = {
        "en": f"Rows that are totals of others: {count:,} ({where}, first at line {line:,}). Whoever sums a column counts twice.",
        "ko": f"{count:,}행이 다른 행의 합계입니다({where}, {line:,}번째 줄부터). 열을 더하면 두 번 셉니다.",
    }
    return Finding("total-rows", "warning", text, staged.name, column, count)


def _refused(staged: Staged) -> list[Finding]:
    """Rows that fit no table are kept aside; whoever publishes must know that they are missing."""
    count = staged.reject_count
    if not count:
        return []
    share = count / (count + staged.rows)
    text = {
        "en": f"{count:,} rows were refused ({share:.1%}) and are not in the table: the receipt quotes the first with their reasons. "
        "Mend them in the source, or correct how the file is read.",
        "ko": f"{count:,}행을 받지 않아 표에 없습니다({share:.1%}). 처음 몇 행과 까닭은 읽은 기록에 있습니다."
        " 원본에서 고치거나 읽는 방법을 바로잡으세요.",
    }
    return [Finding("rows-refused", "warning", text, staged.name, count=count)]
