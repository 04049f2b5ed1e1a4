"""What the formats of map layers share: which column is the shape, and a look at all shapes before the first is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from madang.api.formats import _aside, _cells
from madang.api.formats._refusals import NoShapes

KINDS = ("Point", "LineString", "LinearRing", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")  # fmt: skip
"""By the number that shapely gives each kind."""


def column(schema: pa.Schema, format: str) -> str:
    """The first geometry column; others are texts (WKT) beside it. Raises `NoShapes`."""
    for one in schema:
        if _cells.is_geometry(one):
            return str(one.name)
    raise NoShapes(format=format)


def kinds(shapes: np.ndarray[Any, Any]) -> Counter[str]:
    """How many shapes of each kind there are; "" counts rows without one."""
    import shapely

    numbers, counts = np.unique(shapely.get_type_id(shapes), return_counts=True)
    return Counter(
        {KINDS[number] if number >= 0 else "": int(count) for number, count in zip(numbers, counts, strict=True)}
    )


@dataclass
class Spool:
    """All batches in a file, read as often as one likes, and what was seen on the way: `kinds` of shapes, the `box` around
    them (west, south, east, north; empty without any), `rows`."""

    path: Path
    schema: pa.Schema
    kinds: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    box: list[float] = field(default_factory=list)

    def batches(self) -> Iterator[pa.RecordBatch]:
        with pa.OSFile(str(self.path)) as file:
            reader = pa.ipc.open_file(file)
            for number in range(reader.num_record_batches):
                yield reader.get_batch(number)

    def look(self, batch: pa.RecordBatch, shape: str) -> None:
        """Take note of a batch."""
        import shapely

        self.rows += batch.num_rows
        shapes = shapely.from_wkb(batch.column(shape).to_numpy(zero_copy_only=False))
        self.kinds += kinds(shapes)
        box = shapely.total_bounds(shapes)
        if np.isfinite(box).all():
            both = np.array([self.box or box, box])
            self.box = [float(edge) for edge in (*both[:, :2].min(axis=0), *both[:, 2:].max(axis=0))]

    @property
    def kind(self) -> str:
        """The one kind of all shapes, else `Unknown`."""
        found = [kind for kind in self.kinds if kind]
        return found[0] if len(found) == 1 else "Unknown"


def spooled(batches: Iterator[pa.RecordBatch], schema: pa.Schema, shape: str, folder: Path, format: str) -> Spool:
    """Write everything aside first. Raises `ExportTooLarge`."""
    spool = Spool(folder / "rows.arrow", schema)
    compressed = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(spool.path), "wb") as file, pa.ipc.new_file(file, schema, options=compressed) as writer:
        for batch in batches:
            writer.write_batch(batch)
            spool.look(batch, shape)
            _aside.bounded(spool.path, format)
    return spool


def facts(options: dict[str, Any]) -> str:
    """What the answer says of itself, for the metadata of a file."""
    return _cells.json_text(options.get("facts", {}))
