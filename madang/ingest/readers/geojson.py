"""GeoJSON: properties become columns of text, exactly as written; the geometry becomes WKB."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from madang.ingest import encodings
from madang.ingest.headers import headers
from madang.ingest.json_values import PLAIN, Walker, flat
from madang.ingest.no_table import NoRows
from madang.ingest.rows import columns_of
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Reading, Staged

EXTENSIONS = (".geojson",)
RANK = 1
BATCH = 2_000
BAD_GEOMETRY = {"en": "its geometry is not valid GeoJSON", "ko": "도형이 올바른 GeoJSON이 아닙니다"}
Rows = Callable[..., Iterator[tuple[int, dict[str, Any]]]]


def recognises(head: bytes, name: str) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return text.startswith(b"{") and re.search(rb'"type"\s*:\s*"(FeatureCollection|Feature)"', text) is not None


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the features into one table with a geometry, in the coordinates that the file says (WGS 84 when it says none)."""
    decision = encodings.decide(path, choices, standard="GeoJSON")
    said: dict[str, str] = {}

    def rows(watch: Callable[[int], None] | None = progress) -> Iterator[tuple[int, dict[str, Any]]]:
        return _features(Walker(encodings.text_blocks(path, decision, watch), name, PLAIN), said)

    return stage(name, rows, scratch, decision, said)


def is_feature(record: dict[str, Any]) -> bool:
    return record.get("type") == "Feature" and "geometry" in record


def is_shape(value: Any) -> bool:
    return isinstance(value, dict) and "type" in value and "coordinates" in value


def as_features(rows: Iterator[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Records with a geometry beside their other keys, as features."""
    for number, row in rows:
        rest = {key: value for key, value in row.items() if key != "geometry"}
        yield number, {"type": "Feature", "geometry": row.get("geometry"), "properties": rest}


def stage(
    name: str, rows: Rows, scratch: Path, decision: encodings.Decision, said: dict[str, str] | None = None
) -> Reading:
    """Stage features; used for feature lists inside other JSON as well. `said` holds "crs" once the rows were walked."""
    columns = list(columns_of(((number, _properties(feature)) for number, feature in rows()), name))
    staged = _stage(scratch, columns, rows, (said or {}).get("crs", "EPSG:4326"))
    if not staged.rows:
        raise NoRows(name=name)
    return Reading("geojson", (staged,), decision.receipt, findings=decision.findings)


def _features(walker: Walker, said: dict[str, str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield numbered features; `said` gets the coordinate system when the file names one."""
    number = 0
    kept: dict[str, Any] = {}
    for key in walker.members():
        if key == "features" and walker.peek() == "[":
            for _line in walker.items():
                number += 1
                yield number, walker.value()
        else:
            kept[key] = walker.value()
    if isinstance(kept.get("crs"), dict):
        said["crs"] = _crs(kept["crs"])
    if kept.get("type") == "Feature":
        yield 1, kept
    while walker.peek() == "{":  # one feature in a line
        number += 1
        yield number + 1, walker.value()


def _crs(crs: dict[str, Any]) -> str:
    said = str((crs.get("properties") or {}).get("name", ""))
    found = re.search(r"EPSG:+(?:[\d.]*:)?(\d+)", said)
    return f"EPSG:{found.group(1)}" if found else "EPSG:4326"


def _properties(feature: dict[str, Any]) -> dict[str, str | None]:
    row = {"id": str(feature["id"])} if feature.get("id") is not None else {}
    return {**row, **flat(feature.get("properties") or {})}


def _stage(scratch: Path, columns: list[str], rows: Rows, crs: str) -> Staged:
    import shapely

    target = Stage(scratch, "", headers([columns], len(columns)), {"geometry": pa.binary()})
    features = rows()
    with target:
        while part := list(islice(features, BATCH)):
            written = [json.dumps(feature.get("geometry")) for _, feature in part]
            shapes = shapely.from_geojson(written, on_invalid="ignore")
            good = []
            for position, shape in enumerate(shapes):
                if shape is None and written[position] != "null":
                    target.reject(part[position][0], BAD_GEOMETRY, written[position])
                else:
                    good.append(position)
            flattened = [_properties(part[position][1]) for position in good]
            arrays = [pa.array([row.get(column) for row in flattened], pa.string()) for column in columns]
            wkb = pa.array(
                [None if shapes[position] is None else shapely.to_wkb(shapes[position]) for position in good]
            )
            lines = pa.array([part[position][0] for position in good], pa.int64())
            table = pa.Table.from_arrays([*arrays, wkb.cast(pa.binary()), lines], schema=target.schema)
            target.write(table)
    return target.staged({"header_rows": [], "records": target.rows + target.reject_count}, geometry_crs=crs)
