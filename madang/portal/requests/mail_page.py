"""The page behind the link in a mail: be told, or be told no more. Only a button acts: mail programs open links by themselves."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext

from madang.community import telling, watching


def mail(request: HttpRequest, link: str) -> HttpResponse:
    watcher = watching.by_link(link)
    thing = watcher.request or watcher.report
    assert thing is not None
    if request.method == "POST":
        if "stop" in request.POST:
            watcher.delete()
            messages.success(request, gettext("Your address was deleted."))
        else:
            watching.confirm(watcher)
            messages.success(request, gettext("You will be told of the answer; then your address is deleted."))
        return HttpResponseRedirect(telling.path(thing, get_language() or "ko"))
    return render(request, "portal/requests/mail.html", {"watcher": watcher, "one": thing, "area": "requests"})
