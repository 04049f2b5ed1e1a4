"""Where content comes from: one file per source, found by its folder (or an entry point of this name).

A file defines

* `fetch(settings, since) -> Fetched | Unchanged`: ask the source once. `settings` are the texts that the run keeps under
  `source_settings`; `since` is what is known of last time (`Since()` the first time). A problem that it names
  (`lib.problems.Problem`) becomes the reason of the run, also one raised while the chunks are read: then nothing is kept.
  Asking twice must be harmless.
* `LABEL`: what people call it, in every language.
* `FIELDS`: its settings. Pages, API and command line ask for them and refuse others.
* `called(settings)`: the file's name as far as it is known before it was fetched.
* optionally `check(settings)`: raise an `Unfit` for settings that can never work, before they are saved.
* optionally `owner(settings)`: the short name of the organisation that alone (with those below it) may ask it; nothing for all.
* optionally `SCHEDULED = False`: it cannot be asked again, so no schedule offers it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import ModuleType

from madang.lib import plugins
from madang.lib.problems import Problem, Text

AGREED = ("fetch", "LABEL", "FIELDS", "called")
Facts = tuple[tuple[Text, str], ...]
"""What a person may want to know of one asking: (label, value). Never a secret."""


@dataclass(frozen=True)
class Since:
    """What is known of the last time that this source gave something which was read. All empty the first time."""

    at: datetime | None = None
    sha256: str = ""  # of the bytes
    mark: Mapping[str, str] = field(default_factory=dict)  # what the source itself asked to remember


@dataclass(frozen=True)
class Fetched:
    """New bytes, or bytes of which the source cannot tell whether they are new: the same hash makes no new revision either.

    `mark` is handed back as `Since.mark` next time: an ETag, a version, the largest id. It may be filled in until the chunks end.
    """

    chunks: Iterator[bytes]  # in pieces, so that memory stays flat; closed when it is not read to its end
    name: str = ""  # of the file, as the source calls it
    mark: dict[str, str] = field(default_factory=dict)
    facts: Facts = ()


@dataclass(frozen=True)
class Unchanged:
    """The source says that nothing is new."""

    facts: Facts = ()
    warning: Text | None = None  # nothing new, but something that a person should look at


@dataclass(frozen=True)
class Field:
    """One setting of a source. Every value is a text."""

    name: str
    label: Text
    example: str
    required: bool = False
    help: Text | None = None
    many_lines: bool = False
    choices: tuple[tuple[str, Text], ...] = ()


class OthersSource(Problem):
    en = "The operator opened this source for the organisation {owner} only, and {organisation} does not belong to it. Ask the operator."
    ko = "운영자가 이 출처를 {owner} 기관에만 열어 두었고 {organisation}은(는) 그 아래에 있지 않습니다. 운영자에게 문의하세요."


class UnknownSource(Problem):
    en = "There is no source {name}. Known sources: {known}."
    ko = "{name}은(는) 없는 출처입니다. 쓸 수 있는 출처: {known}."


class Unfit(Problem):
    """The root of settings that can never work; a source's own `check` raises subclasses."""


class OddSetting(Unfit):
    en = "The setting {name}={value} of the source {source} cannot be used. It has: {known}; {required} must be given."
    ko = "출처 {source}의 설정 {name}={value}을(를) 쓸 수 없습니다. 설정: {known}. 꼭 필요한 것: {required}."


def source(name: str) -> ModuleType:
    """The plug-in of that public name. Raises `UnknownSource`."""
    known = plugins.found("madang.ingest.sources", AGREED)
    if name not in known:
        raise UnknownSource(name=name, known=", ".join(known))
    return known[name]


def called(name: str, settings: Mapping[str, str]) -> str:
    """What a person calls that source with these settings; its name when its plug-in has gone."""
    module = plugins.found("madang.ingest.sources", AGREED).get(name)
    return str(module.called(settings)) if module else name


def scheduled() -> dict[str, ModuleType]:
    """The sources that can be asked again and again."""
    known = plugins.found("madang.ingest.sources", AGREED)
    return {name: module for name, module in known.items() if getattr(module, "SCHEDULED", True)}


def checked(name: str, settings: Mapping[str, object]) -> dict[str, str]:
    """The settings without empty ones. Raises `UnknownSource`, `OddSetting`, and what the source's own `check` raises."""
    module = source(name)
    fields = {one.name: one for one in module.FIELDS}
    kept = {key: value.strip() if isinstance(value, str) else value for key, value in settings.items()}
    kept = {key: value for key, value in kept.items() if value not in ("", None)}
    missing = [one.name for one in module.FIELDS if one.required and one.name not in kept]
    odd = [key for key, value in kept.items() if not _fits(fields.get(key), value)] + missing
    if odd:
        raise OddSetting(
            source=name, name=odd[0], value=kept.get(odd[0], ""), known=", ".join(fields),
            required=", ".join(one.name for one in module.FIELDS if one.required) or "-",
        )  # fmt: skip
    if hasattr(module, "check"):
        module.check(kept)
    return {key: str(value) for key, value in kept.items()}


def require_owner(name: str, settings: Mapping[str, str], path: str) -> None:
    """Raise `OthersSource` unless the organisation at `path` ("/seoul/transport/") may ask this source with these settings."""
    module = source(name)
    owner = module.owner(settings) if hasattr(module, "owner") else ""
    if owner and f"/{owner}/" not in path:
        raise OthersSource(owner=owner, organisation=path.strip("/").rpartition("/")[2] or "-")


def _fits(known: Field | None, value: object) -> bool:
    if known is None or not isinstance(value, str):
        return False
    return not known.choices or value in dict(known.choices)
