"""The city itself: its name and own metadata fields, from the YAML file that MADANG_CITY names.

name: {ko: 서울특별시, en: Seoul}
tagline: {ko: 모두의 데이터, en: Data for everybody}
contact: data@example.org
fields: []                          # see catalog.custom
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from madang.catalog import custom, marked
from madang.lib.problems import Text


@dataclass(frozen=True)
class City:
    name: Text = field(default_factory=lambda: {"ko": "마당", "en": "Madang"})
    tagline: Text = field(default_factory=lambda: {"ko": "도시의 열린 데이터", "en": "The city's open data"})
    contact: str = ""
    fields: tuple[custom.Field, ...] = ()


def read(file: Path) -> City:
    """Read a city's file. Raises `marked.OddFile`, which says the line and how to mend it."""
    root = marked.read(file)
    if root is None:
        return City()
    keys = root.keys(("name", "tagline", "contact", "fields"))
    plain = City()
    return City(
        name=keys["name"].texts() if "name" in keys else plain.name,
        tagline=keys["tagline"].texts() if "tagline" in keys else plain.tagline,
        contact=keys["contact"].word() if "contact" in keys else "",
        fields=custom.fields(keys["fields"]) if "fields" in keys else (),
    )


@cache
def the_city() -> City:
    """The city of this installation, read once."""
    file: Path | None = settings.MADANG["city"]
    return read(file) if file else City()
