"""GeoJSON: properties become columns of text, exactly as written; the geometry becomes WKB."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from madang.ingest import encodings
from madang.ingest.json import records
from madang.ingest.json.values import Damaged, Walker, dumped, flat
from madang.ingest.no_table import NoRows, none_whole
from madang.ingest.rows import columns_of
from madang.ingest.shape.headers import headers
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Finding, Reading, Staged

EXTENSIONS = (".geojson",)
RANK = 1
BATCH = 2_000
BATCH_TEXT = 16 << 20
"""Characters of geometry that are turned into shapes at once."""
BAD_GEOMETRY = {"en": "its geometry is not valid GeoJSON", "ko": "도형이 올바른 GeoJSON이 아닙니다"}
NO_FEATURE = {"en": "it is no GeoJSON feature", "ko": "GeoJSON 피처가 아닙니다"}
Rows = Callable[..., Iterator[tuple[int, dict[str, Any]]]]


def recognises(head: bytes, name: str) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"{") and re.search(rb'"type"\s*:\s*"(FeatureCollection|Feature)"', text) is not None


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the features into one table with a geometry, in the coordinates that the file says (WGS 84 when it says none)."""
    decision = encodings.decide(path, choices, standard="GeoJSON")
    said: dict[str, Any] = {}

    def rows(watch: Callable[[int], None] | None = progress) -> Iterator[tuple[int, dict[str, Any]]]:
        walker = Walker(encodings.text_blocks(path, decision, watch), name)
        yield from _features(walker, said)
        said["doubled"] = walker.doubled

    return stage(name, rows, scratch, decision, said)


def is_feature(record: dict[str, Any]) -> bool:
    return record.get("type") == "Feature" and "geometry" in record


def is_shape(value: Any) -> bool:
    return isinstance(value, dict) and "type" in value and "coordinates" in value


def as_features(rows: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Records with a geometry beside their other keys, as features."""
    for number, row in rows:
        if isinstance(row, Damaged):
            yield number, row
            continue
        rest = {key: value for key, value in row.items() if key != "geometry"}
        yield number, {"type": "Feature", "geometry": row.get("geometry"), "properties": rest}


def stage(
    name: str, rows: Rows, scratch: Path, decision: encodings.Decision, said: dict[str, Any] | None = None
) -> Reading:
    """Stage features; used for feature lists inside other JSON as well. `said` holds "crs" once the rows were walked."""
    said = {} if said is None else said
    whole = ((number, _properties(feature)) for number, feature in rows() if not isinstance(feature, Damaged))
    columns = list(columns_of(whole, name))
    staged, crooked = _stage(scratch, columns, rows, said)
    if not staged.rows:
        raise none_whole(name, "GeoJSON", staged.reject_count) if staged.reject_count else NoRows(name=name)
    found = (*decision.findings, *records.doubled(said.get("doubled", 0)), *_crooked(crooked))
    return Reading("geojson", (staged,), decision.receipt, findings=found)


def _features(walker: Walker, said: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield numbered features; `said` gets the coordinate system when the file names one."""
    number = 0
    kept: dict[str, Any] = {}
    for key in walker.members():
        if key == "features" and walker.peek() == "[":
            for _line in walker.items():
                number += 1
                yield number, walker.record()
        else:
            kept[key] = walker.value()
    if isinstance(kept.get("crs"), dict):
        said["crs"] = _crs(kept["crs"])
    if kept.get("type") == "Feature":
        yield 1, kept
    while walker.peek() == "{":  # one feature in a line
        number += 1
        yield number + 1, walker.record()


def _crs(crs: dict[str, Any]) -> str:
    said = str((crs.get("properties") or {}).get("name", ""))
    found = re.search(r"EPSG:+(?:[\d.]*:)?(\d+)", said)
    return f"EPSG:{found.group(1)}" if found else "EPSG:4326"


def _properties(feature: Any) -> dict[str, str | None]:
    if not isinstance(feature, dict):
        return {}
    row: dict[str, str | None] = {"id": str(feature["id"])} if feature.get("id") is not None else {}
    properties = feature.get("properties")
    return {**row, **flat(properties)} if isinstance(properties, dict) else row


def _stage(scratch: Path, columns: list[str], rows: Rows, said: dict[str, Any]) -> tuple[Staged, list[int]]:
    """The staged table, and the numbers of features whose shape crosses itself."""
    target = Stage(scratch, "", headers([columns], len(columns)), {"geometry": pa.binary()})
    crooked: list[int] = []
    with target:
        for part in _parts(rows()):
            crooked += _write(target, part, columns)
    facts = {"header_rows": [], "records": target.rows + target.reject_count}
    return target.staged(facts, geometry_crs=said.get("crs", "EPSG:4326")), crooked


def _parts(features: Iterator[tuple[int, Any]]) -> Iterator[list[tuple[int, Any, str | None]]]:
    """Features with the text of their geometry, in parts of bounded size."""
    part: list[tuple[int, Any, str | None]] = []
    size = 0
    for number, feature in features:
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        written = None if geometry is None else dumped(geometry)
        part.append((number, feature, written))
        size += len(written or "")
        if len(part) >= BATCH or size > BATCH_TEXT:
            yield part
            part, size = [], 0
    yield part


def _write(target: Stage, part: list[tuple[int, Any, str | None]], columns: list[str]) -> list[int]:
    import shapely

    shapes = shapely.from_geojson([written for _, _, written in part], on_invalid="ignore")
    good = []
    for position, (number, feature, written) in enumerate(part):
        if isinstance(feature, Damaged) or not isinstance(feature, dict):
            reason = feature.reason if isinstance(feature, Damaged) else NO_FEATURE
            target.reject(number, reason, feature.text if isinstance(feature, Damaged) else dumped(feature))
        elif shapes[position] is None and written is not None:
            target.reject(number, BAD_GEOMETRY, written)
        else:
            good.append(position)
    flattened = [_properties(part[position][1]) for position in good]
    arrays = [pa.array([row.get(column) for row in flattened], pa.string()) for column in columns]
    kept = np.array([shapes[position] for position in good], dtype=object)
    wkb = pa.array(shapely.to_wkb(kept) if len(kept) else [], pa.binary())
    lines = pa.array([part[position][0] for position in good], pa.int64())
    target.write(pa.Table.from_arrays([*arrays, wkb, lines], schema=target.schema))
    crooked = ~shapely.is_valid(kept) & ~shapely.is_missing(kept) if len(kept) else []
    return [part[position][0] for position, bad in zip(good, crooked, strict=True) if bad]


def _crooked(numbers: list[int]) -> tuple[Finding, ...]:
    if not numbers:
        return ()
    text = {
        "en": f"{len(numbers):,} shapes cross themselves or are not closed properly. They are kept;"
        " areas and overlaps of them may be wrong.",
        "ko": f"도형 {len(numbers):,}개가 스스로 교차하거나 제대로 닫히지 않았습니다. 그대로 두었으나 면적과 겹침 계산이 틀릴 수 있습니다.",
    }
    shown = tuple(str(number) for number in numbers[:5])
    return (Finding("invalid-shapes", "warning", text, count=len(numbers), sample=shown),)
