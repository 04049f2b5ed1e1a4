"""What citizens asked for, on the pages where people look for data, and where they ask for what a search did not find."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from madang.community import lists
from madang.community.models import DataRequest


def address(text: str) -> str:
    """The form for requests with the words of the search filled in."""
    page = reverse("request_new")
    return f"{page}?{urlencode({'text': text})}" if text else page


def wanted(limit: int, organisation: str = "") -> list[DataRequest]:
    """The open requests that most people support, of one organisation with all below it or of the whole city."""
    return list(lists.listed("open", organisation)[:limit])
