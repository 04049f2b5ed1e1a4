"""Reporting an error: the form, with what is meant filled in by the page from which somebody came."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.community import lists, reports
from madang.community.models import Report, Shown
from madang.community.reports import Meant
from madang.community.senders import REPORTS, Sender
from madang.lib.problems import Problem
from madang.portal.requests.sending import Told

ABOUT = ("resource", "revision", "column", "row", "value")


class Reporting(Told):
    """Which kind of error, and what is wrong."""

    kind = forms.ChoiceField(label=_("What is wrong?"), widget=forms.RadioSelect, choices=Report.Kind.choices)
    text = forms.CharField(
        label=_("What should it be, and how do you know?"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        max_length=reports.LONGEST, help_text=_("Everybody can read it. No names, numbers or addresses of people."),
    )  # fmt: skip

    def keep(self, request: HttpRequest, meant: Meant) -> Report | None:
        """Keep the report; None when it was refused, which the form then says."""
        said = self.cleaned_data
        try:
            sender = Sender.of(request)
            sender.spend(REPORTS)
            one = reports.keep(meant, said["kind"], said["text"], get_language() or "ko", sender.by)
        except reports.SaidBefore as problem:
            messages.info(request, problem.text(get_language() or "ko"))
            return problem.report
        except Problem as problem:
            self.refuse(problem)
            return None
        messages.success(request, _thanks(one))
        self.watch(one, request)
        return one


def _thanks(one: Report) -> str:
    if one.shown == Shown.KEPT:
        return gettext(
            "Thank you. The publisher's stewards are told at once; the report is not shown until it is handled."
        )
    return gettext("Thank you. The report is open to everybody, and the publisher must answer it.")


def new(request: HttpRequest) -> HttpResponse:
    """Report an error in what the address names: a dataset, and perhaps a resource, revision, column, row and value."""
    given = {name: request.GET.get(name, "") for name in ABOUT}
    meant = Meant.read(policy.who(request), request.GET.get("dataset", "").replace("\0", ""), given)
    form = Reporting(request.POST) if request.method == "POST" else Reporting(initial={"kind": request.GET.get("kind")})
    if request.method == "POST" and form.is_valid():
        one = form.keep(request, meant)
        if one is not None:
            return HttpResponseRedirect(_after(one))
    context: dict[str, Any] = {
        "form": form, "meant": meant, "dataset": meant.dataset, "area": "search",
        "known": lists.reports(policy.who(request), meant.dataset, closed=False)[:5],
    }  # fmt: skip
    return render(request, "portal/requests/report_new.html", context, status=400 if form.errors else 200)


def _after(one: Report) -> str:
    """Its page, or that of the dataset while it is not shown."""
    if one.shown == Shown.KEPT:
        return reverse("dataset", args=[one.dataset.slug])
    return reverse("report", args=[one.uid])
