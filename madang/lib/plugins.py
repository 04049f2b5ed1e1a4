"""Plug-ins: one file with one agreed function, found in its folder or in an installed package.

A folder of Madang (`madang.ingest.types`) gives every module that does not start with `_`; its file name is its public
name. An installed distribution adds modules by an entry point in the group of the same name:

    [project.entry-points."madang.ingest.types"]
    bus_stop = "my_city.bus_stop"
"""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import entry_points
from types import ModuleType
from typing import Any

from madang.lib.problems import Problem

logger = logging.getLogger(__name__)


class PluginBroken(Problem):
    en = "The plug-in {name} of {group} ({module}) lacks {missing}. Its file must define {agreed}."
    ko = "{group}의 플러그인 {name}({module})에 {missing}이(가) 없습니다. 파일에 {agreed}을(를) 정의하세요."


class PluginTwice(Problem):
    en = "Two plug-ins of {group} are named {name}: {first} and {second}. Rename one."
    ko = "{group}에 이름이 {name}인 플러그인이 둘입니다: {first}, {second}. 하나의 이름을 바꾸세요."


@cache
def found(group: str, agreed: tuple[str, ...] = ()) -> dict[str, ModuleType]:
    """Return every plug-in of a group by its public name, in alphabetical order.

    `group` is the dotted name of the folder; `agreed` are the names that each file must define.
    Raises `PluginBroken` when one lacks a name, `PluginTwice` when two share a public name.
    """
    modules: dict[str, ModuleType] = {}
    for name, load in _offered(group):
        modules[name] = _sound(group, name, load(), agreed, modules)
    return dict(sorted(modules.items()))


@dataclass(frozen=True)
class Usable:
    """The plug-ins of a group that can be used, and why each other cannot, by their public names."""

    modules: dict[str, ModuleType]
    broken: dict[str, str]


@cache
def usable(group: str, agreed: tuple[str, ...] = ()) -> Usable:
    """As `found`, but a broken plug-in takes nobody along: it is logged and left out. `madang doctor` names it."""
    modules: dict[str, ModuleType] = {}
    broken: dict[str, str] = {}
    for name, load in _offered(group):
        try:
            modules[name] = _sound(group, name, load(), agreed, modules)
        except Exception as error:  # whatever the file of somebody else raises when it is imported
            logger.exception("the plug-in %s of %s is left out", name, group)
            broken[name] = f"{type(error).__name__}: {error}"
    return Usable(dict(sorted(modules.items())), broken)


def _offered(group: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Public names with what imports each: those of the folder, then those of installed packages."""
    folder = importlib.import_module(group)
    for module in pkgutil.iter_modules(folder.__path__):
        if not module.name.startswith("_"):
            yield module.name, partial(importlib.import_module, f"{group}.{module.name}")
    for entry in entry_points(group=group):
        yield entry.name, entry.load


def _sound(
    group: str, name: str, module: ModuleType, agreed: tuple[str, ...], others: dict[str, ModuleType]
) -> ModuleType:
    """The module, when it keeps the agreement and none of the others has its name."""
    if name in others:
        raise PluginTwice(group=group, name=name, first=others[name].__name__, second=module.__name__)
    for needed in agreed:
        if not hasattr(module, needed):
            raise PluginBroken(group=group, name=name, module=module.__name__, missing=needed, agreed=", ".join(agreed))
    return module
