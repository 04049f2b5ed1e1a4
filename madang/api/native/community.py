"""Requests for data and reports of errors, as everybody may read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Router

from madang.accounts.policy import Actor, can, visible, who
from madang.api import problems
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, Parameter, values, whole
from madang.api.native.routes import reads
from madang.api.native.schemas import community as schemas
from madang.api.problems import NotFound
from madang.catalog.models import Organisation
from madang.catalog.site import base
from madang.community import lists, telling
from madang.community.models import DataRequest, Entry, Report, Shown

router = Router(tags=["community"])
LARGEST, DEEPEST = 1000, 10_000
Row = TypeVar("Row", bound=Model)


def _limit(text: str) -> int:
    if not 1 <= whole(text) <= LARGEST:
        raise ValueError(text)
    return int(text)


def _offset(text: str) -> int:
    if whole(text) > DEEPEST:
        raise ValueError(text)
    return int(text)


def _one_of(*known: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return read


STATES = ("open", *DataRequest.State.values, "overdue")
PAGE = (
    Parameter("limit", _limit, "20", f"of a page, at most {LARGEST}", "integer", bounds={"minimum": 1, "maximum": LARGEST}),
    Parameter("offset", _offset, "20", f"to skip, at most {DEEPEST}", "integer", bounds={"minimum": 0, "maximum": DEEPEST}),
    OUTPUT[-1],
)  # fmt: skip
REQUESTS = (
    Parameter("search", str, "버스", "words in the request"),
    Parameter("state", _one_of(*STATES), "open", "only in this state, all open ones, or overdue ones", bounds={"enum": list(STATES)}),
    Parameter("organisation", str, "statistics", "who must answer, with all organisations below it"),
    Parameter("sort", _one_of(*lists.SORTS), "newest", "one of " + ", ".join(lists.SORTS), bounds={"enum": list(lists.SORTS)}),
    *PAGE,
)  # fmt: skip
WHICH = ("open", "closed")
REPORTS = (
    Parameter("state", _one_of(*WHICH), "open", "open or closed; by default both", bounds={"enum": list(WHICH)}),
    *PAGE,
)


@reads(router, "/requests", "Requests for data", REQUESTS, schemas.Requests)
def find_requests(request: HttpRequest) -> HttpResponse:
    """What people miss, most wanted first."""
    asked = values(request, REQUESTS)
    found = lists.listed(
        asked.get("state", ""), asked.get("organisation", ""), asked.get("search", ""), asked.get("sort", "wanted")
    )
    return shapes.json(_page(request, asked, "requests", found, shown_request))


@reads(router, "/requests/{request_id}", "One request for data", OUTPUT[-1:], schemas.RequestTold)
def one_request(request: HttpRequest, request_id: str) -> HttpResponse:
    """With its public history. One that was hidden is not found here; its page says why."""
    values(request, OUTPUT[-1:])
    found = _one(
        DataRequest.objects.filter(shown=Shown.PUBLIC).select_related("organisation", "merged_into"), request_id
    )
    into = found.merged_into
    more = {"merged_into": str(into.uid) if into else None, "history": history(who(request), found)}
    return shapes.json(shown_request(request, found) | more)


@reads(router, "/reports", "Reports of errors", REPORTS, schemas.Reports)
def find_reports(request: HttpRequest) -> HttpResponse:
    """On all data that you may see, newest first."""
    asked = values(request, REPORTS)
    return shapes.json(
        _page(request, asked, "reports", lists.reports(who(request), None, _closed(asked)), shown_report)
    )


@reads(router, "/datasets/{slug}/reports", "Reports of errors in a dataset", REPORTS, schemas.Reports)
def reports_of_dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """Newest first."""
    asked = values(request, REPORTS)
    dataset = visible(who(request)).filter(slug=slug).first()
    if dataset is None:
        raise NotFound()
    return shapes.json(
        _page(request, asked, "reports", lists.reports(who(request), dataset, _closed(asked)), shown_report)
    )


@reads(router, "/reports/{report_id}", "One report of an error", OUTPUT[-1:], schemas.ReportTold)
def one_report(request: HttpRequest, report_id: str) -> HttpResponse:
    """With its public history."""
    values(request, OUTPUT[-1:])
    found = _one(lists.reports(who(request)), report_id)
    return shapes.json(shown_report(request, found) | {"history": history(who(request), found)})


def _closed(asked: dict[str, Any]) -> bool | None:
    return {"open": False, "closed": True}.get(asked.get("state", ""))


def _one(found: QuerySet[Row], text: str) -> Row:
    try:
        one = found.filter(uid=UUID(text)).first()
    except ValueError as error:
        raise NotFound() from error
    if one is None:
        raise NotFound()
    return one


def _page(
    request: HttpRequest, asked: dict[str, Any], name: str, found: QuerySet[Row], shown: Callable[[HttpRequest, Row], dict[str, Any]]
) -> dict[str, Any]:  # fmt: skip
    offset, limit = asked.get("offset", 0), asked.get("limit", 20)
    total, rows = found.count(), [shown(request, one) for one in found[offset : offset + limit]]
    query = request.GET.copy()
    query["offset"] = str(offset + limit)
    more = offset + limit < min(total, DEEPEST)
    return {
        "total": total, "returned": len(rows), "complete": len(rows) == total,
        "next": request.build_absolute_uri(f"{request.path}?{query.urlencode()}") if more else None, name: rows,
    }  # fmt: skip


def shown_request(request: HttpRequest, one: DataRequest) -> dict[str, Any]:
    """A request as JSON."""
    return {
        "request": str(one.uid), "text": one.text, "language": one.language, "place": one.place, "period": one.period,
        "purpose": one.purpose, "state": one.state, "since": one.since, "overdue": lists.is_overdue(one),
        "planned_on": one.planned_on, "wanted": one.wanted, "organisation": _named(one.organisation),
        "asked_at": one.asked_at, "page": _address(request, one), "url": shapes.address(request, "requests", str(one.uid)),
    }  # fmt: skip


def shown_report(request: HttpRequest, one: Report) -> dict[str, Any]:
    """A report as JSON."""
    return {
        "report": str(one.uid), "kind": one.kind, "text": one.text, "language": one.language, "dataset": one.dataset.slug,
        "resource": one.resource.name if one.resource else None, "revision": one.revision or None, "column": one.column or None,
        "row": one.row or None, "value": one.value or None, "state": one.state, "since": one.since,
        "overdue": lists.is_overdue(one), "planned_on": one.planned_on, "mended_in": one.mended_in or None,
        "asked_at": one.asked_at, "page": _address(request, one), "url": shapes.address(request, "reports", str(one.uid)),
    }  # fmt: skip


def history(actor: Actor, one: DataRequest | Report) -> list[dict[str, Any]]:
    """What happened, oldest first. A dataset that the actor may not see is not named."""
    return [_event(actor, entry) for entry in one.history.select_related("organisation", "dataset__organisation")]


def _event(actor: Actor, entry: Entry) -> dict[str, Any]:
    dataset = entry.dataset if entry.dataset and can(actor, "see", entry.dataset) else None
    return {
        "at": entry.at, "what": entry.what, "state": entry.state, "words": entry.words, "language": entry.language,
        "reason": entry.reason, "planned_on": entry.planned_on, "revision": entry.revision or None,
        "organisation": _named(entry.organisation), "dataset": dataset.slug if dataset else None,
    }  # fmt: skip


def _named(one: Organisation | None) -> dict[str, Any] | None:
    return {"slug": one.slug, "name": one.name} if one else None


def _address(request: HttpRequest, one: DataRequest | Report) -> str:
    return base(request) + telling.path(one, problems.language(request))
