"""The home page's live numbers, chart and map: each one is a question put to published data when the page is made."""

from __future__ import annotations

from typing import Any

from madang.accounts import policy


def of_the_city(actor: policy.Actor) -> list[dict[str, Any]]:
    return []
