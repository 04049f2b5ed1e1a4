"""Whether the client of a request is still there."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

GONE = "madang.gone"
"""As `config.leaving` puts it into the scope of every request."""


def gone(request: HttpRequest) -> Callable[[], bool]:
    """What says so at any time, in any thread; without an ASGI server nobody ever leaves."""
    left = getattr(request, "scope", {}).get(GONE)
    return left.is_set if left else lambda: False
