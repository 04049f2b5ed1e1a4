"""What changed between two revisions: how the file was read, and the rows themselves, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from madang.accounts import policy
from madang.catalog.differences import counted
from madang.catalog.models import Revision
from madang.ingest.receipts import pair
from madang.lib.problems import Problem, Text
from madang.portal.dataset import exports
from madang.portal.dataset.columns import columns
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown
from madang.portal.dataset.written import written
from madang.portal.words import grouped
from madang.query.difference import KINDS, Change, Difference, Kind, changes
from madang.query.model import Column, Table

PAGE = 50
DEEPEST = 1_000  # pages; the API gives the rest


@dataclass(frozen=True)
class Cell:
    """A value before and after, as the sheet writes it (None: empty); `changed` when they differ."""

    before: str | None
    after: str | None
    changed: bool


@dataclass(frozen=True)
class Line:
    """One row: how many times it is meant, its cells."""

    times: int
    cells: tuple[Cell, ...]


def diff(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """What changed between two revisions, `?from=&to=`; without them, between the current one and the one before."""
    page = shown(request, "history", slug, name)
    assert page.resource is not None
    old, new = pair.pair(page.actor, page.resource, request.GET.get("from", ""), request.GET.get("to", ""))
    standing = page.resource.revisions.filter(published_at__isnull=False).exclude(state=Revision.State.WITHDRAWN)
    context = {
        "page": page,
        "dataset": page.dataset,
        "from": old,
        "to": new,
        "since": pair.between(page.actor, old, new) if old.receipt and new.receipt else None,
        "revisions": standing[:200],
        "json": f"{exports.base(slug, name)}/diff?from={old.pk}&to={new.pk}",
        "area": "search",
        **rows(page, old, new, request.GET),
    }
    return render(request, "portal/dataset/diff.html", context | head(page))


def rows(page: Shown, old: Revision, new: Revision, asked: Any) -> dict[str, Any]:
    """The counts of rows and one page of one kind of them; `unread` says why where they cannot be compared."""
    assert page.resource is not None
    if old.rows is None or new.rows is None:
        return {}
    before, after = (policy.readable(page.actor, page.resource, revision=one.pk) for one in (old, new))
    try:
        counts = counted(page.resource, before, after)
        kind = chosen(counts, asked.get("kind", ""))
        number = place(asked.get("page", ""))
        found = changes(before, after, counts.key, kind, (number - 1) * PAGE, PAGE) if kind else []
    except Problem as problem:  # too large, too busy: the rest of the page stands
        return {"unread": problem.text(get_language() or "ko")}
    total = getattr(counts, kind) if kind else 0
    return {
        "counts": counts,
        "kind": kind,
        "cells": sorted(counts.cells.items(), key=lambda pair: -pair[1]),
        "heads": heads(page, compared(before, after)),
        "lines": [line(change, compared(before, after)) for change in found],
        "number": number,
        "last": max(1, min(DEEPEST, -(-total // PAGE))),
    }


def chosen(counts: Difference, asked: str) -> Kind | None:
    """The kind of rows to list: the one asked for, else the first that there is; None when nothing changed."""
    there = [kind for kind in KINDS if getattr(counts, kind)]
    return next((kind for kind in there if kind == asked), there[0] if there else None)


def place(asked: str) -> int:
    return min(max(int(asked), 1), DEEPEST) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def compared(before: Table, after: Table) -> list[Column]:
    """The columns that both have in one type, as `query.difference` compares them."""
    types = {column.name: column.type for column in before.columns}
    return [column for column in after.columns if types.get(column.name) is column.type]


def heads(page: Shown, kept: list[Column]) -> list[tuple[str, Text]]:
    """Each column with its label."""
    labels = {column["name"]: column["label"] for column in columns(page.resource)}
    return [(column.name, labels.get(column.name, {})) for column in kept]


def line(change: Change, kept: list[Column]) -> Line:
    cells = []
    for column in kept:
        was, now = ((side or {}).get(column.name) for side in (change.before, change.after))
        texts = [written(value, column.type, grouped(column.name, column.semantic)) for value in (was, now)]
        cells.append(Cell(*texts, changed=bool(change.before and change.after) and was != now))
    return Line(change.times, tuple(cells))
