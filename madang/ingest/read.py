"""Bytes to staged tables: picks the reader by what the file holds first, and by its extension second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from madang.ingest.no_table import EmptyFile, NoTable
from madang.ingest.tables import Choices, Finding, Reading
from madang.lib import plugins

HEAD = 65_536
GROUP = "madang.ingest.readers"
AGREED = ("EXTENSIONS", "recognises", "read")
Progress = Callable[[int], None]


def silent(done: int) -> None:
    """Progress that nobody watches."""


def read(path: Path, name: str, choices: Choices, scratch: Path, progress: Progress = silent) -> Reading:
    """Read the file at `path`, published as `name`, into staged tables under the folder `scratch`.

    `progress` is called with the bytes of the file read so far. A file without a table is no error: its reading says why and
    what would mend it. Raises only problems of the choices (`UnknownEncoding`) and defects of Madang.
    """
    scratch.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        return EmptyFile(name=name).reading("file")
    reader_name, reader = pick(head, name)
    try:
        reading = reader.read(path, name, choices, scratch, progress)
    except NoTable as problem:
        reading = problem.reading(reader_name)
    return _with_extension_finding(reading, reader_name, reader, name)


def pick(head: bytes, name: str) -> tuple[str, ModuleType]:
    """The public name and module of the reader for a file that begins with `head`.

    Readers that recognise the content are compared by their `RANK` (0 when they have none), then by the extension.
    """
    suffix = Path(name).suffix.lower()
    known = [
        (getattr(module, "RANK", 0), suffix in module.EXTENSIONS, reader_name)
        for reader_name, module in plugins.found(GROUP, AGREED).items()
        if module.recognises(head, name)
    ]
    chosen = max(known)[2]
    return chosen, plugins.found(GROUP, AGREED)[chosen]


def _with_extension_finding(reading: Reading, reader_name: str, reader: ModuleType, name: str) -> Reading:
    """Note an extension that belongs to another reader."""
    suffix = Path(name).suffix.lower()
    others = [
        other
        for other, module in plugins.found(GROUP, AGREED).items()
        if suffix in module.EXTENSIONS and other != reader_name
    ]
    if not others or suffix in reader.EXTENSIONS or not reading.tables:
        return reading
    text = {
        "en": f"The name ends in {suffix} but the content is {reader_name}; it was read as {reader_name}.",
        "ko": f"이름은 {suffix}(으)로 끝나지만 내용은 {reader_name}입니다. {reader_name}(으)로 읽었습니다.",
    }
    finding = Finding("wrong-extension", "warning", text, sample=(name,))
    return Reading(reading.format, reading.tables, reading.encoding, reading.no_table, (*reading.findings, finding))
