"""The receipt of a revision: the public account of how its file was read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from madang.accounts import policy
from madang.accounts import receipts as told
from madang.catalog.models import Revision
from madang.ingest.receipts import pair
from madang.portal.dataset import exports
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown


def receipt(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """How the file was read, what was found and decided; rows of the file only for those who may read them."""
    page = shown(request, "receipt", slug, name)
    revision = revision_of(page)
    account = told.shown(page.actor, revision)
    context = {
        "page": page,
        "dataset": page.dataset,
        "revision": revision,
        "receipt": account,
        "findings": listed(account),
        "since": pair.since(page.actor, revision),
        "whole": policy.can(page.actor, "read", revision),
        "json": f"{exports.base(slug, name)}/receipt",
        "area": "search",
    }
    return render(request, "portal/dataset/receipt.html", context | head(page))


def listed(receipt: dict[str, Any], above: Collection[str] = ()) -> list[dict[str, Any]]:
    """The findings to tell in the receipt: not those whose ids stand `above` it on the page, and not why there is no table."""
    why = (receipt.get("no_table") or {}).get("reason")
    return [one for one in receipt.get("findings", []) if one["id"] not in above and one.get("text") != why]


def revision_of(page: Shown) -> Revision:
    """The revision whose receipt is asked for. A restricted dataset shows that of its current one without content."""
    assert page.resource is not None
    if page.can_read or page.resource.current is None or page.revision_id or page.as_of:
        return policy.readable_file(page.actor, page.resource, page.revision_id, page.as_of)
    return page.resource.current
