"""Output formats: one file each. Every facade and the file download of the portal have what stands here.

A format defines `MEDIA_TYPE`, `EXTENSION` and

    def write(batches: Iterator[pa.RecordBatch], schema: pa.Schema, **options: Any) -> Iterator[bytes]

which streams. Fields of the schema carry their Madang type in `metadata[b"type"]`; a geometry is WKB in WGS 84. `options` hold
`facts` (a JSON object about the answer: dataset, resource, revision, published_at, origin, total, returned, complete, next),
`language`, `scratch` (a folder for work in progress), and those that the reader may set. A format may define besides:

    OPTIONS   a tuple of the options that a reader may set: "bom", "safe", "labels"
    SPATIAL   True: it is for shapes, and `write` refuses an answer without any (`_shapes.column` does)
    ASIDE     True: its first byte is known last, so `write` makes a file (`_aside.sent`); it is kept, and sent in parts too
    FILE      how the name of a file ends, when not by EXTENSION

What a format cannot hold it refuses before the first byte, with a problem of `_refusals` or a subclass of `_refusals.Refused`.
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


def spatial(module: ModuleType) -> bool:
    """Whether a format is for answers with shapes only."""
    return bool(getattr(module, "SPATIAL", False))


def file_suffix(module: ModuleType) -> str:
    """How the name of a file in this format ends, without the dot."""
    return str(getattr(module, "FILE", module.EXTENSION))


def aside(module: ModuleType) -> bool:
    """Whether a format is written whole before its first byte is sent."""
    return bool(getattr(module, "ASIDE", False))
