"""Places that are most likely mistakes: at 0/0, or far from where nearly all others of the table lie. They stay, and a finding says so."""

from __future__ import annotations

from madang.ingest.tables import Finding, Staged
from madang.ingest.types._values import table
from madang.lib import duck

FAR, LEAST = 5, 0.5
"""A place is far when it is more than five times as far from the median as 9 of 10 others, and at least half a degree (50 km)."""

SHOWN = 3
"""Lines that are named."""


def outliers(connection: duck.DuckDBPyConnection, staged: Staged, column: str, points: str) -> tuple[Finding, ...]:
    """Findings about the points of a table. `points` selects `line`, `zero` and the point `p` from the staged rows."""
    rows = f"(SELECT line, zero, ST_X(p) AS x, ST_Y(p) AS y FROM ({points} FROM {table(staged)}))"
    middle = connection.execute(f"SELECT approx_quantile(x, 0.5), approx_quantile(y, 0.5) FROM {rows}").fetchone()
    x, y = middle or (None, None)
    if x is None:
        return ()
    away = f"(SELECT *, greatest(abs(x - {x!r}), abs(y - {y!r})) AS d FROM {rows})"
    row = connection.execute(
        f"SELECT count(*) FILTER (WHERE zero), min(line, {SHOWN}) FILTER (WHERE zero), approx_quantile(d, 0.9), max(d) FROM {away}"
    ).fetchone()
    assert row is not None
    zeros, zero_lines, usual, most = row
    found = [_nowhere(staged, column, zeros, zero_lines)] if zeros else []
    bound = max(LEAST, FAR * usual)
    if most > bound:
        query = f"SELECT count(*), min(line, {SHOWN}) FROM {away} WHERE d > {bound}"
        count, lines = connection.execute(query).fetchone() or (0, [])
        found.append(_far(staged, column, count, lines))
    return tuple(found)


def _lines(count: int, lines: list[int]) -> str:
    return ", ".join(f"{line:,}" for line in lines) + (", …" if count > len(lines) else "")


def _nowhere(staged: Staged, column: str, count: int, lines: list[int]) -> Finding:
    text = {
        "en": f"{count:,} rows lie at 0 and get no place on the map (lines {_lines(count, lines)}). Leave cells of unknown places empty.",
        "ko": f"{count:,}행의 좌표가 0이라 지도에 넣지 않았습니다({_lines(count, lines)}번째 줄). 위치를 모르면 칸을 비워 두세요.",
    }
    return Finding("places-at-zero", "warning", text, staged.name, column, count)


def _far(staged: Staged, column: str, count: int, lines: list[int]) -> Finding:
    text = {
        "en": f"{count:,} rows lie far from all others (lines {_lines(count, lines)}). Look whether their coordinates are right.",
        "ko": f"{count:,}행이 다른 행들과 아주 먼 곳에 있습니다({_lines(count, lines)}번째 줄). 좌표가 맞는지 확인하세요.",
    }
    return Finding("places-far-off", "warning", text, staged.name, column, count)
