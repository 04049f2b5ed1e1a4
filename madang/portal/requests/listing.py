"""The list of requests: what people miss, how many, and what the city says."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.catalog.models import Organisation
from madang.community import demand, lists, senders, supporting
from madang.community.models import DataRequest

PAGE = 20
MISSED = 12
SORTS: dict[str, Promise] = {"wanted": _("Most wanted"), "newest": _("Newest first"), "waiting": _("Waiting longest")}
STATES: dict[str, Promise | str] = {
    "open": _("still open"), **dict(DataRequest.State.choices), "overdue": _("overdue"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address asks for; odd values fall back to the whole list."""

    text: str
    state: str
    organisation: str
    sort: str
    page: str

    @classmethod
    def read(cls, query: QueryDict) -> Asked:
        state, sort = query.get("state", ""), query.get("sort", "")
        return cls(
            query.get("q", "").replace("\0", "").strip()[:100],
            state if state in STATES else "",
            query.get("organisation", "").replace("\0", "")[:100],
            sort if sort in SORTS else "wanted",
            query.get("page", "1"),
        )


def requests(request: HttpRequest) -> HttpResponse:
    """Requests narrowed and ordered by the address; beside them what was searched for and not found."""
    asked = Asked.read(request.GET)
    found = lists.listed(asked.state, asked.organisation, asked.text, asked.sort)
    page = Paginator(found, PAGE).get_page(asked.page)
    supporter = senders.supporter(request)
    for one in page.object_list:
        one.late, one.mine = lists.is_overdue(one), supporting.supports(one, supporter)
    organisations = Organisation.objects.filter(data_requests__in=lists.public()).distinct()
    context = {
        "asked": asked, "found": page, "sorts": SORTS, "states": STATES, "organisations": organisations,
        "missed": demand.listed()[:MISSED], "area": "requests",
    }  # fmt: skip
    return render(request, "portal/requests/list.html", context)
