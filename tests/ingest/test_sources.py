"""Every source that is found, and the file source."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from madang.ingest.sources import AGREED, Field, OddSetting, Since, UnknownSource, checked, scheduled, source
from madang.ingest.sources.file import CHUNK, FileAbsent, fetch
from madang.lib import plugins

SOURCES = plugins.found("madang.ingest.sources", AGREED)


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_keeps_the_agreement(name: str) -> None:
    module = SOURCES[name]
    assert list(inspect.signature(module.fetch).parameters) == ["settings", "since"]
    assert module.__doc__
    assert source(name) is module
    assert module.LABEL.keys() == {"en", "ko"}
    assert all(
        isinstance(field, Field) and field.example and field.label.keys() == {"en", "ko"} for field in module.FIELDS
    )


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_refuses_settings_that_it_does_not_have(name: str) -> None:
    with pytest.raises(OddSetting) as told:
        checked(name, {field.name: field.example for field in SOURCES[name].FIELDS} | {"colour": "red"})
    assert "colour=red" in told.value.text("en")


@pytest.mark.parametrize("name", scheduled())
def test_every_source_that_can_be_scheduled_says_what_it_needs(name: str) -> None:
    with pytest.raises(OddSetting):
        checked(name, {})


def test_an_unknown_source_names_the_known_ones() -> None:
    with pytest.raises(UnknownSource, match="file"):
        source("telepathy")


def test_a_file_comes_in_chunks_and_whole(tmp_path: Path) -> None:
    data = bytes(range(256)) * (CHUNK // 256) + b"end"
    (tmp_path / "a.bin").write_bytes(data)
    chunks = list(fetch({"path": str(tmp_path / "a.bin")}, Since()).chunks)
    assert [len(chunk) for chunk in chunks] == [CHUNK, 3]
    assert b"".join(chunks) == data


def test_a_folder_or_nothing_is_no_file(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "gone.csv"):
        with pytest.raises(FileAbsent):
            fetch({"path": str(path)}, Since())
