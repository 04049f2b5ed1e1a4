"""Plug-ins: one file with one agreed function, found in its folder or in an installed package.

A folder of Madang (`madang.ingest.types`) gives every module that does not start with `_`; its file name is its public
name. An installed distribution adds modules by an entry point in the group of the same name:

    [project.entry-points."madang.ingest.types"]
    bus_stop = "my_city.bus_stop"
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from madang.lib.problems import Problem


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
    folder = importlib.import_module(group)
    names = [module.name for module in pkgutil.iter_modules(folder.__path__) if not module.name.startswith("_")]
    modules = {name: importlib.import_module(f"{group}.{name}") for name in names}
    for entry in entry_points(group=group):
        module = entry.load()
        if entry.name in modules:
            raise PluginTwice(group=group, name=entry.name, first=modules[entry.name].__name__, second=module.__name__)
        modules[entry.name] = module
    for name, module in modules.items():
        for needed in agreed:
            if not hasattr(module, needed):
                raise PluginBroken(
                    group=group, name=name, module=module.__name__, missing=needed, agreed=", ".join(agreed)
                )
    return dict(sorted(modules.items()))
