"""The city itself: its name, look and own metadata fields, from the YAML file that MADANG_CITY names.

name: {ko: 서울특별시, en: Seoul}
tagline: {ko: 모두의 데이터, en: Data for everybody}
logo: seoul.svg                     # beside this file: svg, png or webp
colours: {accent: "#0b57d0", accent_dark: "#8ab4f8"}
contact: data@example.org
fields: []                          # see catalog.custom
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

from madang.catalog import custom, marked
from madang.lib.problems import Text

COLOURS = ("accent", "accent_dark")
LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".webp": "image/webp"}


@dataclass(frozen=True)
class City:
    name: Text = field(default_factory=lambda: {"ko": "마당", "en": "Madang"})
    tagline: Text = field(default_factory=lambda: {"ko": "도시의 열린 데이터", "en": "The city's open data"})
    logo: Path | None = None
    colours: dict[str, str] = field(default_factory=dict)  # of COLOURS, "#rrggbb"
    contact: str = ""
    fields: tuple[custom.Field, ...] = ()


def read(file: Path) -> City:
    """Read a city's file. Raises `marked.OddFile`, which says the line and how to mend it."""
    root = marked.read(file)
    if root is None:
        return City()
    keys = root.keys(("name", "tagline", "logo", "colours", "contact", "fields"))
    plain = City()
    return City(
        name=keys["name"].texts() if "name" in keys else plain.name,
        tagline=keys["tagline"].texts() if "tagline" in keys else plain.tagline,
        logo=_logo(keys["logo"]) if "logo" in keys else None,
        colours=_colours(keys["colours"]) if "colours" in keys else {},
        contact=keys["contact"].word() if "contact" in keys else "",
        fields=custom.fields(keys["fields"]) if "fields" in keys else (),
    )


def _logo(value: marked.Marked) -> Path:
    path = value.file.parent / value.word()
    if path.suffix.lower() not in LOGOS or not path.is_file():
        raise value.odd(
            f"{path.name} is no picture beside this file. Name an .svg, .png or .webp there.",
            f"이 파일 옆에 {path.name} 그림이 없습니다. .svg, .png, .webp 파일을 적으세요.",
        )
    return path


def _colours(value: marked.Marked) -> dict[str, str]:
    colours = {}
    for name, colour in value.keys(COLOURS).items():
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour.word()):
            raise colour.odd(
                f'`{colour.word()}` is not a colour. Write it as "#0b57d0", in quotes.',
                f'`{colour.word()}`은(는) 색이 아닙니다. 따옴표 안에 "#0b57d0"처럼 쓰세요.',
            )
        colours[name] = colour.word()
    return colours


@cache
def the_city() -> City:
    """The city of this installation, read once."""
    file: Path | None = settings.MADANG["city"]
    return read(file) if file else City()
