"""What differs between the rows of two revisions: counts, and the rows themselves."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import readable, who
from madang.api.native import shapes
from madang.api.native.asking import COUNT, PAIR, Parameter, values, whole
from madang.api.native.resources import PLACE, resource
from madang.api.native.routes import reads
from madang.api.native.schemas import differences
from madang.catalog.differences import counted
from madang.ingest.receipts import pair
from madang.query.difference import KINDS, Change, changes

router = Router(tags=["resources"])
MOST = 1_000


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError(text)
    return text


def _limit(text: str) -> int:
    if whole(text) > MOST:
        raise ValueError(text)
    return whole(text)


ASKED = (
    *PAIR,
    Parameter("kind", _kind, "changed", "which rows are listed: those that changed (default), came or went", bounds={"enum": list(KINDS)}),
    Parameter("limit", _limit, "100", f"at most so many rows, up to {MOST:,}; 100 by default", "integer",
              bounds={**COUNT, "maximum": MOST}),
    Parameter("offset", whole, "0", "rows to skip", "integer", bounds=COUNT),
)  # fmt: skip


@reads(router, PLACE + "/diff", "What changed between the rows of two revisions", ASKED, differences.RowsDiff)
def diff(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Rows are told apart by the key of the resource, else by columns that name every row in both revisions; where there are
    none, whole rows are counted, and a changed one went and came. A change of `before` and `after` holds the columns of both."""
    sent, actor, found = values(request, ASKED), who(request), resource(request, slug, name)
    pair_of = pair.pair(actor, found, sent.get("from", ""), sent.get("to", ""))
    old, new = (readable(actor, found, revision=one.pk) for one in pair_of)
    counts, kind = counted(found, old, new), sent.get("kind", "changed")
    rows = changes(old, new, counts.key, kind, sent.get("offset", 0), sent.get("limit", 100))
    return shapes.json({
        "from": old.revision, "to": new.revision, "key": counts.key,
        "added": counts.added, "removed": counts.removed, "changed": counts.changed, "same": counts.same,
        "cells": counts.cells,
        "columns": {"new": counts.columns_new, "gone": counts.columns_gone, "retyped": counts.columns_retyped},
        "kind": kind, "rows": [_told(row) for row in rows],
    })  # fmt: skip


def _told(row: Change) -> dict[str, Any]:
    before, after = (side and {name: _plain(value) for name, value in side.items()} for side in (row.before, row.after))
    return {"before": before, "after": after, "times": row.times}


def _plain(value: Any) -> Any:
    """As the rows of JSON have it: shapes as GeoJSON."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes():
            import shapely

            return shapely.geometry.mapping(shapely.from_wkb(value))
    return value
