"""How a study says what it reads, what can be set, and what it yields. Found by its folder, checked by one test."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

import pyarrow as pa

from madang.lib.problems import Text
from madang.query.model import Column, Type


@dataclass(frozen=True)
class ColumnRole:
    """A column that a study needs of a table, whatever the publisher called it.

    `guesses`: regular expressions, tried in order on a column's name, label and meaning (`semantic`), case-insensitive.
    """

    name: str
    label: Text
    types: frozenset[Type]
    guesses: tuple[str, ...] = ()
    required: bool = True
    many: bool = False
    """Several columns may be given (a weighted sum, with a weight each)."""
    description: Text | None = None
    telling: float = 1.0
    """How much a table that has such a column is preferred over one that has none, when tables are offered."""
    shapes: frozenset[str] = frozenset()
    """Kinds of geometry that fit (`point`, `line`, `polygon`, `mixed`), when not every kind does."""
    people: bool = False
    """It counts people. Of data that are not open a study reads a fixed number instead of each small count: `Given.fewest`."""


@dataclass(frozen=True)
class Role:
    """A table that a study reads, by what it is for the study."""

    name: str
    label: Text
    description: Text
    columns: tuple[ColumnRole, ...]
    required: bool = True
    guesses: tuple[str, ...] = ()
    """Regular expressions over titles, keywords and names of datasets: which of those that fit is probably meant."""
    unlike: tuple[str, ...] = ()
    """The same for tables that are probably meant for something else: their words then speak for nothing."""
    single: bool = False
    """A row is one person, or one thing that one person did (a call, a ride), unless a column that counts `people` is given.
    Such rows are guarded whatever their access; a study that counts them puts `small_cells.protected` to the counts."""


Kind = Literal["number", "integer", "choice", "flag", "text"]


@dataclass(frozen=True)
class Parameter:
    """Something that can be set, with a default that makes sense; `low` and `high` are allowed themselves."""

    name: str
    label: Text
    description: Text
    kind: Kind
    default: Any
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    unit: str = ""
    advanced: bool = False
    """Shown only to who asks for more."""


def number(
    name: str, label: Text, more: Text, default: float, low: float, high: float, unit: str = "", advanced: bool = False
) -> Parameter:
    """A number between two others."""
    return Parameter(name, label, more, "number", default, low, high, unit=unit, advanced=advanced)


def whole_number(
    name: str, label: Text, more: Text, default: int, low: int, high: int, advanced: bool = False
) -> Parameter:
    """A number without a point between two others."""
    return Parameter(name, label, more, "integer", default, low, high, advanced=advanced)


@dataclass(frozen=True)
class Total:
    """Rows of a table are sums: `column` of each is the sum of `parts` over the rows of the table `of` that have the same values
    in the columns `by` (of this table: of that one). Only rows with the values `where` are such sums.

    Without a `column`, the sum of all rows of `of` that agree in the columns `by` can be told from something else.
    """

    column: str
    of: str
    parts: str
    by: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, Any] = field(default_factory=dict)
    upto: str = ""
    """A column of both tables: only rows in which it is no larger than here are parts (a cumulative column)."""


@dataclass(frozen=True)
class Yield:
    """A table that a study publishes; `columns` in their order, a geometry makes it a layer."""

    name: str
    label: Text
    description: Text
    columns: tuple[Column, ...]
    labels: Mapping[str, Text] = field(default_factory=dict)
    """What people call each column."""
    sort_by: tuple[str, ...] = ()
    descriptions: Mapping[str, Text] = field(default_factory=dict)
    """What each column means, where its label does not say it all."""
    people: tuple[str, ...] = ()
    """Columns that count people. Unless all inputs are open, small counts in them are left out of what is published."""
    tells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By a column of `people`: the columns from which its number could be told in the same row. They are left out with it."""
    totals: tuple[Total, ...] = ()
    """What of this table is a sum of other numbers of people: more of these are left out until subtraction gives none back."""


@dataclass(frozen=True)
class Given:
    """The table that plays a role: its columns by the names of their roles (`<role>`, or `<role>_1`, `<role>_2` ... of many).

    `chosen` tells which column of the publisher plays which role; `weights` those of columns given as several.
    """

    rows: pa.Table
    title: Text
    dataset: str
    revision: str
    origin: str
    chosen: Mapping[str, tuple[str, ...]]
    weights: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    resource: str = ""
    number: int = 0
    """Of the revision within its resource: 1, 2, 3."""
    labels: Mapping[str, Text] = field(default_factory=dict)
    """What people call the publisher's columns, by their names."""
    restricted: bool = False
    """Nobody may see single rows of it. The report and the certificates then stay with those who may run studies on it."""
    fewest: int = 0
    """Counts of fewer people than this are left out of what is published, and half of it stands for each of them in the columns
    that count `people`. 0: all inputs are open, so nothing is left out."""
    units: Mapping[str, str] = field(default_factory=dict)
    """What the numbers of each role are counted in, where the publisher says so: `만원`, `m`."""
    sha256: str = ""
    """Of the file that the revision was loaded from, as its page shows it."""
    zone: str = ""
    """The time zone of the city, such as Europe/London. Times are local, but where their column has a zone itself, which is UTC."""

    def several(self, role: str) -> list[str]:
        """The columns that it has of a role that may be several: `need`, or `need_1`, `need_2`."""
        return [
            name for name in self.rows.column_names if name == role or (name not in self.chosen and _stem(name) == role)
        ]


def _stem(column: str) -> str:
    """`need` of `need_2`."""
    stem, _, number = column.rpartition("_")
    return stem if number.isdigit() else column


Tell = Callable[[float, Text], None]
"""Hears how far a study is (0 to 1) and what it does; raises `Cancelled` when somebody wants it to stop."""


@dataclass(frozen=True)
class Result:
    """What a study found.

    `tables`: one for each `Yield`, by name. `quality`: the statement of how good it is, plain JSON with numbers and `Text`s.
    `report`: an `analysis.report.Document`. `certificates`: by name, what `madang verify` recomputes. `scene`: an
    `analysis.scenarios.Scene`, for the page on which people move sites; it is kept as `scene.json`.

    Pages read these, where they are there, and nothing else; what they lack they do not show:

    quality["verdict"]        a `Text`: how good the result is, under its title, on the home page and in lists
    quality["gap"]            how much better another answer could be at most, as a share; 0: proved to be the best
    quality["then"]           figures with the result, compared between two runs: `share` (0 to 1) and `within` (people) within the
                              standard; `mean`, `worst_tenth`, `longest` (metres); `gini` (0 to 1)
    quality["stays"]          by kind of test, the share (or None) of sites that are chosen again with other inputs
    quality["few"]            how many counts of single events the study put through `small_cells.protected` with effect
    tables["sites"]           `site` and `order`, and perhaps `stays` (a share): the sites that two runs have in common
    """

    tables: Mapping[str, pa.Table]
    quality: Mapping[str, Any]
    report: Any
    certificates: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    scene: Any = None


class Study(Protocol):
    """What a module in `analysis.studies` gives."""

    VERSION: int  # raised when the same inputs give another result
    TITLE: Text
    SUMMARY: Text
    READS: tuple[Role, ...]
    PARAMETERS: tuple[Parameter, ...]
    YIELDS: tuple[Yield, ...]

    def study(self, tables: Mapping[str, Given], parameters: Mapping[str, Any], tell: Tell) -> Result: ...
