"""The addresses of this portal as a request sees them."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest

from madang.api.formats import file_suffix, formats, spatial
from madang.catalog.site import Form, Site, base


def site(request: HttpRequest) -> Site:
    return Site(base(request), settings.LANGUAGE_CODE, _forms())


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(extension, module.MEDIA_TYPE, spatial(module), file_suffix(module)) for extension, module in formats().items()
    )  # fmt: skip
