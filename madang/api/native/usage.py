"""How much a dataset is used, for everybody who may see it."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from madang.accounts.policy import visible, who
from madang.api.native import shapes
from madang.api.native.asking import OUTPUT, Parameter, values
from madang.api.native.routes import reads
from madang.api.native.schemas import catalogue
from madang.api.problems import NotFound
from madang.catalog import usage_rollup

router = Router(tags=["catalogue"])
DAYS = 30
LONGEST = 400
A_DAY = {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DAY = (
    Parameter(
        "from",
        date.fromisoformat,
        "2026-06-01",
        f"the first day; {DAYS} days before the last one by default",
        bounds=A_DAY,
    ),
    Parameter("to", date.fromisoformat, "2026-06-30", "the last day; today by default", bounds=A_DAY),
    OUTPUT[-1],
)


@reads(router, "/datasets/{slug}/usage", "How much a dataset is used", DAY, catalogue.Usage)
def usage(request: HttpRequest, slug: str) -> HttpResponse:
    """Counts by day, resource, dialect and format, at most 400 days. They are a minute or two behind; nobody's name is in them."""
    told = values(request, DAY)
    if not visible(who(request)).filter(slug=slug).exists():
        raise NotFound()
    until = told.get("to", timezone.localdate())
    since = max(told.get("from", until - timedelta(days=DAYS)), until - timedelta(days=LONGEST))
    rows = [
        {name.removeprefix("all_"): value for name, value in row.items()} for row in usage_rollup.of(slug, since, until)
    ]
    return shapes.json({
        "dataset": slug, "from": since, "to": until, **usage_rollup.total(slug, since, until), "days": rows
    })  # fmt: skip
