"""What a report says, before it is written as HTML or PDF: frozen parts that check themselves, texts in each language.

Words of a publisher (names of places) are plain strings in cells; everything that we say is a `Text`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from madang.analysis.report.drawn import Chart, Map
from madang.lib.problems import Text

logger = logging.getLogger(__name__)
LEVELS = (2, 3, 4)
Cell = str | float | int | Text | None
"""A name or a text, a number, or None for what is not known."""


@dataclass(frozen=True)
class Heading:
    """A heading; the document's own title is of level 1."""

    text: Text
    level: int = 2

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"headings have levels {LEVELS}, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """Plain words. No markup: what looks like it is printed as it is."""

    text: Text


@dataclass(frozen=True)
class Points:
    """A list of short sentences; `numbered` where their order matters."""

    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Figure:
    """A number to remember. `value` as a text is printed as it is; `unit` stands behind a number, `detail` below the label."""

    label: Text
    value: float | int | Text | None
    unit: Text = field(default_factory=dict)
    detail: Text = field(default_factory=dict)
    digits: int | None = None


@dataclass(frozen=True)
class Key:
    """Two to six figures side by side."""

    figures: tuple[Figure, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.figures) <= 8:
            raise ValueError(f"{len(self.figures)} figures are no key figures: one to eight are")


@dataclass(frozen=True)
class Column:
    """A column of a table. `kind` "share" prints 0.25 as 25 %; `digits` after the point, or as many as the column needs.

    `plain` numbers are years and codes, which are not grouped by thousands.
    """

    title: Text
    kind: Literal["text", "number", "share"] = "text"
    digits: int | None = None
    plain: bool = False


@dataclass(frozen=True)
class Rows:
    """A table with its title above it. `note` stands below, for what was left out or how to read it."""

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs a column")
        for at, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(f"row {at} has {len(row)} cells, the table {len(self.columns)} columns")


@dataclass(frozen=True)
class Note:
    """Something that must not be overlooked: "warning" for what limits the conclusions, "info" for the rest."""

    text: Text
    kind: Literal["info", "warning"] = "info"
    title: Text = field(default_factory=dict)


@dataclass(frozen=True)
class File:
    """Something to download: what it is called and where it stands (`https://...`, or a path of this portal, `/...`)."""

    label: Text
    address: str

    def __post_init__(self) -> None:
        here = self.address.startswith("/") and not self.address.startswith(("//", "/\\"))
        if not (here or self.address.startswith(("https://", "http://"))):
            raise ValueError(f"neither a web address nor a path of the portal: {self.address!r}")


@dataclass(frozen=True)
class Files:
    """The datasets, tables and certificates behind a report."""

    items: tuple[File, ...]


@dataclass(frozen=True)
class PageBreak:
    """A new page on paper; nothing on the screen."""


Part = Heading | Paragraph | Points | Key | Rows | Chart | Map | Note | Files | PageBreak


@dataclass(frozen=True)
class Document:
    """A report. `subtitle` says what was studied, where and for when."""

    title: Text
    subtitle: Text
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        if not any(self.title.values()):
            raise ValueError("a report needs a title")


NOT_WRITTEN: Text = {
    "en": "The report could not be written ({why}). The tables are complete.",
    "ko": "보고서를 쓰지 못했습니다({why}). 표는 빠짐없이 있습니다.",
}


def attempted(title: Text, make: Callable[[], Document]) -> Document:
    """The document that `make` makes, or one that says why it could not: a report never fails its study."""
    try:
        return make()
    except MemoryError:  # the study's own limit, which has words of its own
        raise
    except Exception as error:
        logger.exception("a report could not be written")
        why = f"{type(error).__name__}: {str(error)[:300]}"
        return Document(title, {}, (Note({one: said.format(why=why) for one, said in NOT_WRITTEN.items()}, "warning"),))
