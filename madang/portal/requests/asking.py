"""Asking for data: the form, with what exists and what others asked for beside it."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from madang.accounts import policy
from madang.catalog import search
from madang.community import lists, requests
from madang.community.models import DataRequest
from madang.community.senders import REQUESTS, Sender
from madang.lib.problems import Problem
from madang.portal.find import listing
from madang.portal.requests.sending import Told

NEAR, DEEP = 4, 50
LOOKED_UP = 6
"""Words of a sentence that are searched for one by one: a search takes some milliseconds."""


class Asking(Told):
    """Which data, of which place and time, what for. `looked` says that the reader saw what comes near."""

    text = forms.CharField(
        label=_("Which data do you miss?"), widget=forms.Textarea(attrs={"rows": 4}), required=False,
        help_text=_("In your own words. No names, numbers or addresses of people: everybody can read it."),
    )  # fmt: skip
    place = forms.CharField(label=_("Of which place? (optional)"), max_length=requests.PLACE, required=False)
    period = forms.CharField(label=_("Of which time? (optional)"), max_length=requests.PERIOD, required=False)
    purpose = forms.CharField(
        label=_("What would you use it for? (optional)"), max_length=requests.PURPOSE, required=False
    )
    looked = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        try:
            return requests.Wish.read(self.cleaned_data["text"]).text
        except Problem as problem:
            raise forms.ValidationError(problem.text(get_language() or "ko")) from problem

    def keep(self, request: HttpRequest) -> DataRequest | None:
        """Keep the request; None when it was refused, which the form then says."""
        said = self.cleaned_data
        try:
            wish = requests.Wish.read(said["text"], said["place"], said["period"], said["purpose"])
            sender = Sender.of(request)
            sender.spend(REQUESTS)
            one, new = requests.keep(wish, get_language() or "ko", sender)
        except Problem as problem:
            self.refuse(problem)
            return None
        thanks = (
            gettext("Your request is open to everybody now."),
            gettext("The same was asked before; it was counted once more."),
        )
        messages.success(request, thanks[not new])
        self.watch(one, request)
        return one


def new(request: HttpRequest) -> HttpResponse:
    """Ask for data. Who sends before seeing what comes near sees that first, and may then send."""
    form = (
        Asking(request.POST)
        if request.method == "POST"
        else Asking(initial={"text": request.GET.get("text", "")[:500]})
    )
    text = str(form["text"].value() or "")
    found = near(request, text)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["looked"] or not (found["datasets"] or found["requests"]):
            one = form.keep(request)
            if one is not None:
                return HttpResponseRedirect(reverse("request", args=[one.uid]))
        else:
            found["first"] = True
    context = {"form": form, "looked": bool(found["datasets"] or found["requests"]), "area": "requests", **found}
    return render(request, "portal/requests/new.html", context, status=400 if form.errors else 200)


def near_page(request: HttpRequest) -> HttpResponse:
    """What comes near the words so far, for the form while somebody writes."""
    return render(request, "portal/requests/near.html", near(request, request.GET.get("text", "")))


def near(request: HttpRequest, text: str) -> dict[str, Any]:
    """Datasets and requests that may be what is asked for."""
    words, actor = " ".join(text.split())[:200], policy.who(request)
    if len(words) < 2:
        return {"datasets": [], "requests": []}
    slugs = resembling(words, policy.scope(actor), get_language() or "ko")
    return {"datasets": listing.in_order(actor, slugs), "requests": lists.near(words, NEAR)}


def resembling(text: str, scope: search.Scope, language: str) -> list[str]:
    """The datasets that a whole sentence may be about: those that fit all of it, else those that fit at least half of its longest words."""
    whole = search.search(text, scope, language=language, limit=NEAR)
    if whole.sure:
        return [hit.slug for hit in whole.hits[: whole.sure]]
    scores: Counter[str] = Counter()
    fitting: Counter[str] = Counter()
    every = {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 1}
    words = sorted(every, key=lambda word: (-len(word), word))[:LOOKED_UP]
    for word in words:
        found = search.search(word, scope, language=language, limit=DEEP)
        slugs = {hit.slug for hit in found.hits[: found.sure]}
        fitting.update(slugs)
        scores.update(dict.fromkeys(slugs, 1 / max(found.total, 1)))
    enough = max(min(2, len(words)), (len(words) + 1) // 2)
    return [slug for slug, _ in scores.most_common() if fitting[slug] >= enough][:NEAR]
