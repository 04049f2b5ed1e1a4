"""What the head of every dataset page shows besides the dataset."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from madang.portal.dataset.shown import Shown


def head(page: Shown) -> dict[str, Any]:
    """How fresh it is, and the origin of what is shown."""
    return {"fresh": page.dataset.freshness(timezone.now()), "origin": origin(page)}


def origin(page: Shown) -> str:
    """The origin of what is shown: that of the revision, which can only be worse than the dataset's. Raises as `Shown.revision`."""
    return page.revision.origin if page.revision else page.dataset.origin
