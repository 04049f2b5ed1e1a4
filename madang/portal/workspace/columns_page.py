"""The page on which a person says what the columns of a table mean."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from madang.accounts import policy
from madang.catalog import column_drafts
from madang.catalog.models import Column, Resource
from madang.ingest.describe_columns import describe_columns, described
from madang.ingest.references import Matches, matches
from madang.lib.problems import Problem
from madang.lib.texts import LANGUAGES
from madang.portal.dataset.shown import Shown, shown

AT_ONCE = 20  # columns on a page of the form
MOST_TARGETS = 500
TEXTS = ("label", "description", "missing")


@login_required
def columns_page(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Say what columns mean, some at a time; drafts come from columns of the same name elsewhere."""
    page = shown(request, "dataset", slug, name)
    assert page.resource is not None
    policy.require(page.actor, "describe", page.dataset)
    all_columns = page.resource.current.schema if page.resource.current else []
    number = max(1, int(text)) if (text := request.GET.get("page", "")).isdecimal() and len(text) < 6 else 1
    some = all_columns[(number - 1) * AT_ONCE : number * AT_ONCE]
    error = ""
    if request.method == "POST":
        given = {column["name"]: _given(request, position) for position, column in enumerate(some)}
        try:
            changed = describe_columns(page.resource, given, page.actor)
            told = [matches(column, page.actor) for column in changed if column.refers_to_id]
        except Problem as problem:
            error = problem.text(get_language() or "ko")
        else:
            for one in filter(None, told):
                messages.info(request, _told(one))
            return HttpResponseRedirect(_next(slug, name, number, len(all_columns)))
    done, total = described(page.resource)
    context = {
        "page": page, "dataset": page.dataset, "resource": page.resource, "error": error, "done": done, "total": total,
        "columns": _fields(request, page, some), "number": number, "languages": LANGUAGES,
        "more": len(all_columns) > number * AT_ONCE, "area": "workspace", "targets": _targets(page),
    }  # fmt: skip
    return render(request, "portal/workspace/columns.html", context)


def _targets(page: Shown) -> list[Resource]:
    """Tables that a column may refer to: those with a key of one column that the person may read."""
    related = Resource.objects.select_related("dataset__organisation").exclude(key=[]).filter(current__isnull=False)
    seen = related.filter(dataset__in=policy.visible(page.actor))[:MOST_TARGETS]
    return [one for one in seen if len(one.key) == 1 and policy.can(page.actor, "read", one)]


def _told(one: Matches) -> str:
    """How many values find a row of the table that the column refers to."""
    facts = {"column": one.column, "target": one.target, "values": one.values, "found": one.found}
    told = _("%(column)s refers to %(target)s: %(found)s of %(values)s different values find a row there.") % facts
    return f"{told} {_('Without a row')}: {', '.join(one.missing)}" if one.missing else told


def _next(slug: str, name: str, number: int, columns: int) -> str:
    if columns > number * AT_ONCE:
        return reverse("columns", args=[slug, name]) + f"?page={number + 1}"
    return reverse("dataset", args=[slug])


def _fields(request: HttpRequest, page: Shown, columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each column with what was said of it, or a draft; what was just sent stands before both."""
    assert page.resource is not None
    drafts = column_drafts.drafts(page.resource, policy.visible(page.actor))
    said = {column.name: column for column in page.resource.columns.all()}
    fields = []
    for position, column in enumerate(columns):
        own, draft = said.get(column["name"]), drafts.get(column["name"], {})
        words = {name: getattr(own, name, None) or draft.get(name) or {} for name in (*TEXTS, "codes")}
        words["refers_to"] = _visible(page, own)
        words["unit"] = (own.unit if own else "") or draft.get("unit") or column.get("unit", "")
        if request.method == "POST":
            words = _given(request, position)
        words["codes"] = _lines(words["codes"])
        fields.append({"column": column, "position": position, "drafted": bool(draft), **words})
    return fields


def _visible(page: Shown, own: Column | None) -> str | None:
    """The table that the column refers to; None stands for one that the person may not see, which stays as it is."""
    target = own.refers_to if own and own.refers_to_id else None
    if target is None:
        return ""
    return str(target) if policy.can(page.actor, "see", target) else None


def _given(request: HttpRequest, position: int) -> dict[str, Any]:
    """What the form says of the column at that position of the page."""

    def field(name: str) -> str:
        return request.POST.get(f"{name}-{position}", "").strip()

    words: dict[str, Any] = {
        name: {language: text for language in LANGUAGES if (text := field(f"{name}_{language}"))} for name in TEXTS
    }
    referring = {"refers_to": field("refers_to")} if f"refers_to-{position}" in request.POST else {}
    return {**words, "unit": field("unit"), "codes": _codes(field("codes")), **referring}


def _codes(text: str) -> dict[str, dict[str, str]]:
    """Lines of `1 = 남자 | Male` as codes; the part after the bar is the second language."""
    codes = {}
    for line in text.splitlines():
        code, _, words = line.partition("=")
        parts = [part.strip() for part in words.split("|", 1)]
        if code.strip():
            codes[code.strip()] = {language: part for language, part in zip(LANGUAGES, parts, strict=False) if part}
    return codes


def _lines(codes: dict[str, dict[str, str]]) -> str:
    return "\n".join(
        f"{code} = {' | '.join(text.get(language, '') for language in LANGUAGES)}".rstrip(" |")
        for code, text in codes.items()
    )
