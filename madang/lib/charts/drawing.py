"""Specifications drawn as SVG and PNG, here and without the network, in the portal's own font.

vl-convert holds one engine a process (V8 with Vega in it): 72 MB and 0.4 s with the first picture, some 70 ms each after. So it
is loaded with the first one, and few may wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from madang.lib.problems import Problem

FONTS = Path(__file__).parent / "fonts"
VERSION = "6.4"  # of Vega-Lite; the page's own is pinned to the same in package.json
MOST_WAITING = 4
SECONDS = 10.0
_places = threading.BoundedSemaphore(MOST_WAITING)


class DrawingBusy(Problem):
    en = "Too many charts are being drawn just now. Try again in a moment; the numbers are in the table and the CSV file."
    ko = "지금 그리는 차트가 너무 많습니다. 잠시 뒤 다시 시도하세요. 수치는 표와 CSV 파일에 있습니다."


def svg(spec: dict[str, Any]) -> str:
    """The drawing as SVG text. Raises `DrawingBusy`."""
    with _place():
        drawn: str = _engine().vegalite_to_svg(spec, vl_version=VERSION, allowed_base_urls=[])
        return drawn


def png(drawn: str, scale: float = 2.0) -> bytes:
    """A drawing of `svg` as PNG, by default at two points a pixel. Raises `DrawingBusy`."""
    with _place():
        made: bytes = _engine().svg_to_png(drawn, scale=scale)
        return made


@cache
def _engine() -> ModuleType:
    import vl_convert

    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=SECONDS):
        raise DrawingBusy()
    try:
        yield
    finally:
        _places.release()
