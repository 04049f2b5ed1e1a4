"""The city's own colours as a style sheet, and its pictures: addresses carry a hash, so browsers keep them until they change."""

from __future__ import annotations

import hashlib
from functools import cache

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from madang.catalog.city import the_city
from madang.catalog.look import GROUNDS, INKS, Look, Pair, deep, wash
from madang.lib.colours import contrast, mixed

YEAR = 365 * 24 * 60 * 60
PICTURES = "default-src 'none'; style-src 'unsafe-inline'"  # an SVG may bring its own styles, and nothing else


def css(look: Look) -> str:
    """The tokens that a city sets; nothing when it keeps Madang's."""
    lines = []
    if look.accent:
        lines += _named("accent", look.accent) + _steps(look.accent)
        lines.append(_line("on-accent", Pair(_on(look.accent.light), _on(look.accent.dark))))
        lines.append(_line("accent-deep", Pair(deep(look.accent.light, "light"), deep(look.accent.dark, "dark"))))
    if look.spark:
        lines += _named("spark", look.spark)
    return ":root {\n" + "".join(lines) + "}\n" if lines else ""


def _line(name: str, pair: Pair) -> str:
    return f"  --{name}: light-dark({pair.light}, {pair.dark});\n"


def _named(name: str, pair: Pair) -> list[str]:
    return [_line(name, pair), _line(f"{name}-wash", Pair(wash(pair.light, "light"), wash(pair.dark, "dark")))]


def _steps(accent: Pair) -> list[str]:
    """Five steps for maps, from nearly the ground to beyond the accent."""
    shares = (0.18, 0.4, 0.65, 1.0)
    light = [mixed(GROUNDS["light"][1], accent.light, share) for share in shares] + [
        mixed(accent.light, INKS["light"], 0.5)
    ]
    dark = [mixed(GROUNDS["dark"][1], accent.dark, share) for share in shares] + [mixed(accent.dark, INKS["dark"], 0.5)]
    return [_line(f"q{number}", Pair(*pair)) for number, pair in enumerate(zip(light, dark, strict=True))]


def _on(colour: str) -> str:
    """White or ink, whichever is easier to read on a button of this colour."""
    return max(("#ffffff", "#0b1110"), key=lambda one: contrast(one, colour))


@cache
def digest() -> str:
    """Of the city's style sheet; empty when there is none."""
    text = css(the_city().look)
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def sheet(request: HttpRequest) -> HttpResponse:
    return HttpResponse(css(the_city().look), content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=YEAR, immutable=True)
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """A picture of the city's look, by its key in the city's file."""
    found = the_city().look.pictures.get(name)
    if not found:
        raise Http404(name)
    return HttpResponse(found.content, content_type=found.media_type, headers={"Content-Security-Policy": PICTURES})
