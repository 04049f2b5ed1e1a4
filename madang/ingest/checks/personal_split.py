"""Resident numbers cut into columns: six digits that are days beside seven that begin with 1 to 8; or any other cut into two to
four columns that stand side by side, told by the check digit of the whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from itertools import product

import pyarrow.parquet as pq

from madang.ingest.checks._people import WEIGHTS
from madang.ingest.checks._previous import Previous
from madang.ingest.tables import Finding, Inferred, Staged
from madang.ingest.types._values import MEMORY_MB, table
from madang.lib import duck

FRONT = r"[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
BACK = "[1-8][0-9]{6}"
MOST = 0.9
"""Share of rows in which both halves look so: rows of real numbers all do, other pairs of six and seven digits one in fifty."""
FIRST = 200
"""Rows that are looked at before the whole table is asked."""
SAID = re.compile("주민|앞자리|뒷자리|뒤자리|외국인등록|생년월일|앞 ?번호|[뒷뒤] ?번호|^(앞|뒤)$", re.IGNORECASE)


def check(staged: Staged, columns: Sequence[Inferred], previous: Previous | None) -> list[Finding]:
    fields = [number for number, column in enumerate(columns, 1) if _narrow(column)]
    runs = [run for count in (2, 3, 4) for run in _runs(columns, count)]
    first = _first(staged, {*fields, *(place for run in runs for place in run)})
    fronts = [place for place in fields if _some(FRONT, (value.zfill(6) for value in first[place]))]
    backs = [place for place in fields if _some(BACK, first[place])]
    pairs = [(left, right) for left, right in product(fronts, backs) if left != right and _near(columns, left, right)]
    widths = {place: max(map(len, values), default=0) for place, values in first.items()}
    runs = [run for run in runs if sum(widths[place] for place in run) == 13]
    with duck.connect(memory_mb=MEMORY_MB) as connection:
        found = [_finding(connection, staged, columns, left, right) for left, right in pairs]
        found += [_cut(connection, staged, columns, run, [widths[place] for place in run]) for run in runs]
    return list({finding.column: finding for finding in reversed(found) if finding}.values())


def _first(staged: Staged, places: Collection[int]) -> dict[int, list[str]]:
    """What stands in the first rows of some columns, read once: most tables are done after them, however wide."""
    names = [f"c{place}" for place in places]
    with pq.ParquetFile(staged.file) as file:
        rows = next(file.iter_batches(FIRST, columns=names), None) if names else None
    if rows is None:
        return {place: [] for place in places}
    return {place: [str(v).strip() for v in rows.column(f"c{place}").to_pylist() if v is not None] for place in places}


def _some(form: str, values: Iterable[str]) -> bool:
    """Whether one of the values has the form, or there are none to tell."""
    known = list(values)
    return not known or any(re.fullmatch(form, value) for value in known)


def _near(columns: Sequence[Inferred], left: int, right: int) -> bool:
    """Halves stand side by side, in either order; or anywhere in the table when a header says what they are."""
    return abs(left - right) == 1 or bool(
        SAID.search(columns[left - 1].header) or SAID.search(columns[right - 1].header)
    )


def _narrow(column: Inferred) -> bool:
    """Whether its bounds leave room for six or seven digits; no file is read for others."""
    return column.low is None or all(
        5 <= len(bound) <= 10 and bound[:1].isdigit() for bound in (column.low, column.high or "")
    )


def _finding(
    connection: duck.DuckDBPyConnection, staged: Staged, columns: Sequence[Inferred], left: int, right: int
) -> Finding | None:
    front = f"lpad(trim(c{left}::VARCHAR), 6, '0')"  # a spreadsheet drops the zero of 050101
    back = f"trim(c{right}::VARCHAR)"
    both = f"regexp_full_match({front}, {duck.literal(FRONT)}) AND regexp_full_match({back}, {duck.literal(BACK)})"
    first = f"SELECT c{left}, c{right} FROM {table(staged)} WHERE c{right} IS NOT NULL LIMIT {FIRST}"
    some = connection.execute(f"SELECT count(*) FILTER (WHERE {both}), count(*) FROM ({first})").fetchone() or (0, 0)
    if not some[0] or some[0] < MOST * some[1] / 2:
        return None
    found, filled, line = connection.execute(
        f"SELECT count(*) FILTER (WHERE {both}), count(c{right}), min(line) FILTER (WHERE {both}) FROM {table(staged)}"
    ).fetchone() or (0, 0, 0)
    said = SAID.search(columns[left - 1].header) or SAID.search(columns[right - 1].header)
    if found < MOST * filled or not (said or found >= 2):
        return None
    names = f"{columns[left - 1].name}, {columns[right - 1].name}"
    text = {
        "en": f"{names}: together the two columns are resident registration numbers in {found:,} rows (first line {line:,}). "
        "Drop or mask the second, which names the person, or say why it is public.",
        "ko": f"{names}: 두 열을 이으면 {found:,}행이 주민등록번호입니다({line:,}번째 줄부터). "
        "뒷자리 열을 빼거나 가리거나, 공개하는 까닭을 적으세요.",
    }
    return Finding("resident-number-halves", "personal", text, staged.name, columns[right - 1].name, found)


def _runs(columns: Sequence[Inferred], count: int) -> list[tuple[int, ...]]:
    """Places of columns side by side that may be cut from numbers of 13 digits, by their bounds."""
    runs = [tuple(range(first, first + count)) for first in range(1, len(columns) - count + 2)]
    return [run for run in runs if all(_digits(columns[place - 1]) for place in run)]


def _digits(column: Inferred) -> bool:
    return column.distinct > 0 and all(
        bound is None or re.fullmatch("[0-9]{1,11}", bound) for bound in (column.low, column.high)
    )


def _cut(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    columns: Sequence[Inferred],
    run: tuple[int, ...],
    widths: Sequence[int],
) -> Finding | None:
    """Cells joined as wide as the widest of the first ones of each column, which brings back zeros that were lost."""
    if not all(widths) or set(widths) == {6, 7}:
        return None
    cells = [f"trim(c{place}::VARCHAR)" for place in run]
    whole = " || ".join(f"lpad({cell}, {width}, '0')" for cell, width in zip(cells, widths, strict=True))
    said = any(SAID.search(columns[place - 1].header) for place in run)
    fits = f"regexp_full_match(v, {duck.literal(FRONT + BACK)})" + ("" if said else f" AND {CHECKED}")
    few = 2 if said else 3
    for limit in (f"LIMIT {FIRST}", ""):  # most tables are done after their first rows
        found, filled, line = connection.execute(
            f"SELECT count(*) FILTER (WHERE {fits}), count(v), min(line) FILTER (WHERE {fits}) "
            f"FROM (SELECT {whole} AS v, line FROM {table(staged)} {limit})"
        ).fetchone() or (0, 0, 0)
        if found < few or found < MOST * filled:
            return None
    names, last = ", ".join(columns[place - 1].name for place in run), columns[run[-1] - 1].name
    text = {
        "en": f"{names}: together these columns are resident registration numbers in {found:,} rows (first line {line:,}). "
        f"Drop or mask {last}, or say why it is public.",
        "ko": f"{names}: 이 열들을 이으면 {found:,}행이 주민등록번호입니다({line:,}번째 줄부터). "
        f"{last} 열을 빼거나 가리거나, 공개하는 까닭을 적으세요.",
    }
    return Finding("resident-number-halves", "personal", text, staged.name, last, found)


_SUM = " + ".join(f"{weight} * substr(v, {place}, 1)::INTEGER" for place, weight in enumerate(WEIGHTS, 1))
CHECKED = (
    f"CASE WHEN regexp_full_match(v, '[0-9]{{13}}') THEN ((CASE WHEN substr(v, 7, 1) <= '4' THEN 11 ELSE 13 END)"
    f" - ({_SUM}) % 11) % 10 = substr(v, 13, 1)::INTEGER ELSE false END"
)
"""SQL: the check digit of `v`, as `_people.resident_checked` reckons it."""
