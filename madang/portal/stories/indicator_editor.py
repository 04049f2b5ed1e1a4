"""Defining an indicator: the value that it gives is shown before anything is saved."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST

from madang.accounts import policy
from madang.catalog.models import Organisation
from madang.community import indicators as community
from madang.community import stories
from madang.community.models import Indicator
from madang.lib.problems import Problem
from madang.portal.stories.indicator_form import IndicatorForm
from madang.portal.stories.indicator_reading import Told, told


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new indicator of one of the organisations that the writer may write for."""
    actor = policy.who(request)
    organisations = stories.publishers(actor)
    if not organisations:
        raise policy.NotAllowed(action=policy.ACTIONS["write"], what=gettext("an indicator of any organisation"))
    initial = {"organisation": request.GET.get("organisation"), "table": request.GET.get("table", "")[:200]}
    form = IndicatorForm(actor, organisations, request.POST or None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form)
    chosen = next(one for one in organisations if one.slug == form.cleaned_data["organisation"])
    try:
        if request.POST.get("do") == "preview":
            return _form(request, form, read=_tried(form, chosen))
        made = community.begin(actor, chosen, form.words())
    except Problem as problem:
        return _refused(request, form, problem)
    return _done(request, made, actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, indicator: str) -> HttpResponse:
    """Change one. What was promised before stays readable on its page once it is published."""
    actor = policy.who(request)
    found = community.found(actor, indicator)
    policy.require(actor, "write", found)
    form = IndicatorForm(actor, [], request.POST) if request.method == "POST" else IndicatorForm.of(actor, found)
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, found)
    try:
        if request.POST.get("do") == "preview":
            return _form(request, form, found, read=_tried(form, found.organisation))
        saved = community.save(found, actor, form.words(), form.cleaned_data["edition"])
    except community.StaleIndicator as problem:
        form.renew(community.found(actor, indicator).edition)
        return _refused(request, form, problem, found, 409)
    except Problem as problem:
        return _refused(request, form, problem, found, 403 if isinstance(problem, policy.NotAllowed) else 200)
    return _done(request, saved, actor)


@login_required
@require_POST
def act(request: HttpRequest, indicator: str, action: str) -> HttpResponse:
    """Make a draft of it again."""
    actor = policy.who(request)
    found = community.found(actor, indicator)
    if action != "hide":
        raise Http404
    community.hide(found, actor)
    messages.info(request, gettext("It is a draft again. Readers do not see it any more."))
    return HttpResponseRedirect(reverse("indicator_edit", args=[found.slug]))


def _tried(form: IndicatorForm, organisation: Organisation) -> Told:
    """What it would be, without keeping anything. Raises as `indicators.check`."""
    return told(community.made(form.words(), organisation))


def _done(request: HttpRequest, one: Indicator, actor: policy.Actor) -> HttpResponse:
    if request.POST.get("do") == "publish":
        try:
            community.publish(one, actor)
        except Problem as problem:
            messages.error(request, problem.text(get_language() or "ko"))
            return HttpResponseRedirect(reverse("indicator_edit", args=[one.slug]))
    elif one.state == Indicator.State.DRAFT:
        messages.success(request, gettext("Saved as a draft. Readers do not see it yet."))
    return HttpResponseRedirect(reverse("indicator", args=[one.slug]))


def _refused(
    request: HttpRequest, form: IndicatorForm, problem: Problem, one: Indicator | None = None, status: int = 200
) -> HttpResponse:
    form.add_error(None, problem.text(get_language() or "ko"))
    return _form(request, form, one, status=status)


def _form(
    request: HttpRequest,
    form: IndicatorForm,
    one: Indicator | None = None,
    *,
    read: Told | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = policy.who(request)
    context = {
        "form": form, "indicator": one, "read": read, "area": "indicators",
        "may_publish": policy.can(actor, "publish", one) if one else True,
    }  # fmt: skip
    return render(request, "portal/stories/indicator_edit.html", context, status=status)
