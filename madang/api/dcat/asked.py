"""What a request asks of the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from madang.api.problems import OddParameter, UnknownParameter
from madang.catalog import moments
from madang.query import near

FARTHEST = 1_000_000


@dataclass(frozen=True)
class Asked:
    page: int = 1
    q: str = ""
    modified_since: datetime | None = None


def asked(request: HttpRequest, known: tuple[str, ...] = ("page", "q", "modified_since", "profiles")) -> Asked:
    """Raises `UnknownParameter` and `OddParameter`: a filter that is passed over would give another catalogue."""
    found: dict[str, Any] = {}
    for name, texts in request.GET.lists():
        if name not in known:
            raise UnknownParameter(name=name, known=", ".join(known) or "-", **near.hint(name, known))
        read, example = PARAMETERS[name]
        try:
            (text,) = texts
            found[name] = read(text)
        except ValueError as error:
            raise OddParameter(name=name, value=" ".join(texts)[:100], example=example) from error
    found.pop("profiles", None)
    return Asked(**found)


def _page(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= FARTHEST:
        raise ValueError(text)
    return int(text)


def _words(text: str) -> str:
    if "\0" in text or len(text) > 1000:
        raise ValueError(text)
    return text


def _profile(text: str) -> str:
    """CKAN's harvesters may name a profile: there is one here, under each of the names of its versions."""
    if text not in ("euro_dcat_ap", "euro_dcat_ap_2", "euro_dcat_ap_3"):
        raise ValueError(text)
    return text


PARAMETERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "page": (_page, "2"),
    "q": (_words, "인구"),
    "modified_since": (moments.since, "2026-06-30T09:00:00Z"),
    "profiles": (_profile, "euro_dcat_ap_3"),
}
