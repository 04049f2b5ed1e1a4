"""The home page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from madang.accounts import policy
from madang.portal.figures import answers
from madang.portal.find import listing


def choose_language(request: HttpRequest) -> HttpResponse:
    """Send the bare address to the home page in the reader's language."""
    with translation.override(translation.get_language_from_request(request)):
        return HttpResponseRedirect(reverse("home"))


def home(request: HttpRequest) -> HttpResponse:
    """One search box, themes, live numbers, what is new and who publishes."""
    return render(request, "portal/find/home.html", {"page": front(policy.who(request)), "area": "home"})


def front(actor: policy.Actor) -> dict[str, Any]:
    """Everything the home page shows to `actor`."""
    organisations = listing.organisations(actor)
    everything = listing.published(actor)
    return {
        "datasets": everything.count(),
        "rows": sum(rows or 0 for rows in everything.values_list("rows", flat=True)),
        "organisation_count": len(organisations),
        "organisations": organisations[:10],
        "themes": listing.themes(actor),
        "newest": listing.newest(actor, 6),
        "answers": answers.of_the_city(actor),
        "tries": words_to_try(everything.values_list("keywords", flat=True)),
    }


def words_to_try(keywords: Any, limit: int = 5) -> list[str]:
    """The keywords in the reader's language that most datasets share: a search for them finds something."""
    language = get_language() or "ko"
    counts = Counter(word for each in keywords for word in (each or {}).get(language, []))
    return [word for word, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]]
