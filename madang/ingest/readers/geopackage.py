"""GeoPackage: every layer a table."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

from madang.ingest.no_table import Unreadable
from madang.ingest.readers._layers import read_layers
from madang.ingest.tables import Choices, Finding, Reading

EXTENSIONS = (".gpkg",)
RANK = 3
SQLITE = b"SQLite format 3\0"


def recognises(head: bytes, name: str) -> bool:
    return head.startswith(SQLITE) and (head[68:72] in (b"GPKG", b"GP10", b"GP11") or name.lower().endswith(EXTENSIONS))


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Callable[[int], None]) -> Reading:
    """Read the layers that are tables; a view is a query of a stranger, and is not run."""
    views = _views(path, name)
    linked = scratch / "layers.gpkg"  # GDAL opens GeoPackage by its extension
    linked.unlink(missing_ok=True)
    linked.symlink_to(path.resolve())
    reading = read_layers(
        str(linked), name, "geopackage", choices, scratch, only=lambda layer: layer.lower() not in views
    )
    progress(path.stat().st_size)
    return replace(reading, findings=(*reading.findings, *([_unread(views)] if views else [])))


def _views(path: Path, name: str) -> dict[str, str]:
    """Views and virtual tables of the file, by their name in lower case; indexes of GeoPackage itself are none."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)) as file:
            rows = file.execute("SELECT name, type, sql FROM sqlite_master WHERE type IN ('view', 'table')").fetchall()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise Unreadable(name=name, format="GeoPackage", detail=error) from error
    return {
        str(title).lower(): str(title)
        for title, kind, sql in rows
        if kind == "view"
        or (str(sql or "").lstrip().lower().startswith("create virtual") and not str(title).startswith("rtree_"))
    }


def _unread(views: dict[str, str]) -> Finding:
    listed = ", ".join(list(views.values())[:5])
    text = {
        "en": f"The file holds views, which are queries and not data; they were not run: {listed}. Save them as tables to publish them.",
        "ko": f"파일에 뷰가 있습니다. 뷰는 데이터가 아니라 질의라서 실행하지 않았습니다: {listed}. 게시하려면 테이블로 저장하세요.",
    }
    return Finding("views-unread", "warning", text, count=len(views))
