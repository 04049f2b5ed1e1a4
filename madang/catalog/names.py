"""Names by which clients of other portals call what the catalogue holds: a UUID, the slug, or a plain name of `a-z 0-9 _ -`.

A slug may have letters of any script; many clients know only plain ones. A slug that is plain already is its own plain name; every
other thing is called by its kind and its UUID, which never changes, as its title may.
"""

from __future__ import annotations

import re
import uuid
from typing import TypeVar

from django.db.models import Model, QuerySet

Thing = TypeVar("Thing", bound=Model)
DATASET, ORGANISATION, THEME = "dataset", "organization", "group"
_PLAIN = re.compile(r"[a-z0-9_-]{2,100}")


def plain(slug: str, uid: uuid.UUID, kind: str) -> str:
    """The plain name of a thing: `population`, or `dataset-0b9c…` (32 hexadecimal digits) for `서울-인구`."""
    return slug if _PLAIN.fullmatch(slug) else f"{kind}-{uid.hex}"


def called(things: QuerySet[Thing], text: str, kind: str) -> Thing | None:
    """The one of `things` that `text` calls; None when there is none. A UUID is that of its bearer, whatever others are named."""
    uid = unique(text)
    found = things.filter(uid=uid).first() if uid else None
    if found is None and len(text) <= 100 and "\0" not in text:
        found = things.filter(slug=text).first()
    behind = unique(text.removeprefix(kind + "-")) if found is None and text.startswith(kind + "-") else None
    return things.filter(uid=behind).first() if behind else found


def unique(text: str) -> uuid.UUID | None:
    """The UUID that a text is, with or without dashes; None when it is none."""
    if not re.fullmatch(r"[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}", text):
        return None
    return uuid.UUID(text)
