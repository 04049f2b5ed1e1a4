"""Reports of errors: the list, and each with its answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from madang.accounts import policy
from madang.community import lists, responding
from madang.community.models import Report, Shown
from madang.portal.requests.answer_form import ReportAnswer
from madang.portal.requests.moderating import Moderating
from madang.portal.requests.sending import Told

PAGE = 20


def reports(request: HttpRequest) -> HttpResponse:
    """The reports on all data that the reader may see, or on one dataset; open ones first asked for, closed ones too."""
    actor, slug = policy.who(request), request.GET.get("dataset", "").replace("\0", "")[:100]
    dataset = policy.visible(actor).filter(slug=slug).first() if slug else None
    if slug and dataset is None:
        raise Http404
    found = lists.reports(actor, dataset, closed=request.GET.get("state") == "closed")
    page = Paginator(found, PAGE).get_page(request.GET.get("page", "1"))
    for one in page.object_list:
        one.late = lists.is_overdue(one)
    context = {"found": page, "dataset": dataset, "closed": request.GET.get("state") == "closed", "area": "requests"}
    return render(request, "portal/requests/reports.html", context)


def found(request: HttpRequest, uid: UUID) -> Report:
    """The report at an address. Raises Http404 for one that the reader may not know of."""
    reports = Report.objects.select_related("dataset__organisation", "resource")
    one = reports.filter(uid=uid).first()
    actor = policy.who(request)
    if one is None or not policy.can(actor, "see", one.dataset):
        raise Http404
    if one.shown == Shown.KEPT and not responding.may_answer(actor, one):
        raise Http404
    return one


def report_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    return page(request, found(request, uid))


def page(request: HttpRequest, one: Report, **forms: Any) -> HttpResponse:
    """The page, with a form that was refused if one was."""
    actor = policy.who(request)
    if one.shown == Shown.HIDDEN and not policy.can(actor, "administer", None):
        return render(request, "portal/requests/hidden.html", {"one": one, "area": "requests"}, status=410)
    context = {
        "one": one, "late": lists.is_overdue(one), "limit": settings.MADANG["answer_days"], "history": history(one),
        "area": "requests", "told": Told(),
        "answer": ReportAnswer(one) if responding.may_answer(actor, one) else None,
        "moderating": Moderating(one) if policy.can(actor, "administer", None) else None,
    }  # fmt: skip
    return render(request, "portal/requests/report.html", context | forms, status=400 if forms else 200)


def history(one: Report) -> list[Any]:
    """What happened, oldest first."""
    entries = list(one.history.select_related("organisation"))
    numbers = dict(one.dataset.resources.values_list("revisions__pk", "revisions__number"))
    for entry in entries:
        entry.state_words = dict(Report.State.choices).get(entry.state, "")
        entry.number = numbers.get(entry.revision)
    return entries


@require_POST
def watch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Be told of the answer by mail."""
    one, form = found(request, uid), Told(request.POST)
    if not one.open:
        raise Http404
    if form.is_valid():
        form.watch(one, request)
        return HttpResponseRedirect(reverse("report", args=[uid]))
    return page(request, one, told=form)


@require_POST
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The owner's answer."""
    one, actor = found(request, uid), policy.who(request)
    policy.require(actor, "answer", responding.responsible(one))
    form = ReportAnswer(one, request.POST)
    if form.is_valid() and form.give(actor, one):
        messages.success(request, gettext("The answer is public."))
        return HttpResponseRedirect(reverse("report", args=[uid]))
    return page(request, one, answer=form)
