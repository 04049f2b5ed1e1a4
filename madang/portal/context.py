"""What every page knows: the city, and this page's address in the other language."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from madang.catalog.city import the_city

NAMES = dict(settings.LANGUAGES)


def city(request: HttpRequest) -> dict[str, Any]:
    """The city and the way to the other language, for every template."""
    return {"city": the_city(), "other_language": _other(request)}


def _other(request: HttpRequest) -> dict[str, str]:
    """The same page in the other language; after a form was sent, the page that the form stood on."""
    code = next(code for code in NAMES if code != (get_language() or settings.LANGUAGE_CODE))
    here = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    there = translate_url(here, code)
    if there == here:  # an address without a language, such as an unknown one
        there = f"/{code}/"
    return {"code": code, "name": NAMES[code], "address": there}
