"""The portal's own files, served in front of Django: behind it, an asynchronous link in a chain of functions, each request of
whatever kind crossed from thread to event loop and back twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.contrib.staticfiles import finders
from servestatic import ServeStaticASGI

from madang.portal.compression import smaller
from madang.portal.security import POLICY

VERSIONED = re.compile(r"/static/(style|fonts|portal|upload|map|chart|vega|icons|favicon|logo|maplibre-|pretendard-)")
"""Files that pages ask for by an address with a hash or version in it, so browsers may keep them for ever."""


def assets(app: Any) -> Callable[..., Any]:
    """Wrap an ASGI application: addresses of files below /static/ are answered here."""
    front = ServeStaticASGI(
        app, autorefresh=settings.DEBUG, max_age=0 if settings.DEBUG else 60, add_headers_function=_headers,
        immutable_file_test=lambda _path, url: VERSIONED.match(url) is not None,
    )  # fmt: skip
    places = [storage for finder in finders.get_finders() for storage in finder.storages.values()]  # type: ignore[attr-defined]
    for storage in reversed(places):  # the first finder that knows a name wins
        front.add_files(storage.location, settings.STATIC_URL)
    return smaller(front)


def _headers(headers: Headers, _path: str, _url: str) -> None:
    """What Django's `SecurityMiddleware` and `portal.security` say of everything else."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    headers["Cross-Origin-Opener-Policy"] = settings.SECURE_CROSS_ORIGIN_OPENER_POLICY
    headers["Content-Security-Policy"] = POLICY
    if settings.SECURE_HSTS_SECONDS:
        headers["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
