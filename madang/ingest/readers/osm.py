"""OpenStreetMap extracts: the ways that carry `highway`, which is what people walk, ride and drive on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from madang.ingest.no_table import NoRows, Unreadable
from madang.ingest.shape.headers import headers
from madang.ingest.staging import Stage
from madang.ingest.tables import Choices, Finding, Reading

if TYPE_CHECKING:
    import osmium

EXTENSIONS = (".osm", ".pbf")
RANK = 7
BATCH = 20_000
TAGS = (
    "highway", "name", "foot", "access", "service", "motorroad", "oneway", "sidewalk", "surface", "incline", "bridge", "tunnel",
    "layer",
)  # fmt: skip
"""Tags that become columns. Who drew a way and when is left behind: names of people."""
NO_PLACE = {
    "en": "fewer than two of its nodes are in the extract",
    "ko": "추출 파일에 이 길의 노드가 두 개 이상 들어 있지 않습니다",
}
_XML = re.compile(rb"<osm[\s>]")
_PBF = b"\x0a\x09OSMHeader"


def recognises(head: bytes, name: str) -> bool:
    return head[4 : 4 + len(_PBF)] == _PBF or (head[:3] != b"PK\x03" and _XML.search(head[:1000]) is not None)


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the ways into one layer of lines. Ways share the corners where they meet, so they are a network as they are."""
    with path.open("rb") as file:
        kind = "pbf" if file.read(4 + len(_PBF))[4:] == _PBF else "osm"
    columns = ["osm_id", *TAGS]
    stage = Stage(scratch, "", headers([columns], len(columns)), {"c1": pa.int64(), "geometry": pa.binary()})
    try:
        with stage:
            for part in _parts(_ways(path, kind)):
                _write(stage, part)
    except RuntimeError as error:
        detail = str(error).replace(str(path), name)
        raise Unreadable(name=name, format="OpenStreetMap", detail=detail[:300]) from error
    if not stage.rows:
        raise NoRows(name=name)
    progress(path.stat().st_size)
    facts = {"header_rows": [], "records": stage.rows + stage.reject_count}
    return Reading("osm", (stage.staged(facts, geometry_crs="EPSG:4326"),), findings=(_told(),))


def _ways(path: Path, kind: str) -> Iterator[tuple[int, list[str | None], bytes | None]]:
    """Number, tags and line (WKB) of each way; without a line where too few of its nodes are known."""
    import osmium

    shapes = osmium.geom.WKBFactory()
    nodes_and_ways = osmium.osm.NODE | osmium.osm.WAY
    objects = osmium.FileProcessor(osmium.io.File(str(path), kind), nodes_and_ways).with_locations()
    for way in objects.with_filter(osmium.filter.KeyFilter("highway")):
        if isinstance(way, osmium.osm.Way):
            yield way.id, [way.tags.get(tag) for tag in TAGS], _line(way, shapes)


def _line(way: osmium.osm.Way, shapes: osmium.geom.WKBFactory) -> bytes | None:
    import osmium

    try:
        return bytes.fromhex(shapes.create_linestring(way))
    except (osmium.InvalidLocationError, RuntimeError):
        return _what_is_there(way)


def _what_is_there(way: osmium.osm.Way) -> bytes | None:
    """The pieces of a way between nodes that the extract lacks: nothing is drawn across the gap."""
    import shapely

    runs: list[list[tuple[float, float]]] = [[]]
    for node in way.nodes:
        if node.location.valid():
            runs[-1].append((node.location.lon, node.location.lat))
        elif runs[-1]:
            runs.append([])
    lines = [run for run in runs if len(set(run)) > 1]
    return shapely.to_wkb(shapely.MultiLineString(lines)) if lines else None


def _parts(ways: Iterator[Any]) -> Iterator[list[Any]]:
    part: list[Any] = []
    for way in ways:
        part.append(way)
        if len(part) == BATCH:
            yield part
            part = []
    yield part


def _write(stage: Stage, part: list[tuple[int, list[str | None], bytes | None]]) -> None:
    before = stage.rows + stage.reject_count
    good = []
    for number, (way, tags, line) in enumerate(part, before + 1):
        if line is None:
            stage.reject(number, NO_PLACE, f"way {way}")
        else:
            good.append((number, way, tags, line))
    texts = [pa.array([tags[at] for _, _, tags, _ in good], pa.string()) for at in range(len(TAGS))]
    arrays = [pa.array([way for _, way, _, _ in good], pa.int64()), *texts]
    arrays += [pa.array([line for *_, line in good], pa.binary()), pa.array([n for n, *_ in good], pa.int64())]
    stage.write(pa.Table.from_arrays(arrays, schema=stage.schema))


def _told() -> Finding:
    text = {
        "en": "Only ways with the tag highway were read. Name the source: © OpenStreetMap contributors, Open Database License.",
        "ko": "highway 태그가 있는 길만 읽었습니다. 출처를 밝히십시오: © OpenStreetMap contributors, Open Database License.",
    }
    return Finding("openstreetmap", "info", text)
