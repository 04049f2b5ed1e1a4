"""What every reader must hold to, also readers that are not yet written."""

from __future__ import annotations

import inspect

import pytest

from madang.ingest import read as reading
from madang.ingest.no_table import NoTable
from madang.lib import plugins

READERS = plugins.found(reading.GROUP, reading.AGREED)
HEADS = [
    b"",
    b"a,b\n1,2\n",
    b"\0\x01\x02",
    b"{",
    b"[",
    b"<",
    b"PK\x03\x04",
    b"\x1f\x8b",
    "한글,값\n".encode("cp949"),
    b"\xff\xfe",
]


@pytest.mark.parametrize("name", READERS)
def test_a_reader_is_a_plugin(name):
    module = READERS[name]
    assert module.__doc__
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in module.EXTENSIONS)
    assert list(inspect.signature(module.recognises).parameters) == ["head", "name"]
    assert list(inspect.signature(module.read).parameters) == ["path", "name", "choices", "scratch", "progress"]


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("head", HEADS)
def test_recognising_never_fails(name, head):
    assert READERS[name].recognises(head, "file.unknown") in (True, False)


def test_an_extension_belongs_to_one_reader():
    owned = [suffix for module in READERS.values() for suffix in module.EXTENSIONS]
    assert len(owned) == len(set(owned))


def problems(root: type[NoTable] = NoTable) -> list[type[NoTable]]:
    return [each for kind in root.__subclasses__() for each in (kind, *problems(kind))]


@pytest.mark.parametrize("problem", problems(), ids=lambda problem: problem.__name__)
def test_reasons_are_complete_in_both_languages(problem):
    """Every reason has its own words, and its remedy names no fact that the reason does not."""
    assert problem.en != NoTable.en
    assert problem.ko != NoTable.ko
    assert problem.remedy_en
    assert problem.remedy_ko
    assert problem.severity in ("info", "error")


@pytest.mark.parametrize(
    "data",
    [b"\0", b"\xff" * 100, b"{", b"[", b"<", b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
)
@pytest.mark.parametrize(
    "suffix", ["csv", "xlsx", "json", "geojson", "xml", "zip", "gz", "parquet", "gpkg", "kml", "fgb", "bin"]
)
def test_broken_openings_never_raise(reading, data, suffix):
    result = reading(f"file.{suffix}", data)
    assert bool(result.tables) != bool(result.no_table)
