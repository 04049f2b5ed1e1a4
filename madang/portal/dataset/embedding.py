"""Pages made to stand in a frame of somebody else's page: charts and maps, as anybody may see them."""

from __future__ import annotations

from html import escape
from typing import TypeVar

from django.http.response import HttpResponseBase

from madang.accounts.policy import Actor
from madang.portal.security import POLICY

ANYBODY = Actor()
"""Who reads a page in a frame, whoever is signed in: a foreign page must not be able to show what only its reader may see."""
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
Response = TypeVar("Response", bound=HttpResponseBase)


def frame_code(address: str, title: str, height: int) -> str:
    """HTML for somebody to copy: a frame. It is a text, not markup of ours: the template escapes it once more."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="100%" height="{height}" loading="lazy" '
        f'frameborder="0"></iframe>'
    )


def picture_code(address: str, picture: str, label: str) -> str:
    """HTML for somebody to copy: a picture that leads to the page. To be escaped once more, too."""
    return f'<a href="{escape(address)}"><img src="{escape(picture)}" alt="{escape(label)}" loading="lazy"></a>'


def embeddable(response: Response) -> Response:
    """Let any page show this one in a frame. The view must have asked as `ANYBODY`; no cookie is read or set."""
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.xframe_options_exempt = True  # type: ignore[attr-defined]  # Django's mark for its middleware
    response.cookies.clear()
    return response
