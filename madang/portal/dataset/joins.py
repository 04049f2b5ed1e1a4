"""Which other tables share codes with this one, how well they match, and the statement that joins them."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from madang.accounts import joins
from madang.accounts.joins import Partner
from madang.portal.dataset.head import head
from madang.portal.dataset.shown import Shown, shown

HOW: dict[str, Promise] = {
    "same": _("as they are written"), "zeros": _("without the zeros at their ends"),
    "names": _("as words, whatever their blanks and capitals"), "first": _("by their first characters"),
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """A partner with how its codes are compared, the statement that joins the two ("" when it is no plain one), and its address."""

    partner: Partner
    how: Promise
    percent: str
    sql: str
    try_it: str


def joins_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Tables that share codes, linked ones first."""
    page = shown(request, "joins", slug, name)
    assert page.resource is not None
    found = [offered(page, one) for one in joins.partners(page.actor, page.resource, page.table)]
    context = {"page": page, "dataset": page.dataset, "found": found, "area": "search"}
    return render(request, "portal/dataset/joins.html", context | head(page))


def offered(page: Shown, partner: Partner) -> Offered:
    sql = statement(page, partner) if partner.match.how == "same" and partner.match.codes else ""
    return Offered(
        partner,
        HOW[partner.match.how],
        f"{partner.match.rate:.1%}",
        sql,
        "/api/v1/sql?" + urlencode({"sql": sql}) if sql else "",
    )


def statement(page: Shown, partner: Partner) -> str:
    """A SELECT of both tables, as the API takes it."""
    assert page.resource is not None
    mine, other = ((one.dataset.slug, one.name) for one in (page.resource, partner.resource))
    return (
        f"SELECT *\nFROM {_quoted(mine)} AS a\nJOIN {_quoted(other)} AS b\n"
        f"  ON a.{_name(partner.column)} = b.{_name(partner.other)}\nLIMIT 100"
    )


def _quoted(table: tuple[str, str]) -> str:
    return ".".join(map(_name, table))


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
