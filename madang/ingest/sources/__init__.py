"""Where content comes from: one file per source, found by its folder (or an entry point of this name).

A file defines `fetch(settings, since) -> Iterator[bytes]`: the bytes in chunks, so that memory stays flat. `settings` is what
the run keeps under `source_settings` (JSON). `since` is when content last came, or None: a source that can may then raise or
yield less. A problem it names (`lib.problems.Problem`) becomes the reason of the run; fetching twice must be harmless.
"""

from __future__ import annotations

from types import ModuleType

from madang.lib import plugins
from madang.lib.problems import Problem


class UnknownSource(Problem):
    en = "There is no source {name}. Known sources: {known}."
    ko = "{name}은(는) 없는 출처입니다. 쓸 수 있는 출처: {known}."


def source(name: str) -> ModuleType:
    """The plug-in of that public name. Raises `UnknownSource`."""
    known = plugins.found("madang.ingest.sources", ("fetch",))
    if name not in known:
        raise UnknownSource(name=name, known=", ".join(known))
    return known[name]
