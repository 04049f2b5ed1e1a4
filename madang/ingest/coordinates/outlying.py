"""Places that are most likely mistakes: at 0/0, or far from where nearly all others of the table lie. They stay, and a finding says so."""

from __future__ import annotations

import numpy as np

from madang.ingest.tables import Finding, Staged
from madang.lib import duck

FAR, LEAST = 5, 0.5
"""A place is far when it is more than five times as far from the median as 9 of 10 others, and at least half a degree (50 km)."""

SHOWN = 3
"""Lines that are named."""


SAMPLE = 100_000
"""Rows from which it is learnt where most places lie."""


def outliers(
    connection: duck.DuckDBPyConnection,
    staged: Staged,
    column: str,
    places: str,
    zeros: int,
    box: tuple[float, float, float, float],
) -> tuple[Finding, ...]:
    """Findings about the places of a table, the relation `(line, zero, lon, lat)`.

    `zeros` rows lie at 0; `box` (west, south, east, north) holds all others, so that the file is read again only when some are far.
    """
    found = []
    if zeros:
        lines = connection.execute(f"SELECT min(line, {SHOWN}) FROM {places} WHERE zero").fetchone()
        found.append(_nowhere(staged, column, zeros, lines[0] if lines else []))
    some = f"hash(line) % {staged.rows // SAMPLE + 1} = 0 AND lon IS NOT NULL"
    known = connection.execute(f"SELECT lon, lat FROM {places} WHERE {some}").fetchnumpy()
    if not len(known["lon"]):
        return tuple(found)
    x, y = float(np.median(known["lon"])), float(np.median(known["lat"]))
    away = f"greatest(abs(lon - {x!r}), abs(lat - {y!r}))"
    usual = float(np.quantile(np.maximum(abs(known["lon"] - x), abs(known["lat"] - y)), 0.9))
    bound = max(LEAST, FAR * usual)
    if max(x - box[0], y - box[1], box[2] - x, box[3] - y) > bound:
        query = f"SELECT count(*), min(line, {SHOWN}) FROM {places} WHERE {away} > {bound}"
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
