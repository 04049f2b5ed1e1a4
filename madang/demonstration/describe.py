"""How a demonstration dataset describes itself: frozen values, complete in Korean and English, checked when made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from madang.lib.problems import Problem, Text

if TYPE_CHECKING:
    from madang.demonstration.ground import Ground

Rows = pa.Table | Iterable[pa.RecordBatch]
"""What a generator returns: a table, or batches when the table would not fit in memory comfortably."""


class HalfDescribed(Problem):
    en = "{what} lacks its {lacking}. Every text of a demonstration dataset is given in Korean and English."
    ko = "{what}에 {lacking}이(가) 없습니다. 시연 데이터의 모든 글은 한국어와 영어로 적습니다."


def t(ko: str, en: str) -> Text:
    """A text in both languages."""
    if not ko or not en:
        raise HalfDescribed(what=repr(ko or en), lacking="Korean" if not ko else "English")
    return {"ko": ko, "en": en}


ARROW = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("s"),
    "geometry": pa.binary(),
}


@dataclass(frozen=True)
class Field:
    """A column: its name in the data (Korean), its type, its English label, what it means, its unit and codes."""

    name: str
    type: str
    en: str
    about: Text
    unit: str = ""
    semantic: str = ""
    codes: dict[str, Text] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if self.type not in ARROW:
            raise HalfDescribed(what=self.name, lacking=f"type (not one of {', '.join(ARROW)})")

    @property
    def label(self) -> Text:
        return t(self.name.replace("_", " "), self.en)


@dataclass(frozen=True)
class Sheet:
    """One resource: a table or a layer. `make(ground)` returns its rows with exactly the columns of `fields`."""

    name: str
    title: Text
    fields: tuple[Field, ...]
    make: Callable[[Ground], Rows] = field(hash=False)
    sort_by: tuple[str, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        return pa.schema([(each.name, ARROW[each.type]) for each in self.fields])

    @property
    def is_layer(self) -> bool:
        return any(each.type == "geometry" for each in self.fields)


@dataclass(frozen=True)
class Entry:
    """A dataset of the demonstration city.

    `form` is the kind of file (csv, cp949, xlsx, geojson, parquet) that goes through the load pipeline, like one that an
    office would send, so that its receipt is a real one. `table` hands typed rows to the publisher, as a study does: for
    what is computed from other datasets, `made_from` (their slugs), whose revisions and origin it inherits.
    """

    slug: str
    order: int  # low first: the ground of everything; high last: what a home page shows as newest, so the best to click
    organisation: str
    theme: str
    title: Text
    description: Text
    keywords: dict[str, list[str]] = field(hash=False)
    source: Text = field(hash=False)
    method: Text = field(hash=False)
    sheets: tuple[Sheet, ...]
    origin: str = "generated"  # observed | derived | generated
    licence: str = "kogl-1"
    access: str = "open"
    cycle: str = "never"
    period: tuple[date, date] | None = None
    spatial: Text = field(default_factory=lambda: t("서울특별시", "Seoul"), hash=False)
    form: str = "csv"
    made_from: tuple[str, ...] = ()
    looks_personal: tuple[
        str, ...
    ] = ()  # ids of findings about people who were generated; any other stops the demonstration

    def __post_init__(self) -> None:
        for name in ("title", "description", "source", "method", "spatial", "keywords"):
            for language in ("ko", "en"):
                if not getattr(self, name).get(language):
                    raise HalfDescribed(what=f"{self.slug}.{name}", lacking=language)
