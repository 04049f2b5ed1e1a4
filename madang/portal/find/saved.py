"""Searches that somebody saved: the list with what is new in each, saving, opening and deleting."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from madang.accounts import policy, saved_searches
from madang.accounts.saved_searches import SavedSearch
from madang.portal.find import feed, listing
from madang.portal.find.asked import Asked


@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The reader's saved searches."""
    actor = policy.who(request)
    saved = [_shown(one, actor) for one in SavedSearch.objects.filter(user=request.user.pk)]
    return render(request, "portal/find/saved.html", {"saved": saved, "most_new": listing.MOST_NEW})


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Save the search whose query string was sent."""
    asked = Asked.read(QueryDict(request.POST.get("query", "")[: saved_searches.LONGEST * 2]))
    saved_searches.keep(request.user, request.POST.get("name", "") or asked.text, asked.query)
    return redirect("saved_searches")


@login_required
@require_POST
def look(request: HttpRequest, search: int) -> HttpResponse:
    """To the results; what is there now is no longer new."""
    one = get_object_or_404(SavedSearch, pk=search, user=request.user.pk)
    saved_searches.look(one)
    return HttpResponseRedirect(f"{reverse('search')}?{one.query}", status=303)


@login_required
@require_POST
def forget(request: HttpRequest, search: int) -> HttpResponse:
    get_object_or_404(SavedSearch, pk=search, user=request.user.pk).delete()
    return redirect("saved_searches")


def _shown(one: SavedSearch, actor: policy.Actor) -> dict[str, Any]:
    asked = Asked.read(QueryDict(one.query))
    return {
        "saved": one,
        "asked": asked,
        "new": listing.newer(asked, actor, one.looked_at),
        "feed": feed.address(asked),
    }
