"""Plug-ins that do not keep the agreement are refused by name, before anything is asked of them."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from madang.lib import plugins


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A package `city_plugins` with the modules `good` and `_shared`."""
    package = tmp_path / "city_plugins"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "_shared.py").touch()
    (package / "good.py").write_text("NAME = 1")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield package
    plugins.found.cache_clear()
    for name in [name for name in sys.modules if name.startswith("city_plugins")]:
        del sys.modules[name]


def test_a_file_is_found_by_its_name_and_shared_ones_are_not(folder: Path) -> None:
    assert list(plugins.found("city_plugins", ("NAME",))) == ["good"]


def test_a_file_that_lacks_a_name_is_refused(folder: Path) -> None:
    (folder / "bad.py").touch()
    with pytest.raises(plugins.PluginBroken, match=r"bad of city_plugins .* lacks NAME"):
        plugins.found("city_plugins", ("NAME",))


def test_two_of_one_name_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = SimpleNamespace(name="good", load=lambda: SimpleNamespace(__name__="elsewhere.good"))
    monkeypatch.setattr(plugins, "entry_points", lambda group: [other])
    with pytest.raises(plugins.PluginTwice, match=r"elsewhere\.good"):
        plugins.found("city_plugins")
