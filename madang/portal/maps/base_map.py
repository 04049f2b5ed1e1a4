"""The operator's own tiles under the map (MADANG_MAP_TILES): their host, and no other, is let into the content policy of maps."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse

from madang.portal.security import POLICY


def allowed(response: HttpResponse) -> HttpResponse:
    """Let the page load tiles from that host. Without the setting nothing changes."""
    address = settings.MADANG.get("map_tiles")
    if address:
        parts = urlsplit(address)
        policy = response.headers.get("Content-Security-Policy", POLICY)
        response.headers["Content-Security-Policy"] = f"{policy}; connect-src 'self' {parts.scheme}://{parts.netloc}"
    return response
