"""A column type as infer uses it: the plug-in's names with defaults for those that it leaves out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

from madang.ingest.types._plain import Plain
from madang.lib.plugins import found
from madang.lib.problems import Text
from madang.query.model import Type

GROUP = "madang.ingest.types"
AGREED = ("TYPE", "VALID", "INVALID", "matches")
_OTHERS: dict[str, Text] = {"geometry": {"en": "geometry", "ko": "도형"}}
"""What no text can be, so that it has no file of its own."""


@dataclass(frozen=True)
class Facts:
    """What is known of a whole column when a type is asked whether it may decide it."""

    header: str
    named: bool  # the header matches the type's NAMES
    filled: int  # values that are not blank
    distinct: int  # different values, null words included
    shortest: int  # bytes, of values that begin with a digit and are not 0
    longest: int
    low: str = ""  # the first and the last of these values in the order of their characters
    high: str = ""


@dataclass(frozen=True)
class ColumnType:
    """`fits` and `converted` turn a DuckDB expression of the trimmed text into a condition and a value."""

    name: str
    type: Type
    matches: Callable[[str], bool] = field(compare=False)
    sql: str | None = None
    convert: str = "{value}"
    rank: int = 500
    names: re.Pattern[str] | None = None
    decides: Callable[[Facts], bool] = field(default=lambda _: True, compare=False)
    numbers: Callable[[Plain], bool | None] = field(default=lambda _: None, compare=False)
    quick: tuple[str, str] | None = None
    forms: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unit: str | None = None
    nulls: tuple[str, ...] = ()
    label: Text = field(default_factory=dict, compare=False)
    note: Text | None = field(default=None, compare=False)

    def speaks_for(self, header: str) -> bool:
        return bool(self.names and self.names.search(header))

    def fits(self, value: str) -> str:
        """The condition over `value`; only for types with SQL."""
        assert self.sql is not None
        return f"coalesce(({self.sql.replace('{value}', value)}), false)"

    def converted(self, value: str, signs: frozenset[str] | None = None) -> str:
        """The typed value; by the quicker way when only its `signs` stand among the digits of the column."""
        quick = self.quick and signs is not None and signs <= set(self.quick[0])
        return (self.quick[1] if self.quick and quick else self.convert).replace("{value}", value)


def of(name: str, plugin: ModuleType) -> ColumnType:
    """Read a plug-in file into a `ColumnType`."""
    names = getattr(plugin, "NAMES", None)
    return ColumnType(
        name=name,
        type=plugin.TYPE,
        matches=plugin.matches,
        sql=getattr(plugin, "SQL", None),
        convert=getattr(plugin, "CONVERT", "{value}"),
        rank=getattr(plugin, "RANK", 500),
        names=re.compile(names, re.IGNORECASE) if names else None,
        decides=getattr(plugin, "decides", lambda _: True),
        numbers=getattr(plugin, "numbers", lambda _: None),
        quick=getattr(plugin, "QUICK", None),
        forms=tuple(getattr(plugin, "FORMS", ())),
        asks=tuple(getattr(plugin, "ASKS", ())),
        unless=tuple(getattr(plugin, "UNLESS", ())),
        unit=getattr(plugin, "UNIT", None),
        nulls=tuple(getattr(plugin, "NULLS", ())),
        label=getattr(plugin, "LABEL", {"en": name.replace("_", " "), "ko": name}),
        note=getattr(plugin, "NOTE", None),
    )


@cache
def column_types() -> dict[str, ColumnType]:
    """Every column type by its public name, in the order in which they are asked."""
    types = [of(name, plugin) for name, plugin in found(GROUP, AGREED).items()]
    return {kind.name: kind for kind in sorted(types, key=lambda kind: (kind.rank, kind.name))}


def called(name: str) -> Text:
    """What people call a type by its public name: `dong_code` is `행정동 코드`. A name that is no type stays as it is."""
    kind = column_types().get(name)
    return kind.label if kind else _OTHERS.get(name, {"en": name.replace("_", " "), "ko": name})
