"""The city itself: its name, look and own metadata fields, from the YAML file that MADANG_CITY names.

name: {ko: 서울특별시, en: Seoul}
tagline: {ko: 모두의 데이터, en: Data for everybody}
contact: data@example.org
look: {}                            # see catalog.look
links:                              # at the foot of every page
  - {name: {ko: 서울시청, en: City Hall}, url: https://www.example.org/}
fields: []                          # see catalog.custom
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from madang.catalog import custom, look, marked
from madang.catalog.marked import Marked
from madang.lib.problems import Text


@dataclass(frozen=True)
class Link:
    """A link of the city's own at the foot of every page."""

    name: Text
    url: str


@dataclass(frozen=True)
class City:
    name: Text = field(default_factory=lambda: {"ko": "마당", "en": "Madang"})
    tagline: Text = field(default_factory=lambda: {"ko": "도시의 열린 데이터", "en": "The city's open data"})
    contact: str = ""
    fields: tuple[custom.Field, ...] = ()
    look: look.Look = field(default_factory=look.Look)
    links: tuple[Link, ...] = ()


def read(file: Path) -> City:
    """Read a city's file. Raises `marked.OddFile`, which says the line and how to mend it."""
    root = marked.read(file)
    if root is None:
        return City()
    keys = root.keys(("name", "tagline", "contact", "fields", "look", "links"))
    plain = City()
    return City(
        name=keys["name"].texts() if "name" in keys else plain.name,
        tagline=keys["tagline"].texts() if "tagline" in keys else plain.tagline,
        contact=keys["contact"].word() if "contact" in keys else "",
        fields=custom.fields(keys["fields"]) if "fields" in keys else (),
        look=look.read(keys["look"]) if "look" in keys else plain.look,
        links=tuple(_link(one) for one in keys["links"].each()) if "links" in keys else (),
    )


def _link(given: Marked) -> Link:
    keys = given.keys(("name", "url"))
    if len(keys) < 2:
        raise given.odd(
            "a link needs `name:` and `url:`. Add them.", "링크에는 `name:`과 `url:`이 필요합니다. 추가하세요."
        )
    url = keys["url"].word()
    if not url.startswith(("https://", "http://", "mailto:", "/")):
        raise keys["url"].odd(
            f"`{url}` is no address. Begin it with https://, mailto: or /.",
            f"`{url}`은(는) 주소가 아닙니다. https://, mailto:, / 가운데 하나로 시작하세요.",
        )
    return Link(keys["name"].texts(), url)


@cache
def the_city() -> City:
    """The city of this installation, read once."""
    file: Path | None = settings.MADANG["city"]
    return read(file) if file else City()
