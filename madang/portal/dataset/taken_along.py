"""Files that leave a page with what is shown on it: a picture, its numbers, its specification. Each says what it was made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from madang.accounts import policy
from madang.catalog.models import Revision
from madang.portal.dataset.embedding import ANYBODY

SHORT, LONG = 300, 86_400
"""Seconds that a file may be kept: at an address whose figures may change, and at one that names its revisions."""


@dataclass(frozen=True)
class Made:
    """What a file was made of: the revision it is about, those it also draws on (outlines of areas), and its origin."""

    revision: Revision
    origin: str
    also: tuple[Revision, ...] = ()
    pinned: bool = False


def taken_along(body: bytes, kind: str, name: str, made: Made, *, attached: bool = False) -> HttpResponse:
    """The response with the file `name` of the content type `kind`; `attached` files are saved and not shown.

    What everybody may read may be kept on the way and stand on any page. What only its reader may is kept nowhere.
    """
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(attached, name) or "inline"
    resource = made.revision.resource
    response["Madang-Dataset"], response["Madang-Resource"] = resource.dataset.slug, resource.name
    response["Madang-Revision"], response["Madang-Origin"] = made.revision.pk, made.origin
    if _for_everybody((made.revision, *made.also)):
        patch_cache_control(response, public=True, max_age=LONG if made.pinned else SHORT)
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _for_everybody(revisions: Iterable[Revision]) -> bool:
    """Asked of the revisions: of an open dataset one may be withdrawn, or not published yet."""
    return all(policy.can(ANYBODY, "read", one) for one in revisions)
