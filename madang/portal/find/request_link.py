"""Where somebody asks for data that a search did not find."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse


def address(text: str) -> str:
    """The form for requests with the words of the search filled in; "" while the portal has no such page."""
    try:
        page = reverse("request_new")
    except NoReverseMatch:
        return ""
    return f"{page}?{urlencode({'text': text})}" if text else page
