"""Pages made to stand in a frame of somebody else's page: charts and maps, as anybody may see them."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase

from madang.accounts.policy import Actor
from madang.portal.security import POLICY

ANYBODY = Actor()
"""Who reads a page in a frame, whoever is signed in: a foreign page must not be able to show what only its reader may see."""
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
Response = TypeVar("Response", bound=HttpResponseBase)


def embeddable(response: Response) -> Response:
    """Let any page show this one in a frame. The view must have asked as `ANYBODY`; no cookie is read or set."""
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.xframe_options_exempt = True  # type: ignore[attr-defined]  # Django's mark for its middleware
    response.cookies.clear()
    return response
