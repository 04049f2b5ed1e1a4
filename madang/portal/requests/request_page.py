"""A request: what is asked for, who wants it, what the city said, and the forms for all of that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from madang.accounts import policy
from madang.catalog.models import Dataset
from madang.community import lists, requests, responding, senders, supporting
from madang.community.models import DataRequest, Shown
from madang.community.senders import REPLIES, Sender
from madang.lib.problems import Problem
from madang.portal.requests.answer_form import RequestAnswer
from madang.portal.requests.moderating import Moderating
from madang.portal.requests.sending import Sent, Told, forms


class Reply(Sent):
    """More about a request, when the organisation asked back."""

    words = forms.CharField(
        label=_("Answer the question"), widget=forms.Textarea(attrs={"rows": 3}), max_length=requests.LONGEST,
        help_text=_("Everybody can read it. No names, numbers or addresses of people."),
    )  # fmt: skip


def found(request: HttpRequest, uid: UUID) -> DataRequest:
    """The request at an address. Raises Http404 for one that the reader may not know of."""
    requests = DataRequest.objects.select_related("organisation", "dataset", "merged_into")
    one = requests.filter(uid=uid).first()
    if one is None or (one.shown == Shown.KEPT and not responding.may_answer(policy.who(request), one)):
        raise Http404
    return one


def open_one(request: HttpRequest, uid: UUID) -> DataRequest:
    """The same for sending something to it: it must be open to everybody and not joined with another."""
    one = found(request, uid)
    if one.shown != Shown.PUBLIC or one.merged_into:
        raise Http404
    return one


def request_page(request: HttpRequest, uid: UUID) -> HttpResponse:
    return page(request, found(request, uid))


def page(request: HttpRequest, one: DataRequest, **forms: Any) -> HttpResponse:
    """The page, with a form that was refused if one was. A hidden request says why, and nothing of what it asked."""
    actor = policy.who(request)
    if one.shown == Shown.HIDDEN and not policy.can(actor, "administer", None):
        context = {"one": one, "area": "requests"}
        return render(request, "portal/requests/hidden.html", context, status=410)
    context = {
        "one": one, "late": lists.is_overdue(one), "limit": settings.MADANG["answer_days"],
        "mine": supporting.supports(one, senders.supporter(request)),
        "history": history(one), "area": "requests", "told": Told(), "reply": Reply(),
        "answer": RequestAnswer() if responding.may_answer(actor, one) and not one.merged_into else None,
        "moderating": Moderating(one) if policy.can(actor, "administer", None) else None,
        "datasets": own_datasets(actor, one),
    }  # fmt: skip
    return render(request, "portal/requests/request.html", context | forms, status=400 if forms else 200)


def history(one: DataRequest) -> list[Any]:
    """What happened, oldest first. A dataset that the answer named and that was closed since is not named any more."""
    entries = list(one.history.select_related("dataset__organisation", "organisation"))
    for entry in entries:
        entry.named = entry.dataset if entry.dataset and policy.can(policy.Actor(), "see", entry.dataset) else None
        entry.state_words = dict(DataRequest.State.choices).get(entry.state, "")
    return entries


def own_datasets(actor: policy.Actor, one: DataRequest) -> list[Dataset]:
    """What the answering organisation published, to choose from."""
    if not one.organisation or not responding.may_answer(actor, one):
        return []
    return list(policy.visible(policy.Actor()).filter(policy.below(one.organisation.path)).order_by("slug")[:200])


@require_POST
def support(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Want it too, or no more; back to where the button stood."""
    one, supporter = open_one(request, uid), senders.supporter(request)
    response = HttpResponseRedirect(_back(request, one))
    if "take_back" in request.POST:
        supporting.take_back(one, supporter)
        return response
    if not supporter:
        supporter, cookie = senders.new_browser()
        response.set_cookie(
            senders.COOKIE, cookie, max_age=senders.COOKIE_AGE, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    supporting.support(one, supporter, Sender.of(request))
    return response


def _back(request: HttpRequest, one: DataRequest) -> str:
    there = request.POST.get("next", "")
    if there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        return there
    return reverse("request", args=[one.uid])


@require_POST
def reply(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer what an organisation asked back."""
    one, form = open_one(request, uid), Reply(request.POST)
    if form.is_valid():
        try:
            Sender.of(request).spend(REPLIES)
            requests.reply(one, form.cleaned_data["words"], get_language() or "ko")
        except Problem as problem:
            form.refuse(problem)
        else:
            return HttpResponseRedirect(reverse("request", args=[uid]))
    return page(request, one, reply=form)


@require_POST
def watch(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Be told of the answer by mail."""
    one, form = open_one(request, uid), Told(request.POST)
    if not one.open:
        raise Http404
    if form.is_valid():
        form.watch(one, request)
        return HttpResponseRedirect(reverse("request", args=[uid]))
    return page(request, one, told=form)


@require_POST
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The organisation's answer."""
    one, actor, form = found(request, uid), policy.who(request), RequestAnswer(request.POST)
    policy.require(actor, "answer", responding.responsible(one))
    if form.is_valid() and form.give(actor, one):
        messages.success(request, gettext("The answer is public."))
        return HttpResponseRedirect(reverse("request", args=[uid]))
    return page(request, one, answer=form)
