"""Output formats: one file each. Every facade and the file download of the portal have what stands here.

A format defines `MEDIA_TYPE`, `EXTENSION` and

    def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]

which streams. Fields of the schema carry their Madang type in `metadata[b"type"]`; a geometry is WKB in WGS 84. `options` hold
`facts` (a JSON object about the answer: dataset, resource, revision, published_at, origin, total, returned, complete, next),
`language`, and those that the reader may set, which the format names in `OPTIONS` (optional, a tuple).
"""

from __future__ import annotations

from types import ModuleType

from madang.lib import plugins

GROUP = "madang.api.formats"
AGREED = ("MEDIA_TYPE", "EXTENSION", "write")


def formats() -> dict[str, ModuleType]:
    """Every format by the extension that addresses use, those of installed packages too. Raises `PluginTwice` when two share one."""
    by_extension: dict[str, ModuleType] = {}
    for module in plugins.found(GROUP, AGREED).values():
        other = by_extension.setdefault(module.EXTENSION, module)
        if other is not module:
            raise plugins.PluginTwice(group=GROUP, name=module.EXTENSION, first=other.__name__, second=module.__name__)
    return by_extension


def options(module: ModuleType) -> tuple[str, ...]:
    """What a reader may set for a format."""
    return tuple(getattr(module, "OPTIONS", ()))
