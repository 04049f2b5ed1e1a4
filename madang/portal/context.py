"""What every page knows: the city, the look its reader chose, and this page's address in the other language."""

from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

from madang.catalog.city import the_city
from madang.catalog.site import base
from madang.portal import look

NAMES = dict(settings.LANGUAGES)


def city(request: HttpRequest) -> dict[str, Any]:
    """The city, the reader's look and the way to the other language, for every template."""
    here = _here(request)
    return {
        "city": the_city(), "look": look.chosen(request), "site_base": _base(request), "this_page": here,
        "other_language": _other(here),
    }  # fmt: skip


def _base(request: HttpRequest) -> str:
    """Where this city stands on the web; "" on the page that refuses an odd host."""
    try:
        return base(request)
    except DisallowedHost:
        return ""


def _here(request: HttpRequest) -> str:
    """This page's address; after a form was sent, of the page that the form stood on."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


def _other(here: str) -> dict[str, str]:
    """The same page in the other language."""
    code = next(code for code in NAMES if code != (get_language() or settings.LANGUAGE_CODE))
    there = translate_url(here, code)
    if there == here:  # an address without a language, such as an unknown one
        there = f"/{code}/"
    return {"code": code, "name": NAMES[code], "address": there}
