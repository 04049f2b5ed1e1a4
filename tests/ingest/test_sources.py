"""Every source that is found, and the file source."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from madang.ingest.sources import UnknownSource, source
from madang.ingest.sources.file import CHUNK, FileAbsent, fetch
from madang.lib import plugins

SOURCES = plugins.found("madang.ingest.sources", ("fetch",))


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_keeps_the_agreement(name: str) -> None:
    module = SOURCES[name]
    assert list(inspect.signature(module.fetch).parameters) == ["settings", "since"]
    assert module.__doc__
    assert source(name) is module


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(UnknownSource, match="file"):
        source("telepathy")


def test_a_file_comes_in_chunks_and_whole(tmp_path: Path) -> None:
    data = bytes(range(256)) * (CHUNK // 256) + b"end"
    (tmp_path / "a.bin").write_bytes(data)
    chunks = list(fetch({"path": str(tmp_path / "a.bin")}, None))
    assert [len(chunk) for chunk in chunks] == [CHUNK, 3]
    assert b"".join(chunks) == data


def test_a_folder_or_nothing_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.csv"):
        with pytest.raises(FileAbsent):
            list(fetch({"path": str(path)}, None))
