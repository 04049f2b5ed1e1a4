"""Where content comes from: one file per source, each with `fetch(settings, since) -> Iterator[bytes]`."""

from __future__ import annotations

from types import ModuleType

from madang.lib import plugins
from madang.lib.problems import Problem


class UnknownSource(Problem):
    en = "There is no source {name}. Known sources: {known}."
    ko = "{name}은(는) 없는 수집원입니다. 쓸 수 있는 수집원: {known}."


def source(name: str) -> ModuleType:
    """The plug-in of that public name. Raises `UnknownSource`."""
    known = plugins.found("madang.ingest.sources", ("fetch",))
    if name not in known:
        raise UnknownSource(name=name, known=", ".join(known))
    return known[name]
