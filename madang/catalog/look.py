"""How a city looks: its colours, logo, icon and picture, from its YAML file; refused at the start when words could not be read.

look:
  accent: {light: "#8a1538", dark: "#f0a3b4"}     # links and buttons, on light and on dark pages
  spark: {light: "#1f5a8c", dark: "#92c2ec"}      # the focus ring and small marks
  logo: logo.svg                                  # beside this file; SVG or PNG
  logo_dark: logo-dark.svg
  icon: icon.svg                                  # in the browser's tab
  picture: share.png                              # shown where a page is shared, 1200 by 630
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from madang.catalog.marked import Marked
from madang.lib.colours import contrast, mixed, rgb

GROUNDS = {"light": ("#faf8f4", "#ffffff", "#f1eee7"), "dark": ("#121715", "#1a211e", "#0d1110")}
"""Paper, surface and sunken of assets/css/tokens.css, on which the colours stand; a test holds them equal."""
INKS = {"light": "#1d2522", "dark": "#e9ede9"}
TEXT, EDGE = 4.5, 3.0  # the contrast that WCAG 2.2 asks of text and of marks
KINDS = {"svg": "image/svg+xml", "png": "image/png"}
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Pair:
    """A colour on light and on dark pages, as `#rrggbb`."""

    light: str
    dark: str


@dataclass(frozen=True)
class Picture:
    """A picture of the city's, and how many pixels it takes."""

    media_type: str
    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()[:12]

    @property
    def wide(self) -> int:
        """Its width in the header of pages, which is 36 pixels high."""
        return max(1, min(240, round(36 * self.width / self.height)))


@dataclass(frozen=True)
class Look:
    accent: Pair | None = None
    spark: Pair | None = None
    logo: Picture | None = None
    logo_dark: Picture | None = None
    icon: Picture | None = None
    picture: Picture | None = None

    @property
    def pictures(self) -> dict[str, Picture]:
        named = {name: getattr(self, name) for name in ("logo", "logo_dark", "icon", "picture")}
        return {name: one for name, one in named.items() if one}


def read(given: Marked) -> Look:
    """Raises `marked.OddFile`: a colour that cannot be read on the pages, a picture that is none."""
    keys = given.keys(("accent", "spark", "logo", "logo_dark", "icon", "picture"))
    return Look(
        accent=_pair(keys["accent"], TEXT) if "accent" in keys else None,
        spark=_pair(keys["spark"], EDGE) if "spark" in keys else None,
        **{name: _picture(keys[name]) for name in ("logo", "logo_dark", "icon", "picture") if name in keys},
    )


def wash(colour: str, mode: str) -> str:
    """A breath of the colour on the surface of its mode: what lies under a link that is pointed at."""
    return mixed(GROUNDS[mode][1], colour, 0.12)


def deep(colour: str, mode: str) -> str:
    """The colour nearer to the ink: of what is pointed at."""
    return mixed(colour, INKS[mode], 0.35)


def _pair(given: Marked, least: float) -> Pair:
    keys = given.keys(("light", "dark"))
    for mode in GROUNDS:
        if mode not in keys:
            raise given.odd(
                f'the colour on {mode} pages is missing. Write {{light: "#0f5c55", dark: "#7fd1c2"}}.',
                f'{"밝은" if mode == "light" else "어두운"} 화면의 색이 없습니다. {{light: "#0f5c55", dark: "#7fd1c2"}}처럼 쓰세요.',
            )
    return Pair(**{mode: _colour(keys[mode], mode, least) for mode in GROUNDS})


def _colour(given: Marked, mode: str, least: float) -> str:
    colour = given.word().lower()
    try:
        rgb(colour)
    except ValueError:
        raise given.odd(
            f'`{colour}` is no colour. Write six digits in quotes: "#0f5c55".',
            f'`{colour}`은(는) 색이 아닙니다. 따옴표 안에 여섯 자리로 쓰세요: "#0f5c55".',
        ) from None
    grounds = (*GROUNDS[mode], wash(colour, mode)) if least == TEXT else GROUNDS[mode]
    lowest = min(contrast(colour, ground) for ground in grounds)
    if lowest < least:
        raise given.odd(
            f"{colour} has a contrast of {lowest:.2f} on {mode} pages, {least} is needed. Choose a "
            f"{'darker' if mode == 'light' else 'lighter'} one.",
            f"{colour}의 {'밝은' if mode == 'light' else '어두운'} 화면 명도 대비는 {lowest:.2f}입니다. {least} 이상이 필요합니다. "
            f"더 {'어두운' if mode == 'light' else '밝은'} 색을 고르세요.",
        )
    return colour


def _picture(given: Marked) -> Picture:
    file = given.file.parent / given.word()
    kind = file.suffix.lower().lstrip(".")
    if kind not in KINDS or not file.is_file() or file.stat().st_size > MOST_BYTES:
        raise given.odd(
            f"there is no picture {file.name} beside this file: SVG or PNG, at most {MOST_BYTES // 1_000_000} MB.",
            f"이 파일 옆에 {file.name} 그림이 없습니다. SVG나 PNG, {MOST_BYTES // 1_000_000} MB 이하여야 합니다.",
        )
    content = file.read_bytes()
    size = _size(content, kind)
    if not size:
        raise given.odd(
            f"{file.name} does not say its size. Save it as PNG, or as SVG with a viewBox.",
            f"{file.name}에서 크기를 알 수 없습니다. PNG나 viewBox가 있는 SVG로 저장하세요.",
        )
    return Picture(KINDS[kind], content, *size)


def _size(content: bytes, kind: str) -> tuple[int, int] | None:
    if kind == "png":
        whole = content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24
        size = (int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")) if whole else (0, 0)
    else:
        box = re.search(rb'<svg\b[^>]*\bviewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', content)
        size = (round(float(box[1])), round(float(box[2]))) if box else (0, 0)
    return size if all(size) else None
