"""What a search asks for, as a small tree. `field` is a name of Solr's, or "" for any text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Everything:
    """`*:*`, and with a field whatever has a value there: `tags:*`, `tags:[* TO *]`."""

    field: str = ""


@dataclass(frozen=True)
class Words:
    """A word, or a phrase: in a field of text all of its words, in another field exactly this value."""

    field: str
    text: str
    slips: int = 0  # `~n`: letters that may differ
    boost: float = 1.0


@dataclass(frozen=True)
class Pattern:
    """A word with `*` (any letters) and `?` (one letter); `pieces` are the texts between them and the marks themselves."""

    field: str
    pieces: tuple[tuple[str, bool], ...]  # (text, whether it is a mark)


@dataclass(frozen=True)
class Range:
    """`[low TO high]`; None is `*`, that is without an end."""

    field: str
    low: str | None
    high: str | None
    with_low: bool = True
    with_high: bool = True


@dataclass(frozen=True)
class And:
    parts: tuple[object, ...]


@dataclass(frozen=True)
class Or:
    parts: tuple[object, ...]


@dataclass(frozen=True)
class Not:
    part: object
