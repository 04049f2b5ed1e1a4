"""What a reader of the catalogue gets of a resource as one file: its rows in the plainest format, else the file as it came."""

from __future__ import annotations

import re

from madang.catalog.models import Resource

ROWS, SHAPES = "csv", "geojson"
_PATH = re.compile(r"^[a-z]+://[^/]*|[?#].*$", re.IGNORECASE | re.DOTALL)
"""What an address has around its path. `urlsplit` refuses odd hosts, and one odd link must not keep the index from being made."""


def extension(resource: Resource) -> str:
    """`csv` for a table, `geojson` for a layer, else the end of the name of the file or link; "" when it has none."""
    current = resource.current
    if current is not None and current.rows is not None:
        return SHAPES if current.geometry else ROWS
    name = _PATH.sub("", resource.link) if resource.link else current.original_name if current else ""
    _, dot, end = name.rpartition("/")[2].rpartition(".")
    return end.lower() if dot and end.isalnum() and len(end) <= 10 else ""
